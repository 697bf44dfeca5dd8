// The levels of docs and code as one table, and what may stand in one place only.
import { globSync, readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Lower never imports higher, types included: what a file knows of is what it depends on. */
const levels: [name: string, files: string[]][] = [
  [
    'leaves',
    [
      '{config,errors,permissions,random,settings,time}.ts',
      '*/rules.ts',
      'markup/*.ts',
      'articles/views.ts',
      'marks/{buffer,cookie}.ts',
      'accounts/{confusables,form,invented,nics,passwords,preferences,refused-words,skeleton}.ts',
      'comments/{closing,form,path,tree,view,volley,diff,quote}.ts',
      'feeds/{shape,atom,json}.ts',
      'accounts/email-letters.ts',
      'inbox/{letters,words}.ts',
      'mail/{address,letter}.ts',
      'live/hub.ts',
      'moderation/{addresses,classifier,filter-form,filters,folding,likeness,log,log-form,patterns,plans,reasons,sanctions}.ts',
      'media/{names,turns}.ts',
      'importers/{hackernews,hackernews-items,shape,text}.ts',
      'demo/shape.ts',
      'demo/edition/*.ts',
      'search/{form,keys,match,snippet,words}.ts',
      'web/{assets,cache,cookies,format,forms,head,urls}.ts',
    ],
  ],
  ['database', ['db/*.ts']],
  ['queries', ['*/{,*-}queries.ts']],
  [
    'actions',
    [
      'deps.ts',
      '*/actions.ts',
      'inbox/telling.ts',
      'accounts/{email,keeping,refolding}.ts',
      'mail/post.ts',
      '{importers,demo}/load.ts',
      'search/walk.ts',
      'comments/{drafting,editing,flagging,limiting,moving,picturing,receipts,recommending,signing,standing}.ts',
      'media/{encode,forms,sweeping}.ts',
      'moderation/{appealing,batches,claiming,filter-acts,filtering,holding,learning,moves,pausing,people,purging,rehearsing,standing,sweeping,threads,undoing,watching}.ts',
    ],
  ],
  [
    'pages',
    [
      '*/{,*-}{pages,reading}.ts',
      'comments/{branch,draft-keeping,form-page,news,tombstones}.ts',
      'web/{bans,chrome,error-page,errors,guard,guests,looks,pace,reader,render,security,session,views}.ts',
    ],
  ],
  ['routes', ['*/{,*-}routes.ts', 'web/{health,manifest}.ts', 'jobs/*.ts']],
  ['app', ['app.ts', 'open-deps.ts']],
  ['command line', ['cli/*.ts']],
]

/** Files outside `where` never have `what`. */
const onlyHere: { what: string; pattern: RegExp; where: string[] }[] = [
  {
    what: 'Kysely',
    pattern: /'kysely['/]|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/,
    where: ['src/*/{,*-}queries.ts', 'src/db/*.ts', 'migrations/*.ts'],
  },
  {
    what: 'better-sqlite3',
    pattern: /'better-sqlite3'/,
    where: ['src/db/*.ts', 'bench/filled/rows.ts', 'bench/addresses.ts'],
  },
  { what: 'sanitize-html', pattern: /'sanitize-html'/, where: ['src/markup/policy.ts'] },
  { what: 'new SafeHtml', pattern: /\bnew SafeHtml\b/, where: ['src/markup/*.ts'] },
  { what: 'nodemailer', pattern: /'nodemailer['/]/, where: ['src/mail/post.ts'] },
  { what: 'sharp', pattern: /'sharp'/, where: ['src/media/encode.ts'] },
  { what: 'argon2', pattern: /'argon2'/, where: ['src/accounts/passwords.ts'] },
  {
    what: 'the environment',
    pattern: /\bprocess\.env\b|\benv\b.*'(?:node:)?process'/,
    where: ['src/config.ts', 'bench/main.ts', 'bench/processes.ts'],
  },
  { what: 'the clock', pattern: /\bDate\.now\b|\bnew Date\b(?!\()|\bDate\(\s*\)/, where: ['src/time.ts'] },
  { what: 'chance', pattern: /\brandom(Bytes|FillSync|Int|UUID)\b|\bgetRandomValues\b/, where: ['src/random.ts'] },
  { what: 'Math.random', pattern: /\bMath\.random\b/, where: [] },
  { what: 'a default export', pattern: /^export default\b|\bas default\b/m, where: [] },
]

const paths = globSync('{src,migrations,bench}/**/*.ts', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/ .*$/gm, '$1')
const files = new Map(paths.map((path) => [path, withoutComments(readFileSync(join(root, path), 'utf8'))]))
const among = (path: string, globs: readonly string[]): boolean => globs.some((glob) => matchesGlob(path, glob))
const imports = (path: string): string[] =>
  [...files.get(path)!.matchAll(/(?:\bfrom|\bimport\(?)\s*'(\.[^']+)'/g)].map((match) => join(path, '..', match[1]!))
const ours = paths.filter((path) => path.startsWith('src/'))
const levelsOf = (path: string): number[] =>
  levels.flatMap(([, globs], level) => (among(path.slice('src/'.length), globs) ? [level] : []))

test('every file of src/ stands on exactly one level', () => {
  expect(ours.filter((path) => levelsOf(path).length !== 1)).toEqual([])
})

test('lower never imports higher', () => {
  const upward = ours.flatMap((path) =>
    imports(path)
      .filter((other) => levelsOf(other)[0]! > levelsOf(path)[0]!)
      .map(
        (other) => `${path} (${levels[levelsOf(path)[0]!]![0]}) imports ${other} (${levels[levelsOf(other)[0]!]![0]})`,
      ),
  )
  expect(upward).toEqual([])
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
  expect(migrations.filter((path) => imports(path).length > 0)).toEqual([])
})

test('no file or folder is called after nothing: utils, helpers, services, managers, types, index', () => {
  expect(
    paths.filter((path) => /(^|\/)(utils?|helpers?|services?|managers?|types|index)(\.ts$|\/)/.test(path)),
  ).toEqual([])
})

test('every file opens with a sentence that says what it is, and fits in the head', () => {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  expect(paths.filter((path) => !/^\/\/ \S.*[.:]/.test(read(path)))).toEqual([])
  expect(ours.filter((path) => !path.startsWith('src/demo/edition/') && read(path).split('\n').length > 250)).toEqual(
    [],
  )
})
