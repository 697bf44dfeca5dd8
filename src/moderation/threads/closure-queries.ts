// What is stored of keeping order: closings, removals, and the log that tells of them.

import type { Db, Tx } from '../../db/open.ts'

export const closureInForce = (db: Db, articleId: number) =>
  db
    .selectFrom('closures')
    .select(['id', 'account_id', 'reason', 'summary', 'created_at', 'starts_at', 'until_at'])
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertClosure = async (
  db: Tx,
  closure: {
    article_id: number
    account_id: number | null
    reason: string
    log_entry_id: number
    created_at: number
    starts_at?: number | null
    until_at?: number | null
    summary?: string
  },
): Promise<number> =>
  (
    await db
      .insertInto('closures')
      .values({ starts_at: null, until_at: null, ...closure })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

/** Whether a comment is featured now. */
export const featureInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('features')
    .select(['id', 'created_at'])
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertFeature = async (
  db: Tx,
  feature: {
    comment_id: number
    article_id: number
    account_id: number | null
    reason: string
    log_entry_id: number
    created_at: number
  },
): Promise<number> => (await db.insertInto('features').values(feature).returning('id').executeTakeFirstOrThrow()).id

export const insertRemoval = async (
  db: Tx,
  removal: {
    comment_id: number
    account_id: number | null
    reason: string
    log_entry_id: number
    created_at: number
    unseen: number
  },
): Promise<number> => (await db.insertInto('removals').values(removal).returning('id').executeTakeFirstOrThrow()).id
