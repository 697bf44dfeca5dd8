// Rows of changes of names, and everything that is signed with a name that has changed.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { type Key, keysetCondition } from '../../db/sql.ts'

/** Changes of an account's name, oldest first. */
export const changesOfName = (db: Db, accountId: number) =>
  db
    .selectFrom('name_changes')
    .select(['id', 'old_nic', 'new_nic', 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()

export const formerNicsOf = async (db: Db, accountId: number): Promise<string[]> =>
  (await db.selectFrom('former_nics').select('nic').where('account_id', '=', accountId).orderBy('id').execute()).map(
    ({ nic }) => nic,
  )

/** Whether somebody else signs with a nic or a look-alike in a thread in which an account has commented under its own. */
export async function isUsedBeside(db: Db, accountId: number, readings: readonly string[]): Promise<boolean> {
  const own = sql<boolean>`exists (select 1 from comments as c where c.article_id = n.article_id and c.account_id = ${accountId} and c.name_kind = 'member')`
  const picked = await db
    .selectFrom('picked_names as n')
    .select('n.article_id')
    .where('n.nic_skeleton', 'in', readings)
    .where('n.account_id', '<>', accountId)
    .where(own)
    .limit(1)
    .executeTakeFirst()
  if (picked !== undefined) return true
  const guest = await db
    .selectFrom('guest_names as n')
    .select('n.article_id')
    .where('n.nic_skeleton', 'in', readings)
    .where(own)
    .limit(1)
    .executeTakeFirst()
  return guest !== undefined
}

/** Gives an account a name that it may have reserved, or had before. @returns false if its name is no longer `old.nic` */
export async function setNic(
  db: Tx,
  accountId: number,
  old: { nic: string; nic_skeleton: string },
  wanted: { nic: string; nic_skeleton: string },
  now: number,
): Promise<boolean> {
  for (const table of ['nics', 'former_nics'] as const)
    await db
      .deleteFrom(table)
      .where('account_id', '=', accountId)
      .where('nic_skeleton', '=', wanted.nic_skeleton)
      .execute()
  const updated = await db
    .updateTable('accounts')
    .set(wanted)
    .where('id', '=', accountId)
    .where('nic', '=', old.nic)
    .returning('id')
    .executeTakeFirst()
  if (updated === undefined) return false
  if (old.nic_skeleton !== wanted.nic_skeleton)
    await db
      .insertInto('former_nics')
      .values({ account_id: accountId, ...old, created_at: now })
      .execute()
  return true
}

export const insertNameChange = async (
  db: Tx,
  change: { account_id: number; old_nic: string; new_nic: string; created_at: number },
): Promise<number> => (await db.insertInto('name_changes').values(change).returning('id').executeTakeFirstOrThrow()).id

/** Puts the new name into the drafts of a member. @param writer as in `drafts` */
export async function renameDrafts(db: Tx, writer: string, from: string, to: string): Promise<void> {
  for (const table of ['drafts', 'article_drafts'] as const)
    await db.updateTable(table).set({ nic: to }).where('writer', '=', writer).where('nic', '=', from).execute()
}

/** Everybody who has muted one nic mutes another too. */
export const copyMutes = (db: Tx, from: string, to: { value: string; label: string }) =>
  db
    .insertInto('mutes')
    .columns(['account_id', 'kind', 'value', 'label', 'created_at'])
    .expression((from_) =>
      from_
        .selectFrom('mutes')
        .select([
          'account_id',
          'kind',
          sql<string>`${to.value}`.as('value'),
          sql<string>`${to.label}`.as('label'),
          'created_at',
        ])
        .where('kind', '=', 'person')
        .where('value', '=', from),
    )
    .onConflict((on) => on.columns(['account_id', 'kind', 'value']).doNothing())
    .execute()

export const dropMutes = (db: Tx, value: string) =>
  db.deleteFrom('mutes').where('kind', '=', 'person').where('value', '=', value).execute()

/** Changes of which something still bears the old name, oldest first, with the names of today. */
export const unfinishedChanges = (db: Db) =>
  db
    .selectFrom('name_changes as n')
    .innerJoin('accounts as p', 'p.id', 'n.account_id')
    .select(['n.id', 'n.account_id', 'n.old_nic', 'p.nic', 'p.nic_skeleton'])
    .where('n.finished_at', 'is', null)
    .orderBy('n.id')
    .execute()

export const finishChange = (db: Tx, id: number, now: number) =>
  db.updateTable('name_changes').set({ finished_at: now }).where('id', '=', id).execute()

/** Comments after a key that an account has signed with its own name, oldest first. */
const signedComments = (db: Db, accountId: number, after: Key, limit: number) =>
  db
    .selectFrom('comments')
    .select(['id', 'article_id', 'created_at as at', 'nic'])
    .where('account_id', '=', accountId)
    .where('name_kind', '=', 'member')
    .where(keysetCondition('created_at', 'id', { at: after.at, id: after.id + 1 }, 'atOrNewer'))
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()

/**
 * Renames some comments that an account has signed with its own name, and the last comment of their articles.
 * @returns the key after which to go on, null after the last one, and the articles that have changed
 */
export async function renameComments(
  db: Tx,
  accountId: number,
  nic: string,
  after: Key,
  limit: number,
): Promise<{ next: Key | null; articles: number[] }> {
  const rows = await signedComments(db, accountId, after, limit)
  const stale = rows.filter((row) => row.nic !== nic)
  const ids = stale.map(({ id }) => id)
  const articles = [...new Set(stale.map(({ article_id }) => article_id))]
  if (ids.length > 0) {
    await db.updateTable('comments').set({ nic }).where('id', 'in', ids).execute()
    await db
      .updateTable('articles')
      .set({ last_comment_nic: nic })
      .where('id', 'in', articles)
      .where('last_comment_id', 'in', ids)
      .execute()
  }
  return { next: rows.length < limit ? null : rows.at(-1)!, articles }
}

/** Tables of texts that an account has signed, beside comments. */
export const signedTables = ['articles', 'article_revisions', 'editor_letters'] as const
type SignedTable = (typeof signedTables)[number]

/**
 * Renames some rows of a table that an account has signed.
 * @returns the id after which to go on, null after the last one, and the articles that have changed
 */
export async function renameRows(
  db: Tx,
  table: SignedTable,
  accountId: number,
  names: { from: string; to: string },
  after: number,
  limit: number,
): Promise<{ next: number | null; articles: number[] }> {
  const article = table === 'articles' ? 'id' : 'article_id'
  const rows = await db
    .selectFrom(table as 'article_revisions')
    .select(['id', sql.ref<number>(article).as('article'), 'nic'])
    .where('account_id', '=', accountId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  const stale = rows.filter((row) => row.nic === names.from)
  if (stale.length > 0)
    await db
      .updateTable(table)
      .set({ nic: names.to })
      .where(
        'id',
        'in',
        stale.map(({ id }) => id),
      )
      .execute()
  return { next: rows.length < limit ? null : rows.at(-1)!.id, articles: stale.map((row) => row.article) }
}
