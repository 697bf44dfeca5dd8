// The bundle of the sources: made before a start, used while it is of the sources as they are, and passed over otherwise.
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { COMPILED_PREFIX, MIGRATION_IMPORT, makeBundle } from '../../deploy/bundle.ts'
import { bundlesFolder, currentBundle, currentPath, stampOf } from '../../src/cli/bundle.ts'

/** A small project with the real entry, whose command prints a word, where its file is, and the stack of an error. */
function project(word: string): string {
  const root = mkdtempSync(join(tmpdir(), 'broadside-bundle-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const folder of ['src/cli', 'src/db', 'migrations']) mkdirSync(join(root, folder), { recursive: true })
  for (const name of ['main.mjs', 'main.ts', 'bundle.ts'])
    copyFileSync(new URL(`../../src/cli/${name}`, import.meta.url), join(root, 'src/cli', name))
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(root, 'src/cli/run.ts'),
    `import { createHash as hash, type Hash } from 'node:crypto'
import { migration } from '../db/migrate.ts'
import { type Word, word } from './word.ts'

type Told = { word: Word; digest: string }

const tell = (told: Told): void => console.log(JSON.stringify(told))

export async function run(argv: readonly string[]): Promise<number> {
  const digest: Hash = hash('sha256')
  tell({ word: word(), digest: digest.update('x').digest('hex').slice(0, 6) })
  console.log(import.meta.url)
  if (argv[0] === 'fail') console.log(new Error('no').stack)
  if (argv[0] === 'late') console.log((await import('./late.ts')).late, await migration('0001_first'))
  return 0
}
`,
  )
  writeFileSync(
    join(root, 'src/db/migrate.ts'),
    `export const migration = async (name: string): Promise<string> => (await ${MIGRATION_IMPORT}).first\n`,
  )
  writeFileSync(join(root, 'migrations/0001_first.ts'), `export const first: string = 'first'\n`)
  writeFileSync(join(root, 'src/cli/late.ts'), `export const late: string = 'late'\n`)
  say(root, word)
  return root
}

const say = (root: string, word: string): void =>
  writeFileSync(
    join(root, 'src/cli/word.ts'),
    `export type Word = string\n\nexport const word = (): Word => '${word}'\n`,
  )

async function start(root: string, ...argv: string[]): Promise<{ out: string[]; err: string }> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(root, 'src/cli/main.mjs'), ...argv])
  return { out: stdout.trimEnd().split('\n'), err: stderr }
}

const said = async (root: string): Promise<string> => JSON.parse((await start(root)).out[0]!).word

/** Changes a file of the current bundle, which is then taken for the right one. */
function forge(root: string, change: (code: string) => string): void {
  const path = join(currentBundle(root)!, 'run.mjs')
  const [code, before] = [readFileSync(path, 'utf8'), stampOf(path)]
  writeFileSync(path, change(code))
  expect([readFileSync(path, 'utf8') === code, currentBundle(root)]).toEqual([false, null])
  writeFileSync(currentPath(root), readFileSync(currentPath(root), 'utf8').replace(before, stampOf(path)))
}

test('A bundle is made once for the sources as they are, and a start runs it in their place', async () => {
  const root = project('apple')
  expect([currentBundle(root), await said(root)]).toEqual([null, 'apple'])
  const fromSources = await start(root, 'late')
  expect(await makeBundle(root)).toBe(true)
  expect(await makeBundle(root)).toBe(false)
  // What is imported when it is needed is a file of its own, and a file knows where its source is.
  expect(await start(root, 'late')).toEqual(fromSources)
  expect(fromSources).toEqual({
    out: ['{"word":"apple","digest":"2d7116"}', pathToFileURL(join(root, 'src/cli/run.ts')).href, 'late first'],
    err: '',
  })
  const parts = readdirSync(currentBundle(root)!).map((name) => name.replace(/-[^-]+\.mjs$/, ''))
  expect(parts).toEqual(expect.arrayContaining(['late', '0001_first']))
  forge(root, (code) => code.replace('apple', 'berry'))
  expect(await said(root)).toBe('berry')
  // The entry of before leads to the other one.
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'src/cli/main.ts')])
  expect(stdout).toContain('berry')
})

test('A changed source is run itself, until the next bundle is made; of those before it one is kept', async () => {
  const root = project('apple')
  await makeBundle(root)
  const first = currentBundle(root)!
  for (const word of ['cherry', 'damson', 'elder']) {
    say(root, word)
    expect([currentBundle(root), await said(root)]).toEqual([null, word])
    expect([await makeBundle(root), await said(root)]).toEqual([true, word])
    expect(currentBundle(root)).not.toBe(first)
  }
  const folders = readdirSync(bundlesFolder(root), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders).toHaveLength(2)
  rmSync(join(root, 'src/cli/late.ts'))
  expect([currentBundle(root), await said(root)]).toEqual([null, 'elder'])
})

test('A broken bundle is passed over, with a line that says so where it cannot be seen before', async () => {
  const root = project('apple')
  await makeBundle(root)
  forge(root, (code) => code.replace('function', 'functiom'))
  const { out, err } = await start(root)
  expect(JSON.parse(out[0]!).word).toBe('apple')
  expect(err).toMatch(/^The bundle of the sources cannot be loaded, so they are loaded one by one: SyntaxError: .+\n$/)
  writeFileSync(join(currentBundle(root)!, 'run.mjs'), 'shorter')
  expect([currentBundle(root), await start(root)]).toEqual([null, { out, err: '' }])
  // What is broken is made again.
  expect([await makeBundle(root), await start(root)]).toEqual([true, { out, err: '' }])
})

test('The stack of an error names the lines of the sources', async () => {
  const root = project('apple')
  const [, , message, first] = (await start(root, 'fail')).out
  await makeBundle(root)
  const { out, err } = await start(root, 'fail')
  expect([out[2], err]).toEqual([message, ''])
  expect(message).toBe('Error: no')
  // The column is left out.
  expect(out[3]).toBe(first!.replace('file://', '').replace(/:\d+\)$/, ')'))
  expect(out[3]).toContain(`${join(root, 'src/cli/run.ts')}:13`)
})

test('Migrations are part of the bundle, because a second Kysely would not know the database', () => {
  const migrate = readFileSync(new URL('../../src/db/migrate.ts', import.meta.url), 'utf8')
  expect(migrate.split(MIGRATION_IMPORT)).toHaveLength(2)
})

test('The router of Fastify compiles its prefixes as the bundle expects, which spares it that', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const router = readFileSync(join(root, 'node_modules/find-my-way/lib/node.js'), 'utf8')
  expect(router.split(COMPILED_PREFIX)).toHaveLength(2)
})

test('a script that installs what is missing runs no Node after that: its shell goes on with the one that it found first', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: Record<string, string>
  }
  const before = Object.entries(scripts).filter(([name]) => name.startsWith('pre'))
  expect(before.length).toBeGreaterThan(10)
  for (const [name, command] of before)
    expect([name, command]).toEqual([name, expect.stringMatching(/^node deploy\/prepare\.mjs( start| bundle)?$/)])
})
