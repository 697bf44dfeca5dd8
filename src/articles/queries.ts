// Queries for one article.

import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { ArticlesTable } from '../db/schema/articles.ts'
import { insertArticleLinks, saveArticleLinks } from './link-queries.ts'
import { countPublished, ensureTags } from './totals-queries.ts'

/** The columns of an article, of its thread and of its picture. */
const articleColumns = [
  'a.id',
  'a.kind',
  'a.state',
  'a.slug',
  'a.headline',
  'a.lede',
  'a.source_url',
  'a.source_host',
  'a.source_name',
  'a.body_html',
  'a.word_count',
  'a.nic',
  'a.account_id',
  'a.revised_at',
  'a.revision',
  'rev.note as revision_note',
  'a.view_count',
  'a.comment_count',
  'a.last_number',
  'a.moved_away_count',
  'a.close_after_days',
  'a.reopened_at',
  'a.section_id',
  's.name as section',
  's.slug as section_slug',
  'p.nic as account_nic',
  'p.role as account_role',
  'ed.nic as editor_nic',
  'ed.role as editor_role',
  'c.id as closure_id',
  'c.reason as close_reason',
  'c.summary as close_summary',
  'c.until_at as closed_until',
  'c.log_entry_id as close_entry',
  'closer.nic as closed_by',
  'th.id as hold_id',
  'sh.reason as site_hold_reason',
  'sh.until_at as site_hold_until',
  'sh.log_entry_id as site_hold_entry',
  'holder.nic as site_holder',
  'ts.minutes as slow_minutes',
  'tw.who_may_comment as who',
  'tw.close_after_days as thread_days',
  'tn.html as notice_html',
  'm.name as picture',
  'm.alt as picture_alt',
  'm.caption as picture_caption',
  'm.credit as picture_credit',
  'm.width as picture_width',
  'm.height as picture_height',
] as const

/** An article with everything that its page and its thread's rules need. */
const articleQuery = (db: Db, id: number) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('article_revisions as rev', (join) =>
      join.onRef('rev.article_id', '=', 'a.id').onRef('rev.number', '=', 'a.revision'),
    )
    .leftJoin('closures as c', (join) => join.onRef('c.article_id', '=', 'a.id').on('c.ended_at', 'is', null))
    .leftJoin('accounts as closer', 'closer.id', 'c.account_id')
    .leftJoin('thread_holds as th', (join) => join.onRef('th.article_id', '=', 'a.id').on('th.ended_at', 'is', null))
    .leftJoin('site_holds as sh', (join) => join.on('sh.ended_at', 'is', null))
    .leftJoin('accounts as holder', 'holder.id', 'sh.account_id')
    .leftJoin('slow_modes as ts', (join) => join.onRef('ts.article_id', '=', 'a.id').on('ts.ended_at', 'is', null))
    .leftJoin('thread_settings as tw', (join) => join.onRef('tw.article_id', '=', 'a.id').on('tw.ended_at', 'is', null))
    .leftJoin('thread_notices as tn', (join) => join.onRef('tn.article_id', '=', 'a.id').on('tn.ended_at', 'is', null))
    .leftJoin('accounts as p', 'p.id', 'a.account_id')
    .leftJoin('accounts as ed', 'ed.id', 'a.editor_id')
    .leftJoin('media as m', 'm.id', 'a.picture_id')
    .where('a.id', '=', id)
    .select(articleColumns)
    .select(
      sql<number>`exists (select 1 from merges as g where g.into_id = a.id and g.ended_at is null)`.as('has_merged'),
    )
    .select(sql<number | null>`coalesce(c.starts_at, c.created_at)`.as('closed_at'))
    .select(sql<number | null>`(select max(until_at) from duties where ended_at is null)`.as('duty_until'))
    .select(sql<number>`a.published_at`.as('published_at'))
    .select(sql<string>`a.day`.as('day'))

export const publishedArticle = (db: Db, id: number) =>
  articleQuery(db, id).where('a.state', '=', 'published').executeTakeFirst()

/** An article that was published and is no longer, for editors. */
export const unpublishedArticle = (db: Db, id: number) =>
  articleQuery(db, id).where('a.state', '=', 'unpublished').where('a.published_at', 'is not', null).executeTakeFirst()

/** Why an article is no longer published, and the article that it was merged into. */
export const articleAbsence = (db: Db, id: number) =>
  db
    .selectFrom('articles as a')
    .leftJoin('unpublishings as u', (join) => join.onRef('u.article_id', '=', 'a.id').on('u.ended_at', 'is', null))
    .leftJoin('accounts as e', 'e.id', 'u.account_id')
    .leftJoin('merges as g', (join) => join.onRef('g.article_id', '=', 'a.id').on('g.ended_at', 'is', null))
    .leftJoin('articles as t', (join) => join.onRef('t.id', '=', 'g.into_id').on('t.state', '=', 'published'))
    .select(['u.reason', 'e.nic as by', 't.id as into_id', 't.slug as into_slug'])
    .where('a.id', '=', id)
    .where('a.published_at', 'is not', null)
    .where('a.state', 'in', ['unpublished', 'withdrawn'])
    .executeTakeFirst()

