// What is stored of the lists of lists: areas, sections, tags and sources, and the newest comments of the whole site.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { beyond, type Key } from '../db/sql.ts'

export const sourceByHost = (db: Db, host: string) =>
  db
    .selectFrom('sources')
    .select(['id', 'host', 'article_count'])
    .where('host', '=', host)
    .where('article_count', '>', 0)
    .executeTakeFirst()

/** One word of a list of words, `at` being how many articles it has. */
export type TermRow = Key & { name: string }

/** Tags or sources that have articles: those with the most first from below one of them, or from one upwards. */
export const termsByCount = (
  db: Db,
  table: 'tags' | 'sources',
  from: Key | null,
  way: 'older' | 'fromHereUp',
  limit: number,
): Promise<TermRow[]> =>
  db
    .selectFrom(table)
    .select(['id', sql<string>`${sql.ref(table === 'tags' ? 'name' : 'host')}`.as('name'), 'article_count as at'])
    .where('article_count', '>', 0)
    .$if(from !== null, (query) => query.where(beyond('article_count', 'id', from!, way)))
    .orderBy('article_count', way === 'older' ? 'desc' : 'asc')
    .orderBy('id', way === 'older' ? 'desc' : 'asc')
    .limit(limit)
    .execute()

/** Where a tag or a source stands in the list of all. */
export const termKey = (db: Db, table: 'tags' | 'sources', id: number): Promise<Key | undefined> =>
  db.selectFrom(table).select(['id', 'article_count as at']).where('id', '=', id).executeTakeFirst()

/** The one base query for single comments in lists: live ones of published articles, each with what its line says. */
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

/** Newest live comments of the whole site, or the newest below one. */
export const latestComments = (db: Db, below: Key | null, limit: number) =>
  listedComments(db)
    .$if(below !== null, (query) => query.where(beyond('c.created_at', 'c.id', below!, 'older')))
    .limit(limit)
    .execute()

/** Where the comments from a key on up to the newest stand, oldest first. */
export const latestKeysFrom = (db: Db, from: Key, limit: number): Promise<Key[]> =>
  db
    .selectFrom('comments')
    .select(['id', 'created_at as at'])
    .where('state', '=', 'live')
    .where(beyond('created_at', 'id', from, 'fromHereUp'))
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()

/** Where a comment that readers see, or saw, stands in every list by time. */
export const commentKey = (db: Db, id: number): Promise<Key | undefined> =>
  db
    .selectFrom('comments')
    .select(['id', 'created_at as at'])
    .where('id', '=', id)
    .where('state', 'in', ['live', 'removed', 'withdrawn'])
    .executeTakeFirst()

/** The area of that name, made at the end of the list when it is new. */
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

/** The section of that name, made at the end of its area when it is new. */
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

/** A slug that no other row has: the wanted one, or the wanted one and a number. */
async function freeSlug(db: Tx, table: 'areas' | 'sections', wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    if (!(await db.selectFrom(table).select('id').where('slug', '=', slug).executeTakeFirst())) return slug
  }
}
