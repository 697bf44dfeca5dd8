// Queries for sitemaps: months, their articles, and the last change of each.
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'

/** The latest of publication, revision and last comment. The expression must match that of the index exactly. */
const lastChange = sql<number>`max(a.published_at, coalesce(a.revised_at, 0), coalesce(a.last_comment_at, 0))`

/** Months that have articles, newest first, with article count and last change. One index lookup per month. */
export const changedMonths = (db: Db) =>
  // `substr` on both sides: SQLite does not use an expression index when comparing it with a TEXT column, because their affinities differ.
  db
    .selectFrom('month_totals as m')
    .where('m.articles', '>', 0)
    .select(['m.month', 'm.articles'])
    .select((of) =>
      of
        .selectFrom('articles as a')
        .select(lastChange.as('changed'))
        .where('a.state', '=', 'published')
        .where(sql<boolean>`substr(a.day, 1, 7) = substr(m.month, 1, 7)`)
        .orderBy(lastChange, 'desc')
        .limit(1)
        .as('changed'),
    )
    .orderBy('m.month', 'desc')
    .execute()

/** Number of articles of a month. */
export const articleCountOf = async (db: Db, month: string): Promise<number> =>
  (await db.selectFrom('month_totals').select('articles').where('month', '=', month).executeTakeFirst())?.articles ?? 0

export type ArticlePosition = { day: string; publishedAt: number; id: number }

const monthQuery = (db: Db, month: string) =>
  db
    .selectFrom('articles as a')
    .where('a.state', '=', 'published')
    .where('a.day', '>=', month)
    .where('a.day', '<', `${month}~`)

/** The last article of each file of a month except the last file. */
export const lastArticlesOfFiles = (db: Db, month: string, size: number): Promise<ArticlePosition[]> =>
  db
    .selectFrom(
      monthQuery(db, month)
        .select([
          sql<string>`a.day`.as('day'),
          sql<number>`a.published_at`.as('publishedAt'),
          'a.id',
          sql<number>`row_number() over (order by a.day, a.published_at, a.id)`.as('n'),
        ])
        .as('all'),
    )
    .select(['all.day', 'all.publishedAt', 'all.id'])
    .where(sql<boolean>`"all".n % ${size} = 0`)
    .orderBy('all.n')
    .execute()

/** Articles of a month after a position, oldest first. */
export const articlesAfter = (db: Db, month: string, after: ArticlePosition | null, limit: number) =>
  monthQuery(db, month)
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(a.day, a.published_at, a.id) > (${after?.day ?? ''}, ${after?.publishedAt ?? 0}, ${after?.id ?? 0})`,
      ),
    )
    .select(['a.id', 'a.slug', sql<string>`a.day`.as('day'), lastChange.as('changed')])
    .orderBy('a.day')
    .orderBy('a.published_at')
    .orderBy('a.id')
    .limit(limit)
    .execute()
