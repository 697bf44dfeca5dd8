// The two log chains, public and private: how entries are hashed, appended, read in pieces and verified.
import { createHash } from 'node:crypto'
import type { Act } from '../log-acts.ts'
import { topic } from '../topics.ts'
import { noteChange } from './changes.ts'
import type { Db, Tx } from './open.ts'

/** Times are Unix milliseconds; `actor` is the nic at the time, or the program's name. */
export type LogEntry = {
  id: number
  created_at: number
  actor: string
  act: string
  subject: string
  subject_id: number
  article_id: number | null
  reason: string
  previous_hash: string
  hash: string
  /** Set if the reason was deleted after its retention time, so that the hash cannot be computed again. */
  reason_deleted?: true
}

/** The hash before the first entry. */
export const GENESIS = '0'.repeat(64)

/**
 * SHA-256, in hex, of the JSON array [previous_hash, id, created_at, actor, act, subject, subject_id, article_id, reason]
 * without spaces: anyone can compute it from a line of log.jsonl.
 */
export function entryHash(entry: Omit<LogEntry, 'hash'>): string {
  const { previous_hash, id, created_at, actor, act, subject, subject_id, article_id, reason } = entry
  return createHash('sha256')
    .update(JSON.stringify([previous_hash, id, created_at, actor, act, subject, subject_id, article_id, reason]))
    .digest('hex')
}

export type ChainFault = { id: number; fault: string }

/**
 * Follows the chain one entry at a time, so that a log of any length can be verified in little memory. The hash of an entry
 * whose reason was deleted is taken as it is stored; the next entry repeats it, so that it cannot be changed.
 */
export function chainVerifier(): {
  next: (entry: LogEntry) => ChainFault | null
  length: () => number
  head: () => string
} {
  let head = GENESIS
  let length = 0
  return {
    next(entry) {
      const fault =
        entry.id !== length + 1
          ? `entry ${length + 1} is missing`
          : entry.previous_hash !== head
            ? 'it does not follow the entry before it'
            : entry.reason_deleted !== true && entry.hash !== entryHash(entry)
              ? 'its content was changed after it was written'
              : null
      length += 1
      head = entry.hash
      return fault === null ? null : { id: entry.id, fault }
    },
    length: () => length,
    head: () => head,
  }
}

export type LogTable = 'log_entries' | 'private_log_entries'

type NewEntry = {
  at: number
  actorId: number | null
  actor: string
  act: string
  subject: string
  subjectId: number
  articleId: number | null
  reason: string
}

/** Appends an entry to a chain, in the transaction of the action that it records. @returns its id */
async function append(db: Tx, table: LogTable, entry: NewEntry, more: { batch_id?: number | null }): Promise<number> {
  const chain = table as 'log_entries'
  const last = await db.selectFrom(chain).select(['id', 'hash']).orderBy('id', 'desc').limit(1).executeTakeFirst()
  const row = {
    id: (last?.id ?? 0) + 1,
    created_at: entry.at,
    actor: entry.actor,
    act: entry.act,
    subject: entry.subject,
    subject_id: entry.subjectId,
    reason: entry.reason,
    previous_hash: last?.hash ?? GENESIS,
  }
  const hash = entryHash({ ...row, article_id: entry.articleId })
  await db
    .insertInto(chain)
    .values({ ...row, ...more, actor_id: entry.actorId, hash } as never)
    .execute()
  return row.id
}

/** Appends an entry to the public log. @returns its id */
export const appendToLog = (
  db: Tx,
  {
    batchId,
    ...entry
  }: NewEntry & { act: Act; subject: 'article' | 'comment' | 'account' | 'application' | 'setting'; batchId?: number },
): Promise<number> => {
  noteChange(db, topic.log)
  return append(db, 'log_entries', entry, { article_id: entry.articleId, batch_id: batchId ?? null } as {
    batch_id: number | null
  })
}

/** Appends an entry to the private log, which moderators alone read. @returns its id */
export const appendToPrivateLog = (
  db: Tx,
  entry: {
    at: number
    by: { id: number; nic: string }
    act: string
    subject: 'account' | 'comment' | 'ban'
    subjectId: number
    reason: string
  },
): Promise<number> =>
  append(db, 'private_log_entries', { ...entry, actorId: entry.by.id, actor: entry.by.nic, articleId: null }, {})

/** Entries of a chain after an id, the oldest first: for reading all of it in pieces. */
export async function entriesAfter(db: Db, table: LogTable, after: number, limit: number): Promise<LogEntry[]> {
  const rows = await db
    .selectFrom(table as 'log_entries')
    .select(['id', 'created_at', 'actor', 'act', 'subject', 'subject_id'])
    .$if(table === 'log_entries', (query) => query.select('article_id'))
    .$if(table === 'private_log_entries', (query) => query.select('reason_deleted_at' as never))
    .select(['reason', 'previous_hash', 'hash'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  // The order of the keys is that of the hashed array, and of the lines of log.jsonl.
  return rows.map(({ reason, previous_hash, hash, ...row }) => {
    const { reason_deleted_at = null, ...told } = row as typeof row & { reason_deleted_at?: number | null }
    const entry = { ...told, article_id: told.article_id ?? null, reason, previous_hash, hash }
    return reason_deleted_at === null ? entry : { ...entry, reason_deleted: true as const }
  })
}
