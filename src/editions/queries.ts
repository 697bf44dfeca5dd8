// What is stored of editions: stories by day, section and tag, and the totals that pages show.
import { sql } from 'kysely'
import { countAll, sumOf } from '../db/sql.ts'
import type { Db, Tx } from '../db/open.ts'

/** The one base query for stories in lists: published ones only. */
const stories = (db: Db) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .innerJoin('areas', 'areas.id', 's.area_id')
    .leftJoin('closures as c', (join) => join.onRef('c.article_id', '=', 'a.id').on('c.ended_at', 'is', null))
    .leftJoin('accounts as p', 'p.id', 'a.account_id')
    .leftJoin('media as m', 'm.id', 'a.picture_id')
    .where('a.state', '=', 'published')
    .select([
      'a.id', 'a.slug', 'a.headline', 'a.lede', 'a.nic', 'p.nic as account_nic', 'a.view_count', 'a.comment_count', 'a.close_after_days', 'a.reopened_at',
      's.id as section_id', 's.name as section', 's.slug as section_slug', 'areas.name as area', 'areas.slug as area_slug', 'areas.position as area_position', 's.position as section_position',
      'c.created_at as closed_at', 'm.name as picture', 'm.alt as picture_alt', 'm.caption as picture_caption', 'm.credit as picture_credit', 'm.width as picture_width', 'm.height as picture_height',
    ])
    .select(sql<number>`a.published_at`.as('published_at'))
    .select(sql<string>`a.day`.as('day'))

export type StoryRow = Awaited<ReturnType<typeof editionStories>>[number]

/** All stories of a day, by area, section and then newest first. */
export const editionStories = (db: Db, day: string) =>
  stories(db).where('a.day', '=', day).orderBy('areas.position').orderBy('s.position').orderBy('a.published_at', 'desc').orderBy('a.id', 'desc').execute()

