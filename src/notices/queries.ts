// Inserts notices, and marks those about a comment or thread as read.

import type { Db, Tx } from '../db/open.ts'
import { preparedRows } from '../db/prepared.ts'
import type { NoticesTable } from '../db/schema/inbox.ts'
import type { NoticeKind } from './rules.ts'

/** A live comment, as far as it decides who gets a notice. */
export const commentForNotices = (db: Db, id: number) =>
  db
    .selectFrom('comments as c')
    .leftJoin('comments as above', 'above.id', 'c.parent_id')
    .select([
      'c.id',
      'c.article_id',
      'c.parent_id',
      'c.account_id',
      'c.email',
      'c.html',
      'above.account_id as above_account',
    ])
    .where('c.id', '=', id)
    .where('c.state', '=', 'live')
    .executeTakeFirst()

/** Whether a comment was imported. */
export const isImported = async (db: Db, commentId: number): Promise<boolean> =>
  (await db
    .selectFrom('import_keys')
    .select('noun_id')
    .where('noun', '=', 'comment')
    .where('noun_id', '=', commentId)
    .executeTakeFirst()) !== undefined

type NoticedComment = { id: number; article_id: number; account_id: number | null }

const columns = ['account_id', 'kind', 'comment_id', 'article_id', 'created_at'] as const

/** Inserts notices of a comment for these members, except its author, members who muted the thread, and those who have one. @returns the accounts that got one */
export async function insertCommentNotices(
  db: Tx,
  accountIds: readonly number[],
  kind: NoticeKind,
  comment: NoticedComment,
  at: number,
): Promise<number[]> {
  if (accountIds.length === 0) return []
  const rows = await db
    .insertInto('notices')
    .columns([...columns])
    .expression(
      db
        .selectFrom('accounts as p')
        .leftJoin('follows as f', (join) =>
          join
            .onRef('f.account_id', '=', 'p.id')
            .on('f.article_id', '=', comment.article_id)
            .on('f.state', '=', 'muted'),
        )
        .select((select) => [
          'p.id',
          select.val(kind).as('kind'),
          select.val(comment.id).as('comment_id'),
          select.val(comment.article_id).as('article_id'),
          select.val(at).as('created_at'),
        ])
        .where('p.id', 'in', accountIds)
        .where('p.id', '!=', comment.account_id ?? 0)
        .where('f.account_id', 'is', null),
    )
    .onConflict((on) => on.doNothing())
    .returning('account_id')
    .execute()
  return rows.flatMap((row) => row.account_id ?? [])
}

/**
 * Withdraws unread notices of mentions in a comment. A member who followed the thread by then gets the notice of a follower
 * instead.
 */
export async function withdrawMentions(
  db: Tx,
  accountIds: readonly number[],
  commentId: number,
  at: number,
): Promise<void> {
  if (accountIds.length === 0) return
  const unread = db
    .updateTable('notices')
    .where('comment_id', '=', commentId)
    .where('account_id', 'in', accountIds)
    .where('kind', '=', 'mention')
    .where('read_at', 'is', null)
  await unread
    .set({ kind: 'follow' })
    .where((where) =>
      where.exists(
        where
          .selectFrom('follows as f')
          .select('f.account_id')
          .whereRef('f.account_id', '=', 'notices.account_id')
          .whereRef('f.article_id', '=', 'notices.article_id')
          .whereRef('f.created_at', '<=', 'notices.created_at')
          .where('f.state', '=', 'following'),
      ),
    )
    .execute()
  await unread.set({ withdrawn_at: at }).where('withdrawn_at', 'is', null).execute()
}

/** Undoes `withdrawMentions` for members who are mentioned again. @returns the accounts whose notice is back */
export const restoreMentions = async (db: Tx, accountIds: readonly number[], commentId: number): Promise<number[]> =>
  accountIds.length === 0
    ? []
    : (
        await db
          .updateTable('notices')
          .set({ withdrawn_at: null })
          .where('comment_id', '=', commentId)
          .where('account_id', 'in', accountIds)
          .where('withdrawn_at', 'is not', null)
          .returning('account_id')
          .execute()
      ).flatMap((row) => row.account_id ?? [])

/** Inserts notices of a comment for the followers of its thread. @returns the accounts that got one */
const insertForFollowers = preparedRows<{ comment: number; article: number; author: number; at: number }>()(
  (db, { comment, article, author, at }) =>
    db
      .insertInto('notices')
      .columns([...columns])
      .expression(
        db
          .selectFrom('follows as f')
          .select((select) => [
            'f.account_id',
            select.val('follow' as const).as('kind'),
            comment.as('comment_id'),
            'f.article_id',
            at.as('created_at'),
          ])
          .where('f.article_id', '=', article)
          .where('f.state', '=', 'following')
          .where('f.account_id', '!=', author),
      )
      .onConflict((on) => on.doNothing())
      .returning('account_id'),
)

export async function insertFollowNotices(db: Tx, comment: NoticedComment, at: number): Promise<number[]> {
  const rows = await insertForFollowers(db, {
    comment: comment.id,
    article: comment.article_id,
    author: comment.account_id ?? 0,
    at,
  })
  return rows.flatMap((row) => row.account_id ?? [])
}

/** Inserts a notice of a log entry for one member, once. */
export const insertDecisionNotice = (
  db: Tx,
  notice: Pick<NoticesTable, 'account_id' | 'comment_id' | 'article_id' | 'log_entry_id' | 'created_at'>,
) =>
  db
    .insertInto('notices')
    .values({ ...notice, kind: 'decision' })
    .onConflict((on) => on.doNothing())
    .returning('account_id')
    .executeTakeFirst()

/** Inserts a notice of a reply for a guest, once. */
export const insertSubscriptionNotice = (
  db: Tx,
  subscriptionId: number,
  comment: { id: number; article_id: number },
  at: number,
) =>
  db
    .insertInto('notices')
    .values({
      subscription_id: subscriptionId,
      kind: 'reply',
      comment_id: comment.id,
      article_id: comment.article_id,
      created_at: at,
    })
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst()

/** Accounts that have these nics, or had them before. */
export const accountsByNics = async (db: Db, nics: readonly string[]): Promise<number[]> =>
  nics.length === 0
    ? []
    : (
        await db
          .selectFrom('accounts')
          .select('id')
          .where('nic', 'in', nics)
          .union(db.selectFrom('former_nics').select('account_id as id').where('nic', 'in', nics))
          .execute()
      ).map((row) => row.id)

/** Author and article of a comment. */
export const writerOfComment = (db: Db, commentId: number) =>
  db.selectFrom('comments').select(['account_id', 'article_id']).where('id', '=', commentId).executeTakeFirst()

export const posterOfArticle = (db: Db, articleId: number) =>
  db.selectFrom('articles').select('account_id').where('id', '=', articleId).executeTakeFirst()

/** Marks a member's notices of one comment, or of a whole thread, as read. */
export const setReadAbout = (db: Tx, accountId: number, of: { comment: number } | { article: number }, at: number) =>
  db
    .updateTable('notices')
    .set({ read_at: at })
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .where('kind', '!=', 'decision')
    .$if('comment' in of, (query) => query.where('comment_id', '=', (of as { comment: number }).comment))
    .$if('article' in of, (query) => query.where('article_id', '=', (of as { article: number }).article))
    .execute()
