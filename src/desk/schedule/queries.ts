// Queries of scheduled articles.
import type { Db } from '../../db/open.ts'

/** When the next scheduled article is due; null when none is scheduled. Unix milliseconds. */
export const nextScheduledAt = async (db: Db): Promise<number | null> =>
  (
    await db
      .selectFrom('articles')
      .select('scheduled_at')
      .where('state', '=', 'scheduled')
      .where('scheduled_at', 'is not', null)
      .orderBy('scheduled_at')
      .limit(1)
      .executeTakeFirst()
  )?.scheduled_at ?? null

/** Scheduled articles that are due, oldest first. */
export const dueArticles = async (db: Db, now: number, limit: number) =>
  (
    await db
      .selectFrom('articles')
      .select(['id', 'scheduled_at'])
      .where('state', '=', 'scheduled')
      .where('scheduled_at', '<=', now)
      .orderBy('scheduled_at')
      .orderBy('id')
      .limit(limit)
      .execute()
  ).map((row) => ({ id: row.id, at: row.scheduled_at! }))
