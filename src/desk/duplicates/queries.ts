// Finds articles by the address of their source, and by the words of their headlines.
import type { Db } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'

/** States in which an article is a duplicate of another. */
const states = ['published', 'waiting', 'scheduled'] as const

const columns = [
  'a.id',
  'a.slug',
  'a.state',
  'a.headline',
  'a.created_at',
  'a.published_at',
  'a.comment_count',
] as const

export type DuplicateRow = Awaited<ReturnType<typeof articlesWithSource>>[number]

/** Articles with a source, newest first. */
export const articlesWithSource = (db: Db, key: string, except: number | null, limit: number) =>
  db
    .selectFrom('article_links as l')
    .innerJoin('articles as a', 'a.id', 'l.article_id')
    .where('l.key', '=', key)
    .where('l.kind', '=', 'source')
    .where('l.article_id', '!=', except ?? 0)
    .where('a.state', 'in', states)
    .select(columns)
    .orderBy('l.article_id', 'desc')
    .limit(limit)
    .execute()

/** These articles, if they can be duplicates. */
export const articlesByIds = (db: Db, ids: readonly number[]): Promise<DuplicateRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db.selectFrom('articles as a').where('a.id', 'in', ids).where('a.state', 'in', states).select(columns).execute()

/** How many headlines since a moment have each of these words; a word that none has is missing. */
export async function headlinesByWord(db: Db, words: readonly string[], since: number): Promise<Map<string, number>> {
  if (words.length === 0) return new Map()
  const rows = await db
    .selectFrom('headline_words')
    .where('word', 'in', words)
    .where('at', '>=', since)
    .groupBy('word')
    .select(['word', countAll().as('n')])
    .execute()
  return new Map(rows.map(({ word, n }) => [word, n]))
}

/** Articles whose headline has some of these words since a moment, those with most of them first. */
export const articlesWithWords = async (
  db: Db,
  words: readonly string[],
  since: number,
  except: number | null,
  limit: number,
): Promise<number[]> =>
  (
    await db
      .selectFrom('headline_words')
      .where('word', 'in', words)
      .where('at', '>=', since)
      .where('article_id', '!=', except ?? 0)
      .groupBy('article_id')
      .select('article_id')
      .orderBy(countAll(), 'desc')
      .orderBy('article_id', 'desc')
      .limit(limit)
      .execute()
  ).map(({ article_id }) => article_id)

/** Articles of the days since one: the number of headlines that are compared. */
export const articlesSince = async (db: Db, day: string): Promise<number> =>
  (await db.selectFrom('day_totals').select('articles').where('day', '>=', day).execute()).reduce(
    (sum, { articles }) => sum + articles,
    0,
  )
