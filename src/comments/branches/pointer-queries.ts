// What is stored of branches that were moved to another article: the pointers in their places, and the numbers they left.
import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'

/** Pointers of an article as they are stored, in display order; where the branch has come back, nothing has to point at it. */
const standing = (db: Db, articleId: number) =>
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

/** A pointer as its page needs it; `anchors` are the ids under which old links look for what stood there. */
export type Pointer = Omit<Awaited<ReturnType<typeof standing>>[number], 'anchors'> & { anchors: number[] }

/** Ids asked about in one query. */
const AT_ONCE = 500

/** The pointers of an article in display order, of each branch the newest; no anchor stands twice, and none that is a comment of the article. */
export async function pointersIn(db: Db, articleId: number): Promise<Pointer[]> {
  const rows = await standing(db, articleId)
  const newest = new Map(rows.toSorted((a, b) => a.id - b.id).map((row) => [row.comment_id, row.id]))
  const taken = new Set(newest.keys())
  const along = rows.map((row) =>
    row.anchors
      .split(' ')
      .filter((id) => id !== '')
      .map(Number),
  )
  for (const id of await amongThose(db, articleId, [...new Set(along.flat())])) taken.add(id)
  return rows.flatMap((row, i) => {
    if (newest.get(row.comment_id) !== row.id) return []
    const anchors = along[i]!.filter((id) => !taken.has(id))
    for (const id of anchors) taken.add(id)
    return [{ ...row, anchors }]
  })
}

/** Of these comments those that stand in an article. */
async function amongThose(db: Db, articleId: number, ids: readonly number[]): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < ids.length; i += AT_ONCE)
    for (const { id } of await db
      .selectFrom('comments')
      .select('id')
      .where('article_id', '=', articleId)
      .where('id', 'in', ids.slice(i, i + AT_ONCE))
      .execute())
      found.push(id)
  return found
}

/** Top-level comments of an article in display order, with their numbers: only where pointers stand among them. */
export const numberedRoots = (db: Db, articleId: number) =>
  db
    .selectFrom('comments')
    .select(['id', 'subtree_count', 'number'])
    .where('article_id', '=', articleId)
    .where('depth', '=', 1)
    .orderBy('path')
    .execute()

/** Numbers of a thread that no comment of it has, ascending. @param last the highest number of the thread */
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

/** Comments that were moved into an article, with all below them. */
export const movedInto = async (db: Db, articleId: number): Promise<Set<number>> =>
  new Set(
    (
      await db
        .selectFrom('moves')
        .select('comment_id')
        .where('to_article_id', '=', articleId)
        .where('ended_at', 'is', null)
        .execute()
    ).map((row) => row.comment_id),
  )

/** The article in which a comment stands now, when it stood in another one before; undefined where it never did. */
export const movedFrom = async (db: Db, commentId: number, articleId: number): Promise<number | undefined> =>
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
