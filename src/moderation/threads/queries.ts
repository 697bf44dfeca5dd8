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

/** Ids of published articles from before a moment that have no closing in force, the newest first. */
export const articlesWithoutClosure = async (db: Db, before: number, limit: number): Promise<number[]> =>
  (
    await db
      .selectFrom('articles as a')
      .select('a.id')
      .where('a.state', '=', 'published')
      .where('a.published_at', '<', before)
      .where(sql<boolean>`not exists (select 1 from closures as c where c.article_id = a.id and c.ended_at is null)`)
      .orderBy('a.id', 'desc')
      .limit(limit)
      .execute()
  ).map((row) => row.id)