export const sectionStories = (db: Db, sectionId: number, before: { publishedAt: number; id: number } | null, limit: number) =>
  stories(db)
    .where('a.section_id', '=', sectionId)
    .$if(before !== null, (query) => query.where(sql<boolean>`(a.published_at, a.id) < (${before?.publishedAt ?? 0}, ${before?.id ?? 0})`))
    .orderBy('a.published_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(limit)
    .execute()

/** The most discussed stories since a day. */
export const mostDiscussed = (db: Db, since: string, until: string, limit: number) =>
  stories(db).where('a.day', '>=', since).where('a.day', '<=', until).where('a.comment_count', '>', 0).orderBy('a.comment_count', 'desc').orderBy('a.id', 'desc').limit(limit).execute()

export const leadOf = async (db: Db, day: string): Promise<number | null> =>
  (await db.selectFrom('leads').select('article_id').where('day', '=', day).executeTakeFirst())?.article_id ?? null

export const chooseLead = (db: Tx, lead: { day: string; article_id: number; account_id: number | null; created_at: number }) =>
  db.insertInto('leads').values(lead).onConflict((on) => on.column('day').doUpdateSet(lead)).execute()

export const articleKey = (db: Db, id: number) =>
  db.selectFrom('articles').select(['id', sql<number>`published_at`.as('publishedAt')]).where('id', '=', id).where('state', '=', 'published').executeTakeFirst()

/** The newest day that has an edition, or null before the first. */
export const newestDay = async (db: Db): Promise<string | null> =>
  (await db.selectFrom('day_totals').select('day').where('articles', '>', 0).orderBy('day', 'desc').limit(1).executeTakeFirst())?.day ?? null

/** Days with an edition up to and including one, newest first. */
export const editionsUpTo = (db: Db, day: string, limit: number) =>
  db.selectFrom('day_totals').select(['day', 'articles', 'comments']).where('articles', '>', 0).where('day', '<=', day).orderBy('day', 'desc').limit(limit).execute()

export const editionAfter = async (db: Db, day: string): Promise<string | null> =>
  (await db.selectFrom('day_totals').select('day').where('articles', '>', 0).where('day', '>', day).orderBy('day').limit(1).executeTakeFirst())?.day ?? null

/** How many editions there are up to and including a day: the number on the masthead. */
export const editionNumber = async (db: Db, day: string): Promise<number> =>
  (await db.selectFrom('day_totals').select(countAll().as('n')).where('articles', '>', 0).where('day', '<=', day).executeTakeFirstOrThrow()).n

export const dayTotal = async (db: Db, day: string): Promise<{ articles: number; comments: number }> =>
  (await db.selectFrom('day_totals').select(['articles', 'comments']).where('day', '=', day).executeTakeFirst()) ?? { articles: 0, comments: 0 }

export const archiveTotal = (db: Db): Promise<{ articles: number; comments: number; first: string | null }> =>
  db.selectFrom('day_totals').select([sumOf('articles').as('articles'), sumOf('comments').as('comments'), sql<string | null>`min(case when articles > 0 then day end)`.as('first')]).executeTakeFirstOrThrow()

/** Days of a month or a year that have articles; `prefix` is `2030` or `2030-03`. */
export const daysWithin = (db: Db, prefix: string) =>
  db.selectFrom('day_totals').select(['day', 'articles', 'comments']).where('articles', '>', 0).where('day', '>=', prefix).where('day', '<', `${prefix}~`).orderBy('day').execute()

/** Months that have articles, newest first, with their counts. */
export const months = (db: Db) =>
  db
    .selectFrom('day_totals')
    .select([sql<string>`substr(day, 1, 7)`.as('month'), sumOf('articles').as('articles'), sumOf('comments').as('comments')])
    .groupBy(sql`substr(day, 1, 7)`)
    .having(sumOf('articles'), '>', 0)
    .orderBy('month', 'desc')
    .execute()

/** Sizes of the editions of the year before a day, smallest first: what the calendar's dots are measured by. */
export const editionSizes = async (db: Db, since: string): Promise<number[]> =>
  (await db.selectFrom('day_totals').select('articles').where('articles', '>', 0).where('day', '>=', since).orderBy('articles').execute()).map((row) => row.articles)

/** Newest live comments of the whole site. */
export const latestComments = (db: Db, limit: number) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .select(['c.id', 'c.nic', 'c.voice', 'p.role', 'c.html', 'c.created_at', 'a.headline'])
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()

/** Top-level live comments of an article with the most replies. */
export const mostAnswered = (db: Db, articleId: number, limit: number) =>
  db
    .selectFrom('comments as c')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('c.article_id', '=', articleId)
    .where('c.depth', '=', 1)
    .where('c.state', '=', 'live')
    .select(['c.id', 'c.nic', 'c.voice', 'p.role', 'c.html', 'c.created_at', 'c.subtree_count'])
    .orderBy('c.subtree_count', 'desc')
    .orderBy('c.number')
    .limit(limit)
    .execute()

/** Depth of every visible comment of an article in posting order: the bars of its volley strip. */
export const depths = async (db: Db, articleId: number): Promise<number[]> =>
  (await db.selectFrom('comments').select('depth').where('article_id', '=', articleId).where('state', 'in', ['live', 'removed', 'withdrawn']).orderBy('number').execute()).map((row) => row.depth)

/** All sections with their areas, in the order of the front page. */
export const sections = (db: Db) =>
  db
    .selectFrom('sections as s')
    .innerJoin('areas', 'areas.id', 's.area_id')
    .select(['s.id', 's.slug', 's.name', 'areas.name as area', 'areas.slug as area_slug'])
    .orderBy('areas.position')
    .orderBy('s.position')
    .execute()

export const sectionBySlug = (db: Db, slug: string) =>
  db.selectFrom('sections as s').innerJoin('areas', 'areas.id', 's.area_id').select(['s.id', 's.slug', 's.name', 'areas.name as area']).where('s.slug', '=', slug).executeTakeFirst()

/** How many stories each section has. */
export const sectionCounts = async (db: Db): Promise<Map<number, number>> =>
  new Map((await db.selectFrom('articles').select(['section_id', countAll().as('n')]).where('state', '=', 'published').groupBy('section_id').execute()).map((row) => [row.section_id, row.n]))

/** Adds to what pages show of a day; negative numbers take away. */
export const addToDay = (db: Tx, day: string, by: { articles?: number; comments?: number }) =>
  db
    .insertInto('day_totals')
    .values({ day, articles: by.articles ?? 0, comments: by.comments ?? 0 })
    .onConflict((on) => on.column('day').doUpdateSet({ articles: sql`day_totals.articles + ${by.articles ?? 0}`, comments: sql`day_totals.comments + ${by.comments ?? 0}` }))
    .execute()

/** The area of that name, made at the end of the list when it is new. */
export async function areaNamed(db: Tx, name: string, slug: string): Promise<number> {
  const known = await db.selectFrom('areas').select('id').where('name', '=', name).executeTakeFirst()
  if (known) return known.id
  const { next } = await db.selectFrom('areas').select(sql<number>`coalesce(max(position), 0) + 1`.as('next')).executeTakeFirstOrThrow()
  return (await db.insertInto('areas').values({ name, slug: await freeSlug(db, 'areas', slug), position: next }).returning('id').executeTakeFirstOrThrow()).id
}

/** The section of that name, made at the end of its area when it is new. */
export async function sectionNamed(db: Tx, name: string, slug: string, areaId: number): Promise<number> {
  const known = await db.selectFrom('sections').select('id').where('name', '=', name).executeTakeFirst()
  if (known) return known.id
  const { next } = await db.selectFrom('sections').select(sql<number>`coalesce(max(position), 0) + 1`.as('next')).executeTakeFirstOrThrow()
  return (await db.insertInto('sections').values({ name, area_id: areaId, slug: await freeSlug(db, 'sections', slug), position: next }).returning('id').executeTakeFirstOrThrow()).id
}

/** A slug that no other row has: the wanted one, or the wanted one and a number. */
async function freeSlug(db: Tx, table: 'areas' | 'sections', wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    if (!(await db.selectFrom(table).select('id').where('slug', '=', slug).executeTakeFirst())) return slug
  }
}
