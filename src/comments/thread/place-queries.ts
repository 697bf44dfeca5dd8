// Queries about places in a thread: roots, numbers and paths.

import { sql } from 'kysely'
import type { Db } from '../../db/open.ts'
import { preparedRows } from '../../db/prepared.ts'
import { listOf } from '../../db/sql.ts'
import { branchOf } from './path.ts'
import { VISIBLE_STATES } from './queries.ts'
import type { Root } from './rules.ts'

/** Excludes comments that were removed before readers saw them. */
const hasNoUnseenRemoval = (id: string) =>
  sql<boolean>`not exists (select 1 from removals as u where u.comment_id = ${sql.ref(id)} and u.ended_at is null and u.never_published = 1)`

/** The place of a visible comment, to find its page. @param isEditor finds those of unpublished articles, too */
export const commentPlace = (db: Db, id: number, isEditor: boolean) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .where('c.id', '=', id)
    .where('c.state', 'in', VISIBLE_STATES)
    .where('a.state', 'in', isEditor ? ['published', 'unpublished'] : ['published'])
    .where(hasNoUnseenRemoval('c.id'))
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

/**
 * Top-level comments of an article in display order. Without paths, because thousands of Buffers cost more than the rest of the
 * page; and as one row with two lists, because thousands of rows do too.
 */
export const topLevelRoots = async (db: Db, articleId: number): Promise<Root[]> => {
  const [row] = await rootLists(db, { article: articleId })
  const sizes = JSON.parse(row!.sizes) as number[]
  return (JSON.parse(row!.ids) as number[]).map((id, i) => ({ id, subtree_count: sizes[i]! }))
}

const rootLists = preparedRows<{ article: number }>()((db, { article }) =>
  db
    .selectFrom(
      db
        .selectFrom('comments')
        .select(['id', 'subtree_count'])
        .where('article_id', '=', article)
        .where('depth', '=', 1)
        .orderBy('path')
        .as('roots'),
    )
    .select([listOf('id').as('ids'), listOf('subtree_count').as('sizes')]),
)

/** Literal list on purpose: SQLite uses the partial index only if the predicate matches it exactly. */
const isHeldOrSpam = sql<boolean>`state in ('held', 'spam')`

/** Numbers of held and spam comments of a thread, in no order: asked for one, SQLite walks all numbers of the thread. */
export const unseenNumbers = async (db: Db, articleId: number): Promise<number[]> =>
  (await unseenNumberRows(db, { article: articleId })).map(({ number }) => number)

const unseenNumberRows = preparedRows<{ article: number }>()((db, { article }) =>
  db.selectFrom('comments').select('number').where('article_id', '=', article).where(isHeldOrSpam),
)

/** Held and spam top-level comments without replies. */
export const unseenRoots = async (db: Db, articleId: number): Promise<Set<number>> =>
  new Set((await unseenRootRows(db, { article: articleId })).map(({ id }) => id))

const unseenRootRows = preparedRows<{ article: number }>()((db, { article }) =>
  db
    .selectFrom('comments')
    .select('id')
    .where('article_id', '=', article)
    .where(isHeldOrSpam)
    .where('depth', '=', 1)
    .where('subtree_count', '=', 1),
)

/** Paths of comments, in the order of the ids. */
export async function commentPaths(db: Db, ids: readonly [number, ...number[]]): Promise<Buffer[]> {
  const rows = new Map(
    (await db.selectFrom('comments').select(['id', 'path']).where('id', 'in', ids).execute()).map((row) => [
      row.id,
      row.path,
    ]),
  )
  return ids.map((id) => rows.get(id)!)
}

/** Whether a comment has a live or removed comment below it. Withdrawn ones do not count. */
export async function hasVisibleReplies(
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
    .where(hasNoUnseenRemoval('comments.id'))
    .$if(!whole, (query) => query.where('parent_id', '=', comment.id))
    .limit(1)
    .executeTakeFirst()
  return below !== undefined
}
