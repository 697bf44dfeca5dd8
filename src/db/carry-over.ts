// Carries a database of the last version before the migrations of today over to them, once.
import { sql } from 'kysely'
import { carriedMigrations, carryOver, formerMigrations } from '../../migrations/carry-over.ts'
import type { Store } from './open.ts'
import { retryWhileBusy } from './unavailable.ts'

const OLDEST = formerMigrations[0]!
const NEWEST = formerMigrations.at(-1)!

/** Names of the migrations that a database has run; empty for a new one. */
export async function executedMigrations(db: Store['writer']): Promise<string[]> {
  const table = await sql<{
    n: number
  }>`select count(*) as n from sqlite_master where name = 'kysely_migration'`.execute(db)
  if (table.rows[0]!.n === 0) return []
  return (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows.map(
    ({ name }) => name,
  )
}

/**
 * Whether a database has to be carried over.
 * @throws Error when it is of a version that cannot be carried over from
 */
export async function isFormer(db: Store['writer']): Promise<boolean> {
  const names = await executedMigrations(db)
  if (!names.includes(OLDEST)) return false
  if (names.some((name) => !formerMigrations.includes(name)))
    throw new Error('This database is of a newer Broadside. It was left as it is.')
  if (names.length < formerMigrations.length)
    throw new Error(
      `This database is of an older Broadside: its newest migration is ${names.at(-1)}, and only one with ${NEWEST} can be carried over. It was left as it is. Run "npm run broadside -- migrate" once with commit a9570fd of Broadside, then start this one again.`,
    )
  return true
}

/**
 * Carries the database over in one transaction: if it is interrupted, the file is as it was.
 * @returns names of the migrations that count as run from then on; empty when there was nothing to do
 */
export async function carryOverOnce(store: Store): Promise<string[]> {
  if (!(await isFormer(store.writer))) return []
  return retryWhileBusy(() =>
    store.writer.transaction().execute(async (db) => {
      // Another process may have done it while this one waited.
      if (!(await isFormer(db))) return []
      await carryOver(db as never)
      await sql`delete from kysely_migration`.execute(db)
      const at = (await sql<{ at: string }>`select strftime('%Y-%m-%dT%H:%M:%fZ') as at`.execute(db)).rows[0]!.at
      for (const name of carriedMigrations)
        await sql`insert into kysely_migration (name, timestamp) values (${name}, ${at})`.execute(db)
      return carriedMigrations
    }),
  )
}
