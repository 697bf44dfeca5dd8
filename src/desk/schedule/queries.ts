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

/** Scheduled articles that are due, oldest first, with their editors. */
export const dueArticles = async (db: Db, now: number, limit: number) =>
  (
    await db
      .selectFrom('articles as a')
      .leftJoin('accounts as e', 'e.id', 'a.editor_id')
      .select(['a.id', 'a.scheduled_at', 'a.editor_id', 'e.nic as editor', 'a.account_id', 'a.nic'])
      .where('a.state', '=', 'scheduled')
      .where('a.scheduled_at', '<=', now)
      .orderBy('a.scheduled_at')
      .orderBy('a.id')
      .limit(limit)
      .execute()
  ).map((row) => ({ ...row, at: row.scheduled_at! }))
