// Rows that live streams need: whether a thread is open, and which sessions are valid.
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'

/** What decides whether a thread is open; undefined without a published article. */
export const threadFacts = (db: Db, articleId: number) =>
  db
    .selectFrom('articles as a')
    .leftJoin('closures as c', (join) => join.onRef('c.article_id', '=', 'a.id').on('c.ended_at', 'is', null))
    .select([
      'a.published_at',
      'a.reopened_at',
      'a.close_after_days',
      'c.until_at as closed_until',
      'c.reason as close_reason',
    ])
    .select(sql<number | null>`coalesce(c.starts_at, c.created_at)`.as('closed_at'))
    .where('a.id', '=', articleId)
    .where('a.state', '=', 'published')
    .executeTakeFirst()

/** The hashes among these of sessions that have not expired. */
export async function validSessions(db: Db, hashes: readonly string[], now: number): Promise<Set<string>> {
  const found = new Set<string>()
  for (let i = 0; i < hashes.length; i += HASHES_PER_QUERY) {
    for (const row of await db
      .selectFrom('sessions')
      .select('token_hash')
      .where('token_hash', 'in', hashes.slice(i, i + HASHES_PER_QUERY))
      .where('expires_at', '>', now)
      .execute())
      found.add(row.token_hash)
  }
  return found
}

const HASHES_PER_QUERY = 500
