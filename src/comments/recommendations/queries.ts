// Queries about recommendations.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { type Key, keysetCondition } from '../../db/sql.ts'

/** Literal predicate on purpose: SQLite uses the partial index of recommended comments only if it matches exactly. */
const hasRecommendations = sql<boolean>`recommendation_count > 0`

/** Saves a recommendation and counts it. @returns false if there is one already */
export async function insertRecommendation(
  db: Tx,
  commentId: number,
  accountId: number,
  now: number,
): Promise<boolean> {
  const stored = await db
    .insertInto('recommendations')
    .values({ comment_id: commentId, account_id: accountId, created_at: now })
    .onConflict((on) => on.columns(['comment_id', 'account_id']).doNothing())
    .executeTakeFirst()
  return stored.numInsertedOrUpdatedRows === 1n && countRecommendation(db, commentId, 1)
}

/** @returns false if there was none */
export async function deleteRecommendation(db: Tx, commentId: number, accountId: number): Promise<boolean> {
  const gone = await db
    .deleteFrom('recommendations')
    .where('comment_id', '=', commentId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return gone.numDeletedRows === 1n && countRecommendation(db, commentId, -1)
}

async function countRecommendation(db: Tx, commentId: number, by: 1 | -1): Promise<true> {
  await db
    .updateTable('comments')
    .set({ recommendation_count: sql`recommendation_count + ${by}` })
    .where('id', '=', commentId)
    .execute()
  return true
}

/** Recommended top-level comments of a thread, with the number of recommendations of each. */
export const recommendedRoots = async (db: Db, articleId: number): Promise<Map<number, number>> =>
  new Map(
    (
      await db
        .selectFrom('comments')
        .select(['id', 'recommendation_count'])
        .where('article_id', '=', articleId)
        .where('depth', '=', 1)
        .where('state', '=', 'live')
        .where(hasRecommendations)
        .execute()
    ).map((row) => [row.id, row.recommendation_count]),
  )

export type RecommenderRow = Awaited<ReturnType<typeof recommendersOf>>[number]

/**
 * Members who recommend a comment, newest first. Sorted without an index: one comment has few, and every recommendation
 * would pay for it.
 */
export const recommendersOf = (db: Db, commentId: number, below: Key | null, limit: number) =>
  db
    .selectFrom('recommendations as r')
    .innerJoin('accounts as p', 'p.id', 'r.account_id')
    .select(['p.id', 'p.nic', 'p.role', 'r.created_at'])
    .where('r.comment_id', '=', commentId)
    .$if(below !== null, (query) => query.where(keysetCondition('r.created_at', 'r.account_id', below!, 'older')))
    .orderBy('r.created_at', 'desc')
    .orderBy('r.account_id', 'desc')
    .limit(limit)
    .execute()
