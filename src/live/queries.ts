// Rows that live streams need: whether a thread is open, and which sessions are valid.
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import type { Role } from '../permissions.ts'

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

/** The sessions with one of these hashes, and what their end depends on. */
export async function sessionsByHash(
  db: Db,
  hashes: readonly string[],
): Promise<{ token_hash: string; role: Role; expires_at: number; last_used_at: number }[]> {
  const found = []
  for (let i = 0; i < hashes.length; i += HASHES_PER_QUERY)
    found.push(
      ...(await db
        .selectFrom('sessions as s')
        .innerJoin('accounts as p', 'p.id', 's.account_id')
        .select(['s.token_hash', 'p.role', 's.expires_at', 's.last_used_at'])
        .where('s.token_hash', 'in', hashes.slice(i, i + HASHES_PER_QUERY))
        .execute()),
    )
  return found
}

const HASHES_PER_QUERY = 500
