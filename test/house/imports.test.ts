// The levels of the code, derived from the names of its files, and what may stand in one place only.
import { globSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { circlesAmong, importsOf, withoutComments } from '../support/imports.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Lower never imports higher, types included: what a file knows of is what it depends on. */
const levels = ['leaf', 'database', 'queries', 'actions', 'pages', 'routes', 'app', 'command line'] as const
type Level = (typeof levels)[number]

/** The level that the last word of a file name says. */
const layers: Record<string, Level> = {
  rules: 'leaf',
  form: 'leaf',
  queries: 'queries',
  checks: 'actions',
  actions: 'actions',
  reading: 'pages',
  pages: 'pages',
  hooks: 'routes',
  routes: 'routes',
}

/** Folders that are one level as a whole, but for the leaves in them. */
const folders: Record<string, Level> = { db: 'database', web: 'pages', jobs: 'routes', cli: 'command line' }

/** The three files that put the parts together. */
const composition: Record<string, Level> = { 'deps.ts': 'actions', 'open-deps.ts': 'app', 'app.ts': 'app' }

/** The level of a file: by its name, else by its folder; anything else is a leaf, and says in its first line that it is pure. */
function levelOf(path: string): Level | null {
  const [folder = '', ...rest] = path.slice('src/'.length).split('/')
  const name = (rest.at(-1) ?? folder).replace(/\.ts$/, '')
  const layer = rest.length === 0 ? undefined : layers[name.split('-').at(-1)!]
  if (layer !== undefined) return layer
  if (rest.length === 0 && composition[folder] !== undefined) return composition[folder]
  if (/\bPure\b/.test(read(path).split('\n', 1)[0]!)) return 'leaf'
  return rest.length === 0 ? null : (folders[folder] ?? null)
}

/** Files outside `where` never have `what`. */
const onlyHere: { what: string; pattern: RegExp; where: string[] }[] = [
  {
    what: 'Kysely',
    pattern: /'kysely['/]|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/,
    where: ['src/**/{,*-}queries.ts', 'src/db/**/*.ts', 'migrations/*.ts'],
  },
  {
    what: 'better-sqlite3',
    pattern: /'better-sqlite3'/,
    where: ['src/db/*.ts', 'bench/filled/{derived,rows}.ts', 'bench/{acts,addresses}.ts'],
  },
  { what: 'sanitize-html', pattern: /'sanitize-html'/, where: ['src/markup/policy.ts'] },
  { what: 'new SafeHtml', pattern: /\bnew SafeHtml\b/, where: ['src/markup/*.ts'] },
  { what: 'nodemailer', pattern: /'nodemailer['/]/, where: ['src/mail/delivery-actions.ts'] },
  { what: 'sharp', pattern: /'sharp'/, where: ['src/media/encode-actions.ts'] },
  { what: 'ipaddr.js', pattern: /'ipaddr\.js'/, where: ['src/ip-ranges.ts'] },
  { what: 'argon2', pattern: /'argon2'/, where: ['src/accounts/passwords/hash.ts'] },
  { what: 'a yield to the event loop', pattern: /\bsetImmediate\b/, where: ['src/slices.ts'] },
  {
    what: 'counting requests',
    pattern: /\blimiter\.count(Key)?\b/,
    where: [
      'src/web/rate-limits.ts',
      'src/comments/drafts/hooks.ts',
      'src/accounts/login-checks.ts',
      'src/web/page-budget.ts',
    ],
  },
  {
    what: 'the environment',
    pattern: /\bprocess\.env\b|\benv\b.*'(?:node:)?process'/,
    where: ['src/config.ts', 'bench/main.ts', 'bench/processes.ts', 'bench/start.ts'],
  },
  { what: 'the clock', pattern: /\bDate\.now\b|\bnew Date\b(?!\()|\bDate\(\s*\)/, where: ['src/time.ts'] },
  { what: 'chance', pattern: /\brandom(Bytes|FillSync|Int|UUID)\b|\bgetRandomValues\b/, where: ['src/random.ts'] },
  { what: 'Math.random', pattern: /\bMath\.random\b/, where: [] },
  {
    what: 'a static import of what the first answer does not need',
    pattern:
      /^import (?!type)[^'"]*'(nodemailer|sharp|argon2|@fastify\/send|@simplewebauthn\/server|@zxcvbn-ts\/[\w-]+|yazl|diff)'/m,
    where: [],
  },
  {
    what: 'an import of node:http, which loads the client of fetch too: process.getBuiltinModule does not',
    pattern: /^import (?!type\b)(?!\{ type \w+ \})[^'"]*'node:https?'/m,
    where: ['bench/**/*.ts'],
  },
  { what: 'a default export', pattern: /^export default\b|\bas default\b/m, where: [] },
]

const paths = globSync('{src,migrations,bench}/**/*.{ts,mjs}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
const files = new Map(paths.map((path) => [path, withoutComments(read(path))]))
const among = (path: string, globs: readonly string[]): boolean => globs.some((glob) => matchesGlob(path, glob))
const imports = (path: string): string[] => importsOf(path, files.get(path)!)
const ours = paths.filter((path) => path.startsWith('src/'))

test('every file of src/ has a level by its name, its folder, or its word that it is pure', () => {
  expect(ours.filter((path) => levelOf(path) === null)).toEqual([])
})

test('lower never imports higher', () => {
  const rank = (path: string): number => levels.indexOf(levelOf(path)!)
  expect(
    ours.flatMap((path) =>
      imports(path)
        .filter((other) => rank(other) > rank(path))
        .map((other) => `${path} (${levelOf(path)}) imports ${other} (${levelOf(other)})`),
    ),
  ).toEqual([])
})

test('every import of our own leads to a file', () => {
  expect(
    ours.flatMap((path) =>
      imports(path)
        .filter((other) => !files.has(other))
        .map((other) => `${path} imports ${other}`),
    ),
  ).toEqual([])
})

test('no files import each other in a circle', () => {
  expect(circlesAmong(new Map(ours.map((path) => [path, imports(path)])))).toEqual([])
})

test.each(onlyHere)('$what is only where it belongs', ({ pattern, where }) => {
  expect(paths.filter((path) => pattern.test(files.get(path)!) && !among(path, where))).toEqual([])
  for (const glob of where)
    expect(
      paths.some((path) => matchesGlob(path, glob) && pattern.test(files.get(path)!)),
      `${glob} is allowed it and does not use it`,
    ).toBe(true)
})

test('migrations import nothing of the code, which goes on while they stay', () => {
  const migrations = paths.filter((path) => path.startsWith('migrations/'))
  expect(migrations).not.toEqual([])
  expect(migrations.filter((path) => imports(path).some((other) => !other.startsWith('migrations/')))).toEqual([])
})

test('no file or folder is called after nothing: utils, helpers, services, managers, types, index', () => {
  expect(
    paths.filter((path) => /(^|\/)(utils?|helpers?|services?|managers?|types|index)(\.ts$|\/)/.test(path)),
  ).toEqual([])
})

test('every file opens with a sentence that says what it contains, and has at most 300 lines', () => {
  expect(paths.filter((path) => !/^\/\/ \S.*[.:]/.test(read(path)))).toEqual([])
  expect(
    ours.filter((path) => !path.startsWith('src/demo/edition/') && read(path).trimEnd().split('\n').length > 300),
  ).toEqual([])
})

test('a loop of transactions yields to the event loop between two of them', () => {
  // Between two writes that nobody else waits for there are microtasks alone: the loop would stand still until the last.
  const standing = [...files].filter(
    ([path, text]) => path.startsWith('src/') && /\bwhile \([^;{}]*\bawait\b[^;{}]*\);/.test(text),
  )
  expect(standing.map(([path]) => path)).toEqual([])
})
