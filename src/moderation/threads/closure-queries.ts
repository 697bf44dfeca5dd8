// What is stored of keeping order: closings, removals, and the log that tells of them.

import type { Db, Tx } from '../../db/open.ts'
import type { Act } from '../../log-acts.ts'
import { entryHash, GENESIS, type LogEntry } from '../log/rules.ts'

const entryColumns = [
  'id',
  'created_at',
  'actor',
  'act',
  'subject',
  'subject_id',
  'article_id',
  'reason',
  'previous_hash',
  'hash',
] as const

/** Adds an entry to the end of the chain, in the transaction of the act it tells of. */
export async function appendToLog(
  db: Tx,
  said: {
    at: number
    actorId: number | null
    actor: string
    act: Act
    subject: LogEntrySubject
    subjectId: number
    articleId: number | null
    reason: string
    batchId?: number
  },
): Promise<number> {
  const last = await db
    .selectFrom('log_entries')
    .select(['id', 'hash'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const entry = {
    id: (last?.id ?? 0) + 1,
    created_at: said.at,
    actor: said.actor,
    act: said.act,
    subject: said.subject,
    subject_id: said.subjectId,
    article_id: said.articleId,
    reason: said.reason,
    previous_hash: last?.hash ?? GENESIS,
  }
  await db
    .insertInto('log_entries')
    .values({ ...entry, actor_id: said.actorId, hash: entryHash(entry), batch_id: said.batchId ?? null })
    .execute()
  return entry.id
}

type LogEntrySubject = 'article' | 'comment' | 'account' | 'setting'

/** Entries after an id, oldest first: for reading the whole chain in pieces. */
export const logAfter = (db: Db, after: number, limit: number): Promise<LogEntry[]> =>
  db.selectFrom('log_entries').select(entryColumns).where('id', '>', after).orderBy('id').limit(limit).execute()

export const closureInForce = (db: Db, articleId: number) =>
  db
    .selectFrom('closures')
    .select(['id', 'account_id', 'reason', 'summary', 'created_at', 'starts_at', 'until_at'])
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertClosure = async (
  db: Tx,
  closure: {
    article_id: number
    account_id: number | null
    reason: string
    log_entry_id: number
    created_at: number
    starts_at?: number | null
    until_at?: number | null
    summary?: string
  },
): Promise<number> =>
  (
    await db
      .insertInto('closures')
      .values({ starts_at: null, until_at: null, ...closure })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

/** Whether a comment is featured now. */
export const featureInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('features')
    .select(['id', 'created_at'])
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertFeature = async (
  db: Tx,
  feature: {
    comment_id: number
    article_id: number
    account_id: number | null
    reason: string
    log_entry_id: number
    created_at: number
  },
): Promise<number> => (await db.insertInto('features').values(feature).returning('id').executeTakeFirstOrThrow()).id

export const insertRemoval = async (
  db: Tx,
  removal: {
    comment_id: number
    account_id: number | null
    reason: string
    log_entry_id: number
    created_at: number
    unseen: number
  },
): Promise<number> => (await db.insertInto('removals').values(removal).returning('id').executeTakeFirstOrThrow()).id

/** Why a comment is down, as its tombstone says it, whether readers see that or not. */
export const removalInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('removals as r')
    .leftJoin('accounts as p', 'p.id', 'r.account_id')
    .select([
      'r.reason as removal_reason',
      'r.created_at as removed_at',
      'r.log_entry_id as removal_entry',
      'p.nic as removed_by',
    ])
    .where('r.comment_id', '=', commentId)
    .where('r.ended_at', 'is', null)
    .executeTakeFirst()
