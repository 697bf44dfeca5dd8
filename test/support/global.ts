// Once before all tests: a migrated database that every test clones, and the Chromium of the browser half.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/db/migrate.ts'
import { openStore } from '../../src/db/open.ts'
import { offerChromium } from './chromium.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    image: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-image-'))
  const image = join(folder, 'image.sqlite')
  const store = openStore(image)
  await migrate(store)
  await store.close()
  project.provide('image', image)
  const sayWithout = offerChromium(project)
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    sayWithout()
  }
}
