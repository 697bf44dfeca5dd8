// Queries of import keys: which item of a source became which row.
import type { Db, Tx } from '../db/open.ts'
import type { ImportKeysTable } from '../db/schema/site.ts'

/** Ids of rows that were imported before, by key; queried in chunks, because the number of parameters is limited. */
export async function knownKeys(db: Db, keys: readonly string[]): Promise<Map<string, number>> {
  const known = new Map<string, number>()
  for (let i = 0; i < keys.length; i += 500) {
    const rows = await db
      .selectFrom('import_keys')
      .select(['key', 'noun_id'])
      .where('key', 'in', keys.slice(i, i + 500))
      .execute()
    for (const row of rows) known.set(row.key, row.noun_id)
  }
  return known
}

export const articleKnown = async (db: Db, key: string): Promise<number | undefined> =>
  (await db.selectFrom('import_keys').select('noun_id').where('key', '=', key).executeTakeFirst())?.noun_id

export const keepKey = (db: Tx, key: string, noun: ImportKeysTable['noun'], id: number) =>
  db.insertInto('import_keys').values({ key, noun, noun_id: id }).execute()
