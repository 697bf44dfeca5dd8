// How the file is opened: so that what was acknowledged stays, and the reader cannot write.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openStore, type Store } from '../../src/db/open.ts'
import { write } from '../../src/db/write.ts'
import { insertLead } from '../../src/editions/queries.ts'
import { openSite } from '../support/site.ts'

function open(): { file: string; store: Store } {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-open-'))
  const file = join(folder, 'broadside.sqlite')
  copyFileSync(inject('image'), file)
  const store = openStore(file)
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { file, store }
}

const pragma = async (db: Store['reader'], name: string): Promise<unknown> =>
  Object.values((await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db)).rows[0] ?? {})[0]

test.each(['writer', 'reader'] as const)(
  'the %s works in WAL, keeps foreign keys and trusts no schema',
  async (which) => {
    const { store } = open()
    const db = store[which]
    expect(await pragma(db, 'journal_mode')).toBe('wal')
    expect(await pragma(db, 'foreign_keys')).toBe(1)
    expect(await pragma(db, 'trusted_schema')).toBe(0)
    expect(await pragma(db, 'cell_size_check')).toBe(1)
  },
)

test('every commit is on the disk before it is acknowledged', async () => {
  expect(await pragma(open().store.writer, 'synchronous')).toBe(2)
})

test('the reader cannot write', async () => {
  const { store } = open()
  expect(await pragma(store.reader, 'query_only')).toBe(1)
  await expect(store.reader.deleteFrom('articles').execute()).rejects.toThrow(/readonly|query_only/)
})

test('a row that points at nothing is refused', async () => {
  const { store } = open()
  await expect(
    write({ store }, (db) =>
      insertLead(db, { day: '2030-03-12', article_id: 1, account_id: null, reason: '', created_at: 0 }),
    ),
  ).rejects.toThrow(/FOREIGN KEY/)
})

test('neither connection waits inside SQLite, where the whole server would wait with it', async () => {
  const { store } = open()
  expect(await pragma(store.writer, 'busy_timeout')).toBe(0)
  expect(await pragma(store.reader, 'busy_timeout')).toBe(0)
})

test('the reader sees a change as soon as its write is done', async () => {
  const { store } = open()
  await write({ store }, (db) => db.insertInto('areas').values({ slug: 'town', name: 'Town', position: 1 }).execute())
  expect(await store.reader.selectFrom('areas').select('name').execute()).toEqual([{ name: 'Town' }])
})

test('changes of other processes are noticed, its own are not', async () => {
  const { file, store } = open()
  const seen = store.foreignChanges()
  await write({ store }, (db) => db.insertInto('areas').values({ slug: 'town', name: 'Town', position: 1 }).execute())
  expect(store.foreignChanges()).toBe(seen)
  const other = new Database(file)
  other.exec("insert into areas (slug, name, position) values ('sea', 'Sea', 2)")
  other.close()
  expect(store.foreignChanges()).not.toBe(seen)
})

test('what a site may have to take back is kept in memory, and what a migration sorts is not', async () => {
  const migrating = open().store
  expect(await pragma(migrating.writer, 'temp_store')).toBe(0)
  const site = await openSite()
  expect(await pragma(site.deps.store.writer, 'temp_store')).toBe(2)
})
