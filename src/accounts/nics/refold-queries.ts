// Reads and replaces the skeletons of every table that stores them.
import type { Db, Tx } from '../../db/open.ts'

/** Version of the code that computed stored values; 1 if unknown. */
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

export const skeletonTables = [
  'accounts',
  'former_nics',
  'nics',
  'applications',
  'picked_names',
  'guest_names',
] as const
export type SkeletonTable = (typeof skeletonTables)[number]

/** Whether no two rows of this table and the others like it have the same skeleton. */
export const isClaimed = (table: SkeletonTable): boolean =>
  table === 'accounts' || table === 'former_nics' || table === 'nics'

/** Every row with a skeleton, oldest first. Names in threads have one row for each member or guest and thread. */
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

async function setSkeleton(
  db: Tx,
  table: SkeletonTable,
  { id, scope }: SkeletonRow,
  nic_skeleton: string,
): Promise<void> {
  if (table === 'guest_names')
    await db
      .updateTable('guest_names')
      .set({ nic_skeleton })
      .where('article_id', '=', scope)
      .where('guest', '=', String(id))
      .execute()
  else if (table === 'picked_names')
    await db
      .updateTable('picked_names')
      .set({ nic_skeleton })
      .where('article_id', '=', scope)
      .where('account_id', '=', Number(id))
      .execute()
  else await db.updateTable(table).set({ nic_skeleton }).where('id', '=', Number(id)).execute()
}

/** Gives each row a skeleton that no nic has. */
export async function clearSkeletons(db: Tx, table: SkeletonTable, rows: readonly SkeletonRow[]): Promise<void> {
  for (const [i, row] of rows.entries()) await setSkeleton(db, table, row, `#${table}.${i}`)
}

export async function setSkeletons(db: Tx, table: SkeletonTable, rows: readonly SkeletonRow[]): Promise<void> {
  for (const row of rows) await setSkeleton(db, table, row, row.nic_skeleton)
}

/** Muted people, with the nic as it was typed. */
export const mutedPeople = (db: Db) =>
  db
    .selectFrom('mutes')
    .select(['account_id', 'value', 'label', 'created_at'])
    .where('kind', '=', 'person')
    .orderBy('created_at')
    .execute()

/** Changes the skeleton of a muted person; two that become equal are merged. */
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
