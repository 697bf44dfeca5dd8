// What is stored of skeletons, wherever one is: read whole and written anew when the way of folding has changed.
import type { Db, Tx } from '../../db/open.ts'

/** The version of something computed that is stored; 1 where nothing says. */
export const storedVersion = async (db: Db, name: string): Promise<number> =>
  (await db.selectFrom('data_versions').select('version').where('name', '=', name).executeTakeFirst())?.version ?? 1

export const setStoredVersion = (db: Tx, name: string, version: number, now: number) =>
  db
    .insertInto('data_versions')
    .values({ name, version, changed_at: now })
    .onConflict((on) => on.column('name').doUpdateSet({ version, changed_at: now }))
    .execute()

/** Within a scope no two rows have the same skeleton. */
export type SkeletonRow = { id: number | string; scope: number; nic: string; nic_skeleton: string }

export const skeletonTables = ['accounts', 'nics', 'picked_names', 'guest_names'] as const
export type SkeletonTable = (typeof skeletonTables)[number]

/** Every row of a table that has a skeleton, the oldest first. Of voices there is one for each member and thread with a picked nic, and one for each guest and thread. */
export async function skeletonRows(db: Db, table: SkeletonTable): Promise<SkeletonRow[]> {
  if (table === 'picked_names')
    return await db
      .selectFrom('picked_names')
      .select(['account_id as id', 'article_id as scope', 'nic', 'nic_skeleton'])
      .orderBy('created_at')
      .orderBy('account_id')
      .execute()
  if (table === 'guest_names')
    return db
      .selectFrom('guest_names')
      .select(['guest as id', 'article_id as scope', 'nic', 'nic_skeleton'])
      .orderBy('created_at')
      .orderBy('guest')
      .execute()
  return (await db.selectFrom(table).select(['id', 'nic', 'nic_skeleton']).orderBy('id').execute()).map((row) => ({
    ...row,
    scope: 0,
  }))
}

/** Sets skeletons that may be one another's old ones: all are moved out of the way first. */
export async function setSkeletons(db: Tx, table: SkeletonTable, rows: readonly SkeletonRow[]): Promise<void> {
  const set = async ({ id, scope }: SkeletonRow, nic_skeleton: string): Promise<unknown> =>
    table === 'guest_names'
      ? db
          .updateTable('guest_names')
          .set({ nic_skeleton })
          .where('article_id', '=', scope)
          .where('guest', '=', String(id))
          .execute()
      : table === 'picked_names'
        ? db
            .updateTable('picked_names')
            .set({ nic_skeleton })
            .where('article_id', '=', scope)
            .where('account_id', '=', Number(id))
            .execute()
        : db.updateTable(table).set({ nic_skeleton }).where('id', '=', Number(id)).execute()
  for (const [i, row] of rows.entries()) await set(row, `#${i}`)
  for (const row of rows) await set(row, row.nic_skeleton)
}

/** Every person that anybody has muted, as they typed the nic. */
export const mutedPeople = (db: Db) =>
  db
    .selectFrom('mutes')
    .select(['account_id', 'value', 'label', 'created_at'])
    .where('kind', '=', 'person')
    .orderBy('created_at')
    .execute()

/** Puts a muted person under another skeleton; two that have become one are one mute. */
export async function moveMute(
  db: Tx,
  mute: { account_id: number; value: string; label: string; created_at: number },
  value: string,
): Promise<void> {
  await db
    .deleteFrom('mutes')
    .where('account_id', '=', mute.account_id)
    .where('kind', '=', 'person')
    .where('value', '=', mute.value)
    .execute()
  await db
    .insertInto('mutes')
    .values({ ...mute, kind: 'person', value })
    .onConflict((on) => on.columns(['account_id', 'kind', 'value']).doNothing())
    .execute()
}
