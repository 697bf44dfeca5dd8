// A database of the last version before the migrations became one per area is carried over once, and loses nothing.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, inject, onTestFinished, test } from 'vitest'
import { carriedMigrations, carryOver, formerMigrations } from '../../migrations/carry-over.ts'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { chainVerifier, type LogEntry } from '../../src/db/log-chain.ts'
import { migrate, migrateDown, pending } from '../../src/db/migrate.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { AppError } from '../../src/errors.ts'
import { openDeps } from '../../src/open-deps.ts'
import { systemRandom, tokenHash } from '../../src/random.ts'

/** What the clock said when the fixture was made, and the receipt of a comment in it that waits; see test/fixtures/README.md. */
/** The migrations that a carry-over does, and those that were made since. */
const allMigrations = [
  ...carriedMigrations,
  ...readdirSync(join(import.meta.dirname, '../../migrations'))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => /^\d{4}_/.test(name) && name > carriedMigrations.at(-1)!)
    .sort(),
]

const CLOCK = 1_908_209_220_000
const RECEIPT = '/comments/receipts/nI_LtlBDX6aakBK3kt2Proq2OnRi6sy2ESy0jEj5dag'

const fixture = brotliDecompressSync(readFileSync(join(import.meta.dirname, '../fixtures/0033_moves_into.sqlite.br')))

/** Tables with another name now. */
const tables: Record<string, string> = {
  voices: 'picked_names',
  guest_voices: 'guest_names',
  silencings: 'silences',
  picture_stale: 'stale_pictures',
  search_stale: 'stale_search_entries',
  search_fill: 'search_backlog',
  letters: 'editor_letters',
  marks: 'read_marks',
  private_entries: 'private_log_entries',
  slowdowns: 'slow_modes',
  classifier_lessons: 'classifier_examples',
  versions: 'data_versions',
  leads: 'lead_choices',
  feed_tokens: 'tokens',
}

/** Columns with another name now, by the former name of their table. */
const columns: Record<string, Record<string, string>> = {
  comments: { voice: 'name_kind', form_key: 'idempotency_key' },
  articles: { moved_away: 'moved_away_count' },
  removals: { unseen: 'never_published' },
  sessions: { seen_at: 'last_used_at' },
  visits: { marking: 'highlight_new', since: 'new_since' },
  marks: { seen: 'read_ranges', shown: 'shown_ranges', base: 'baseline', since: 'new_since' },
  mail_choices: { often: 'frequency' },
  mail_due: { at: 'due_at' },
  outbox: { next_at: 'next_attempt_at', fault: 'last_error' },
  notices: { mail_id: 'letter_id' },
  holds: { words: 'matched_text' },
  filter_catches: { words: 'matched_text', did: 'action' },
  filters: {
    looks_for: 'match_text',
    whole: 'whole_words',
    does: 'action',
    whom: 'applies_to',
    origin: 'first_version_id',
  },
  person_notes: { first_id: 'first_version_id' },
  rehearsals: { looked_at: 'comment_count', caught: 'match_count' },
  classifier_lessons: { verdict: 'label' },
  thread_settings: { who: 'who_may_comment' },
  moves: { into_id: 'to_article_id', seen: 'was_visible' },
  purges: { began_at: 'started_at' },
  search_fill: { up_to: 'up_to_id', of: 'last_id' },
}

/** Values that are other words now, by the former names of their table and column. */
const values: Record<string, Record<string, Record<string, string>>> = {
  batch_changes: {
    kind: { begun: 'start', ended: 'end' },
    noun: { silencings: 'silences', slowdowns: 'slow_modes' },
  },
  follows: { state: { silenced: 'muted' } },
}

function formerFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-carry-over-'))
  const file = join(folder, 'broadside.sqlite')
  writeFileSync(file, fixture)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return file
}

function open(file: string): Store {
  const store = openStore(file)
  onTestFinished(() => store.close())
  return store
}

type Row = Record<string, unknown>

/** Asks a file without Broadside. */
function ask(file: string, query: string): Row[] {
  const raw = new Database(file)
  try {
    return raw.prepare(query).all() as Row[]
  } finally {
    raw.close()
  }
}

const tableNames = (file: string): string[] =>
  ask(
    file,
    `select name from sqlite_master where type = 'table' and name not like 'kysely_%' and name not like 'sqlite_%' order by name`,
  ).map(({ name }) => String(name))

