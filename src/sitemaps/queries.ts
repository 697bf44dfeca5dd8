// What the map of the site names: months, the articles of one, and the newest change of each.
import { sql } from 'kysely'
import type { Db } from '../db/open.ts'

/** The newest of publication, revision and last comment, in the words of the index that keeps it. */
const lastChange = sql<number>`max(a.published_at, coalesce(a.revised_at, 0), coalesce(a.last_comment_at, 0))`

/** Months that have articles, newest first: how many, and when one of them changed last. One step in an index for each month. */
export const changedMonths = (db: Db) =>
  // The index is of an expression, which has no type; compared with a column of text as it is, it would not be used.
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

/** How many articles a month has. */
export const articleCountOf = async (db: Db, month: string): Promise<number> =>
  (await db.selectFrom('month_totals').select('articles').where('month', '=', month).executeTakeFirst())?.articles ?? 0

export type ArticlePosition = { day: string; publishedAt: number; id: number }

const monthQuery = (db: Db, month: string) =>
  db
    .selectFrom('articles as a')
    .where('a.state', '=', 'published')
    .where('a.day', '>=', month)
    .where('a.day', '<', `${month}~`)

/** The last article of each file of a month but the last one; for the rare month that needs several. */
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

/** Articles of a month, oldest first, after a place in it. */
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
