// The commands, in this process: what they do, what they say, and the code they end with.
import { EventEmitter } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { login } from '../../src/accounts/actions.ts'
import { insertAccount } from '../../src/accounts/queries.ts'
import { readConfig } from '../../src/config.ts'
import { appendToPrivateLog } from '../../src/db/log-chain.ts'
import { write } from '../../src/db/write.ts'
import { loadArticles } from '../../src/importers/actions.ts'
import { skeleton } from '../../src/skeleton.ts'
import { badEnvironment } from '../support/bad-environment.ts'
import { anArticle, aThread } from '../support/site.ts'
import { broadside, dataDir, inside } from './processes.ts'
import { textPage } from './text-page.ts'

function file(dir: string, name: string, text: string): string {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

/** Asks the database of a folder without Broadside. */
/** Every migration, the oldest first. */
const migrations = readdirSync(join(import.meta.dirname, '../../migrations'))
  .filter((name) => /^\d{4}_/.test(name))
  .map((name) => name.replace(/\.ts$/, ''))
  .sort()

function ask(dir: string, query: string): unknown[] {
  const raw = new Database(join(dir, 'broadside.sqlite'))
  try {
    const statement = raw.prepare(query)
    return statement.reader ? statement.all() : [statement.run()]
  } finally {
    raw.close()
  }
}

test('migrate creates the newest schema in an empty folder, then has nothing to do, and --down reverts the newest migration', async () => {
  const dir = dataDir(false)
  expect(await broadside(dir, ['migrate'])).toEqual({ code: 0, out: `Migrated: ${migrations.join(', ')}.\n`, err: '' })
  expect(await broadside(dir, ['migrate'])).toEqual({
    code: 0,
    out: 'Nothing to do: the database is up to date.\n',
    err: '',
  })
  expect(await broadside(dir, ['migrate', '--down'])).toEqual({
    code: 0,
    out: `Undone: ${migrations.at(-1)}.\n`,
    err: '',
  })
  expect(ask(dir, 'select name from kysely_migration order by name')).toEqual(
    migrations.slice(0, -1).map((name) => ({ name })),
  )
})

test('create-user creates an account with the password of standard input, and no session', async () => {
  const dir = dataDir()
  const made = await broadside(
    dir,
    ['create-user', '--nic', 'Rudder', '--role', 'moderator', '--email', 'Rudder@example.org', '--password-stdin'],
    { input: 'three gulls on a post\n' },
  )
  expect(made).toEqual({ code: 0, out: 'Created Rudder, moderator.\n', err: '' })
  expect(ask(dir, 'select nic, role, email_folded from accounts')).toEqual([
    { nic: 'Rudder', role: 'moderator', email_folded: 'rudder@example.org' },
  ])
  expect(ask(dir, 'select * from sessions')).toEqual([])
  await inside(dir, async (deps) => {
    expect(
      await login(
        deps,
        { nic: 'rudder@example.org', password: 'three gulls on a post', next: '' },
        { browser: '', network: '' },
      ),
    ).not.toBe(null)
    expect(
      await login(deps, { nic: 'Rudder', password: 'three gulls on a post\n', next: '' }, { browser: '', network: '' }),
    ).toBe(null)
  })
})

test.each([
  ['migrate', 'out'],
  ['verify-log', 'err'],
] as const)('%s recomputes the skeletons of an older version, reports it, and does it once', async (command, where) => {
  const dir = dataDir()
  ask(dir, "insert into accounts (nic, nic_skeleton, role, created_at) values ('Straße', 'strabe', 'member', 0)")
  expect((await broadside(dir, [command]))[where]).toMatch(
    /^Skeletons of nics updated from version 1 to \d+: 1 account, 0 reserved nics, 0 picked nics and 0 mutes changed\.\n/,
  )
  expect(ask(dir, 'select nic_skeleton from accounts')).toEqual([{ nic_skeleton: 'strasse' }])
  expect((await broadside(dir, [command]))[where]).not.toContain('folded')
})

test.each([
  [
    'a role that there is not',
    ['--nic', 'Rudder', '--role', 'king', '--email', 'r@example.org'],
    'three gulls on a post',
    '--role takes one of member, editor, moderator, admin; it is “king”.',
  ],
  [
    'a weak password',
    ['--nic', 'Rudder', '--email', 'r@example.org'],
    'short',
    'Use at least 8 characters. A short sentence works well.',
  ],
  [
    'everything that is wrong at once',
    ['--nic', 'R', '--email', 'nowhere'],
    'password',
    'A nic has 2 to 40 characters. So-and-so is free. That does not look like an e-mail address. That password is easy to guess. Choose another.',
  ],
])('create-user refuses %s, and makes nobody', async (_what, args, input, sentence) => {
  const dir = dataDir()
  const { err, ...rest } = await broadside(dir, ['create-user', ...args, '--password-stdin'], { input })
  expect(rest).toEqual({ code: 1, out: '' })
  // A nic that is refused is answered with one that is free, another each time.
  expect(err.replace(/ [A-Z][a-z]+ [A-Z][a-z]+ \d+ is free\./, ' So-and-so is free.')).toBe(`broadside: ${sentence}\n`)
  expect(ask(dir, 'select nic from accounts')).toEqual([])
})

test('import text reports what it would import, imports it once, and reports every skipped row', async () => {
  const dir = dataDir()
  const good = file(dir, 'good.txt', textPage('Bridge works begin'))
  const bad = file(dir, 'bad.txt', 'Nothing of the kind.')
  const report = join(dir, 'report.jsonl')

  const dry = await broadside(dir, ['import', 'text', '--dry-run', good, bad])
  // A whole file that cannot be read is a failure, whatever the others gave.
  expect(dry.code).toBe(1)
  expect(dry.out).toMatch(
    /^Would import 1 article and 0 comments; 0 rows were already imported, 1 row was skipped\.\nskipped: .*bad\.txt, page: .+\n$/,
  )
  expect(ask(dir, 'select id from articles')).toEqual([])

  const first = await broadside(dir, ['import', 'text', '--report', report, good, bad])
  expect(first).toEqual({
    code: 1,
    out: `Imported 1 article and 0 comments; 0 rows were already imported, 1 row was skipped.\nThe skipped rows are in ${report}.\n`,
    err: '',
  })
  expect(
    readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([{ file: bad, row: 'page', reason: expect.any(String) }])
  expect(ask(dir, 'select headline, nic, day from articles')).toEqual([
    { headline: 'Bridge works begin', nic: 'Ada Quill', day: '2011-03-09' },
  ])

  expect((await broadside(dir, ['import', 'text', good])).out).toBe(
    'Imported 0 articles and 0 comments; 1 row was already imported, 0 rows were skipped.\n',
  )
  expect(ask(dir, 'select count(*) as n from articles')).toEqual([{ n: 1 }])
})

test('import text reads a page in Windows-1252 or UTF-16 and says so, and skips one in another encoding', async () => {
  const dir = dataDir()
  const page = textPage('Café Größe', 'Crews – so they say – began.')
  const [western, wide, cyrillic] = ['western.txt', 'wide.txt', 'cyrillic.txt'].map((name) => join(dir, name))
  // The dashes are 96 in Windows-1252.
  writeFileSync(western!, Buffer.from(page.replaceAll('–', '\x96'), 'latin1'))
  writeFileSync(wide!, Buffer.from(`\ufeff${page.replace('2011-03-09', '2011-03-10')}`, 'utf16le'))
  writeFileSync(cyrillic!, Buffer.from(page.replace('Café Größe', '\xcf\xee\xf0\xf2').replaceAll('–', '-'), 'latin1'))
  const { out } = await broadside(dir, ['import', 'text', western!, wide!, cyrillic!])
  expect(out).toBe(
    [
      `${western} was read as Windows-1252.`,
      `${wide} was read as UTF-16.`,
      'Imported 2 articles and 0 comments; 0 rows were already imported, 1 row was skipped.',
      `skipped: ${cyrillic}, file: Line 3 is not in UTF-8, and not in UTF-16 or Windows-1252 either. Save the file as UTF-8`,
      '',
    ].join('\n'),
  )
  const rows = await inside(dir, ({ db }) =>
    db.selectFrom('articles').select(['headline', 'body_source']).where('headline', 'like', 'Caf%').execute(),
  )
  expect(rows).toHaveLength(2)
  for (const row of rows)
    expect(row).toEqual({
      headline: 'Café Größe',
      body_source: expect.stringContaining('Crews – so they say – began.'),
    })
})

test('import hackernews imports a tree with its thread into the given section, and reports what it cannot read', async () => {
  const dir = dataDir()
  const says = (id: number, children: unknown[], text: string | null = `Words of ${id}`) => ({
    id,
    type: 'comment',
    author: `p${id}`,
    created_at_i: 1_600_000_000 + id,
    text,
    parent_id: 1,
    story_id: 1,
    children,
  })
  const tree = file(
    dir,
    'tree.json',
    JSON.stringify({
      id: 1,
      type: 'story',
      author: 'ada',
      title: 'A kite',
      url: null,
      text: null,
      points: 3,
      created_at_i: 1_600_000_000,
      children: [says(2, [says(3, [])]), says(4, [])],
    }),
  )
  const broken = file(dir, 'broken.json', '{"id": 1,')
  const dry = await broadside(dir, ['import', 'hackernews', '--dry-run', tree])
  expect(dry).toMatchObject({
    code: 0,
    out: 'Would import 1 article and 3 comments; 0 rows were already imported, 0 rows were skipped.\n',
  })
  const taken = await broadside(dir, ['import', 'hackernews', '--section', 'Kites', tree, broken])
  expect(taken.out).toMatch(
    /^Imported 1 article and 3 comments; 0 rows were already imported, 1 row was skipped\.\nskipped: .*broken\.json, file: Not JSON: /,
  )
  expect(taken.code).toBe(1)
  expect(ask(dir, 'select s.name, a.comment_count from articles a join sections s on s.id = a.section_id')).toEqual([
    { name: 'Kites', comment_count: 3 },
  ])
  expect((await broadside(dir, ['import', 'hackernews', '--section', 'Kites', tree])).out).toBe(
    'Imported 0 articles and 0 comments; 4 rows were already imported, 0 rows were skipped.\n',
  )
})

test('a missing file ends an import with code 1 and its name', async () => {
  const dir = dataDir()
  expect(await broadside(dir, ['import', 'text', join(dir, 'none.txt')])).toEqual({
    code: 1,
    out: '',
    err: `broadside: ${join(dir, 'none.txt')} cannot be read.\n`,
  })
})

test('verify-log follows the chain to its head, and names the first entry that fails the check', async () => {
  const dir = dataDir()
  expect((await broadside(dir, ['verify-log'])).out).toBe(
    `The log is intact: 0 entries, the last with hash ${'0'.repeat(64)}.\n`,
  )
  const closed = (n: number) =>
    anArticle({
      key: `closed:${n}`,
      headline: `Story ${n}`,
      postedAt: Date.UTC(2020, 2, 12, 8),
      closed: { at: Date.UTC(2020, 2, 12, 12), reason: `Reason ${n}` },
    })
  await inside(dir, (deps) => loadArticles(deps, 'test', [1, 2, 3].map(closed), { dryRun: false, actor: 'test' }))
  const [last] = ask(dir, 'select hash from log_entries order by id desc limit 1') as { hash: string }[]
  expect(await broadside(dir, ['verify-log'])).toEqual({
    code: 0,
    out: `The log is intact: 3 entries, the last with hash ${last!.hash}.\n`,
    err: '',
  })

  ask(dir, "update log_entries set reason = 'Another reason' where id = 2")
  expect(await broadside(dir, ['verify-log'])).toEqual({
    code: 1,
    out: '',
    err: 'The log fails the check: entry 2: its content was changed after it was written.\n',
  })
})

test('verify-log verifies the private chain too, if it has entries', async () => {
  const dir = dataDir()
  await inside(dir, (deps) =>
    write(deps, async (db) => {
      const id = await insertAccount(db, {
        nic: 'Mo',
        nic_skeleton: skeleton('Mo'),
        email: null,
        email_folded: null,
        password_hash: null,
        role: 'moderator',
        created_at: 0,
      })
      for (const reason of ['First', 'Second'])
        await appendToPrivateLog(db, {
          at: 1,
          by: { id, nic: 'Mo' },
          act: 'note',
          subject: 'account',
          subjectId: id,
          reason,
        })
    }),
  )
  const [last] = ask(dir, 'select hash from private_log_entries order by id desc limit 1') as { hash: string }[]
  expect((await broadside(dir, ['verify-log'])).out).toContain(
    `The private log is intact: 2 entries, the last with hash ${last!.hash}.\n`,
  )
  ask(dir, "update private_log_entries set reason = 'Another' where id = 1")
  expect(await broadside(dir, ['verify-log'])).toMatchObject({
    code: 1,
    err: 'The private log fails the check: entry 1: its content was changed after it was written.\n',
  })
})

test('render renders again what an older renderer made, and nothing else', async () => {
  const dir = dataDir()
  await inside(dir, (deps) =>
    loadArticles(
      deps,
      'test',
      [
        anArticle({
          key: 'a',
          postedAt: Date.UTC(2020, 2, 12, 8),
          comments: aThread('a', [null, 0, null], Date.UTC(2020, 2, 12, 9)),
        }),
      ],
      { dryRun: false, actor: 'test' },
    ),
  )
  const before = ask(
    dir,
    "select 'article' as noun, id, body_html as html, renderer from articles union all select 'comment', id, html, renderer from comments",
  )
  ask(dir, "update articles set body_html = 'old', renderer = 0")
  ask(dir, "update comments set html = 'old', renderer = 0 where id < 3")
  ask(
    dir,
    "insert into comment_versions select id, 1, format, 'Said <b>before</b>.', 'old', 0, created_at from comments where id = 1",
  )
  ask(
    dir,
    "insert into article_revisions (article_id, number, headline, lede, section_id, tags, body_format, body_source, body_html, renderer, word_count, nic, note, created_at) select id, 1, headline, lede, section_id, '[]', 'markup', 'Was <b>grey</b>.', 'old', 0, 0, nic, '', created_at from articles",
  )
  expect(await broadside(dir, ['render'])).toEqual({
    code: 0,
    out: 'Rendered 1 article and 2 comments.\n',
    err: '',
  })
  expect(
    ask(
      dir,
      "select 'article' as noun, id, body_html as html, renderer from articles union all select 'comment', id, html, renderer from comments",
    ),
  ).toEqual(before)
  expect(ask(dir, 'select html from comment_versions')).toEqual([{ html: '<p>Said <b>before</b>.</p>' }])
  expect(ask(dir, 'select body_html, word_count from article_revisions')).toEqual([
    { body_html: '<p>Was <b>grey</b>.</p>', word_count: 2 },
  ])
  expect((await broadside(dir, ['render'])).out).toBe('Rendered 0 articles and 0 comments.\n')
})

test('an unknown command, or one without its arguments, ends with code 1 and points to the help', async () => {
  const dir = dataDir()
  for (const args of [['publish'], ['create-user', '--nic', 'Rudder'], ['import', 'text']]) {
    const { code, err } = await broadside(dir, args)
    expect(code).toBe(1)
    expect(err).toContain('(broadside --help tells what there is)')
  }
})

test('verify-log and render need a database and create none', async () => {
  const dir = join(dataDir(), 'elsewhere')
  for (const command of ['verify-log', 'render']) {
    const said = await broadside(dir, [command])
    expect([said.code, said.err]).toEqual([
      1,
      `broadside: There is no database at ${dir}/broadside.sqlite. Set DATA_DIR to the folder of the site.\n`,
    ])
  }
  expect(existsSync(dir)).toBe(false)
})

test('a data folder that cannot be created is reported at once', async () => {
  expect(await broadside('/proc/nowhere/at/all', ['migrate'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('the data folder (DATA_DIR) cannot be created or written'),
  })
})

test('a staff account created on the command line is in the public log', async () => {
  const dir = dataDir()
  await broadside(
    dir,
    ['create-user', '--nic', 'Halyard', '--role', 'moderator', '--email', 'halyard@example.org', '--password-stdin'],
    { input: 'a long sentence makes a good password' },
  )
  expect(ask(dir, 'select actor, act, reason from log_entries')).toEqual([
    { actor: 'broadside create-user', act: 'appoint', reason: 'Halyard, moderator, from the command line.' },
  ])
})

test('an interrupted import stops between two articles, and continues when it is repeated', async () => {
  const dir = dataDir()
  const stories = 80
  const many = file(
    dir,
    'many.json',
    JSON.stringify(
      Array.from({ length: stories }, (_, i) => ({
        id: i + 1,
        type: 'story',
        by: 'ada',
        title: `Story ${i + 1}`,
        time: 1_600_000_000 + i,
      })),
    ),
  )
  const command = ['import', 'hackernews', '--report', join(dir, 'report'), many]
  const stored = (): number => (ask(dir, 'select count(*) as n from articles') as { n: number }[])[0]!.n
  const signals = new EventEmitter()
  const stopping = broadside(dir, command, { signals })
  while (signals.listenerCount('SIGINT') === 0 || stored() === 0) await new Promise((resolve) => setImmediate(resolve))
  signals.emit('SIGINT')
  const stopped = await stopping
  expect(stopped.code, stopped.err).toBe(130)
  expect(stopped.out).toContain('Stopped between two articles. Run it again to go on')
  const before = stored()
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(stories)
  const again = await broadside(dir, command)
  expect(again.code).toBe(0)
  expect(again.out).toContain(`Imported ${(stories - before).toLocaleString('en-GB')} articles`)
  expect(stored()).toBe(stories)
})

test('a command with a faulty environment reports all faults and ends with code 2', async () => {
  const { code, out, err } = await broadside('nowhere', ['serve'], { env: badEnvironment })
  expect([code, out]).toEqual([2, ''])
  expect(() => readConfig(badEnvironment)).toThrow(err.trim().replace(/^broadside: /gm, ''))
  expect(err.trim().split('\n')).toHaveLength(Object.keys(badEnvironment).length)
})