/** Everything that the database was told to keep, however it was spaced, quoted and cased. */
const schemaOf = (file: string): string[] =>
  ask(
    file,
    `select sql from sqlite_master where sql is not null and name not like 'kysely_%' and name not like 'search_index_%' order by type, name`,
  ).map((row) =>
    String(row['sql'])
      .replaceAll('"', '')
      .replace(/\s+/g, ' ')
      .replace(/\s*([(),])\s*/g, '$1')
      .toLowerCase(),
  )

const rowsOf = (file: string, table: string, names: readonly string[] = ['*']): string[] =>
  ask(file, `select ${names.join(', ')} from ${table}`)
    .map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort()

/** What the columns of a former table are called today. Later migrations add others. */
const columnNames = (file: string, table: string): string[] =>
  ask(file, `pragma table_info(${table})`).map(({ name }) => columns[table]?.[String(name)] ?? String(name))

/** The rows of a former table as they should be now. */
const expectedRows = (file: string, table: string): string[] =>
  ask(file, `select * from ${table}`)
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .map(([column, value]) => [
            columns[table]?.[column] ?? column,
            values[table]?.[column]?.[String(value)] ?? value,
          ])
          .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      ),
    )
    .sort()

test('every row of every table is there again, under the names of today', async () => {
  const file = formerFile()
  const before = join(dirname(file), 'before.sqlite')
  copyFileSync(file, before)
  expect(await migrate(open(file))).toEqual(allMigrations)
  const former = tableNames(before)
  expect(former.length).toBeGreaterThan(85)
  expect(tableNames(file)).toEqual(expect.arrayContaining(former.map((table) => tables[table] ?? table)))
  for (const table of former) {
    const rows = expectedRows(before, table)
    expect(rows.length, table).toBeGreaterThan(0)
    // Later migrations fill the search index again, and change how it is merged.
    if (table !== 'search_fill' && !/^search_index_\d+_(config|data)$/.test(table))
      expect(rowsOf(file, tables[table] ?? table, columnNames(before, table)), table).toEqual(rows)
  }
})

test('its search index is filled again', async () => {
  const file = formerFile()
  await migrate(open(file))
  for (const noun of ['article', 'comment'])
    expect(ask(file, `select up_to_id from search_backlog where noun = '${noun}'`)).toEqual(
      ask(file, `select max(id) as up_to_id from ${noun}s`),
    )
})

