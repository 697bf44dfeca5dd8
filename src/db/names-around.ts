// Looks up names around one that does not exist, to suggest the ones that may have been meant.
import { sql } from 'kysely'
import { isFormerNic } from '../former-nics.ts'
import { nearNames } from '../near-names.ts'
import type { Db } from './open.ts'

/** Names that are compared on each side of the wanted one. */
const NAMES_EACH_WAY = 50

/** Table → column of its names, and the unique column by which they are found. */
const columns = {
  accounts: ['nic', 'nic_skeleton'],
  tags: ['name', 'folded'],
  sources: ['host', 'host'],
} as const

type NameRow = { name: string; key: string; article_count: number }

const namesBeside = async (
  db: Db,
  table: keyof typeof columns,
  wanted: string,
  side: 'before' | 'after',
): Promise<NameRow[]> => {
  const [name, key] = columns[table].map((column) => sql.ref(column))
  const range =
    side === 'before' ? sql`${key} < ${wanted} order by ${key} desc` : sql`${key} > ${wanted} order by ${key}`
  return (
    await sql<NameRow>`select ${name} as name, ${key} as key, article_count from ${sql.table(table)} where ${range} limit ${NAMES_EACH_WAY}`.execute(
      db,
    )
  ).rows
}

/**
 * Names like a wanted one, the nearest first. Reads two short ranges of an index.
 * @param wanted folded as the stored keys are
 */
export async function suggestNames(db: Db, table: keyof typeof columns, wanted: string): Promise<string[]> {
  const rows = [...(await namesBeside(db, table, wanted, 'before')), ...(await namesBeside(db, table, wanted, 'after'))]
  // A tag or a source without articles has no page.
  const withPage =
    table === 'accounts' ? rows.filter((row) => !isFormerNic(row.name)) : rows.filter((row) => row.article_count > 0)
  return nearNames(wanted, withPage).map(({ name }) => name)
}
