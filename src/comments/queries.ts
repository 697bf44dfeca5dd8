// What is stored of comments: threads in display order, single comments, and the one insertion that keeps every counter.

import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { CommentState, CommentsTable } from '../db/schema/comments.ts'
import { countAll } from '../db/sql.ts'
import type { Pointer } from './branches/pointer-queries.ts'
import { countLive } from './counter-queries.ts'
import { branchOf, pathBelow, pathOf } from './thread/path.ts'
import type { Arrival, Root } from './thread/rules.ts'

/** States of comments that readers see: live ones, and the places of those taken down or back. */
const SEEN = ['live', 'removed', 'withdrawn'] as const

/** The one base query for comments that readers see. */
const visible = (db: Db) =>
  db
    .selectFrom('comments as c')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .leftJoin('removals as r', (join) => join.onRef('r.comment_id', '=', 'c.id').on('r.ended_at', 'is', null))
    .leftJoin('accounts as remover', 'remover.id', 'r.account_id')
    .where('c.state', 'in', SEEN)
    .where((where) => where.or([where('r.never_published', 'is', null), where('r.never_published', '=', 0)]))
    .select([
      'c.id',
      'c.article_id',
      'c.parent_id',
      'c.root_id',
      'c.number',
      'c.depth',
      'c.path',
      'c.nic',
      'c.name_kind',
      'c.account_id',
      'c.html',
      'c.state',
      'c.created_at',
      'c.edited_at',
      'c.website',
      'c.reply_count',
      'c.recommendation_count',
      'p.nic as account_nic',
      'p.role',
      'r.reason as removal_reason',
      'r.created_at as removed_at',
      'r.log_entry_id as removal_entry',
      'remover.nic as removed_by',
    ])

type StoredRow = Awaited<ReturnType<typeof threadRows>>[number]

/** A row of a thread; with a `pointer` it is no comment, but the place of a branch that was moved away. */
export type CommentRow = Omit<StoredRow, 'state'> & { state: CommentState | 'moved'; pointer?: Pointer }

/** A stretch of a thread in display order; without bounds the whole thread. */
export const threadRows = (db: Db, articleId: number, range: { from: Buffer; to: Buffer } | null, limit: number) =>
  visible(db)
    .where('c.article_id', '=', articleId)
    .$if(range !== null, (query) => query.where('c.path', '>=', range!.from).where('c.path', '<', range!.to))
    .orderBy('c.path')
    .limit(limit)
    .execute()

/** Comments by age, by their numbers within the article, both ends included. */
export const numberedRows = (db: Db, articleId: number, from: number, to: number, order: 'asc' | 'desc') =>
  visible(db)
    .where('c.article_id', '=', articleId)
    .where('c.number', '>=', from)
    .where('c.number', '<=', to)
    .orderBy('c.number', order)
    .execute()

/** Several stretches of a thread, each from a path up to another, in display order. */
export const stretches = (db: Db, articleId: number, spans: readonly { from: Buffer; to: Buffer }[], limit: number) =>
  visible(db)
    .where(
      'c.id',
      'in',
      sql<number>`(
      select d.id from (values ${sql.join(spans.map(({ from, to }) => sql`(${from}, ${to})`))}) as span cross join comments as d
      where d.article_id = ${articleId} and d.path >= span.column1 and d.path < span.column2)`,
    )
    .orderBy('c.path')
    .limit(limit)
    .execute()

/** Comments by their ids, in no order. */
export const rowsNamed = (db: Db, ids: readonly number[]) =>
  ids.length === 0 ? Promise.resolve([]) : visible(db).where('c.id', 'in', ids).execute()

/** How many live comments stand below each top-level comment of a thread. */
export const liveBelow = async (db: Db, articleId: number): Promise<Map<number, number>> =>
  new Map(
    (
      await db
        .selectFrom('comments')
        .select(['root_id', countAll().as('n')])
        .where('article_id', '=', articleId)
        .where('root_id', 'is not', null)
        .where('state', '=', 'live')
        .groupBy('root_id')
        .execute()
    ).map(({ root_id, n }) => [root_id!, n]),
  )

