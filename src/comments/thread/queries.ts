// Queries that read threads: rows that readers see, in display order.

import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { perLength, preparedRows } from '../../db/prepared.ts'
import type { CommentState, CommentsTable } from '../../db/schema/comments.ts'
import { countAll } from '../../db/sql.ts'
import type { Pointer } from '../branches/pointer-queries.ts'
import { branchOf, pathBelow } from './path.ts'
import type { Arrival } from './rules.ts'

/** States that readers see: live comments, and the tombstones of removed and withdrawn ones. */
export const VISIBLE_STATES = ['live', 'removed', 'withdrawn'] as const

/** Comments with what a thread shows of their writers and removals. */
const shownColumns = (db: Db) =>
  db
    .selectFrom('comments as c')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .leftJoin('removals as r', (join) => join.onRef('r.comment_id', '=', 'c.id').on('r.ended_at', 'is', null))
    .leftJoin('accounts as remover', 'remover.id', 'r.account_id')
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

/** The one base query for comments that readers see. */
const visible = (db: Db) =>
  shownColumns(db)
    .where('c.state', 'in', VISIBLE_STATES)
    .where((where) => where.or([where('r.never_published', 'is', null), where('r.never_published', '=', 0)]))

/** Held and spam comments, for their writer alone. */
export const ownHiddenRows = (db: Db, ids: readonly number[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : shownColumns(db).where('c.id', 'in', ids).where('c.state', 'in', ['held', 'spam']).orderBy('c.path').execute()

type StoredRow = Awaited<ReturnType<typeof threadRows>>[number]

/** A row of a thread. With a `pointer` it is not a comment but the line that a moved branch left. */
export type CommentRow = Omit<StoredRow, 'state'> & { state: CommentState | 'moved'; pointer?: Pointer }

const rowsOfThread = perLength((limit) =>
  preparedRows<{ article: number }>()((db, { article }) =>
    visible(db).where('c.article_id', '=', article).orderBy('c.path').limit(limit),
  ),
)

const rowsInRange = perLength((limit) =>
  preparedRows<{ article: number; from: Buffer; to: Buffer }>()((db, { article, from, to }) =>
    visible(db)
      .where('c.article_id', '=', article)
      .where('c.path', '>=', from)
      .where('c.path', '<', to)
      .orderBy('c.path')
      .limit(limit),
  ),
)

/** Comments of a thread in display order, within a range of paths or all. */
export const threadRows = (db: Db, articleId: number, range: { from: Buffer; to: Buffer } | null, limit: number) =>
  range === null
    ? rowsOfThread(limit)(db, { article: articleId })
    : rowsInRange(limit)(db, { article: articleId, ...range })

/** Comments of a thread by number, both ends included. */
export const numberedRows = (db: Db, articleId: number, from: number, to: number, order: 'asc' | 'desc') =>
  visible(db)
    .where('c.article_id', '=', articleId)
    .where('c.number', '>=', from)
    .where('c.number', '<=', to)
    .orderBy('c.number', order)
    .execute()

/** Comments in several ranges of paths, in display order. */
export const rowsInRanges = (
  db: Db,
  articleId: number,
  spans: readonly { from: Buffer; to: Buffer }[],
  limit: number,
) =>
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

export const rowsByIds = (db: Db, ids: readonly number[]) =>
  ids.length === 0 ? Promise.resolve([]) : visible(db).where('c.id', 'in', ids).execute()

/** Number of live replies at any depth below each top-level comment. */
export const liveReplyCounts = async (db: Db, articleId: number): Promise<Map<number, number>> =>
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

/** A top-level comment with the number of live comments below it. */
export type TopRow = CommentRow & { below: number }

const featuresOf = preparedRows<{ article: number }>()((db, { article }) =>
  db.selectFrom('features').select('comment_id').where('article_id', '=', article).where('ended_at', 'is', null),
)

export const featuredIds = async (db: Db, articleId: number): Promise<Set<number>> =>
  new Set((await featuresOf(db, { article: articleId })).map((row) => row.comment_id))

/** Comments of a thread that a moderator edited before approving them. */
export const moderatorEditedIds = async (db: Db, articleId: number): Promise<Set<number>> =>
  new Set(
    (
      await sql<{
        id: number
      }>`select c.id from approvals as a cross join comments as c on c.id = a.comment_id where a.edited = 1 and a.ended_at is null and c.article_id = ${articleId}`.execute(
        db,
      )
    ).rows.map((row) => row.id),
  )

/** Featured live comments of a thread, oldest first. */
export const featuredRows = (db: Db, articleId: number, limit: number) =>
  visible(db)
    .innerJoin('features as f', (join) => join.onRef('f.comment_id', '=', 'c.id').on('f.ended_at', 'is', null))
    .where('f.article_id', '=', articleId)
    .where('c.state', '=', 'live')
    .orderBy('c.number')
    .limit(limit)
    .execute()

export const visibleComment = (db: Db, id: number) => visible(db).where('c.id', '=', id).executeTakeFirst()

const MAX_ANCESTORS = 1000

/** Ancestors of a comment, the highest first. They begin below the nearest one that readers do not see. */
export const ancestors = (db: Db, comment: { parent_id: number | null }): Promise<CommentRow[]> =>
  visible(db)
    .where(
      'c.id',
      'in',
      sql<number>`(
      with recursive up (id, parent_id, climbed) as (
        select id, parent_id, 1 from comments where id = ${comment.parent_id} and state in (${sql.join(VISIBLE_STATES)})
        union all
        select above.id, above.parent_id, up.climbed + 1 from up join comments as above on above.id = up.parent_id where above.state in (${sql.join(VISIBLE_STATES)}) and up.climbed < ${MAX_ANCESTORS}
      ) select id from up)`,
    )
    .orderBy('c.depth')
    .execute()

/** The visible comments among these ids, for “to Ada K.” where the parent is not on the page. */
export const visibleParents = async (
  db: Db,
  ids: readonly number[],
): Promise<Map<number, { nic: string; state: CommentsTable['state']; html: string; edited_at: number | null }>> =>
  ids.length === 0
    ? new Map()
    : new Map(
        (
          await db
            .selectFrom('comments')
            .select(['id', 'nic', 'state', 'html', 'edited_at'])
            .where('id', 'in', ids)
            .where('state', 'in', VISIBLE_STATES)
            .execute()
        ).map((row) => [row.id, row]),
      )

/**
 * The comments of a branch in display order.
 * @param after the last comment of the page before, or null
 * @returns null if `after` is not in this branch
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
    below.has(id) && (VISIBLE_STATES as readonly string[]).includes(state) ? [id] : [],
  )
  const wanted = ids.slice(after === null ? 0 : ids.indexOf(after.id) + 1).slice(0, limit)
  return wanted.length === 0 ? [] : visible(db).where('c.id', 'in', wanted).orderBy('c.path').execute()
}

const newestRows = perLength((limit) =>
  preparedRows<{ article: number }>()((db, { article }) =>
    db
      .selectFrom('comments')
      .select(['id', 'number', 'account_id as accountId', 'nic'])
      .where('article_id', '=', article)
      .where('state', '=', 'live')
      .orderBy('number', 'desc')
      .limit(limit),
  ),
)

/** The newest live comments of a thread, by number. */
export const newestLive = async (db: Db, articleId: number, limit: number): Promise<Arrival[]> =>
  (await newestRows(limit)(db, { article: articleId })).reverse()
