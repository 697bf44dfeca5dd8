// What a person's page shows.
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'

/** Newest live comments that an account signed with its own nic; picked nics stay unlinked. */
export const commentsOf = (db: Db, accountId: number, limit: number) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .where('c.account_id', '=', accountId)
    .where('c.voice', '=', 'member')
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .select(['c.id', 'c.html', 'c.created_at', 'a.headline'])
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()

export const articlesOf = (db: Db, accountId: number, limit: number) =>
  db
    .selectFrom('articles')
    .where('account_id', '=', accountId)
    .where('state', '=', 'published')
    .select(['id', 'slug', 'headline', 'comment_count'])
    .select(sql<number>`published_at`.as('published_at'))
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Live comments under the account's own nic. */
export const ownCommentCount = async (db: Db, accountId: number): Promise<number> =>
  (await db.selectFrom('comments').select(sql<number>`count(*)`.as('n')).where('account_id', '=', accountId).where('voice', '=', 'member').where('state', '=', 'live').executeTakeFirstOrThrow()).n
