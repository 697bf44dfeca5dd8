// What is stored of how threads are kept in order: held, slowed, for some people only, with a notice above them.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'

type Act = { article_id: number; account_id: number; reason: string; log_entry_id: number; created_at: number }

/** Acts on a thread that hold until they are ended, one of each kind at a time. */
export const threadActs = ['thread_holds', 'slow_modes', 'thread_settings', 'thread_notices'] as const
export type ThreadAct = (typeof threadActs)[number]

export const actHolding = (db: Db, act: ThreadAct, articleId: number) =>
  db.selectFrom(act).select('id').where('article_id', '=', articleId).where('ended_at', 'is', null).executeTakeFirst()

const idOf = async (inserted: Promise<{ id: number }>): Promise<number> => (await inserted).id

export const insertThreadHold = (db: Tx, act: Act) =>
  idOf(db.insertInto('thread_holds').values(act).returning('id').executeTakeFirstOrThrow())
export const insertSlowMode = (db: Tx, act: Act & { minutes: number }) =>
  idOf(db.insertInto('slow_modes').values(act).returning('id').executeTakeFirstOrThrow())
export const insertThreadSetting = (
  db: Tx,
  act: Act & { who_may_comment: 'anyone' | 'members' | 'staff'; close_after_days: number | null },
) => idOf(db.insertInto('thread_settings').values(act).returning('id').executeTakeFirstOrThrow())
export const insertThreadNotice = (db: Tx, act: Act & { text: string; html: string }) =>
  idOf(db.insertInto('thread_notices').values(act).returning('id').executeTakeFirstOrThrow())

export const settingOf = (db: Db, articleId: number) =>
  db
    .selectFrom('thread_settings')
    .select(['id', 'who_may_comment', 'close_after_days'])
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
export const noticeOf = (db: Db, articleId: number) =>
  db
    .selectFrom('thread_notices')
    .select(['id', 'text'])
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** Published articles from before a moment that have no closing in force, the newest first. */
export const withoutClosing = async (db: Db, before: number, limit: number): Promise<number[]> =>
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
