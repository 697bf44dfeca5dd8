// Rows that live streams need: whether a thread is open, and which sessions are valid.
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Role } from '../permissions.ts'

/** What decides whether a thread is open; undefined without a published article. */
export const threadFacts = (db: Db, articleId: number) =>
  db
    .selectFrom('articles as a')
    .leftJoin('closures as c', (join) => join.onRef('c.article_id', '=', 'a.id').on('c.ended_at', 'is', null))
    .leftJoin('accounts as closer', 'closer.id', 'c.account_id')
    .leftJoin('thread_settings as tw', (join) => join.onRef('tw.article_id', '=', 'a.id').on('tw.ended_at', 'is', null))
    .select([
      'a.reopened_at',
      'a.close_after_days',
      'c.until_at as closed_until',
      'c.reason as close_reason',
      'tw.close_after_days as thread_days',
      'closer.nic as closed_by',
    ])
    .select(sql<number | null>`coalesce(c.starts_at, c.created_at)`.as('closed_at'))
    .select(sql<number>`a.published_at`.as('published_at'))
    .where('a.id', '=', articleId)
    .where('a.state', '=', 'published')
    .executeTakeFirst()

/** The sessions with one of these hashes, and what their end depends on. */
export async function sessionsByHash(
  db: Db,
  hashes: readonly string[],
): Promise<{ token_hash: string; role: Role; expires_at: number; last_used_at: number; max_idle: number | null }[]> {
  const found = []
  for (let i = 0; i < hashes.length; i += HASHES_PER_QUERY)
    found.push(
      ...(await db
        .selectFrom('sessions as s')
        .innerJoin('accounts as p', 'p.id', 's.account_id')
        .select(['s.token_hash', 'p.role', 's.expires_at', 's.last_used_at', 's.max_idle'])
        .where('s.token_hash', 'in', hashes.slice(i, i + HASHES_PER_QUERY))
        .where('s.ended_at', 'is', null)
        .execute()),
    )
  return found
}

const HASHES_PER_QUERY = 500
