// Writing: in a row, all or nothing, and patient with other processes.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { migrate, migrateDown } from '../../src/db/migrate.ts'
import { openStore, type Store, type Tx } from '../../src/db/open.ts'
import { MAX_WAITING_WRITES, write } from '../../src/db/write.ts'
import { AppError } from '../../src/errors.ts'

type Place = { file: string; store: Store /** A connection like another process's. */; other: Database.Database }

function open(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-db-'))
  const file = join(folder, 'broadside.sqlite')
  copyFileSync(inject('image'), file)
  const store = openStore(file)
  const other = new Database(file, { timeout: 0 })
  onTestFinished(async () => {
    other.close()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { file, store, other }
}

const keep = (db: Tx, key: string) =>
  db.insertInto('import_keys').values({ key, noun: 'article', noun_id: 1 }).execute()
const kept = async (store: Store): Promise<string[]> =>
  (await store.reader.selectFrom('import_keys').select('key').orderBy('key').execute()).map((row) => row.key)
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve))

test('a write waits while another process writes, and goes through once that has let go', async () => {
  const { store, other } = open()
  other.exec('begin immediate')
  let tries = 0
  const begin = store.writer.transaction.bind(store.writer)
  store.writer.transaction = () => {
    tries += 1
    return begin()
  }
  let done = false
  const writing = write({ store }, (db) => keep(db, 'mine')).then(() => {
    done = true
  })
  while (tries < 3) await turn()
  expect(done).toBe(false)
  expect(await kept(store)).toEqual([])
  other.exec('commit')
  await writing
  expect(await kept(store)).toEqual(['mine'])
})

test('while a write waits the event loop turns and reads are answered', async () => {
  const { store, other } = open()
  other.exec("insert into import_keys values ('theirs', 'article', 1)")
  other.exec("begin immediate; insert into import_keys values ('unfinished', 'article', 1)")
  let done = false
  const writing = write({ store }, (db) => keep(db, 'mine')).finally(() => {
    done = true
  })
  for (let turns = 0; turns < 100; turns++) {
    await turn()
    expect(await kept(store)).toEqual(['theirs'])
    expect(done).toBe(false)
  }
  other.exec('rollback')
  await writing
  expect(await kept(store)).toEqual(['mine', 'theirs'])
})

test('writes that wait in a row behind another process have waited for the same five seconds, not one after the other', async () => {
  const { store, other } = open()
  other.exec('begin immediate')
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  let ended = 0
  const writes = ['first', 'second', 'third'].map((key) =>
    write({ store }, (db) => keep(db, key)).catch(() => {
      ended += 1
    }),
  )
  // The group begins in the next turn.
  await turn()
  await vi.advanceTimersByTimeAsync(5100)
  expect(ended).toBe(3)
  other.exec('rollback')
  await Promise.all(writes)
  expect(await kept(store)).toEqual([])
})

test('a write that waits in vain ends as "unavailable", stores nothing and leaves the way free', async () => {
  const { store, other } = open()
  other.exec('begin immediate')
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const writing = write({ store }, (db) => keep(db, 'mine')).catch((error: unknown) => error)
  await turn()
  await vi.advanceTimersByTimeAsync(10_000)
  const fault = await writing
  expect(fault).toBeInstanceOf(AppError)
  expect(fault).toMatchObject({ kind: 'unavailable', retryAfter: 5 })
  other.exec('rollback')
  expect(await kept(store)).toEqual([])
  await write({ store }, (db) => keep(db, 'later'))
  expect(await kept(store)).toEqual(['later'])
})

test('a transaction begins immediate: from its first breath nobody else can write', async () => {
  const { store, other } = open()
  await write({ store }, async () => {
    expect(() => other.exec('begin immediate')).toThrow(/locked/)
  })
  other.exec('begin immediate; commit')
})

test('changes stand in a row: none begins before the one before it has ended', async () => {
  const { store } = open()
  const said: string[] = []
  const change = (name: string) =>
    write({ store }, async (db) => {
      said.push(`${name} begins`)
      await keep(db, name)
      await turn()
      await turn()
      said.push(`${name} ends`)
    })
  await Promise.all(['a', 'b', 'c'].map(change))
  expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('a change that throws is rolled back whole, its error comes out as it was, and the next one runs', async () => {
  const { store } = open()
  const fault = new Error('the ink is dry')
  const first = write({ store }, async (db) => {
    await keep(db, 'half')
    throw fault
  })
  const second = write({ store }, (db) => keep(db, 'whole'))
  await expect(first).rejects.toBe(fault)
  await second
  expect(await kept(store)).toEqual(['whole'])
})

test('what a change returns comes out once it is stored', async () => {
  const { store } = open()
  const [answer] = await Promise.all([
    write({ store }, async (db) => {
      await keep(db, 'mine')
      return 42
    }),
  ])
  expect(answer).toBe(42)
  expect(await kept(store)).toEqual(['mine'])
})

test('a file that cannot be written ends as "unavailable", not as something broken', async () => {
  const { store } = open()
  await write({ store }, (db) => keep(db, 'before'))
  const { sql } = await import('kysely')
  await sql`pragma query_only = on`.execute(store.writer)
  await expect(write({ store }, (db) => keep(db, 'mine'))).rejects.toMatchObject({
    kind: 'unavailable',
    retryAfter: 60,
  })
  expect(await kept(store)).toEqual(['before'])
})

test('as many changes wait as the queue has places; one more is refused at once, and the others are stored', async () => {
  const { store } = open()
  const held = Promise.withResolvers<void>()
  const first = write({ store }, () => held.promise)
  const waiting = Array.from({ length: MAX_WAITING_WRITES }, (_, n) => write({ store }, async () => n))
  await expect(write({ store }, (db) => keep(db, 'one too many'))).rejects.toMatchObject({
    kind: 'unavailable',
    retryAfter: 5,
  })
  held.resolve()
  await first
  expect(await Promise.all(waiting)).toEqual([...waiting.keys()])
  await write({ store }, (db) => keep(db, 'later'))
  expect(await kept(store)).toEqual(['later'])
})

test('a command that starts while another process writes waits with its migrations too', async () => {
  const { store, other } = open()
  await migrateDown(store)
  other.exec('begin immediate')
  let done = false
  const migrating = migrate(store).finally(() => {
    done = true
  })
  for (let turns = 0; turns < 100; turns++) await turn()
  expect(done).toBe(false)
  other.exec('commit')
  expect(await migrating).toHaveLength(1)
})