/** The writers of submissions that were merged into an article, in the order of the merges. */
export const mergedWriters = (db: Db, id: number) =>
  db
    .selectFrom('merges as g')
    .innerJoin('articles as a', 'a.id', 'g.article_id')
    .leftJoin('accounts as p', 'p.id', 'a.account_id')
    .select(['a.nic', 'p.nic as account_nic'])
    .where('g.into_id', '=', id)
    .where('g.ended_at', 'is', null)
    .orderBy('g.id')
    .execute()

/** Whether an article was published and is no longer: its address always answers 410. */
export const wasPublished = async (db: Db, id: number): Promise<boolean> =>
  (await db
    .selectFrom('articles')
    .select('id')
    .where('id', '=', id)
    .where('published_at', 'is not', null)
    .where('state', 'in', ['unpublished', 'withdrawn'])
    .executeTakeFirst()) !== undefined

export type ArticleRow = NonNullable<Awaited<ReturnType<typeof publishedArticle>>>

/** The tags of one article, in alphabetical order. */
export const tagsOf = async (db: Db, articleId: number): Promise<string[]> =>
  (await db.selectFrom('article_tags').select('tag').where('article_id', '=', articleId).orderBy('tag').execute()).map(
    (row) => row.tag,
  )

/** The previous and the next article of the same edition, in the order of publication. */
export async function adjacentArticles(db: Db, article: { id: number; day: string; published_at: number }) {
  const edition = db
    .selectFrom('articles')
    .select(['id', 'slug', 'headline'])
    .where('state', '=', 'published')
    .where('day', '=', article.day)
  const key = [article.published_at, article.id] as const
  return {
    before: await edition
      .where(sql<boolean>`(published_at, id) < (${key[0]}, ${key[1]})`)
      .orderBy('published_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    after: await edition
      .where(sql<boolean>`(published_at, id) > (${key[0]}, ${key[1]})`)
      .orderBy('published_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst(),
  }
}

/** Other articles of the same section published before `until`, newest first. */
export const alsoInSection = (db: Db, article: { id: number; section_id: number }, until: number, limit: number) =>
  db
    .selectFrom('articles')
    .select(['id', 'slug', 'headline', 'comment_count'])
    .where('state', '=', 'published')
    .where('section_id', '=', article.section_id)
    .where('published_at', '<', until)
    .where('id', '!=', article.id)
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Inserts an article with its tags, each in the site's spelling, and its links, and counts it if it is published. */
export const insertArticle = async (
  db: Tx,
  article: Insertable<ArticlesTable>,
  tags: readonly string[],
): Promise<number> => {
  const { id } = await db.insertInto('articles').values(article).returning('id').executeTakeFirstOrThrow()
  const names = await ensureTags(db, tags)
  if (names.length > 0)
    await db
      .insertInto('article_tags')
      .values(names.map((tag) => ({ article_id: id, tag })))
      .execute()
  const { state, section_id, account_id = null, source_host = null, day, published_at } = article
  if (state === 'published' && day != null && published_at != null)
    await countPublished(db, { id, section_id, account_id, source_host, day, published_at }, 1)
  const { headline, source_url = null, body_html, created_at } = article
  await insertArticleLinks(db, { id, headline, source_url, body_html, created_at, published_at: published_at ?? null })
  return id
}

/** Inserts a picture, or returns the id of the row that has its name. */
export const insertMedia = async (
  db: Tx,
  media: {
    name: string
    alt: string
    caption: string
    credit: string
    width: number
    height: number
    created_at: number
  },
): Promise<number> =>
  (
    await db
      .insertInto('media')
      .values(media)
      .onConflict((on) => on.column('name').doUpdateSet({ name: media.name }))
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

/** Adds to the view counts of articles, by article id. */
export async function addViews(db: Tx, views: ReadonlyMap<number, number>): Promise<void> {
  for (const [id, n] of views)
    await db
      .updateTable('articles')
      .set({ view_count: sql`view_count + ${n}` })
      .where('id', '=', id)
      .execute()
}

export async function rerenderArticle(
  db: Tx,
  id: number,
  body: { body_html: string; renderer: number; word_count: number },
): Promise<void> {
  await db.updateTable('articles').set(body).where('id', '=', id).execute()
  await saveArticleLinks(db, { id })
}

/** Articles whose body was rendered by an older version, with ids above `after`. */
export const staleArticles = (db: Db, renderer: number, after: number, limit: number) =>
  db
    .selectFrom('articles')
    .select(['id', 'body_source', 'body_format', 'body_place'])
    .where('renderer', '<', renderer)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
