// Queries for feeds: published articles and their live comments, newest first, and tokens of private feeds.
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import { type Key, keysetCondition } from '../db/sql.ts'

/** Base query of articles in feeds: published ones only. */
const articleQuery = (db: Db) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('accounts as p', 'p.id', 'a.account_id')
    .leftJoin('media as m', 'm.id', 'a.picture_id')
    .where('a.state', '=', 'published')
    .select([
      'a.id',
      'a.slug',
      'a.headline',
      'a.lede',
      'a.body_html',
      'a.nic',
      'a.revised_at',
      'a.source_url',
      'a.source_name',
      'a.source_host',
      'p.nic as account_nic',
      's.name as section',
      's.slug as section_slug',
      'm.name as picture',
      'm.alt as picture_alt',
      'm.caption as picture_caption',
      'm.credit as picture_credit',
      'm.width as picture_width',
      'm.height as picture_height',
    ])
    .select(sql<number>`a.published_at`.as('published_at'))

export type FeedArticleRow = Awaited<ReturnType<typeof articlesOfSite>>[number]

/** The cursor of an article in the feed of the site; undefined if it was never published. */
export const articleCursor = (db: Db, id: number): Promise<(Key & { day: string }) | undefined> =>
  db
    .selectFrom('articles')
    .select(['id', sql<string>`day`.as('day'), sql<number>`published_at`.as('at')])
    .where('id', '=', id)
    .where('published_at', 'is not', null)
    .executeTakeFirst()

/** Articles of the site, by edition, newest first. */
export const articlesOfSite = (db: Db, before: (Key & { day: string }) | null, limit: number) =>
  articleQuery(db)
    .$if(before !== null, (query) =>
      query.where(
        sql<boolean>`(a.day, a.published_at, a.id) < (${before?.day ?? ''}, ${before?.at ?? 0}, ${before?.id ?? 0})`,
      ),
    )
    .orderBy('a.day', 'desc')
    .orderBy('a.published_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(limit)
    .execute()

/** Articles by id, in the order of the ids. */
export async function articlesByIds(db: Db, ids: readonly number[]): Promise<FeedArticleRow[]> {
  const found = new Map(
    ids.length === 0 ? [] : (await articleQuery(db).where('a.id', 'in', ids).execute()).map((row) => [row.id, row]),
  )
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** The cursor of a person's feed, which mixes articles and comments. */
export type PersonCursor = Key & { kind: 'article' | 'comment' }

/** Articles that an account posted under its own nic. At equal times, comments come before articles. */
export const articlesBy = (db: Db, account: { id: number; nic: string }, before: PersonCursor | null, limit: number) =>
  articleQuery(db)
    .where('a.account_id', '=', account.id)
    .where('a.nic', '=', account.nic)
    .$if(before !== null, (query) =>
      query.where(
        before?.kind === 'article'
          ? keysetCondition('a.published_at', 'a.id', before, 'older')
          : sql<boolean>`a.published_at <= ${before?.at ?? 0}`,
      ),
    )
    .orderBy('a.published_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(limit)
    .execute()

/** Tags by article id, in alphabetical order. */
export async function tagsOfArticles(db: Db, ids: readonly number[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  if (ids.length === 0) return found
  for (const { article_id, tag } of await db
    .selectFrom('article_tags')
    .selectAll()
    .where('article_id', 'in', ids)
    .orderBy('tag')
    .execute())
    found.set(article_id, [...(found.get(article_id) ?? []), tag])
  return found
}

/** Base query of comments in feeds: live comments of published articles only. */
const commentQuery = (db: Db) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .leftJoin('comments as parent', 'parent.id', 'c.parent_id')
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .select([
      'c.id',
      'c.number',
      'c.article_id',
      'c.parent_id',
      'c.account_id',
      'c.nic',
      'c.name_kind',
      'c.html',
      'c.created_at',
      'c.edited_at',
      'parent.state as parent_state',
      'p.nic as account_nic',
      'a.headline',
      'a.slug',
    ])

export type FeedCommentRow = Awaited<ReturnType<typeof commentsOfSite>>[number]

/** The cursor of a feed of comments. */
export type CommentCursor = Key & { number: number }

/** The cursor of a comment. Removed and withdrawn comments count: a feed may have listed them before. */
export const commentCursor = (db: Db, id: number): Promise<CommentCursor | undefined> =>
  db
    .selectFrom('comments')
    .select(['id', 'number', 'created_at as at'])
    .where('id', '=', id)
    .where('state', 'in', ['live', 'removed', 'withdrawn'])
    .executeTakeFirst()

/** Comments of the site, newest first. */
export const commentsOfSite = (db: Db, before: CommentCursor | null, limit: number) =>
  commentQuery(db)
    .$if(before !== null, (query) => query.where(keysetCondition('c.created_at', 'c.id', before!, 'older')))
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()

/** Comments on an article, newest first. */
export const commentsOn = (db: Db, articleId: number, before: CommentCursor | null, limit: number) =>
  commentQuery(db)
    .where('c.article_id', '=', articleId)
    .$if(before !== null, (query) => query.where('c.number', '<', before?.number ?? 0))
    .orderBy('c.number', 'desc')
    .limit(limit)
    .execute()

/** Comments that an account signed with its own nic. Picked nics are never linked to it. */
export const commentsBy = (db: Db, accountId: number, before: PersonCursor | null, limit: number) =>
  commentQuery(db)
    .where('c.account_id', '=', accountId)
    .where('c.name_kind', '=', 'member')
    .$if(before !== null, (query) =>
      query.where(
        before?.kind === 'comment'
          ? keysetCondition('c.created_at', 'c.id', before, 'older')
          : sql<boolean>`c.created_at < ${before?.at ?? 0}`,
      ),
    )
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()

/** Newest comments of a member whose replies the private feed shows. */
const MAX_OWN_COMMENTS = 2000

/** Ids of the newest live replies to comments of an account, picked nics included. */
const answersTo = (db: Db, accountId: number, limit: number) =>
  db
    .selectFrom(
      db
        .selectFrom('comments')
        .select('id')
        .where('account_id', '=', accountId)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(MAX_OWN_COMMENTS)
        .as('mine'),
    )
    .innerJoin('comments as c', 'c.parent_id', 'mine.id')
    .where('c.state', '=', 'live')
    .select(['c.id', 'c.created_at'])
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()

/** Ids of the newest live comments on the articles of an account. Reads the ends of the threads commented last. */
const commentsUnder = (db: Db, accountId: number, limit: number) =>
  db
    .selectFrom(
      db
        .selectFrom('articles')
        .select(['id', 'last_number'])
        .where('account_id', '=', accountId)
        .where('state', '=', 'published')
        .where('last_comment_at', 'is not', null)
        .orderBy('last_comment_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .as('mine'),
    )
    .innerJoin('comments as c', (join) =>
      join.onRef('c.article_id', '=', 'mine.id').on('c.number', '>', sql<number>`mine.last_number - ${limit}`),
    )
    .where('c.state', '=', 'live')
    .select(['c.id', 'c.created_at'])
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()

/** The newest live replies to comments of an account, and comments on its articles; includes its own comments. */
export async function repliesTo(db: Db, accountId: number, limit: number): Promise<FeedCommentRow[]> {
  const ids = new Set(
    [...(await answersTo(db, accountId, limit)), ...(await commentsUnder(db, accountId, limit))].map(({ id }) => id),
  )
  if (ids.size === 0) return []
  return commentQuery(db)
    .where('c.id', 'in', [...ids])
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()
}
