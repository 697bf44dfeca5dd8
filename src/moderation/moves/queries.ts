// Queries for moves: articles to move to, and who moved a branch.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

/** The newest published articles. */
export const newestArticles = (db: Db, limit: number) =>
  db
    .selectFrom('articles')
    .select(['id', 'slug', 'headline', 'day'])
    .where('state', '=', 'published')
    .orderBy('day', 'desc')
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export type ChosenArticle = Awaited<ReturnType<typeof newestArticles>>[number]

/** The move of a batch that is not undone, with both articles. */
export const moveOfBatch = (db: Db, batchId: number) =>
  db
    .selectFrom('batch_changes as b')
    .innerJoin('moves as m', (join) => join.onRef('m.id', '=', 'b.noun_id').on('m.ended_at', 'is', null))
    .innerJoin('articles as a', 'a.id', 'm.article_id')
    .innerJoin('articles as into', 'into.id', 'm.to_article_id')
    .where('b.batch_id', '=', batchId)
    .where('b.kind', '=', 'start')
    .where('b.noun', '=', 'moves')
    .select([
      'm.comment_id',
      'm.was_visible',
      'a.id as from_id',
      'a.slug as from_slug',
      'a.headline as from_headline',
      'into.id as to_article_id',
      'into.slug as into_slug',
      'into.headline as into_headline',
    ])
    .executeTakeFirst()

/**
 * Who last moved a comment, or its top-level comment, to its present article, by a move or its undo, and when.
 * Undoing an undo counts as the first move.
 */
export const lastMover = (db: Db, comment: { id: number; article_id: number; root_id: number | null }) =>
  db
    .selectFrom('moves as m')
    .leftJoin('accounts as p', (join) =>
      join.on('p.id', '=', sql<number>`case when m.ended_at is null then m.account_id else m.ended_by end`),
    )
    .select(['p.id as account_id', 'p.nic', 'm.ended_at'])
    .select(sql<number>`coalesce(m.ended_at, m.created_at)`.as('at'))
    .where('m.comment_id', 'in', [comment.id, comment.root_id ?? comment.id])
    .where(
      sql<number>`case when m.ended_at is null then m.to_article_id else m.article_id end`,
      '=',
      comment.article_id,
    )
    .orderBy('at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The batch of the same move by the same account for the same reason since a moment, to answer a repeat; null without one. */
export const batchOfSameMove = async (
  db: Db,
  move: { comment_id: number; to_article_id: number; account_id: number; reason: string },
  since: number,
): Promise<number | null> =>
  (
    await db
      .selectFrom('moves as m')
      .innerJoin('log_entries as l', 'l.id', 'm.log_entry_id')
      .select('l.batch_id')
      .where('m.comment_id', '=', move.comment_id)
      .where('m.to_article_id', '=', move.to_article_id)
      .where('m.account_id', '=', move.account_id)
      .where('m.reason', '=', move.reason)
      .where('m.created_at', '>', since)
      .where('m.ended_at', 'is', null)
      .orderBy('m.id', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.batch_id ?? null