test('it has the tables, indexes, checks, keys and triggers of a new database', async () => {
  const file = formerFile()
  await migrate(open(file))
  expect(schemaOf(file)).toEqual(schemaOf(inject('image')))
  expect(ask(file, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(ask(file, 'pragma foreign_key_check')).toEqual([])
})

test('the chains of both logs hold, entry by entry', async () => {
  const file = formerFile()
  await migrate(open(file))
  for (const table of ['log_entries', 'private_log_entries']) {
    const chain = chainVerifier()
    for (const entry of ask(file, `select * from ${table} order by id`))
      expect(chain.next({ article_id: null, ...entry } as LogEntry)).toBeNull()
    expect(chain.length(), table).toBeGreaterThan(3)
  }
})

test('a second start finds nothing to do', async () => {
  const file = formerFile()
  const store = open(file)
  await migrate(store)
  expect(await pending(store)).toEqual([])
  expect(await migrate(store)).toEqual([])
  const again = open(file)
  expect(await migrate(again)).toEqual([])
  expect(ask(file, 'select name from kysely_migration order by name')).toEqual(allMigrations.map((name) => ({ name })))
})

test('two processes that start together carry it over once', async () => {
  const file = formerFile()
  // One that has waited long enough gives up with `unavailable`; its operator starts it again.
  const start = async (store: Store): Promise<string[]> => {
    for (;;) {
      try {
        return await migrate(store)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
      }
    }
  }
  const done = await Promise.all([start(open(file)), start(open(file))])
  expect(done.flat().sort()).toEqual(allMigrations)
})

test('its pages open, a moderator undoes what was done under the old version, and a search finds old comments', async () => {
  const file = formerFile()
  const store = open(file)
  await migrate(store)
  const moderator = Number(ask(file, `select id from accounts where nic = 'Mo Orderly'`)[0]!['id'])
  const token = systemRandom.token()
  await store.writer
    .insertInto('sessions')
    .values({
      token_hash: tokenHash(token),
      account_id: moderator,
      created_at: CLOCK,
      last_used_at: CLOCK,
      expires_at: CLOCK + 1_000_000_000,
    })
    .execute()
  const config = readConfig({ DATA_DIR: dirname(file), LOG_LEVEL: 'silent', RATE_LIMITS: 'off' })
  const deps = await openDeps(config, {
    store,
    clock: () => CLOCK,
    random: systemRandom,
    log: pino({ level: 'silent' }),
  })
  const app = await buildApp(deps)
  onTestFinished(() => app.close())
  const headers = { host: new URL(config.baseUrl).host }
  const cookie = `bs_session=${token}`
  const article = ask(file, `select id, slug from articles where headline like 'The ferry bell%'`)[0]!
  for (const [url, words] of [
    ['/', 'The rope has come'],
    [`/articles/${article['id']}-${article['slug']}`, 'The bell is brass'],
    ['/moderation/log', 'Off topic'],
    // Entries of the former act `mute`, which keep that key.
    ['/moderation/log?act=silence', 'silenced a member'],
    ['/moderation/log?act=mute', 'silenced a member'],
    ['/search?q=polished', `/articles/${article['id']}-`],
    [RECEIPT, 'A walker waits for a moderator'],
  ] as const) {
    const page = await app.inject({ url, headers })
    expect([page.statusCode, page.body.includes(words)], url).toEqual([200, true])
  }
  const queue = await app.inject({ url: '/moderation', headers: { ...headers, cookie } })
  expect([queue.statusCode, queue.body.includes('A walker waits for a moderator')]).toEqual([200, true])
  const silence = ask(
    file,
    `select b.id as batch, c.noun_id as silence from batches as b join batch_changes as c on c.batch_id = b.id where c.noun = 'silences' and c.kind = 'start' and b.account_id = ${moderator} order by b.id limit 1`,
  )[0]!
  const undone = await app.inject({
    method: 'POST',
    url: '/moderation/undos',
    headers: {
      ...headers,
      cookie,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams({ batch: String(silence['batch']), reason: 'A mistake' }).toString(),
  })
  expect(undone.statusCode).toBe(303)
  expect(ask(file, `select ended_at from silences where id = ${silence['silence']}`)).toEqual([{ ended_at: CLOCK }])
})

test('an interrupted carry-over leaves the file as it was, for the old version and for the next try', async () => {
  const file = formerFile()
  const store = open(file)
  const crashed = join(dirname(file), 'crashed.sqlite')
  await store.writer
    .transaction()
    .execute(async (db) => {
      await carryOver(db as never)
      // What a disk holds when the power goes in the middle.
      for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, crashed + end)
      throw new Error('the power went')
    })
    .catch(() => undefined)
  const untouched = join(dirname(file), 'untouched.sqlite')
  writeFileSync(untouched, fixture)
  for (const left of [file, crashed]) {
    expect(schemaOf(left)).toEqual(schemaOf(untouched))
    for (const table of tableNames(untouched)) expect(rowsOf(left, table), table).toEqual(rowsOf(untouched, table))
  }
  expect(await migrate(open(crashed))).toEqual(allMigrations)
  expect(schemaOf(crashed)).toEqual(schemaOf(inject('image')))
})

test.each([
  ['an older version', `delete from kysely_migration where name > '0031'`, /newest migration is 0030_purges.*a9570fd/],
  [
    'a newer version',
    `insert into kysely_migration (name, timestamp) values ('0034_later', '2099-01-01T00:00:00.000Z')`,
    /newer Broadside/,
  ],
])('a database of %s is refused with what to do, and left alone', async (_, change, said) => {
  const file = formerFile()
  const store = open(file)
  await sql.raw(change).execute(store.writer)
  const before = schemaOf(file)
  await expect(migrate(store)).rejects.toThrow(said)
  await expect(migrateDown(store)).rejects.toThrow(said)
  expect(schemaOf(file)).toEqual(before)
})

test('migrations are not taken back before the database is carried over', async () => {
  const file = formerFile()
  await expect(migrateDown(open(file))).rejects.toThrow('migrate')
  expect(ask(file, 'select name from kysely_migration order by name')).toEqual(
    formerMigrations.map((name) => ({ name })),
  )
})
