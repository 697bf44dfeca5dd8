// Long transactions: others are served between their statements, and see nothing of them before the end.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { openStore, type Store, type Tx } from '../../src/db/open.ts'
import { rehearse, write } from '../../src/db/write.ts'

function open(trace?: (statement: string) => void): Store {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-pauses-'))
  const file = join(folder, 'broadside.sqlite')
  copyFileSync(inject('image'), file)
  const store = openStore(file, trace)
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  // The clock stands still, but for `pass`.
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  return store
}

/** Lets so much time pass that a slice is used up. */
const pass = (milliseconds = 5): void => void vi.advanceTimersByTime(milliseconds)
const keep = (db: Tx, key: string) =>
  db.insertInto('import_keys').values({ key, noun: 'article', noun_id: 1 }).execute()
const kept = async (store: Store): Promise<string[]> =>
  (await store.reader.selectFrom('import_keys').select('key').orderBy('key').execute()).map((row) => row.key)

/** Counts the turns of the event loop until it is stopped. */
function countTurns(each: () => void = () => undefined): { turns: () => number; stop: () => void } {
  let [turns, counting] = [0, true]
  const turn = (): void => {
    if (!counting) return
    turns += 1
    each()
    setImmediate(turn)
  }
  setImmediate(turn)
  return {
    turns: () => turns,
    stop: () => {
      counting = false
    },
  }
}

const slow = async (db: Tx, keys: readonly string[]): Promise<void> => {
  for (const key of keys) {
    await keep(db, key)
    pass()
  }
}

test.each([
  ['a change', write],
  ['a rehearsal', rehearse],
])('the event loop turns within %s whenever a slice is used up', async (_name, run) => {
  const store = open()
  const { turns, stop } = countTurns()
  await run({ store }, (db) => slow(db, ['a', 'b', 'c', 'd', 'e']))
  stop()
  expect(turns()).toBeGreaterThanOrEqual(4)
})

test('only a change that pauses many times is spread: a checkpoint follows it', async () => {
  const statements: string[] = []
  const store = open((statement) => statements.push(statement))
  const isSpread = (): boolean => statements.some((statement) => statement.includes('wal_autocheckpoint = 0'))
  await write({ store }, (db) => slow(db, ['a', 'b', 'c']))
  await write({ store }, (db) => slow(db, ['d', 'e', 'f']))
  expect(isSpread()).toBe(false)
  await write({ store }, (db) => slow(db, [...'ghijklmnopqr']))
  expect(isSpread()).toBe(true)
})

test('the checkpoint of many pages follows their commit in a turn of its own', async () => {
  const statements: string[] = []
  const store = open((statement) => statements.push(statement))
  const isMade = (): boolean => statements.some((statement) => statement.includes('wal_checkpoint(passive)'))
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve))
  await write({ store }, (db) => keep(db, 'a'))
  await turn()
  expect(isMade()).toBe(false)
  await write({ store }, (db) => keep(db, 'x'.repeat(5_000_000)))
  expect(isMade()).toBe(false)
  await turn()
  expect(isMade()).toBe(true)
  const { rows } = await sql<{ log: number; checkpointed: number }>`pragma wal_checkpoint(noop)`.execute(store.writer)
  expect(rows[0]!.checkpointed).toBe(rows[0]!.log)
})

test('a group of many short changes is not spread', async () => {
  const statements: string[] = []
  const store = open((statement) => statements.push(statement))
  await Promise.all([...'abcdefghijkl'].map((key) => write({ store }, (db) => slow(db, [key]))))
  expect(statements.filter((statement) => statement === 'commit').length).toBeLessThan(4)
  expect(statements.some((statement) => statement.includes('wal_autocheckpoint = 0'))).toBe(false)
})

test('a short change is stored in one turn', async () => {
  const store = open()
  const { turns, stop } = countTurns()
  let begun = 0
  await write({ store }, async (db) => {
    begun = turns()
    for (const key of ['a', 'b', 'c']) await keep(db, key)
  })
  expect(turns()).toBe(begun)
  stop()
})

test('short changes in a row share one slice', async () => {
  const store = open()
  const { turns, stop } = countTurns()
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      write({ store }, async (db) => {
        await keep(db, `key ${n}`)
        pass(1)
      }),
    ),
  )
  stop()
  expect(turns()).toBeGreaterThanOrEqual(4)
  expect(turns()).toBeLessThan(20)
})

test('others see nothing of a change that pauses, and no other change comes between', async () => {
  const store = open()
  const seen: Promise<string[]>[] = []
  const { stop } = countTurns(() => seen.push(kept(store)))
  const long = write({ store }, (db) => slow(db, ['a', 'b', 'c', 'd']))
  const next = write({ store }, async (db) => {
    expect((await db.selectFrom('import_keys').select('key').execute()).length).toBe(4)
    await keep(db, 'e')
  })
  await long
  stop()
  const before = (await Promise.all(seen)).slice(0, 4)
  expect(before).toEqual([[], [], [], []])
  await next
  expect(await kept(store)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a process that is killed in any pause leaves the file as it was before the change', async () => {
  const store = open()
  await write({ store }, (db) => keep(db, 'before'))
  const copies: string[] = []
  const { stop } = countTurns(() => {
    const copy = `${store.file}-${copies.length}`
    for (const part of ['', '-wal']) copyFileSync(`${store.file}${part}`, `${copy}${part}`)
    copies.push(copy)
  })
  await write({ store }, (db) => slow(db, ['a', 'b', 'c', 'd']))
  stop()
  expect(copies.length).toBeGreaterThanOrEqual(4)
  for (const copy of copies.slice(0, 4)) {
    const killed = openStore(copy)
    expect(await kept(killed)).toEqual(['before'])
    await killed.close()
  }
})

test('a change that fails after a pause is rolled back', async () => {
  const store = open()
  const failing = write({ store }, async (db) => {
    await slow(db, ['a', 'b'])
    throw new Error('the ink is dry')
  })
  await expect(failing).rejects.toThrow('the ink is dry')
  expect(await kept(store)).toEqual([])
})

test('closing waits for a change that pauses', async () => {
  const store = open()
  const long = write({ store }, (db) => slow(db, ['a', 'b', 'c', 'd']))
  await new Promise<void>((resolve) => void setImmediate(resolve))
  await Promise.all([store.close(), long])
  const again = openStore(store.file)
  expect(await kept(again)).toEqual(['a', 'b', 'c', 'd'])
  await again.close()
})
