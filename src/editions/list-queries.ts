// Queries for lists over many days: areas, sections, tags, sources, and the newest comments of the site.
import { sql } from 'kysely'
import { slugAfter } from '../articles/section-queries.ts'
import type { Db, Tx } from '../db/open.ts'
import { type Key, keysetCondition } from '../db/sql.ts'

/** A source that has articles. */
export const sourceByHost = (db: Db, host: string) =>
  db
    .selectFrom('sources')
    .select(['id', 'host', 'article_count'])
    .where('host', '=', host)
    .where('article_count', '>', 0)
    .executeTakeFirst()

/** A tag or a source; `at`, the key, is its number of articles. */
export type TermRow = Key & { name: string }

/** Tags or sources that have articles, ordered by number of articles: downwards from a key, or upwards from it. */
export const termsByCount = (
  db: Db,
  table: 'tags' | 'sources',
  from: Key | null,
  direction: 'older' | 'atOrNewer',
  limit: number,
): Promise<TermRow[]> =>
  db
    .selectFrom(table)
    .select(['id', sql<string>`${sql.ref(table === 'tags' ? 'name' : 'host')}`.as('name'), 'article_count as at'])
    .where('article_count', '>', 0)
    .$if(from !== null, (query) => query.where(keysetCondition('article_count', 'id', from!, direction)))
    .orderBy('article_count', direction === 'older' ? 'desc' : 'asc')
    .orderBy('id', direction === 'older' ? 'desc' : 'asc')
    .limit(limit)
    .execute()

/** The key of a tag or a source in the list of all. */
export const termKey = (db: Db, table: 'tags' | 'sources', id: number): Promise<Key | undefined> =>
  db.selectFrom(table).select(['id', 'article_count as at']).where('id', '=', id).executeTakeFirst()

/** Base query of every list of comments: live comments of published articles, newest first. */
export const listedComments = (db: Db) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .select([
      'c.id',
      'c.number',
      'c.account_id',
      'c.parent_id',
      'c.nic',
      'c.name_kind',
      'p.role',
      'p.nic as account_nic',
      'c.html',
      'c.created_at',
      'c.reply_count',
      'a.id as article_id',
      'a.slug',
      'a.headline',
    ])
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')

export type ListedRow = Awaited<ReturnType<typeof latestComments>>[number]

/** Newest live comments of the site, or the newest below a key. */
export const latestComments = (db: Db, below: Key | null, limit: number) =>
  listedComments(db)
    .$if(below !== null, (query) => query.where(keysetCondition('c.created_at', 'c.id', below!, 'older')))
    .limit(limit)
    .execute()

/** Keys of live comments from a key up to the newest, oldest first. */
export const latestKeysFrom = (db: Db, from: Key, limit: number): Promise<Key[]> =>
  db
    .selectFrom('comments')
    .select(['id', 'created_at as at'])
    .where('state', '=', 'live')
    .where(keysetCondition('created_at', 'id', from, 'atOrNewer'))
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()

/** The key of a comment in lists by time. Removed and withdrawn comments count, because a page address may name them. */
export const commentKey = (db: Db, id: number): Promise<Key | undefined> =>
  db
    .selectFrom('comments')
    .select(['id', 'created_at as at'])
    .where('id', '=', id)
    .where('state', 'in', ['live', 'removed', 'withdrawn'])
    .executeTakeFirst()

/** The id of an area by name. Creates it at the end of the list if it is missing. */
export async function ensureArea(db: Tx, name: string, slug: string): Promise<number> {
  const known = await db.selectFrom('areas').select('id').where('name', '=', name).executeTakeFirst()
  if (known) return known.id
  const { next } = await db
    .selectFrom('areas')
    .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
    .executeTakeFirstOrThrow()
  return (
    await db
      .insertInto('areas')
      .values({ name, slug: await freeSlug(db, 'areas', slug), position: next })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id
}

/** The id of a section by name. Creates it at the end of its area if it is missing. */
export async function ensureSection(db: Tx, name: string, slug: string, areaId: number): Promise<number> {
  const known = await db.selectFrom('sections').select('id').where('name', '=', name).executeTakeFirst()
  if (known) return known.id
  const { next } = await db
    .selectFrom('sections')
    .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
    .executeTakeFirstOrThrow()
  return (
    await db
      .insertInto('sections')
      .values({ name, area_id: areaId, slug: await freeSlug(db, 'sections', slug), position: next })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id
}

/** Whether a section or an area has a slug, or had it before: a former address leads where it led. */
const isSlugUsed = async (db: Db, table: 'areas' | 'sections', slug: string): Promise<boolean> =>
  (await db.selectFrom(table).select('id').where('slug', '=', slug).executeTakeFirst()) !== undefined ||
  (await slugAfter(db, table, slug)) !== undefined

/** An unused slug: the wanted one, else the wanted one with a number. */
async function freeSlug(db: Tx, table: 'areas' | 'sections', wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    if (!(await isSlugUsed(db, table, slug))) return slug
  }
}
