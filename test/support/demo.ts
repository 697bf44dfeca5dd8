// The demo edition, loaded once per run for each moment of the clock: a folder that tests copy.
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { inject } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { loadDemo } from '../../src/demo/actions.ts'
import { openDeps } from '../../src/open-deps.ts'

/**
 * Loads the demo edition, or finds it loaded by another file or worker of the same run.
 * @param now the clock at loading, in milliseconds
 * @returns a data folder to borrow and not to change: `broadside.sqlite` and the pictures
 */
export async function demoImage(now: number): Promise<string> {
  const runFolder = dirname(inject('image'))
  const image = join(runFolder, `demo-${now}`)
  if (existsSync(image)) return image
  const loading = mkdtempSync(join(runFolder, 'loading-'))
  copyFileSync(inject('image'), join(loading, 'broadside.sqlite'))
  const deps = await openDeps(readConfig({ DATA_DIR: loading, LOG_LEVEL: 'silent' }), {
    clock: () => now,
    log: pino({ level: 'silent' }),
  })
  await loadDemo(deps)
  await deps.store.close()
  try {
    // A rename is atomic, so no worker finds half an image.
    renameSync(loading, image)
  } catch (error) {
    if (!existsSync(image)) throw error
    rmSync(loading, { recursive: true, force: true })
  }
  return image
}
