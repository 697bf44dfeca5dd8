// SQLite only: the full-text tables of all years merge in short statements that the site sends, not within the statements that write.
import { type Kysely, sql } from 'kysely'
import { isSqlite } from './dialect.ts'

async function setOptions(db: Kysely<unknown>, options: Record<string, number>): Promise<void> {
  if (!isSqlite(db)) throw new Error('The full-text tables are those of SQLite.')
  const { rows } = await sql<{ year: number }>`select year from search_years`.execute(db)
  for (const { year } of rows) {
    const table = `search_index_${year}`
    for (const [name, value] of Object.entries(options))
      await sql`insert into ${sql.table(table)} (${sql.ref(table)}, rank) values (${name}, ${BigInt(value)})`.execute(
        db,
      )
  }
}

export const up = (db: Kysely<unknown>): Promise<void> =>
  setOptions(db, { automerge: 0, crisismerge: 64, hashsize: 131_072 })

/** The defaults of FTS5. */
export const down = (db: Kysely<unknown>): Promise<void> =>
  setOptions(db, { automerge: 4, crisismerge: 16, hashsize: 1_048_576 })
