// Reads all that an export holds, a few rows at a time, so that others are served in between.
import type { Db } from '../../db/open.ts'
import { fileNamesOf } from '../../media/names.ts'
import { createPause } from '../../slices.ts'
import type { Part } from './account-parts.ts'
import { parts } from './parts.ts'
import { countPart, nestedRows, partRows } from './queries.ts'
import { type ExportedRow, exportedRow, type Row } from './rows.ts'

/** Rows of one query. A comment may have 64 kilobytes, with earlier versions. */
const PAGE_SIZE = 40

/** Rows of every part, and of all. */
export async function countRows(db: Db, accountId: number): Promise<{ of: Map<string, number>; total: number }> {
  const of = new Map<string, number>()
  const pause = createPause()
  for (const part of parts) {
    of.set(part.key, await countPart(db, part, accountId))
    await pause()
  }
  return { of, total: [...of.values()].reduce((sum, n) => sum + n, 0) }
}

/** All rows of a part, in its order. @param base address of the site @param counted called with the number of rows of each step */
export async function* rowsOfPart(
  db: Db,
  base: string,
  part: Part,
  accountId: number,
  counted: (rows: number) => Promise<void>,
): AsyncGenerator<ExportedRow[]> {
  const pause = createPause()
  for (let after: (string | number)[] | null = null; ; ) {
    const rows = await partRows(db, part, accountId, after, PAGE_SIZE)
    await pause()
    const nested = await readNested(
      db,
      part,
      rows.map(({ row }) => row),
    )
    await pause()
    if (rows.length > 0)
      yield rows.map((one) =>
        exportedRow(
          part,
          one,
          Object.fromEntries([...nested].map(([key, found]) => [key, found.get(Number(one.row['id'])) ?? []])),
          base,
        ),
      )
    await counted(rows.length)
    await pause()
    if (rows.length < PAGE_SIZE) return
    after = rows.at(-1)!.key
  }
}

async function readNested(db: Db, part: Part, rows: readonly Row[]): Promise<Map<string, Map<number, Row[]>>> {
  const ids = rows.map((row) => Number(row['id']))
  const found = new Map<string, Map<number, Row[]>>()
  for (const nested of part.nested ?? []) found.set(nested.key, await nestedRows(db, nested, ids))
  return found
}

/** The names of the pictures that an account has uploaded, and of the one of its profile. */
export async function picturesOf(db: Db, accountId: number): Promise<string[]> {
  const part = parts.find(({ key }) => key === 'pictures')!
  const names = (
    await db.selectFrom('profiles').select('picture').where('account_id', '=', accountId).execute()
  ).flatMap(({ picture }) => picture ?? [])
  for (let after: (string | number)[] | null = null; ; ) {
    const rows = await partRows(db, part, accountId, after, PAGE_SIZE)
    for (const { row } of rows) names.push(fileNamesOf(String(row['name'])).at(-1)!)
    if (rows.length < PAGE_SIZE) break
    after = rows.at(-1)!.key
  }
  return names
}
