// Queries that are built once: each run binds its own values, and a change that has ended takes none.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openStore, type Store, type Tx } from '../../src/db/open.ts'
import { listSlots, listValues, perLength, prepared, preparedRows } from '../../src/db/prepared.ts'
import { write } from '../../src/db/write.ts'

function open(trace?: (statement: string) => void): Store {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-prepared-'))
  const file = join(folder, 'broadside.sqlite')
  copyFileSync(inject('image'), file)
  const store = openStore(file, trace)
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return store
}

const insert = prepared<{ key: string; id: number }>()((db, { key, id }) =>
  db.insertInto('import_keys').values({ key, noun: 'article', noun_id: id }),
)
const idsOf = perLength((length) =>
  preparedRows<Record<number, string>>()((db, keys) =>
    db
      .selectFrom('import_keys')
      .select('noun_id')
      .where('key', 'in', listSlots(keys, length))
      .where('noun', '=', 'article')
      .orderBy('noun_id')
      .limit(2),
  ),
)
const find = async (store: Store, ...keys: string[]): Promise<number[]> =>
  (await idsOf(keys.length)(store.reader, listValues(keys))).map((row) => row.noun_id)

test('a query that is built once runs with the values of each run, on every connection', async () => {
  const store = open()
  await write({ store }, async (db) => {
    for (const [id, key] of ['a', 'it’s', 'c'].entries()) await insert(db, { key, id })
  })
  expect(await find(store, 'it’s')).toEqual([1])
  expect(await find(store, 'a')).toEqual([0])
  expect(await find(store, 'c', 'a')).toEqual([0, 2])
  expect(await find(store, 'd')).toEqual([])
  const other = open()
  expect(await find(other, 'a')).toEqual([])
})

test('a change that has ended refuses it', async () => {
  const store = open()
  let left: Tx | null = null
  await write({ store }, async (db) => {
    left = db
    await insert(db, { key: 'a', id: 1 })
  })
  await expect(async () => insert(left!, { key: 'late', id: 2 })).rejects.toThrow('This change has ended')
  expect(await find(store, 'late')).toEqual([])
})

test('constants and limits are in its text, and SQLite does not look at its values while it plans', async () => {
  const store = open()
  const { sql } = store.reader.selectFrom('import_keys').select('noun_id').limit(7).compile()
  expect(sql).toMatch(/limit 7$/)
  const texts: string[] = []
  const traced = open((statement) => texts.push(statement))
  await find(traced, 'a')
  expect(texts.at(-1)).toBe(
    `select "noun_id" from "import_keys" where "key" in (+'a') and "noun" = 'article' order by "noun_id" limit 2`,
  )
})
