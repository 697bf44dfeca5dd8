// Accounts that will be deleted, and the names that nobody gets again.
import type { Db, Tx } from '../../db/open.ts'
import { listSlots, listValues, perLength, preparedRows } from '../../db/prepared.ts'

export const deletionOf = (db: Db, accountId: number) =>
  db.selectFrom('account_deletions').selectAll().where('account_id', '=', accountId).executeTakeFirst()

export type DeletionRow = NonNullable<Awaited<ReturnType<typeof deletionOf>>>
export type CommentsChoice = DeletionRow['comments']

/** @returns false if the account will be deleted already */
export const insertDeletion = async (
  db: Tx,
  row: { account_id: number; comments: CommentsChoice; reserve_name?: number; asked_at: number; due_at: number },
): Promise<boolean> =>
  (await db
    .insertInto('account_deletions')
    .values({ ...row, nic: null })
    .onConflict((on) => on.column('account_id').doNothing())
    .returning('account_id')
    .executeTakeFirst()) !== undefined

/** Ends a deletion that has not begun. @returns whether there was one */
export const cancelDeletion = async (db: Tx, accountId: number): Promise<boolean> =>
  (
    await db
      .deleteFrom('account_deletions')
      .where('account_id', '=', accountId)
      .where('nic', 'is', null)
      .executeTakeFirst()
  ).numDeletedRows > 0n

/** Deletions that are due or have begun, the earliest first. */
export const dueDeletions = (db: Db, now: number) =>
  db.selectFrom('account_deletions').selectAll().where('due_at', '<=', now).orderBy('due_at').execute()

export const setProgress = (db: Tx, accountId: number, step: string, after: number) =>
  db.updateTable('account_deletions').set({ step, after_id: after }).where('account_id', '=', accountId).execute()

export const deleteOtherSessions = (db: Tx, accountId: number, tokenHash: string | null) =>
  db
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .$if(tokenHash !== null, (query) => query.where('token_hash', '!=', tokenHash!))
    .execute()

/** What an account is and is called, with its names in words and folded. */
export async function accountToEmpty(db: Db, id: number) {
  const account = await db
    .selectFrom('accounts')
    .select(['id', 'nic', 'nic_skeleton', 'role', 'deleted_at'])
    .where('id', '=', id)
    .executeTakeFirst()
  const reserved = await db.selectFrom('nics').select('nic_skeleton').where('account_id', '=', id).execute()
  const former = await formerNicsOf(db, id)
  return (
    account && {
      ...account,
      skeletons: [account, ...reserved, ...former].map((row) => row.nic_skeleton),
    }
  )
}

/** Names that an account had before. They are kept until its deletion ends. */
export const formerNicsOf = (db: Db, id: number) =>
  db.selectFrom('former_nics').select(['nic', 'nic_skeleton']).where('account_id', '=', id).execute()

/** Takes everything out of the row of an account that says who it is, and keeps its name for the rest of the work. */
export async function emptyAccountRow(
  db: Tx,
  account: { id: number; nic: string },
  former: { nic: string; nic_skeleton: string },
  now: number,
): Promise<void> {
  await db
    .updateTable('account_deletions')
    .set({ nic: account.nic, step: 'comments', after_id: 0 })
    .where('account_id', '=', account.id)
    .execute()
  await db
    .updateTable('accounts')
    .set({
      ...former,
      email: null,
      email_folded: null,
      owned_email: null,
      password_hash: null,
      role: 'member',
      passkey_count: 0,
      deleted_at: now,
    })
    .where('id', '=', account.id)
    .execute()
}

export const insertDeletedNames = (db: Tx, hashes: readonly string[], at: number) =>
  db
    .insertInto('deleted_names')
    .values(hashes.map((name_hash) => ({ name_hash, created_at: at })))
    .onConflict((on) => on.column('name_hash').doNothing())
    .execute()

const deletedNames = perLength((length) =>
  preparedRows<Record<number, string>>()((db, hashes) =>
    db.selectFrom('deleted_names').select('name_hash').where('name_hash', 'in', listSlots(hashes, length)),
  ),
)

export const hasDeletedName = async (db: Db, hashes: readonly string[]): Promise<boolean> =>
  (await deletedNames(hashes.length)(db, listValues(hashes))).length > 0

/** The last rows of a deletion: after it nothing knows what the account was called. */
export async function endDeletion(db: Tx, accountId: number): Promise<void> {
  await db.deleteFrom('former_names').where('account_id', '=', accountId).execute()
  await db.deleteFrom('former_nics').where('account_id', '=', accountId).execute()
  await db.deleteFrom('account_deletions').where('account_id', '=', accountId).execute()
  await db
    .updateTable('accounts')
    .set({ comment_count: 0, own_comment_count: 0, reply_count: 0, article_count: 0 })
    .where('id', '=', accountId)
    .execute()
}
