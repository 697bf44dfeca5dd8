// Totals of editions by day and month, and article counts of sections, tags, sources and members.

import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { prepared, preparedRows } from '../db/prepared.ts'
import { countAll, sumOf } from '../db/sql.ts'
import { foldTag } from './rules.ts'
import { tagOfFolded } from './tag-queries.ts'

/** The newest day that has an edition, or null before the first. */
export const newestDay = async (db: Db): Promise<string | null> =>
  (
    await db
      .selectFrom('day_totals')
      .select('day')
      .where('articles', '>', 0)
      .orderBy('day', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.day ?? null

/** Days that have an edition, up to and including `day`, newest first. */
export const editionsUpTo = (db: Db, day: string, limit: number) =>
  db
    .selectFrom('day_totals')
    .select(['day', 'articles', 'comments'])
    .where('articles', '>', 0)
    .where('day', '<=', day)
    .orderBy('day', 'desc')
    .limit(limit)
    .execute()

/** The next day that has an edition, or null. */
export const editionAfter = async (db: Db, day: string): Promise<string | null> =>
  (
    await db
      .selectFrom('day_totals')
      .select('day')
      .where('articles', '>', 0)
      .where('day', '>', day)
      .orderBy('day')
      .limit(1)
      .executeTakeFirst()
  )?.day ?? null

/** The given days that have an edition, newest first. */
export const editionsAmong = async (db: Db, days: readonly string[], limit: number): Promise<string[]> =>
  days.length === 0
    ? []
    : (
        await db
          .selectFrom('day_totals')
          .select('day')
          .where('day', 'in', days)
          .where('articles', '>', 0)
          .orderBy('day', 'desc')
          .limit(limit)
          .execute()
      ).map((row) => row.day)

/** The number of an edition on the masthead: how many there are up to and including its day. */
export async function editionNumber(db: Db, day: string): Promise<number> {
  const month = day.slice(0, 7)
  const { n: earlier } = await db
    .selectFrom('month_totals')
    .select(sumOf('editions').as('n'))
    .where('month', '<', month)
    .executeTakeFirstOrThrow()
  const { n } = await db
    .selectFrom('day_totals')
    .select(countAll().as('n'))
    .where('articles', '>', 0)
    .where('day', '>=', month)
    .where('day', '<=', day)
    .executeTakeFirstOrThrow()
  return earlier + n
}

/** Articles and comments of one day. */
export const dayTotal = async (db: Db, day: string): Promise<{ articles: number; comments: number }> =>
  (await db.selectFrom('day_totals').select(['articles', 'comments']).where('day', '=', day).executeTakeFirst()) ?? {
    articles: 0,
    comments: 0,
  }

/** Totals of the archive; `first` is the first month that has an edition. */
export const archiveTotal = (db: Db): Promise<{ articles: number; comments: number; first: string | null }> =>
  db
    .selectFrom('month_totals')
    .select([
      sumOf('articles').as('articles'),
      sumOf('comments').as('comments'),
      sql<string | null>`min(case when editions > 0 then month end)`.as('first'),
    ])
    .executeTakeFirstOrThrow()

/** The day of the first edition, or null before it. */
export const firstDay = async (db: Db): Promise<string | null> =>
  (await db.selectFrom('day_totals').select('day').where('articles', '>', 0).orderBy('day').limit(1).executeTakeFirst())
    ?.day ?? null

/** Days of a year or a month that have articles. @param prefix `2030` or `2030-03` */
export const daysWithin = (db: Db, prefix: string) =>
  db
    .selectFrom('day_totals')
    .select(['day', 'articles', 'comments'])
    .where('articles', '>', 0)
    .where('day', '>=', prefix)
    .where('day', '<', `${prefix}~`)
    .orderBy('day')
    .execute()

/** Months that have articles, newest first, with their counts. */
export const monthTotals = (db: Db) =>
  db
    .selectFrom('month_totals')
    .select(['month', 'articles', 'comments'])
    .where('editions', '>', 0)
    .orderBy('month', 'desc')
    .execute()

/** Article counts of the editions since a day, smallest first. */
export const editionSizes = async (db: Db, since: string): Promise<number[]> =>
  (
    await db
      .selectFrom('day_totals')
      .select('articles')
      .where('articles', '>', 0)
      .where('day', '>=', since)
      .orderBy('articles')
      .execute()
  ).map((row) => row.articles)

const countInDay = preparedRows<{ day: string; articles: number; comments: number }>()((db, row) =>
  db
    .insertInto('day_totals')
    .values({ day: row.day, articles: row.articles, comments: row.comments })
    .onConflict((on) =>
      on.column('day').doUpdateSet({
        articles: sql`day_totals.articles + ${row.articles}`,
        comments: sql`day_totals.comments + ${row.comments}`,
      }),
    )
    .returning('articles'),
)

const countInMonth = prepared<{ month: string; editions: number; articles: number; comments: number }>()((db, row) =>
  db
    .insertInto('month_totals')
    .values({ month: row.month, editions: row.editions, articles: row.articles, comments: row.comments })
    .onConflict((on) =>
      on.column('month').doUpdateSet({
        editions: sql`month_totals.editions + ${row.editions}`,
        articles: sql`month_totals.articles + ${row.articles}`,
        comments: sql`month_totals.comments + ${row.comments}`,
      }),
    ),
)

/** Adds to the totals of a day and its month; negative numbers subtract. */
export async function addToDay(db: Tx, day: string, by: { articles?: number; comments?: number }): Promise<void> {
  const { articles = 0, comments = 0 } = by
  const [total] = await countInDay(db, { day, articles, comments })
  // A day is an edition as long as it has an article: count the change from or to none.
  const editions = Number(total!.articles > 0) - Number(total!.articles - articles > 0)
  await countInMonth(db, { month: day.slice(0, 7), editions, articles, comments })
}

export type CountedArticle = {
  id: number
  section_id: number
  account_id: number | null
  source_host: string | null
  day: string
  published_at: number
}

/**
 * Counts a published article (1), or one that is no longer published (-1), in every total and list.
 * @param article as filed while published: subtract it before it moves, and count it again afterwards
 */
export async function countPublished(db: Tx, article: CountedArticle, by: 1 | -1): Promise<void> {
  const more = { article_count: sql<number>`article_count + ${by}` }
  await addToDay(db, article.day, { articles: by })
  await db.updateTable('sections').set(more).where('id', '=', article.section_id).execute()
  if (article.account_id !== null)
    await db.updateTable('accounts').set(more).where('id', '=', article.account_id).execute()
  if (article.source_host !== null) {
    await db
      .insertInto('sources')
      .values({ host: article.source_host, article_count: by })
      .onConflict((on) => on.column('host').doUpdateSet({ article_count: sql`sources.article_count + ${by}` }))
      .execute()
  }
  await db
    .updateTable('article_tags')
    .set({ published_at: by === 1 ? article.published_at : null })
    .where('article_id', '=', article.id)
    .execute()
  await db
    .updateTable('tags')
    .set(more)
    .where('name', 'in', db.selectFrom('article_tags').select('tag').where('article_id', '=', article.id))
    .execute()
}

/** Tags in the site's spelling, without duplicates; for a merged one the tag that it is merged into. Creates missing ones. */
export async function ensureTags(db: Tx, tags: readonly string[]): Promise<string[]> {
  const names = new Set<string>()
  for (const tag of tags) {
    const folded = foldTag(tag)
    const known = await tagOfFolded(db, folded)
    if (!known) await db.insertInto('tags').values({ name: tag, folded }).execute()
    names.add(known?.name ?? tag)
  }
  return [...names]
}

const countInPersonMonth = prepared<{ account: number; month: string; by: number }>()((db, { account, month, by }) =>
  db
    .insertInto('person_months')
    .values({ account_id: account, month, comments: by })
    .onConflict((on) =>
      on.columns(['account_id', 'month']).doUpdateSet({ comments: sql`person_months.comments + ${by}` }),
    ),
)

/** Counts a comment under a member's own nic in its month. @param by 1 or -1 */
export const addToPersonMonth = (db: Tx, accountId: number, day: string, by: 1 | -1) =>
  countInPersonMonth(db, { account: accountId, month: day.slice(0, 7), by })
