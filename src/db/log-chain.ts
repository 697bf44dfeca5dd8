// The two log chains, public and private: how entries are hashed, appended, read in pieces and verified.
import { createHash, type Hash } from 'node:crypto'
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
  /** The later entry that says that the name of a deleted account was taken out of this one. */
  name_deleted_in?: number
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

/** The act of an entry that takes the name of a deleted account out of earlier ones. */
export const DELETE_NAME = 'delete-name'

/**
 * What is hashed of an entry that has lost a name: a line of a JSON array of what it says now, with its first hash. The
 * reason of a private entry is left out, because it may be deleted later.
 */
export const namelessLine = (entry: LogEntry, table: LogTable): string => {
  const { hash, id, created_at, actor, act, subject, subject_id, article_id, reason } = entry
  const words = table === 'log_entries' ? [reason] : []
  return `${JSON.stringify([hash, id, created_at, actor, act, subject, subject_id, article_id, ...words])}\n`
}

/**
 * Follows the chain one entry at a time, so that a log of any length can be verified in little memory. The hash of an entry
 * whose reason was deleted is taken as it is stored; the next entry repeats it, so that it cannot be changed. What an entry
 * says that has lost a name is compared with the sum in the later entry that it names.
 */
export function chainVerifier(table: LogTable = 'log_entries'): {
  next: (entry: LogEntry) => ChainFault | null
  /** The fault that only the end of the log shows. */
  end: () => ChainFault | null
  length: () => number
  head: () => string
} {
  let head = GENESIS
  let length = 0
  const nameless = new Map<number, { first: number; sum: Hash }>()
  const addNameless = (entry: LogEntry, by: number): string | null => {
    if (by <= entry.id) return 'it names an earlier entry as the one that took out its name'
    const one = nameless.get(by) ?? { first: entry.id, sum: createHash('sha256') }
    one.sum.update(namelessLine(entry, table))
    nameless.set(by, one)
    return null
  }
  const closeNameless = ({ id, act, reason }: LogEntry): string | null => {
    const one = act === DELETE_NAME ? nameless.get(id) : undefined
    if (one === undefined) return null
    nameless.delete(id)
    return reason.endsWith(one.sum.digest('hex')) ? null : 'entries without a name were changed after it was written'
  }
  const contentFault = (entry: LogEntry): string | null =>
    entry.name_deleted_in != null
      ? addNameless(entry, entry.name_deleted_in)
      : entry.reason_deleted !== true && entry.hash !== entryHash(entry)
        ? 'its content was changed after it was written'
        : closeNameless(entry)
  return {
    next(entry) {
      const fault =
        entry.id !== length + 1
          ? `entry ${length + 1} is missing`
          : entry.previous_hash !== head
            ? 'it does not follow the entry before it'
            : contentFault(entry)
      length += 1
      head = entry.hash
      return fault === null ? null : { id: entry.id, fault }
    },
    end() {
      const [left] = nameless.values()
      return left === undefined ? null : { id: left.first, fault: 'no entry says that its name was taken out' }
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
export async function append(
  db: Tx,
  table: LogTable,
  entry: NewEntry,
  more: { batch_id?: number | null } = {},
): Promise<number> {
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
    .select(['id', 'created_at', 'actor', 'act', 'subject', 'subject_id', 'name_deleted_in'])
    .$if(table === 'log_entries', (query) => query.select('article_id'))
    .$if(table === 'private_log_entries', (query) => query.select('reason_deleted_at' as never))
    .select(['reason', 'previous_hash', 'hash'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => toEntry(row))
}

/** The order of the keys is that of the hashed array, and of the lines of log.jsonl. */
export function toEntry(row: Omit<LogEntry, 'name_deleted_in' | 'article_id'> & StoredMarks): LogEntry {
  const { reason_deleted_at = null, name_deleted_in, reason, previous_hash, hash, ...told } = row
  const { id, created_at, actor, act, subject, subject_id, article_id = null } = told
  return {
    ...{ id, created_at, actor, act, subject, subject_id, article_id, reason, previous_hash, hash },
    ...(reason_deleted_at === null ? {} : { reason_deleted: true as const }),
    ...(name_deleted_in === null ? {} : { name_deleted_in }),
  }
}

type StoredMarks = {
  article_id?: number | null
  reason_deleted_at?: number | null
  name_deleted_in: number | null
}
