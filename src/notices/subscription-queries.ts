// Rows of guests' subscriptions to replies by e-mail.
import type { Db, Tx } from '../db/open.ts'

/** The confirmed subscription to replies to a comment; its address is folded. */
export const confirmedSubscription = (db: Db, commentId: number) =>
  db
    .selectFrom('subscriptions')
    .select(['id', 'email'])
    .where('comment_id', '=', commentId)
    .where('confirmed_at', 'is not', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** Inserts an unconfirmed subscription. @returns undefined if the comment has one */
export const insertSubscription = async (
  db: Tx,
  commentId: number,
  email: string,
  at: number,
): Promise<number | undefined> =>
  (
    await db
      .insertInto('subscriptions')
      .values({ comment_id: commentId, email, created_at: at, confirmed_at: null, confirmed_by: null, ended_at: null })
      .onConflict((on) => on.column('comment_id').doNothing())
      .returning('id')
      .executeTakeFirst()
  )?.id

/** Number of unconfirmed subscriptions of an address since a moment. */
export const unconfirmedCount = async (db: Db, email: string, since: number): Promise<number> =>
  (
    await db
      .selectFrom('subscriptions')
      .select('id')
      .where('email', '=', email)
      .where('created_at', '>', since)
      .where('confirmed_at', 'is', null)
      .limit(100)
      .execute()
  ).length

/** State of the subscription to replies to a comment. */
export const subscriptionOf = (db: Db, commentId: number) =>
  db
    .selectFrom('subscriptions')
    .select(['confirmed_at', 'ended_at'])
    .where('comment_id', '=', commentId)
    .executeTakeFirst()

/** A subscription with its comment and article. */
export const subscriptionById = (db: Db, id: number) =>
  db
    .selectFrom('subscriptions as s')
    .innerJoin('comments as c', 'c.id', 's.comment_id')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .select([
      's.id',
      's.comment_id',
      's.email',
      's.confirmed_at',
      's.ended_at',
      'c.account_id',
      'c.state as comment_state',
      'c.nic',
      'c.email as typed_email',
      'a.id as article_id',
      'a.slug',
      'a.headline',
      'a.state as article_state',
    ])
    .where('s.id', '=', id)
    .executeTakeFirst()

/** @param guest the key of the browser that confirms, or null */
export const confirmSubscription = (db: Tx, id: number, guest: string | null, at: number) =>
  db
    .updateTable('subscriptions')
    .set({ confirmed_at: at, confirmed_by: guest, ended_at: null })
    .where('id', '=', id)
    .execute()

export const setSubscriptionEnd = (db: Tx, id: number, at: number | null) =>
  db.updateTable('subscriptions').set({ ended_at: at }).where('id', '=', id).execute()

/** Live replies to a comment. */
export const liveReplies = (db: Db, commentId: number, limit: number) =>
  db
    .selectFrom('comments')
    .select(['id', 'article_id', 'email'])
    .where('parent_id', '=', commentId)
    .where('state', '=', 'live')
    .orderBy('created_at')
    .limit(limit)
    .execute()
