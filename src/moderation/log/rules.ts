// The public log's chain: what an entry says, how it is hashed onto the one before, and how anyone verifies it. Pure.
import { createHash } from 'node:crypto'

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

/** Follows the chain one entry at a time, so that a log of any length can be verified in little memory. */
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
            : entry.hash !== entryHash(entry)
              ? 'its words are not those it was written with'
              : null
      length += 1
      head = entry.hash
      return fault === null ? null : { id: entry.id, fault }
    },
    length: () => length,
    head: () => head,
  }
}
