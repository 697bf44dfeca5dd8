// What the project's own tsc says of code that a test has made.
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

const cache = join(root, 'node_modules/.cache')

/** Where `npm run check` keeps what it has found out of the project. */
const project = join(cache, 'tsc.json')

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

/**
 * @param subject what the code is of: tsc remembers what it has checked for each subject
 * @param files TypeScript by name
 * @param also what is checked beside it, from a folder three below the project
 * @returns what tsc complains of, by file
 */
export async function complaints(
  subject: string,
  files: Record<string, string>,
  also: readonly string[] = ['../../../src/app.ts'],
): Promise<Record<string, string[]>> {
  const folder = join(root, 'test/output', subject)
  const known = join(cache, `tsc-${subject}.json`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, `${name.replaceAll('/', '.')}.ts`), code)
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.json',
      compilerOptions: { tsBuildInfoFile: known },
      include: ['*.ts', ...also],
    }),
  )
  // With the same options, what is found out of a file of the project holds here too.
  if (changedAt(project) > changedAt(known)) copyFileSync(project, known)
  const said = await new Promise<string>((resolve) => {
    execFile(
      join(root, 'node_modules/.bin/tsc'),
      ['--noEmit', '--pretty', 'false', '--checkers', '1', '-p', folder],
      { cwd: folder, shell: process.platform === 'win32' },
      (error, out, err) => resolve(`${error ? '' : 'fine'}${out}${err}`),
    )
  })
  const found: Record<string, string[]> = {}
  for (const line of said.split('\n').filter((text) => /\berror\b/i.test(text))) {
    const [, file, words] = /^([\w.-]+)\.ts\(\d+,\d+\): (.*)$/.exec(line) ?? [undefined, 'tsc', line]
    found[file!] ??= []
    found[file!]!.push(words!)
  }
  if (Object.keys(found).length === 0 && !said.startsWith('fine')) throw new Error(`tsc: ${said}`)
  return found
}
