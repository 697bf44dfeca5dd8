// A database whose migrations are not a beginning of this version's is refused in our own words, and left alone.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { unknownState } from '../../src/db/known-migrations.ts'
import { migrate, migrateDown } from '../../src/db/migrate.ts'
import { openStore, type Store } from '../../src/db/open.ts'

const known = ['0001_a', '0002_b', '0003_c', '0005_e']

test.each([
  ['nothing, in an empty file', [], true],
  ['a beginning of them', ['0001_a', '0002_b'], false],
  ['all of them, in any order', ['0005_e', '0001_a', '0003_c', '0002_b'], false],
])('a database that has run %s is known', (_, executed, isEmpty) => {
  expect(unknownState(executed, known, isEmpty)).toBeNull()
})

test.each([
  ['nothing, with tables', [], /^This file has tables, but Broadside has never run on it\. .* Choose another DATA_DIR/],
  ['a later one', [...known, '0006_f'], /^This database was made by a newer Broadside: .* 0006_f, .* 0005_e\. /],
  ['one in between', [...known, '0004_d'], /^This database was made by another state of Broadside: .* 0004_d, /],
  ['one between those of a beginning', ['0001_a', '0001_b'], /another state of Broadside: .* 0001_b, /],
  ['one of other words', ['0001_a', '0002_other'], /another state of Broadside: .* 0002_other, /],
  ['a later and another one', ['0001_a', '0002_other', '0006_f'], /another state of Broadside: .* 0002_other, /],
  ['all but the first', known.slice(1), /an unfinished state of Broadside: .* 0005_e, but not 0001_a, /],
  ['all but one in the middle', ['0001_a', '0003_c'], /an unfinished state of Broadside: .* 0003_c, but not 0002_b, /],
])('a database that has run %s is refused, with what to do', (_, executed, said) => {
  const fault = unknownState(executed, known, false)
  expect(fault).toMatch(said)
  expect(fault).toContain('It was left as it is.')
  expect(fault).toMatch(/, or restore a backup that this version made\.$/)
})

function migrated(): { store: Store; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-known-'))
  const file = join(folder, 'broadside.sqlite')
  copyFileSync(inject('image'), file)
  const store = openStore(file)
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { store, file }
}

test.each([
  ['of an unfinished state', `delete from kysely_migration where name like '0020_%'`, /unfinished state/],
  [
    'of a state that never landed',
    `insert into kysely_migration (name, timestamp) values ('0020_another', '2020-01-01T00:00:00.000Z')`,
    /another state of Broadside: it has the migration 0020_another/,
  ],
  [
    'of a newer version',
    `insert into kysely_migration (name, timestamp) values ('9999_later', '2099-01-01T00:00:00.000Z')`,
    /newer Broadside: its newest migration is 9999_later/,
  ],
  ['of nobody', 'drop table kysely_migration', /Broadside has never run on it/],
])('a database %s is neither migrated nor taken back', async (_, change, said) => {
  const { store, file } = migrated()
  await sql.raw(change).execute(store.writer)
  await sql`pragma wal_checkpoint(truncate)`.execute(store.writer)
  const before = readFileSync(file)
  for (const run of [() => migrate(store), () => migrateDown(store), () => migrateDown(store, true)])
    await expect(run()).rejects.toThrow(said)
  await sql`pragma wal_checkpoint(truncate)`.execute(store.writer)
  expect(readFileSync(file).equals(before)).toBe(true)
})
