// Queries that search the index and fetch the rows of hits.

import { CompiledQuery, sql } from 'kysely'
import type { Db } from '../db/open.ts'
import { rowid } from './merge-queries.ts'

/**
 * Keys that match in the index of a year, newest first, from `from` up to but not including `before`.
 * Raw SQL on purpose: a search runs one statement per year, and building them took as long as running them.
 */
export async function matchingKeys(
  db: Db,
  year: number,
  match: string,
  from: number,
  before: number,
  limit: number,
): Promise<number[]> {
  const index = `search_index_${Math.trunc(year)}`
  const query = CompiledQuery.raw(
    `select rowid from ${index} where ${index} match ? and rowid >= ? and rowid < ? order by rowid desc limit ?`,
    [match, rowid(from), rowid(before), limit],
  )
  return (await db.executeQuery<{ rowid: number }>(query)).rows.map((row) => row.rowid)
}

/** Years that have entries, newest first, with their number of entries. */
export const yearsOf = (db: Db, from: number, to: number): Promise<{ year: number; entries: number }[]> =>
  db
    .selectFrom('search_years')
    .selectAll()
    .where('year', '>=', from)
    .where('year', '<=', to)
    .where('entries', '>', 0)
    .orderBy('year', 'desc')
    .execute()

/** The rows behind keys of the index. */
export const entriesByKeys = (db: Db, keys: readonly number[]) =>
  db.selectFrom('search_entries').select(['key', 'noun', 'noun_id']).where('key', 'in', keys).execute()

/** The published articles among these, with what a hit shows. */
export const articleHits = (db: Db, ids: readonly number[]) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('closures as c', (join) => join.onRef('c.article_id', '=', 'a.id').on('c.ended_at', 'is', null))
    .leftJoin('accounts as closer', 'closer.id', 'c.account_id')
    .leftJoin('thread_settings as tw', (join) => join.onRef('tw.article_id', '=', 'a.id').on('tw.ended_at', 'is', null))
    .leftJoin('accounts as p', 'p.id', 'a.account_id')
    .where('a.id', 'in', ids)
    .where('a.state', '=', 'published')
    .select([
      'a.id',
      'a.slug',
      'a.headline',
      'a.lede',
      'a.body_html',
      'a.nic',
      'a.account_id',
      'a.section_id',
      'p.nic as account_nic',
      'a.comment_count',
      'a.close_after_days',
      'a.reopened_at',
      'tw.close_after_days as thread_days',
      'c.until_at as closed_until',
      'c.reason as close_reason',
      'closer.nic as closed_by',
      's.name as section',
      's.slug as section_slug',
    ])
    .select(sql<number | null>`coalesce(c.starts_at, c.created_at)`.as('closed_at'))
    .select(sql<number>`a.published_at`.as('published_at'))
    .execute()

/** The live comments of published articles among these, with what a hit shows. */
export const commentHits = (db: Db, ids: readonly number[]) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('c.id', 'in', ids)
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .select([
      'c.id',
      'c.article_id',
      'c.nic',
      'c.name_kind',
      'c.account_id',
      'c.html',
      'c.created_at',
      'c.reply_count',
      'p.role',
      'p.nic as account_nic',
      'a.slug',
      'a.headline',
      'a.section_id',
      's.name as section',
      's.slug as section_slug',
    ])
    .execute()

export type ArticleHit = Awaited<ReturnType<typeof articleHits>>[number]
export type CommentHit = Awaited<ReturnType<typeof commentHits>>[number]

/** A published article whose thread can be searched. */
export const publishedThread = (db: Db, id: number) =>
  db
    .selectFrom('articles')
    .select(['id', 'slug', 'headline', 'published_at'])
    .where('id', '=', id)
    .where('state', '=', 'published')
    .executeTakeFirst()