/** With the number of live comments below it. */
export type TopRow = CommentRow & { below: number }

/** Comments of a thread that are featured now. */
export const featuredIds = async (db: Db, articleId: number): Promise<Set<number>> =>
  new Set(
    (
      await db
        .selectFrom('features')
        .select('comment_id')
        .where('article_id', '=', articleId)
        .where('ended_at', 'is', null)
        .execute()
    ).map((row) => row.comment_id),
  )

/** Comments of a thread that a moderator has changed before they stood. */
export const rewordedIds = async (db: Db, articleId: number): Promise<Set<number>> =>
  new Set(
    (
      await sql<{
        id: number
      }>`select c.id from approvals as a cross join comments as c on c.id = a.comment_id where a.edited = 1 and a.ended_at is null and c.article_id = ${articleId}`.execute(
        db,
      )
    ).rows.map((row) => row.id),
  )

/** Live comments of a thread that moderators feature, by age. */
export const featuredRows = (db: Db, articleId: number, limit: number) =>
  visible(db)
    .innerJoin('features as f', (join) => join.onRef('f.comment_id', '=', 'c.id').on('f.ended_at', 'is', null))
    .where('f.article_id', '=', articleId)
    .where('c.state', '=', 'live')
    .orderBy('c.number')
    .limit(limit)
    .execute()

export const visibleComment = (db: Db, id: number) => visible(db).where('c.id', '=', id).executeTakeFirst()

/** Levels of a branch that are climbed at most. */
const HIGHEST = 1000

/** The comments from a top-level one down to a comment's parent; they begin below the nearest one that readers do not see. */
export const ancestors = (db: Db, comment: { parent_id: number | null }): Promise<CommentRow[]> =>
  visible(db)
    .where(
      'c.id',
      'in',
      sql<number>`(
      with recursive up (id, parent_id, climbed) as (
        select id, parent_id, 1 from comments where id = ${comment.parent_id} and state in (${sql.join(SEEN)})
        union all
        select above.id, above.parent_id, up.climbed + 1 from up join comments as above on above.id = up.parent_id where above.state in (${sql.join(SEEN)}) and up.climbed < ${HIGHEST}
      ) select id from up)`,
    )
    .orderBy('c.depth')
    .execute()

/** Not one that was taken down before readers saw it. */
const neverUnseen = (id: string) =>
  sql<boolean>`not exists (select 1 from removals as u where u.comment_id = ${sql.ref(id)} and u.ended_at is null and u.never_published = 1)`

/** Where a comment stands: enough to find its page. */
export const placeOf = (db: Db, id: number) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .where('c.id', '=', id)
    .where('c.state', 'in', SEEN)
    .where('a.state', '=', 'published')
    .where(neverUnseen('c.id'))
    .select([
      'c.id',
      'c.article_id',
      'c.root_id',
      'c.number',
      'c.depth',
      'c.path',
      'c.state',
      'a.slug',
      'a.last_number',
      'a.moved_away_count',
      'a.headline',
    ])
    .executeTakeFirst()

/** Top-level comments of an article in display order, with the number of comments under each; without their paths, because thousands of Buffers cost more than the rest of the page. */
export const roots = (db: Db, articleId: number): Promise<Root[]> =>
  db
    .selectFrom('comments')
    .select(['id', 'subtree_count'])
    .where('article_id', '=', articleId)
    .where('depth', '=', 1)
    .orderBy('path')
    .execute()

/** Comments of a thread that readers do not see, because they wait or are spam: their numbers, ascending. */
export const unseenNumbers = async (db: Db, articleId: number): Promise<number[]> =>
  (
    await db
      .selectFrom('comments')
      .select('number')
      .where('article_id', '=', articleId)
      .where(unseen)
      .orderBy('number')
      .execute()
  ).map((row) => row.number)

