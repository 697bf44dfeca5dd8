// Queries of thread settings: holds, slow mode, who may comment, notices.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'

type NewThreadRecord = {
  article_id: number
  account_id: number
  reason: string
  log_entry_id: number
  created_at: number
}

/** Tables of records about a thread, of which one row each can be in force. */
const threadRecords = ['thread_holds', 'slow_modes', 'thread_settings', 'thread_notices'] as const
export type ThreadRecord = (typeof threadRecords)[number]

export const threadRecordInForce = (db: Db, act: ThreadRecord, articleId: number) =>
  db.selectFrom(act).select('id').where('article_id', '=', articleId).where('ended_at', 'is', null).executeTakeFirst()

const insertedId = async (inserted: Promise<{ id: number }>): Promise<number> => (await inserted).id

export const insertThreadHold = (db: Tx, act: NewThreadRecord) =>
  insertedId(db.insertInto('thread_holds').values(act).returning('id').executeTakeFirstOrThrow())
export const insertSlowMode = (db: Tx, act: NewThreadRecord & { minutes: number }) =>
  insertedId(db.insertInto('slow_modes').values(act).returning('id').executeTakeFirstOrThrow())
export const insertThreadSetting = (
  db: Tx,
  act: NewThreadRecord & { who_may_comment: 'anyone' | 'members' | 'staff'; close_after_days: number | null },
) => insertedId(db.insertInto('thread_settings').values(act).returning('id').executeTakeFirstOrThrow())
export const insertThreadNotice = (db: Tx, act: NewThreadRecord & { text: string; html: string }) =>
  insertedId(db.insertInto('thread_notices').values(act).returning('id').executeTakeFirstOrThrow())

export const threadSettingInForce = (db: Db, articleId: number) =>
  db
    .selectFrom('thread_settings')
    .select(['id', 'who_may_comment', 'close_after_days'])
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
export const threadNoticeInForce = (db: Db, articleId: number) =>
  db
    .selectFrom('thread_notices')
    .select(['id', 'text'])
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** Published articles with the columns that decide whether their threads are open. */
const threadRows = (db: Db) =>
  db
    .selectFrom('articles as a')
    .leftJoin('closures as c', (join) => join.onRef('c.article_id', '=', 'a.id').on('c.ended_at', 'is', null))
    .leftJoin('accounts as closer', 'closer.id', 'c.account_id')
    .leftJoin('thread_settings as tw', (join) => join.onRef('tw.article_id', '=', 'a.id').on('tw.ended_at', 'is', null))
    .where('a.state', '=', 'published')
    .select([
      'a.id',
      'a.reopened_at',
      'a.close_after_days',
      'tw.close_after_days as thread_days',
      'c.until_at as closed_until',
      'c.reason as close_reason',
      'closer.nic as closed_by',
    ])
    .select(sql<number | null>`coalesce(c.starts_at, c.created_at)`.as('closed_at'))
    .select(sql<number>`a.published_at`.as('published_at'))

export const threadsByIds = (db: Db, ids: readonly number[]) =>
  threadRows(db).where('a.id', 'in', ids).orderBy('a.id', 'desc').execute()

/**
 * Threads in a range of ids, of articles from before a moment, without those that a moderator has closed with no end; the
 * newest first. Whether one is open is for `articleThreadState` to say.
 */
export const threadsNotClosedForGood = (db: Db, range: { from: number; below: number }, before: number, now: number) =>
  threadRows(db)
    .where('a.id', '>=', range.from)
    .where('a.id', '<', range.below)
    .where('a.published_at', '<', before)
    .where((where) =>
      where.or([where('c.id', 'is', null), where('c.until_at', 'is not', null), where('c.starts_at', '>', now)]),
    )
    .orderBy('a.id', 'desc')
    .execute()

export const newestArticleId = async (db: Db): Promise<number> =>
  (await db.selectFrom('articles').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst())?.id ?? 0
