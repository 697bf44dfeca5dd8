// Queries about edits and withdrawals: the text of a comment, its earlier versions, and its withdrawal.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { CommentVersionsTable, WithdrawalsTable } from '../../db/schema/comments.ts'
import { textHash } from '../../filters/normalize.ts'

/** A comment in any state, with its text as typed. */
export const writtenComment = (db: Db, id: number) =>
  db
    .selectFrom('comments as c')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('c.id', '=', id)
    .select([
      'c.id',
      'c.article_id',
      'c.parent_id',
      'c.number',
      'c.account_id',
      'c.nic',
      'c.name_kind',
      'c.state',
      'c.format',
      'c.source',
      'c.html',
      'c.renderer',
      'c.created_at',
      'c.edited_at',
      'p.nic as account_nic',
    ])
    .executeTakeFirst()

export type WrittenComment = NonNullable<Awaited<ReturnType<typeof writtenComment>>>

/** Whether a comment has a reply in any state but spam. Reads only the comments after it in the thread. */
export const isAnswered = async (
  db: Db,
  { id, article_id, number }: Pick<WrittenComment, 'id' | 'article_id' | 'number'>,
): Promise<boolean> =>
  (await db
    .selectFrom('comments')
    .select('id')
    .where('article_id', '=', article_id)
    .where('number', '>', number)
    .where('parent_id', '=', id)
    .where('state', '!=', 'spam')
    .limit(1)
    .executeTakeFirst()) !== undefined

/** @param text its `edited_at` is new only if the edit leaves a mark */
export const setText = (
  db: Tx,
  id: number,
  text: { format: 'markup'; source: string; html: string; renderer: number; edited_at: number | null },
) =>
  db
    .updateTable('comments')
    .set({ ...text, text_hash: textHash(text.source) })
    .where('id', '=', id)
    .execute()

/** Saves the present text of a comment as its next earlier version. */
export async function insertVersion(db: Tx, comment: WrittenComment): Promise<void> {
  const last = await db
    .selectFrom('comment_versions')
    .select('number')
    .where('comment_id', '=', comment.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { id, format, source, html, renderer, created_at, edited_at } = comment
  await db
    .insertInto('comment_versions')
    .values({
      comment_id: id,
      number: (last?.number ?? 0) + 1,
      format,
      source,
      html,
      renderer,
      created_at: edited_at ?? created_at,
    })
    .execute()
}

const versionRows = (db: Db, commentId: number) =>
  db
    .selectFrom('comment_versions as v')
    .leftJoin('blankings as b', (join) =>
      join.onRef('b.comment_id', '=', 'v.comment_id').onRef('b.version', '=', 'v.number').on('b.ended_at', 'is', null),
    )
    .leftJoin('accounts as blanker', 'blanker.id', 'b.account_id')
    .where('v.comment_id', '=', commentId)
    .select([
      'v.number',
      'v.source',
      'v.html',
      'v.created_at',
      'b.created_at as blanked_at',
      'b.reason as blanking_reason',
      'b.log_entry_id as blanking_entry',
      'blanker.nic as blanked_by',
    ])

export type VersionRow = Awaited<ReturnType<typeof earlierVersions>>[number]

/** Earlier versions of a comment, newest first. @param before only versions below this number; null for all */
export const earlierVersions = (db: Db, commentId: number, before: number | null, limit: number) =>
  versionRows(db, commentId)
    .$if(before !== null, (query) => query.where('v.number', '<', before!))
    .orderBy('v.number', 'desc')
    .limit(limit)
    .execute()

export const earlierVersion = (db: Db, commentId: number, number: number) =>
  versionRows(db, commentId).where('v.number', '=', number).executeTakeFirst()

export const insertBlanking = async (
  db: Tx,
  blanking: {
    comment_id: number
    version: number
    account_id: number
    reason: string
    log_entry_id: number
    created_at: number
  },
): Promise<number> => (await db.insertInto('blankings').values(blanking).returning('id').executeTakeFirstOrThrow()).id

/**
 * The moderator's edit before approval that a comment is marked with: who, when, and its log entry.
 * Of several the last one that was not undone counts; one that was undone only if there is no other.
 */
export async function moderatorEditOf(db: Db, commentId: number) {
  const rows = await db
    .selectFrom('log_entries as l')
    .leftJoin('accounts as p', 'p.id', 'l.actor_id')
    .leftJoin('batches as undo', 'undo.undoes', 'l.batch_id')
    .leftJoin('batches as again', 'again.undoes', 'undo.id')
    .select(['l.id as log_entry_id', 'l.created_at', 'undo.id as undone', 'again.id as redone'])
    .select(sql<string>`coalesce(p.nic, l.actor)`.as('nic'))
    .where('l.subject', '=', 'comment')
    .where('l.subject_id', '=', commentId)
    .where('l.act', '=', 'edit-approve')
    .where((where) =>
      where.exists(
        where
          .selectFrom('approvals as a')
          .select('a.id')
          .where('a.comment_id', '=', commentId)
          .where('a.ended_at', 'is', null)
          .where('a.edited', '=', 1),
      ),
    )
    .orderBy('l.id', 'desc')
    .limit(20)
    .execute()
  return rows.find((row) => row.undone === null || row.redone !== null) ?? rows[0]
}

export type ModeratorEdit = Pick<
  NonNullable<Awaited<ReturnType<typeof moderatorEditOf>>>,
  'nic' | 'created_at' | 'log_entry_id'
>

/** The withdrawal in force of a comment. */
export const withdrawalOf = (db: Db, commentId: number) =>
  db
    .selectFrom('withdrawals')
    .select(['id', 'state_before', 'created_at'])
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** Times at which comments were withdrawn; comments without a record are missing. */
export const withdrawnTimes = async (db: Db, commentIds: readonly number[]): Promise<Map<number, number>> =>
  commentIds.length === 0
    ? new Map()
    : new Map(
        (
          await db
            .selectFrom('withdrawals')
            .select(['comment_id', 'created_at'])
            .where('comment_id', 'in', commentIds)
            .where('ended_at', 'is', null)
            .execute()
        ).map((row) => [row.comment_id, row.created_at]),
      )

export const insertWithdrawal = (
  db: Tx,
  withdrawal: Pick<WithdrawalsTable, 'comment_id' | 'account_id' | 'state_before' | 'created_at'>,
) => db.insertInto('withdrawals').values(withdrawal).execute()

export const endWithdrawal = (db: Tx, id: number, at: number) =>
  db.updateTable('withdrawals').set({ ended_at: at }).where('id', '=', id).execute()

/** Versions with HTML of an older renderer. */
export const staleVersions = (db: Db, renderer: number, limit: number) =>
  db
    .selectFrom('comment_versions')
    .select(['comment_id', 'number', 'source', 'format'])
    .where('renderer', '<', renderer)
    .orderBy('comment_id')
    .orderBy('number')
    .limit(limit)
    .execute()

export const rerenderVersion = (
  db: Tx,
  { comment_id, number, html, renderer }: Pick<CommentVersionsTable, 'comment_id' | 'number' | 'html' | 'renderer'>,
) =>
  db
    .updateTable('comment_versions')
    .set({ html, renderer })
    .where('comment_id', '=', comment_id)
    .where('number', '=', number)
    .execute()
