// Queries about pointers, and about the numbers that moved branches left behind.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { preparedRows } from '../../db/prepared.ts'

/** Stored pointers of an article in display order, without those whose branch has come back. */
const pointerRows = (db: Db, articleId: number) =>
  db
    .selectFrom('moves as m')
    .innerJoin('comments as c', 'c.id', 'm.comment_id')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .innerJoin('articles as into', 'into.id', 'm.to_article_id')
    .leftJoin('accounts as mover', 'mover.id', 'm.account_id')
    .leftJoin('removals as r', (join) =>
      join.onRef('r.comment_id', '=', 'c.id').on('r.ended_at', 'is', null).on('r.never_published', '=', 1),
    )
    .where('m.article_id', '=', articleId)
    .where('m.ended_at', 'is', null)
    .where('m.was_visible', '=', 1)
    .whereRef('c.article_id', '!=', 'm.article_id')
    .select([
      'm.id',
      'm.comment_id',
      'm.article_id',
      'm.parent_id',
      'm.root_id',
      'm.number',
      'm.depth',
      'm.path',
      'm.comment_count',
      'm.anchors',
      'm.reason',
      'm.created_at',
      'm.log_entry_id',
      'mover.nic as moved_by',
      'c.nic',
      'c.html',
      'c.state',
      'r.id as unseen_removal',
      'a.id as now_id',
      'a.slug as now_slug',
      'a.headline as now_headline',
      'a.state as now_state',
      'into.id as to_article_id',
      'into.slug as into_slug',
      'into.headline as into_headline',
      'into.state as into_state',
    ])
    .orderBy('m.path')
    .execute()

/** `anchors` are the ids of moved comments that old links may name. */
export type Pointer = Omit<Awaited<ReturnType<typeof pointerRows>>[number], 'anchors'> & { anchors: number[] }

const IDS_PER_QUERY = 500

/** The newest pointer of each branch, in display order. An id is an anchor once, and not if the comment is in the article. */
export async function pointersIn(db: Db, articleId: number): Promise<Pointer[]> {
  const rows = await pointerRows(db, articleId)
  const newest = new Map(rows.toSorted((a, b) => a.id - b.id).map((row) => [row.comment_id, row.id]))
  const taken = new Set(newest.keys())
  const along = rows.map((row) =>
    row.anchors
      .split(' ')
      .filter((id) => id !== '')
      .map(Number),
  )
  for (const id of await idsInArticle(db, articleId, [...new Set(along.flat())])) taken.add(id)
  return rows.flatMap((row, i) => {
    if (newest.get(row.comment_id) !== row.id) return []
    const anchors = along[i]!.filter((id) => !taken.has(id))
    for (const id of anchors) taken.add(id)
    return [{ ...row, anchors }]
  })
}

/** Which of these comments are in an article. */
async function idsInArticle(db: Db, articleId: number, ids: readonly number[]): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < ids.length; i += IDS_PER_QUERY)
    for (const { id } of await db
      .selectFrom('comments')
      .select('id')
      .where('article_id', '=', articleId)
      .where('id', 'in', ids.slice(i, i + IDS_PER_QUERY))
      .execute())
      found.push(id)
  return found
}

/** Top-level comments with their numbers in display order, for threads with top-level pointers. */
export const numberedRoots = (db: Db, articleId: number) =>
  db
    .selectFrom('comments')
    .select(['id', 'subtree_count', 'number'])
    .where('article_id', '=', articleId)
    .where('depth', '=', 1)
    .orderBy('path')
    .execute()

/** Numbers of a thread without a comment, ascending. @param last the highest number of the thread */
export async function vacantNumbers(db: Db, articleId: number, last: number): Promise<number[]> {
  const { rows } = await sql<{ number: number; before: number }>`select number, before from (
    select number, lag(number, 1, 0) over (order by number) as before from comments where article_id = ${articleId}) where number - before > 1 order by number`.execute(
    db,
  )
  const { end } = await db
    .selectFrom('comments')
    .select(sql<number>`coalesce(max(number), 0)`.as('end'))
    .where('article_id', '=', articleId)
    .executeTakeFirstOrThrow()
  return [...rows, { number: last + 1, before: end }].flatMap(({ number, before }) =>
    Array.from({ length: number - before - 1 }, (_, i) => before + 1 + i),
  )
}

const movesInto = preparedRows<{ article: number }>()((db, { article }) =>
  db.selectFrom('moves').select('comment_id').where('to_article_id', '=', article).where('ended_at', 'is', null),
)

/** Tops of the branches that were moved into an article. */
export const idsMovedInto = async (db: Db, articleId: number): Promise<Set<number>> =>
  new Set((await movesInto(db, { article: articleId })).map((row) => row.comment_id))

/** The article that a comment is in now, if it was moved away from this one. */
export const currentArticleOf = async (db: Db, commentId: number, articleId: number): Promise<number | undefined> =>
  (
    await db
      .selectFrom('former_numbers as f')
      .innerJoin('comments as c', 'c.id', 'f.comment_id')
      .select('c.article_id')
      .where('f.comment_id', '=', commentId)
      .where('f.article_id', '=', articleId)
      .whereRef('c.article_id', '!=', 'f.article_id')
      .executeTakeFirst()
  )?.article_id
