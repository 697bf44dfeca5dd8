// Queries about guests: the receipts of their comments, and whether one was published.
import type { Db, Tx } from '../../db/open.ts'
import { prepared, preparedRows } from '../../db/prepared.ts'
import type { CommentsTable } from '../../db/schema/comments.ts'

export const insertReceipt = prepared<{
  token_hash: string
  comment_id: number
  guest: string
  created_at: number
}>()((db, { token_hash, comment_id, guest, created_at }) =>
  db.insertInto('receipts').values({ token_hash, comment_id, guest, created_at, claimed_by: null, claimed_at: null }),
)

/** A receipt with the account that has claimed its comment. */
export const receiptByToken = (db: Db, tokenHash: string) =>
  db
    .selectFrom('receipts as r')
    .leftJoin('accounts as p', 'p.id', 'r.claimed_by')
    .select(['r.comment_id', 'r.guest', 'r.claimed_by', 'p.nic as claimed_nic'])
    .where('r.token_hash', '=', tokenHash)
    .executeTakeFirst()

/** The guest of a comment's first receipt. */
export const guestOfComment = async (db: Db, commentId: number): Promise<string | undefined> =>
  (
    await db
      .selectFrom('receipts')
      .select('guest')
      .where('comment_id', '=', commentId)
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst()
  )?.guest

/** Whether a guest's key has a receipt or a draft. @param guest hash of the key */
export const isKeyInUse = async (db: Db, guest: string): Promise<boolean> =>
  (await db.selectFrom('receipts').select('comment_id').where('guest', '=', guest).limit(1).executeTakeFirst()) !==
    undefined ||
  (await db.selectFrom('drafts').select('id').where('writer', '=', `guest:${guest}`).limit(1).executeTakeFirst()) !==
    undefined

/** Whether a guest has a receipt of a comment. */
export const hasReceipt = async (db: Db, commentId: number, guest: string): Promise<boolean> =>
  (await db
    .selectFrom('receipts')
    .select('token_hash')
    .where('comment_id', '=', commentId)
    .where('guest', '=', guest)
    .limit(1)
    .executeTakeFirst()) !== undefined

export const setClaimed = (db: Tx, commentId: number, accountId: number, at: number) =>
  db
    .updateTable('receipts')
    .set({ claimed_by: accountId, claimed_at: at })
    .where('comment_id', '=', commentId)
    .execute()

export const setWriter = (
  db: Tx,
  commentId: number,
  writer: { account_id: number; nic: string; name_kind: CommentsTable['name_kind'] },
) => db.updateTable('comments').set(writer).where('id', '=', commentId).execute()

/** Live replies to a comment by others than the account, as its reply count has them. */
export const countRepliesByOthers = async (db: Db, commentId: number, accountId: number): Promise<number> =>
  (
    await db
      .selectFrom('comments')
      .select(['account_id', 'name_kind'])
      .where('parent_id', '=', commentId)
      .where('state', '=', 'live')
      .execute()
  ).filter((row) => row.name_kind !== 'member' || row.account_id !== accountId).length

const publishedBy = preparedRows<{ guest: string }>()((db, { guest }) =>
  db
    .selectFrom('receipts as r')
    .innerJoin('comments as c', 'c.id', 'r.comment_id')
    .select('c.id')
    .where('r.guest', '=', guest)
    .where('c.state', '=', 'live')
    .limit(1),
)

/** Whether a comment of this guest is live. */
export const hasPublishedComment = async (db: Db, guest: string): Promise<boolean> =>
  (await publishedBy(db, { guest })).length > 0

const publishedByEmail = preparedRows<{ guest: string }>()((db, { guest }) =>
  db
    .selectFrom('subscriptions as own')
    .innerJoin('subscriptions as s', 's.email', 'own.email')
    .innerJoin('comments as c', 'c.id', 's.comment_id')
    .select('c.id')
    .where('own.confirmed_by', '=', guest)
    .where('s.confirmed_at', 'is not', null)
    .where('c.state', '=', 'live')
    .limit(1),
)

/** Whether a comment is live whose confirmed e-mail address this guest has confirmed too. */
export const hasPublishedCommentByEmail = async (db: Db, guest: string): Promise<boolean> =>
  (await publishedByEmail(db, { guest })).length > 0
