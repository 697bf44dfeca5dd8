// Reminders of threads that close.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'

export const hasReminder = async (db: Db, accountId: number, articleId: number): Promise<boolean> =>
  (await db
    .selectFrom('reminders')
    .select('id')
    .where('article_id', '=', articleId)
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()) !== undefined

/** Asks for a notice when a thread closes, once. */
export const insertReminder = (db: Tx, accountId: number, articleId: number, at: number) =>
  db
    .insertInto('reminders')
    .values({ account_id: accountId, article_id: articleId, created_at: at, ended_at: null })
    .onConflict((on) => on.doNothing())
    .execute()

/** @returns whether there was one */
export const deleteReminder = async (db: Tx, accountId: number, articleId: number): Promise<boolean> =>
  (
    await db
      .deleteFrom('reminders')
      .where('article_id', '=', articleId)
      .where('account_id', '=', accountId)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
  ).numDeletedRows > 0n

/** Articles with open reminders, by id, above one. */
export const remindedIds = async (db: Db, above: number, limit: number): Promise<number[]> =>
  (
    await db
      .selectFrom('reminders')
      .select('article_id')
      .distinct()
      .where('ended_at', 'is', null)
      .where('article_id', '>', above)
      .orderBy('article_id')
      .limit(limit)
      .execute()
  ).map(({ article_id }) => article_id)

/** The published ones of these articles, with the columns that decide whether a thread is closed. */
export const threadsByIds = (db: Db, ids: readonly number[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('articles as a')
        .leftJoin('closures as k', (join) => join.onRef('k.article_id', '=', 'a.id').on('k.ended_at', 'is', null))
        .leftJoin('accounts as closer', 'closer.id', 'k.account_id')
        .leftJoin('thread_settings as tw', (join) =>
          join.onRef('tw.article_id', '=', 'a.id').on('tw.ended_at', 'is', null),
        )
        .select([
          'a.id',
          'a.close_after_days',
          'a.reopened_at',
          'tw.close_after_days as thread_days',
          'k.until_at as closed_until',
          'k.reason as close_reason',
          'closer.nic as closed_by',
        ])
        .select(sql<number | null>`coalesce(k.starts_at, k.created_at)`.as('closed_at'))
        .select(sql<number>`a.published_at`.as('published_at'))
        .where('a.state', '=', 'published')
        .where('a.id', 'in', ids)
        .execute()

/** Inserts the notice of every open reminder of a thread, once each; members who muted the thread get none. @returns the accounts that got one */
export async function insertReminderNotices(db: Tx, articleId: number, at: number): Promise<number[]> {
  const rows = await db
    .insertInto('notices')
    .columns(['account_id', 'kind', 'article_id', 'reminder_id', 'created_at'])
    .expression(
      db
        .selectFrom('reminders as r')
        .leftJoin('follows as f', (join) =>
          join
            .onRef('f.account_id', '=', 'r.account_id')
            .onRef('f.article_id', '=', 'r.article_id')
            .on('f.state', '=', 'muted'),
        )
        .select((select) => [
          'r.account_id',
          select.val('follow' as const).as('kind'),
          'r.article_id',
          'r.id as reminder_id',
          select.val(at).as('created_at'),
        ])
        .where('r.article_id', '=', articleId)
        .where('r.ended_at', 'is', null)
        .where('f.account_id', 'is', null),
    )
    .onConflict((on) => on.doNothing())
    .returning('account_id')
    .execute()
  return rows.flatMap((row) => row.account_id ?? [])
}

export const endReminders = (db: Tx, articleId: number, at: number) =>
  db
    .updateTable('reminders')
    .set({ ended_at: at })
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .execute()

/** Deletes reminders that ended before a moment and whose notice has been deleted, a bounded number at once. */
export const deleteEndedReminders = (db: Tx, before: number, limit: number) =>
  db
    .deleteFrom('reminders')
    .where('id', 'in', (from) =>
      from
        .selectFrom('reminders as r')
        .leftJoin('notices as n', 'n.reminder_id', 'r.id')
        .select('r.id')
        .where('r.ended_at', '<', before)
        .where('n.id', 'is', null)
        .orderBy('r.ended_at')
        .limit(limit),
    )
    .execute()
