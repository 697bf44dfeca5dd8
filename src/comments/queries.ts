// Queries that save comments, and find one by what a press of the form sent.

import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { CommentsTable } from '../db/schema/comments.ts'
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

/** Inserts a comment at its place in the thread and updates every counter. A reply is inserted in the current article of its parent. */
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
      email_folded: comment.email === null ? null : foldEmail(comment.email),
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

/** The comment of an earlier press with the same key, unless it was withdrawn. @param formKeys one for each identity of the writer */
export const commentByFormKey = (db: Db, formKeys: readonly string[]) =>
  db
    .selectFrom('comments')
    .select(['id', 'created_at'])
    .where('idempotency_key', 'in', formKeys)
    .where('state', '!=', 'withdrawn')
    .limit(1)
    .executeTakeFirst()

export const isFormKeyUsed = async (db: Db, formKey: string): Promise<boolean> =>
  (await db.selectFrom('comments').select('id').where('idempotency_key', '=', formKey).executeTakeFirst()) !== undefined

/** The newest comment with the same writer, place and text, unless it was withdrawn. @param contentHashes one for each identity of the writer */
export const commentByContent = (db: Db, contentHashes: readonly string[], since: number) =>
  db
    .selectFrom('comments')
    .select('id')
    .where('content_hash', 'in', contentHashes)
    .where('created_at', '>=', since)
    .where('state', '!=', 'withdrawn')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

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
