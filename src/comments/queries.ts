// Queries that save comments, and find one by what a press of the form sent.

import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { listValues, perLength, preparedRows } from '../db/prepared.ts'
import type { CommentsTable } from '../db/schema/comments.ts'
import { textHash } from '../filters/normalize.ts'
import { foldEmail } from '../mail/address.ts'
import { countLive } from './counter-queries.ts'
import { pathOf } from './thread/path.ts'

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

const columns = [
  'article_id',
  'parent_id',
  'account_id',
  'nic',
  'name_kind',
  'email',
  'website',
  'format',
  'source',
  'html',
  'renderer',
  'state',
  'created_at',
  'day',
  'idempotency_key',
  'content_hash',
  'email_folded',
  'number',
  'depth',
  'path',
  'root_id',
  'text_hash',
] as const satisfies readonly (keyof CommentsTable)[]

type Row = NewComment & Pick<CommentsTable, 'email_folded' | 'number' | 'depth' | 'path' | 'root_id' | 'text_hash'>

const insertRow = preparedRows<Row>()((db, row) =>
  db
    .insertInto('comments')
    .values(Object.fromEntries(columns.map((column) => [column, row[column]])) as unknown as Row)
    .returning('id'),
)

/**
 * Inserts a comment at its place in the thread and updates every counter. A reply is inserted in the current article of its parent.
 * @param lastNumber of the comment's article, if it was read in this transaction: a live comment then updates the article once
 */
export async function insertComment(
  db: Tx,
  comment: NewComment,
  lastNumber?: number,
): Promise<{ id: number; number: number; article_id: number; above_account: number | null }> {
  const parent =
    comment.parent_id === null
      ? null
      : await db
          .selectFrom('comments')
          .select(['id', 'path', 'depth', 'root_id', 'article_id', 'account_id'])
          .where('id', '=', comment.parent_id)
          .executeTakeFirstOrThrow()
  const article_id = parent?.article_id ?? comment.article_id
  const countsAtOnce = lastNumber !== undefined && article_id === comment.article_id && comment.state === 'live'
  const number = countsAtOnce ? lastNumber + 1 : await nextNumber(db, article_id)
  const rootId = parent === null ? null : (parent.root_id ?? parent.id)
  const inserted = await insertRow(db, {
    ...comment,
    email_folded: comment.email === null ? null : foldEmail(comment.email),
    article_id,
    number,
    depth: parent === null ? 1 : parent.depth + 1,
    path: pathOf(parent, number),
    root_id: rootId,
    text_hash: textHash(comment.source),
  })
  const { id } = inserted[0]!
  if (rootId !== null)
    await db.updateTable('comments').set({ subtree_count: sql`subtree_count + 1` }).where('id', '=', rootId).execute()
  if (comment.state === 'live')
    await countLive(db, { ...comment, article_id, id }, 1, countsAtOnce ? number : undefined)
  return { id, number, article_id, above_account: parent?.account_id ?? null }
}

const takeNumber = preparedRows<{ article: number }>()((db, { article }) =>
  db
    .updateTable('articles')
    .set({ last_number: sql`last_number + 1` })
    .where('id', '=', article)
    .returning('last_number'),
)

const nextNumber = async (db: Tx, article: number): Promise<number> =>
  (await takeNumber(db, { article }))[0]!.last_number

/** A comment in any state with the columns that counters depend on. */
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

export const setState = (db: Tx, id: number, state: CommentsTable['state']) =>
  db.updateTable('comments').set({ state }).where('id', '=', id).execute()

const found = ['id', 'created_at', 'state', 'idempotency_key'] as const

const pressesLike = perLength((length) =>
  preparedRows<{ since: number; [slot: string]: string | number }>()((db, slots) => {
    const list = (prefix: string) => Array.from({ length }, (_, i) => slots[`${prefix}${i}`] as RawBuilder<string>)
    return db
      .selectFrom('comments')
      .select([...found, sql<'key' | 'text'>`'text'`.as('by')])
      .where('content_hash', 'in', list(''))
      .where('created_at', '>=', slots.since)
      .unionAll(
        db
          .selectFrom('comments')
          .select([...found, sql<'key' | 'text'>`'key'`.as('by')])
          .where('idempotency_key', 'in', list('key')),
      )
      .orderBy('id', 'desc')
  }),
)

/**
 * Comments of earlier presses with one of these keys, in any state, and comments with the same writer, place and text since a
 * moment. The newest first.
 * @param formKeys one for each identity of the writer, like `contentHashes`
 */
export const commentsOfPress = (
  db: Db,
  formKeys: readonly string[],
  contentHashes: readonly string[],
  since: number,
): Promise<{ id: number; created_at: number; state: string; idempotency_key: string | null; by: 'key' | 'text' }[]> => {
  // Without a key nothing has an empty one.
  const find = pressesLike(contentHashes.length)
  const keys = contentHashes.map((_, i) => formKeys[i] ?? '')
  return find(db, { ...listValues(contentHashes), ...listValues(keys, 'key'), since })
}

/** Deletes the hashes of comments before a moment. @returns how many, `limit` at most */
export const clearContentHashes = async (db: Tx, before: number, limit: number): Promise<number> =>
  Number(
    (
      await db
        .updateTable('comments')
        .set({ content_hash: null })
        .where('id', 'in', (from) =>
          from
            .selectFrom('comments')
            .select('id')
            .where('content_hash', 'is not', null)
            .where('created_at', '<', before)
            .limit(limit),
        )
        .executeTakeFirst()
    ).numUpdatedRows,
  )

export const rerenderComment = (db: Tx, id: number, html: string, renderer: number) =>
  db.updateTable('comments').set({ html, renderer }).where('id', '=', id).execute()

/** Comments with HTML of an older renderer, after an id. */
export const staleComments = (db: Db, renderer: number, after: number, limit: number) =>
  db
    .selectFrom('comments')
    .select(['id', 'source', 'format'])
    .where('renderer', '<', renderer)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
