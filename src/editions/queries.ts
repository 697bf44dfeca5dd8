// Queries for stories: of an edition, of a list over many days, and the thread of the lead.
import { type Insertable, sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { DeskSchema } from '../db/schema/desk.ts'
import { type Key, keysetCondition } from '../db/sql.ts'

/** Base query of every list of stories: published articles only. */
const storyQuery = (db: Db) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .innerJoin('areas', 'areas.id', 's.area_id')
    .leftJoin('closures as c', (join) => join.onRef('c.article_id', '=', 'a.id').on('c.ended_at', 'is', null))
    .leftJoin('accounts as closer', 'closer.id', 'c.account_id')
    .leftJoin('thread_settings as tw', (join) => join.onRef('tw.article_id', '=', 'a.id').on('tw.ended_at', 'is', null))
    .leftJoin('accounts as p', 'p.id', 'a.account_id')
    .leftJoin('media as m', 'm.id', 'a.picture_id')
    .where('a.state', '=', 'published')
    .select([
      'a.id',
      'a.slug',
      'a.headline',
      'a.lede',
      'a.nic',
      'p.nic as account_nic',
      'a.view_count',
      'a.comment_count',
      'a.corrected_at',
      'a.close_after_days',
      'a.reopened_at',
      'a.position',
      's.id as section_id',
      's.name as section',
      's.slug as section_slug',
      'areas.name as area',
      'areas.slug as area_slug',
      'areas.position as area_position',
      's.position as section_position',
      'tw.close_after_days as thread_days',
      'c.until_at as closed_until',
      'c.reason as close_reason',
      'closer.nic as closed_by',
      'm.name as picture',
      'm.alt as picture_alt',
      'm.caption as picture_caption',
      'm.credit as picture_credit',
      'm.width as picture_width',
      'm.height as picture_height',
    ])
    .select(sql<number | null>`coalesce(c.starts_at, c.created_at)`.as('closed_at'))
    .select(sql<number>`a.published_at`.as('published_at'))
    .select(sql<string>`a.day`.as('day'))

export type StoryRow = Awaited<ReturnType<typeof editionStories>>[number]

const editionQuery = (db: Db, day: string) =>
  storyQuery(db)
    .where('a.day', '=', day)
    .orderBy('areas.position')
    .orderBy('s.position')
    .orderBy(sql`a.position is null`)
    .orderBy('a.position')
    .orderBy('a.published_at', 'desc')
    .orderBy('a.id', 'desc')

/** All stories of a day, by area and section, those with a place first, the others newest first. */
export const editionStories = (db: Db, day: string) => editionQuery(db, day).execute()

/** The same with the author and time of the last comment in each thread. */
export const editionHeadlines = (db: Db, day: string) =>
  editionQuery(db, day)
    .leftJoin('comments as last', 'last.id', 'a.last_comment_id')
    .leftJoin('accounts as speaker', 'speaker.id', 'last.account_id')
    .select([
      'last.id as last_id',
      'last.nic as last_nic',
      'last.name_kind as last_name_kind',
      'last.created_at as last_at',
      'speaker.role as last_role',
    ])
    .execute()

export type HeadlineRow = Awaited<ReturnType<typeof editionHeadlines>>[number]

/** Stories by id, in the order of the ids. */
export async function storiesByIds(db: Db, ids: readonly number[]): Promise<StoryRow[]> {
  if (ids.length === 0) return []
  const rows = new Map((await storyQuery(db).where('a.id', 'in', ids).execute()).map((row) => [row.id, row]))
  return ids.flatMap((id) => rows.get(id) ?? [])
}

/** Stories published after a time, newest first. @param day the date of that time in the site's time zone */
export async function storiesSince(db: Db, at: number, day: string, limit: number): Promise<StoryRow[]> {
  const ids = await db
    .selectFrom('articles')
    .select('id')
    .where('state', '=', 'published')
    .where('day', '>=', day)
    .where('published_at', '>', at)
    .orderBy('day', 'desc')
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return storiesByIds(
    db,
    ids.map(({ id }) => id),
  )
}

/** What a list over many days is limited to: sections, a tag, a source or a member. */
export type Scope = { sections: readonly number[] } | { tag: string } | { source: string } | { account: number }

type KeyRange = { from: Key | null; direction: 'older' | 'atOrNewer'; limit: number }

const keysByTag = (db: Db, tag: string, { from, direction, limit }: KeyRange): Promise<Key[]> =>
  db
    .selectFrom('article_tags')
    .select(['article_id as id', sql<number>`published_at`.as('at')])
    .where('tag', '=', tag)
    .where('published_at', 'is not', null)
    .$if(from !== null, (query) => query.where(keysetCondition('published_at', 'article_id', from!, direction)))
    .orderBy('published_at', direction === 'older' ? 'desc' : 'asc')
    .orderBy('article_id', direction === 'older' ? 'desc' : 'asc')
    .limit(limit)
    .execute()

const keysByColumn = (
  db: Db,
  column: 'section_id' | 'source_host' | 'account_id',
  value: number | string,
  { from, direction, limit }: KeyRange,
): Promise<Key[]> =>
  db
    .selectFrom('articles')
    .select(['id', sql<number>`published_at`.as('at')])
    .where('state', '=', 'published')
    .where(column, '=', value)
    .$if(from !== null, (query) => query.where(keysetCondition('published_at', 'id', from!, direction)))
    .orderBy('published_at', direction === 'older' ? 'desc' : 'asc')
    .orderBy('id', direction === 'older' ? 'desc' : 'asc')
    .limit(limit)
    .execute()

/**
 * Keys of the stories of a list. Reads an index, one section at a time, at most `limit` keys of each.
 * @param from key to continue from, or null for the newest
 */
export async function storyKeys(
  db: Db,
  scope: Scope,
  from: Key | null,
  direction: 'older' | 'atOrNewer',
  limit: number,
): Promise<Key[]> {
  const range = { from, direction, limit }
  if ('tag' in scope) return keysByTag(db, scope.tag, range)
  if ('source' in scope) return keysByColumn(db, 'source_host', scope.source, range)
  if ('account' in scope) return keysByColumn(db, 'account_id', scope.account, range)
  const found: Key[] = []
  for (const section of scope.sections) found.push(...(await keysByColumn(db, 'section_id', section, range)))
  const sign = direction === 'older' ? 1 : -1
  return found.sort((a, b) => sign * (b.at - a.at || b.id - a.id)).slice(0, limit)
}

/** The key of a story in lists by time; undefined if it was never published. */
export const storyKey = (db: Db, id: number): Promise<Key | undefined> =>
  db
    .selectFrom('articles')
    .select(['id', sql<number>`published_at`.as('at')])
    .where('id', '=', id)
    .where('published_at', 'is not', null)
    .executeTakeFirst()

/** Ids of the most discussed stories between two days, both included. */
export const mostDiscussedIds = async (db: Db, since: string, until: string, limit: number): Promise<number[]> => {
  const found = await db
    .selectFrom('articles')
    .select('id')
    .where('state', '=', 'published')
    .$if(since === until, (query) => query.where('day', '=', since))
    .$if(since !== until, (query) => query.where('day', '>=', since).where('day', '<=', until))
    .where('comment_count', '>', 0)
    .orderBy('comment_count', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return found.map(({ id }) => id)
}

type DiscussedRow = { id: number; day: string; comment_count: number }

/** The most discussed stories of each day, in one statement. @param ties which of equally discussed stories comes first */
export async function mostDiscussedByDay(
  db: Db,
  days: readonly string[],
  limit: number,
  ties: 'newest' | 'oldest',
): Promise<DiscussedRow[]> {
  if (days.length === 0) return []
  const order = ties === 'newest' ? sql`comment_count desc, id desc` : sql`comment_count desc, id`
  const ofDay = (day: string) =>
    sql`select * from (select id, day, comment_count from articles where state = 'published' and day = ${day} order by ${order} limit ${limit})`
  return (await sql<DiscussedRow>`${sql.join(days.map(ofDay), sql` union all `)}`.execute(db)).rows
}

/** Ids of the most discussed stories of each day, newest day first; includes stories without comments. @param limit stories of each day */
export async function mostDiscussedIdsByDay(db: Db, days: readonly string[], limit: number): Promise<number[]> {
  const rows = await mostDiscussedByDay(db, days, limit, 'newest')
  return rows
    .sort((a, b) => (a.day === b.day ? b.comment_count - a.comment_count || b.id - a.id : a.day < b.day ? 1 : -1))
    .map(({ id }) => id)
}

/** The lead of a day in force; undefined when nobody has chosen one. */
export const leadInForce = (db: Db, day: string) =>
  db
    .selectFrom('lead_choices')
    .select(['id', 'article_id'])
    .where('day', '=', day)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertLead = async (
  db: Tx,
  lead: Omit<Insertable<DeskSchema['lead_choices']>, 'id' | 'ended_at' | 'ended_by' | 'end_reason'>,
): Promise<number> => (await db.insertInto('lead_choices').values(lead).returning('id').executeTakeFirstOrThrow()).id

const quotedColumns = [
  'c.id',
  'c.article_id',
  'c.nic',
  'c.name_kind',
  'p.role',
  'c.html',
  'c.created_at',
  'c.reply_count',
] as const

/** Live comments of an article that an editor chose to be quoted, in the order of the choice. */
export const chosenQuotes = (db: Db, articleId: number) =>
  db
    .selectFrom('front_quotes as q')
    .innerJoin('comments as c', 'c.id', 'q.comment_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('q.article_id', '=', articleId)
    .where('q.ended_at', 'is', null)
    .where('c.article_id', '=', articleId)
    .where('c.state', '=', 'live')
    .select(quotedColumns)
    .orderBy('q.id')
    .execute()

/** Live top-level comments of an article, those with the most live replies first. */
export const mostRepliedComments = (db: Db, articleId: number, limit: number) =>
  db
    .selectFrom('comments as c')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('c.article_id', '=', articleId)
    .where('c.depth', '=', 1)
    .where('c.state', '=', 'live')
    .select(quotedColumns)
    .orderBy('c.reply_count', 'desc')
    .orderBy('c.number')
    .limit(limit)
    .execute()

/** Newest comments that the sparkline shows. */
const SPARKLINE_COMMENTS = 1000

/** Depths of the newest visible comments of an article, in posting order, for its sparkline. */
export const commentDepths = async (db: Db, articleId: number): Promise<number[]> =>
  (
    await db
      .selectFrom('comments')
      .select('depth')
      .where('article_id', '=', articleId)
      .where('state', 'in', ['live', 'removed', 'withdrawn'])
      .orderBy('number', 'desc')
      .limit(SPARKLINE_COMMENTS)
      .execute()
  )
    .map((row) => row.depth)
    .reverse()
