// Queries of the FTS5 tables, one a year: making one, and merging its segments a little at a time.

import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'

/** The FTS5 table of a year. Words are already folded and separated by spaces (words.ts), so the `ascii` tokenizer is enough. */
export const yearIndex = (year: number) => sql.table(`search_index_${year}`)

/** A key for FTS5. A BigInt, because better-sqlite3 binds numbers beyond 32 bits as floats, which FTS5 ignores. */
export const rowid = (key: number): bigint => BigInt(key)

/** Sends a command to the index of a year. */
const command = (db: Tx, year: number, name: string, value: number) =>
  sql`insert into ${yearIndex(year)} (${sql.ref(`search_index_${year}`)}, rank) values (${name}, ${rowid(value)})`.execute(
    db,
  )

/**
 * FTS5 by itself merges hundreds of pages within one statement, for up to 90 ms, and writes a megabyte of words at once.
 * This index merges in short statements instead, and writes less at once. The tables of earlier years have the same
 * options, from a migration.
 */
const yearOptions = { automerge: 0, crisismerge: 64, hashsize: 128 * 1024 }

export async function createYearIndex(db: Tx, year: number): Promise<void> {
  await sql`create virtual table ${yearIndex(year)} using fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii')`.execute(
    db,
  )
  for (const [name, value] of Object.entries(yearOptions)) await command(db, year, name, value)
}

/** FTS5 segments that one year may have. A search opens each of them. */
const MAX_SEGMENTS = 4

/** Years whose index has many segments, because it was written in many transactions. */
export async function fragmentedYears(db: Db): Promise<number[]> {
  const fragmented: number[] = []
  for (const { year } of await db.selectFrom('search_years').select('year').execute()) {
    const { rows } = await sql<{
      n: number
    }>`select count(distinct segid) as n from ${sql.table(`search_index_${year}_idx`)}`.execute(db)
    if (rows[0]!.n > MAX_SEGMENTS) fragmented.push(year)
  }
  return fragmented
}

/**
 * Merges all segments of a year's index.
 * @param pages index pages per call
 * @returns whether anything was left to merge
 */
export const mergeSlice = (db: Tx, year: number, pages: number): Promise<boolean> => merge(db, year, -pages)

/** Pages that one statement merges, and the written rows that make it due: a row writes less than a page, which is merged a few times. */
const MERGED = { pages: 16, rows: 8 }

/**
 * Merges segments of years in which rows were written, if there are many of one size.
 * @param touched how many rows, by year
 * @param last number of one of the rows: of rows that are written one by one every eighth merges
 */
export async function mergeTouched(db: Tx, touched: ReadonlyMap<number, number>, last: number): Promise<void> {
  for (const [year, rows] of touched) {
    const due = Math.floor(((last % MERGED.rows) + rows) / MERGED.rows)
    // Whether there is more is asked only where more is due.
    if (due === 1) await command(db, year, 'merge', MERGED.pages)
    else for (let i = 0; i < due; i++) if (!(await merge(db, year, MERGED.pages))) break
  }
}

/** @param pages negative to merge all segments, not only those of which there are many */
async function merge(db: Tx, year: number, pages: number): Promise<boolean> {
  const changes = async (): Promise<number> =>
    (await sql<{ n: number }>`select total_changes() as n`.execute(db)).rows[0]!.n
  const before = await changes()
  await command(db, year, 'merge', pages)
  return (await changes()) - before > 1
}