/** Of those the top-level ones that nothing stands under. */
export const unseenRoots = async (db: Db, articleId: number): Promise<Set<number>> =>
  new Set(
    (
      await db
        .selectFrom('comments')
        .select('id')
        .where('article_id', '=', articleId)
        .where(unseen)
        .where('depth', '=', 1)
        .where('subtree_count', '=', 1)
        .execute()
    ).map((row) => row.id),
  )

/** Said in so many words, because only then the index of them is used. */
const unseen = sql<boolean>`state in ('held', 'spam')`

/** Paths of comments, in the order of the ids. */
export async function pathsOf(db: Db, ids: readonly [number, ...number[]]): Promise<Buffer[]> {
  const rows = new Map(
    (await db.selectFrom('comments').select(['id', 'path']).where('id', 'in', ids).execute()).map((row) => [
      row.id,
      row.path,
    ]),
  )
  return ids.map((id) => rows.get(id)!)
}

/** Of the comments with these ids those that readers see, for "to Ada K." in views where the parent is not above. */
export const parentsOf = async (
  db: Db,
  ids: readonly number[],
): Promise<Map<number, { nic: string; state: CommentsTable['state']; html: string }>> =>
  ids.length === 0
    ? new Map()
    : new Map(
        (
          await db
            .selectFrom('comments')
            .select(['id', 'nic', 'state', 'html'])
            .where('id', 'in', ids)
            .where('state', 'in', SEEN)
            .execute()
        ).map((row) => [row.id, row]),
      )

/**
 * A comment and everything below it, in display order.
 * @param after the comment after which to go on, or null for the beginning
 * @returns null when `after` is not of this branch
 */
export async function branchRows(
  db: Db,
  top: CommentRow,
  after: CommentRow | null,
  limit: number,
): Promise<CommentRow[] | null> {
  const { from, to, whole } = branchOf(top)
  if (whole) {
    if (
      after !== null &&
      (after.article_id !== top.article_id ||
        Buffer.compare(after.path, from) < 0 ||
        Buffer.compare(after.path, to) >= 0)
    )
      return null
    return threadRows(db, top.article_id, { from: after === null ? from : pathBelow(after.path), to }, limit)
  }
  const near = await db
    .selectFrom('comments')
    .select(['id', 'parent_id', 'state'])
    .where('article_id', '=', top.article_id)
    .where('path', '>=', from)
    .where('path', '<', to)
    .orderBy('path')
    .execute()
  const below = new Set([top.id])
  for (const { id, parent_id } of near) if (parent_id !== null && below.has(parent_id)) below.add(id)
  if (after !== null && !below.has(after.id)) return null
  const ids = near.flatMap(({ id, state }) =>
    below.has(id) && (SEEN as readonly string[]).includes(state) ? [id] : [],
  )
  const wanted = ids.slice(after === null ? 0 : ids.indexOf(after.id) + 1).slice(0, limit)
  return wanted.length === 0 ? [] : visible(db).where('c.id', 'in', wanted).orderBy('c.path').execute()
}

export type NewComment = Pick<
  CommentsTable,
  | 'article_id'
  | 'parent_id'
  | 'account_id'
  | 'nic'
  | 'name_kind'
  | 'email'
  | 'website'
  | 'format'
  | 'source'
  | 'html'
  | 'renderer'
  | 'state'
  | 'created_at'
  | 'day'
  | 'idempotency_key'
  | 'content_hash'
>

