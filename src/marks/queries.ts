// What is stored of reading: members' marks, and the comments that are new to somebody.
import { countAll, sumOf } from '../db/sql.ts'
import type { Db, Tx } from '../db/open.ts'
import type { Moved } from './buffer.ts'
import { gapsOf, rangesText, readRanges, type Mark, type SiteVisit } from './rules.ts'

/** A member's visit of the site; undefined before the first. */
export const visitOf = (db: Db, accountId: number) => db.selectFrom('visits').select(['marking', 'visited_at', 'since']).where('account_id', '=', accountId).executeTakeFirst()

/** A member's marks among these articles. */
export async function marksOf(db: Db, accountId: number, articleIds: readonly number[]): Promise<Map<number, Mark>> {
  if (articleIds.length === 0) return new Map()
  const rows = await db.selectFrom('marks').select(['article_id', 'seen', 'shown', 'base', 'visited_at', 'since']).where('account_id', '=', accountId).where('article_id', 'in', articleIds).execute()
  return new Map(rows.map((row) => [row.article_id, { seen: readRanges(row.seen) ?? [], shown: readRanges(row.shown) ?? [], base: row.base, visitedAt: row.visited_at, since: row.since }]))
}

/** Articles that a member has opened, the last first. */
export const visitedArticles = async (db: Db, accountId: number, limit: number): Promise<number[]> =>
  (await db.selectFrom('marks').select('article_id').where('account_id', '=', accountId).orderBy('visited_at', 'desc').limit(limit).execute()).map((row) => row.article_id)

/** Writes down what has moved; a member or an article that is gone meanwhile is passed over. */
export async function writeMoved(db: Tx, moved: Moved): Promise<void> {
  for (const [accountId, { site, marks }] of moved) {
    if (site) await keepVisit(db, accountId, site)
    for (const [articleId, mark] of marks) {
      if (mark === null) await db.deleteFrom('marks').where('account_id', '=', accountId).where('article_id', '=', articleId).execute()
      else {
        const row = { seen: rangesText(mark.seen), shown: rangesText(mark.shown), base: mark.base, visited_at: mark.visitedAt, since: mark.since }
        await db.insertInto('marks').values({ account_id: accountId, article_id: articleId, ...row }).onConflict((on) => on.columns(['account_id', 'article_id']).doUpdateSet(row)).execute()
      }
    }
  }
}

const keepVisit = (db: Tx, accountId: number, { visitedAt, since }: SiteVisit) =>
  db.insertInto('visits').values({ account_id: accountId, marking: 1, visited_at: visitedAt, since }).onConflict((on) => on.column('account_id').doUpdateSet({ visited_at: visitedAt, since })).execute()

export const setMarking = (db: Tx, accountId: number, marking: boolean, now: number) =>
  db.insertInto('visits').values({ account_id: accountId, marking: marking ? 1 : 0, visited_at: now, since: now }).onConflict((on) => on.column('account_id').doUpdateSet({ marking: marking ? 1 : 0 })).execute()

export const forgetMarks = (db: Tx, accountId: number) => db.deleteFrom('marks').where('account_id', '=', accountId).execute()

type Wanted = { articleId: number; ranges: Mark['seen']; above: number }

/** Articles asked about in one query: each adds a few conditions, and SQLite takes a thousand. */
const AT_ONCE = 50

/**
 * Live comments whose numbers the given ranges leave out, in display order within each article.
 * A gap may hold what is seen (see `gapsOf`): ask the rules again.
 */
export async function commentsOutside(db: Db, wanted: readonly Wanted[]) {
  const found: Awaited<ReturnType<typeof outside>> = []
  for (let i = 0; i < wanted.length; i += AT_ONCE) found.push(...(await outside(db, wanted.slice(i, i + AT_ONCE))))
  return found
}

const outside = (db: Db, wanted: readonly Wanted[]) =>
  db
    .selectFrom('comments as c')
    .where('c.state', '=', 'live')
    .where((where) =>
      where.or(
        wanted.flatMap(({ articleId, ranges, above }) =>
          gapsOf(ranges)
            .filter(([, to]) => to > above)
            .map(([from, to]) => where.and([where('c.article_id', '=', articleId), where('c.number', '>=', Math.max(from, above + 1)), ...(to === Infinity ? [] : [where('c.number', '<=', to)])])),
        ),
      ),
    )
    .select(['c.id', 'c.article_id', 'c.number', 'c.path', 'c.account_id', 'c.nic'])
    .orderBy('c.article_id')
    .orderBy('c.path')
    .execute()

/** The text of comments, for what goes by their words. */
export const textsOf = async (db: Db, ids: readonly number[]): Promise<Map<number, string>> =>
  ids.length === 0 ? new Map() : new Map((await db.selectFrom('comments').select(['id', 'html']).where('id', 'in', ids).execute()).map((row) => [row.id, row.html]))

/**
 * How many articles were published and comments written since a moment: kept totals of the days after, counted rows of its own.
 * @param day the one that the moment falls on, in the site's zone; `midnight` is its end
 */
export async function since(db: Db, at: number, day: string, midnight: number): Promise<{ articles: number; comments: number }> {
  const later = await db.selectFrom('day_totals').select([sumOf('articles').as('articles'), sumOf('comments').as('comments')]).where('day', '>', day).executeTakeFirstOrThrow()
  const articles = await db.selectFrom('articles').select(countAll().as('n')).where('state', '=', 'published').where('day', '=', day).where('published_at', '>', at).executeTakeFirstOrThrow()
  const comments = await db.selectFrom('comments').select(countAll().as('n')).where('state', '=', 'live').where('created_at', '>', at).where('created_at', '<', midnight).executeTakeFirstOrThrow()
  return { articles: later.articles + articles.n, comments: later.comments + comments.n }
}
