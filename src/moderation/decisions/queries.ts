// Queries of features and removals.
import type { Db, Tx } from '../../db/open.ts'

/** The feature of a comment that is in force. */
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
    never_published: number
  },
): Promise<number> => (await db.insertInto('removals').values(removal).returning('id').executeTakeFirstOrThrow()).id
