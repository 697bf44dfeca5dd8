// Queries for lists of articles by activity and by recommendation.
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { ListSort } from './sort-rules.ts'

/** Times of the latest comments, without those of articles that have none. */
const latestComments = (db: Db, ids: readonly number[]) =>
  db
    .selectFrom('articles')
    .select(['id', sql<number>`last_comment_at`.as('rank')])
    .where('id', 'in', ids)
    .where('last_comment_at', 'is not', null)
    .execute()

/**
 * Recommendations of the live comments in each thread. Literal predicate on purpose: SQLite uses the partial index only
 * if it matches exactly, and prefers it because of the depth, which every comment has.
 */
const recommendations = (db: Db, ids: readonly number[]) =>
  db
    .selectFrom('comments')
    .select(['article_id as id', sql<number>`cast(sum(recommendation_count) as integer)`.as('rank')])
    .where('article_id', 'in', ids)
    .where('depth', '>=', 1)
    .where('state', '=', 'live')
    .where(sql<boolean>`recommendation_count > 0`)
    .groupBy('article_id')
    .execute()

/** What each article is ranked by: the time of its latest comment, or its recommendations. An article with neither is missing. */
export const storyRanks = async (db: Db, ids: readonly number[], sort: ListSort): Promise<Map<number, number>> =>
  ids.length === 0
    ? new Map()
    : new Map(
        (await (sort === 'activity' ? latestComments(db, ids) : recommendations(db, ids))).map((row) => [
          row.id,
          row.rank,
        ]),
      )