/** Stores a comment at its place in the thread and counts it everywhere that counts comments. An answer stands where what it answers stands by now. */
export async function insertComment(
  db: Tx,
  comment: NewComment,
): Promise<{ id: number; number: number; article_id: number }> {
  const parent =
    comment.parent_id === null
      ? null
      : await db
          .selectFrom('comments')
          .select(['id', 'path', 'depth', 'root_id', 'article_id'])
          .where('id', '=', comment.parent_id)
          .executeTakeFirstOrThrow()
  const article_id = parent?.article_id ?? comment.article_id
  const { last_number: number } = await db
    .updateTable('articles')
    .set({ last_number: sql`last_number + 1` })
    .where('id', '=', article_id)
    .returning('last_number')
    .executeTakeFirstOrThrow()
  const rootId = parent === null ? null : (parent.root_id ?? parent.id)
  const { id } = await db
    .insertInto('comments')
    .values({
      ...comment,
      article_id,
      number,
      depth: parent === null ? 1 : parent.depth + 1,
      path: pathOf(parent, number),
      root_id: rootId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (rootId !== null)
    await db.updateTable('comments').set({ subtree_count: sql`subtree_count + 1` }).where('id', '=', rootId).execute()
  if (comment.state === 'live') await countLive(db, { ...comment, article_id, id }, 1)
  return { id, number, article_id }
}

/** A comment as it is counted, whatever its state. */
export const countedComment = (db: Db, id: number) =>
  db
    .selectFrom('comments as c')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .select([
      'c.id',
      'c.article_id',
      'c.parent_id',
      'c.account_id',
      'c.name_kind',
      'c.created_at',
      'c.day',
      'c.nic',
      'c.state',
      'c.html',
      'c.email',
      'p.nic as account_nic',
    ])
    .where('c.id', '=', id)
    .executeTakeFirst()

/** Whether anything stands below a comment that readers see, other than what was itself taken back. */
export async function holdsUp(
  db: Db,
  comment: { id: number; article_id: number; depth: number; path: Buffer },
): Promise<boolean> {
  const { to, whole } = branchOf(comment)
  const below = await db
    .selectFrom('comments')
    .select('id')
    .where('article_id', '=', comment.article_id)
    .where('path', '>', comment.path)
    .where('path', '<', to)
    .where('state', 'in', ['live', 'removed'])
    .where(neverUnseen('comments.id'))
    .$if(!whole, (query) => query.where('parent_id', '=', comment.id))
    .limit(1)
    .executeTakeFirst()
  return below !== undefined
}

export const setState = (db: Tx, id: number, state: CommentsTable['state']) =>
  db.updateTable('comments').set({ state }).where('id', '=', id).execute()

/** The comment that this very press of a form made before, if any. @param formKeys as the writer may have been known then */
export const byFormKey = (db: Db, formKeys: readonly string[]) =>
  db
    .selectFrom('comments')
    .select('id')
    .where('idempotency_key', 'in', formKeys)
    .where('state', '!=', 'withdrawn')
    .limit(1)
    .executeTakeFirst()

export const keyUsed = async (db: Db, formKey: string): Promise<boolean> =>
  (await db.selectFrom('comments').select('id').where('idempotency_key', '=', formKey).executeTakeFirst()) !== undefined

/** The same text by the same writer in the same place since a moment, if any. @param contentHashes as the writer may have been known then */
export const byContent = (db: Db, contentHashes: readonly string[], since: number) =>
  db
    .selectFrom('comments')
    .select('id')
    .where('content_hash', 'in', contentHashes)
    .where('created_at', '>=', since)
    .where('state', '!=', 'withdrawn')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

export const rerenderComment = (db: Tx, id: number, html: string, renderer: number) =>
  db.updateTable('comments').set({ html, renderer }).where('id', '=', id).execute()

/** Comments whose HTML was made by an older renderer, after an id. */
export const staleComments = (db: Db, renderer: number, after: number, limit: number) =>
  db
    .selectFrom('comments')
    .select(['id', 'source', 'format'])
    .where('renderer', '<', renderer)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()

/** The newest live comments of a thread, by their numbers. */
export const newestLive = async (db: Db, articleId: number, limit: number): Promise<Arrival[]> =>
  (
    await db
      .selectFrom('comments')
      .select(['id', 'number', 'account_id as accountId', 'nic'])
      .where('article_id', '=', articleId)
      .where('state', '=', 'live')
      .orderBy('number', 'desc')
      .limit(limit)
      .execute()
  ).reverse()
