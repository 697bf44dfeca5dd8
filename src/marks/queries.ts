// Queries for read marks of members, and for comments that are new to a reader.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { preparedRows } from '../db/prepared.ts'
import { countAll, sumOf } from '../db/sql.ts'
import type { PendingMarks } from './buffer.ts'
import { gapsOf, type Mark, parseRanges, type SiteVisit, serializeRanges } from './rules.ts'

/** A member's latest visit of the site; undefined before the first. */
export const visitOf = (db: Db, accountId: number) =>
  db
    .selectFrom('visits')
    .select(['highlight_new', 'visited_at', 'new_since'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()

const readMark = preparedRows<{ account: number; article: number }>()((db, { account, article }) =>
  db
    .selectFrom('accounts as p')
    .leftJoin('visits as v', 'v.account_id', 'p.id')
    .leftJoin('read_marks as m', (join) => join.onRef('m.account_id', '=', 'p.id').on('m.article_id', '=', article))
    .select(['v.highlight_new', 'm.read_ranges', 'm.shown_ranges', 'm.baseline', 'm.visited_at', 'm.new_since'])
    .where('p.id', '=', account),
)

/** A member's mark of an article as stored, null for none; `off` if they have no marks. One statement. */
export async function markOf(db: Db, accountId: number, articleId: number): Promise<Mark | null | 'off'> {
  const [row] = await readMark(db, { account: accountId, article: articleId })
  if (row === undefined || row.highlight_new === 0) return 'off'
  const { read_ranges: seen, shown_ranges: shown, baseline: base, visited_at: visitedAt, new_since: since } = row
  if (seen === null || shown === null || base === null || visitedAt === null || since === null) return null
  return { seen: parseRanges(seen) ?? [], shown: parseRanges(shown) ?? [], base, visitedAt, since }
}

/** A member's marks of these articles, by article id. */
export async function marksOf(db: Db, accountId: number, articleIds: readonly number[]): Promise<Map<number, Mark>> {
  if (articleIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('read_marks')
    .select(['article_id', 'read_ranges', 'shown_ranges', 'baseline', 'visited_at', 'new_since'])
    .where('account_id', '=', accountId)
    .where('article_id', 'in', articleIds)
    .execute()
  return new Map(
    rows.map((row) => [
      row.article_id,
      {
        seen: parseRanges(row.read_ranges) ?? [],
        shown: parseRanges(row.shown_ranges) ?? [],
        base: row.baseline,
        visitedAt: row.visited_at,
        since: row.new_since,
      },
    ]),
  )
}

/** Ids of articles that a member has opened, the latest first. */
export const visitedArticles = async (db: Db, accountId: number, limit: number): Promise<number[]> =>
  (
    await db
      .selectFrom('read_marks')
      .select('article_id')
      .where('account_id', '=', accountId)
      .orderBy('visited_at', 'desc')
      .limit(limit)
      .execute()
  ).map((row) => row.article_id)

/** Writes pending marks. Skips accounts and articles that no longer exist. */
export async function writeMarks(db: Tx, moved: PendingMarks): Promise<void> {
  const accounts = await existingIds(db, 'accounts', [...moved.keys()])
  const articles = await existingIds(
    db,
    'articles',
    [...moved.values()].flatMap(({ marks }) => [...marks.keys()]),
  )
  for (const [accountId, { site, marks }] of moved) {
    if (!accounts.has(accountId)) continue
    if (site) await upsertVisit(db, accountId, site)
    for (const [articleId, mark] of marks) {
      if (!articles.has(articleId)) continue
      if (mark === null)
        await db
          .deleteFrom('read_marks')
          .where('account_id', '=', accountId)
          .where('article_id', '=', articleId)
          .execute()
      else {
        const row = {
          read_ranges: serializeRanges(mark.seen),
          shown_ranges: serializeRanges(mark.shown),
          baseline: mark.base,
          visited_at: mark.visitedAt,
          new_since: mark.since,
        }
        await db
          .insertInto('read_marks')
          .values({ account_id: accountId, article_id: articleId, ...row })
          .onConflict((on) => on.columns(['account_id', 'article_id']).doUpdateSet(row))
          .execute()
      }
    }
  }
}

/** The ids that exist in a table. */
async function existingIds(db: Tx, table: 'accounts' | 'articles', ids: readonly number[]): Promise<Set<number>> {
  const found = new Set<number>()
  for (let i = 0; i < ids.length; i += IDS_PER_QUERY)
    for (const { id } of await db
      .selectFrom(table)
      .select('id')
      .where('id', 'in', ids.slice(i, i + IDS_PER_QUERY))
      .execute())
      found.add(id)
  return found
}

const upsertVisit = (db: Tx, accountId: number, { visitedAt, since }: SiteVisit) =>
  db
    .insertInto('visits')
    .values({ account_id: accountId, highlight_new: 1, visited_at: visitedAt, new_since: since })
    .onConflict((on) => on.column('account_id').doUpdateSet({ visited_at: visitedAt, new_since: since }))
    .execute()

export const setMarking = (db: Tx, accountId: number, marking: boolean, now: number) =>
  db
    .insertInto('visits')
    .values({ account_id: accountId, highlight_new: marking ? 1 : 0, visited_at: now, new_since: now })
    .onConflict((on) => on.column('account_id').doUpdateSet({ highlight_new: marking ? 1 : 0 }))
    .execute()

export const forgetMarks = (db: Tx, accountId: number) =>
  db.deleteFrom('read_marks').where('account_id', '=', accountId).execute()

type RangeQuery = { articleId: number; ranges: Mark['seen']; above: number }

export type OutsideRow = {
  id: number
  article_id: number
  number: number
  path: Buffer
  account_id: number | null
  nic: string
}

const withinGaps = (ranges: Mark['seen'], above: number) =>
  gapsOf(ranges)
    .filter(([, to]) => to > above)
    .map(([from, to]) =>
      to === Infinity
        ? sql<boolean>`number >= ${Math.max(from, above + 1)}`
        : sql<boolean>`number between ${Math.max(from, above + 1)} and ${to}`,
    )

/** Each article adds a branch to the compound query; SQLite allows 500. */
const ARTICLES_PER_QUERY = 50

/**
 * Live comments outside the given ranges of numbers, at most `max` of each article. Those of a single article are in display order.
 * The result may include seen comments (see `gapsOf`): check it with the rules.
 */
export async function commentsOutside(db: Db, wanted: readonly RangeQuery[], max: number): Promise<OutsideRow[]> {
  let found: OutsideRow[] = []
  for (let i = 0; i < wanted.length; i += ARTICLES_PER_QUERY) {
    const branches = wanted.slice(i, i + ARTICLES_PER_QUERY).flatMap(({ articleId, ranges, above }) => {
      const gaps = withinGaps(ranges, above)
      return gaps.length === 0
        ? []
        : [
            sql`select * from (select id, article_id, number, path, account_id, nic from comments where state = 'live' and article_id = ${articleId} and (${sql.join(gaps, sql` or `)}) order by number limit ${max})`,
          ]
    })
    if (branches.length > 0)
      found = found.concat((await sql<OutsideRow>`${sql.join(branches, sql` union all `)}`.execute(db)).rows)
  }
  return wanted.length === 1 ? found.sort((a, b) => Buffer.compare(a.path, b.path)) : found
}

/**
 * The numbers by which what is unread in a thread is counted without reading it: of comments that are not live, and of the live
 * ones of an account.
 */
export async function numbersApart(
  db: Db,
  articleId: number,
  accountId: number | null,
): Promise<{ notLive: number[]; own: number[] }> {
  // Not sorted by the database, which would walk all numbers of the thread instead of an index of these.
  const { rows } = await sql<{ number: number; own: number }>`
    select number, 0 as own from comments where article_id = ${articleId} and state <> 'live'
    union all
    select number, 1 from comments where article_id = ${articleId} and account_id = ${accountId ?? 0} and state = 'live'`.execute(
    db,
  )
  const of = (wanted: number): number[] =>
    rows.flatMap(({ number, own }) => (own === wanted ? [number] : [])).sort((a, b) => a - b)
  return { notLive: of(0), own: of(1) }
}

/** Ids in one `in` list. */
const IDS_PER_QUERY = 500

/** The HTML of comments, by id. */
export async function commentHtmlByIds(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  const texts = new Map<number, string>()
  for (let i = 0; i < ids.length; i += IDS_PER_QUERY)
    for (const row of await db
      .selectFrom('comments')
      .select(['id', 'html'])
      .where('id', 'in', ids.slice(i, i + IDS_PER_QUERY))
      .execute())
      texts.set(row.id, row.html)
  return texts
}

/** Live comments after a time, with author and text. */
export const commentsSince = (db: Db, at: number, limit: number) =>
  db
    .selectFrom('comments')
    .select(['article_id', 'number', 'account_id', 'nic', 'html'])
    .where('state', '=', 'live')
    .where('created_at', '>', at)
    .orderBy('created_at')
    .limit(limit)
    .execute()

/** Number of live comments of an account after a time, under any nic. */
export const ownCommentsSince = async (db: Db, accountId: number, at: number): Promise<number> =>
  (
    await db
      .selectFrom('comments')
      .select(countAll().as('n'))
      .where('account_id', '=', accountId)
      .where('created_at', '>', at)
      .where('state', '=', 'live')
      .executeTakeFirstOrThrow()
  ).n

/**
 * Number of articles and comments since a time. Uses totals for later days and counts rows only for the first day.
 * @param day date of that time in the site's time zone
 * @param midnight end of that day
 */
export async function countSince(
  db: Db,
  at: number,
  day: string,
  midnight: number,
): Promise<{ articles: number; comments: number }> {
  const later = await db
    .selectFrom('day_totals')
    .select([sumOf('articles').as('articles'), sumOf('comments').as('comments')])
    .where('day', '>', day)
    .executeTakeFirstOrThrow()
  const articles = await db
    .selectFrom('articles')
    .select(countAll().as('n'))
    .where('state', '=', 'published')
    .where('day', '=', day)
    .where('published_at', '>', at)
    .executeTakeFirstOrThrow()
  const comments = await db
    .selectFrom('comments')
    .select(countAll().as('n'))
    .where('state', '=', 'live')
    .where('created_at', '>', at)
    .where('created_at', '<', midnight)
    .executeTakeFirstOrThrow()
  return { articles: later.articles + articles.n, comments: later.comments + comments.n }
}
