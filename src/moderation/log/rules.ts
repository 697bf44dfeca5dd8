// The public log's chain: what an entry says, how it is hashed onto the one before, and how anyone verifies it. Pure.
import { createHash } from 'node:crypto'

/** Every act that the log knows, and how a page says it. */
export const acts = {
  close: 'closed the thread',
  reopen: 'reopened the thread',
  'plan-close': 'planned a closing',
  'unplan-close': 'took back a planned closing',
  'plan-reopen': 'planned a reopening',
  'close-older': 'closed old threads',
  'hold-thread': 'let every comment of the thread wait',
  'release-thread': 'let the thread go on without waiting',
  'slow-thread': 'slowed the thread',
  'unslow-thread': 'let the thread go on at any pace',
  'settle-thread': 'said who may write in the thread, and for how long',
  'notice-thread': 'said something above the thread',
  'unnotice-thread': 'took away what was said above the thread',
  approve: 'let a held comment through',
  'edit-approve': 'changed a held comment and let it through',
  read: 'read a comment and let it stand',
  hold: 'held a comment',
  spam: 'marked a comment as spam',
  restore: 'put a comment back',
  remove: 'removed a comment',
  move: 'moved a branch to another article',
  feature: 'featured a comment',
  unfeature: 'ceased to feature a comment',
  blank: 'blanked an earlier version of a comment',
  warn: 'warned a member',
  mute: 'muted a member',
  ban: 'banned a member',
  'ban-email': 'banned an e-mail address',
  'ban-address': 'banned network addresses',
  pardon: 'pardoned',
  sweep: 'swept comments away',
  'grant-appeal': 'granted an appeal',
  'refuse-appeal': 'answered an appeal: the decision stands',
  'filter-make': 'made a filter',
  'filter-change': 'changed a filter',
  'filter-on': 'switched a filter on',
  'filter-off': 'switched a filter off',
  'filter-end': 'ended a filter',
  'classifier-on': 'lets the classifier hold comments',
  'classifier-off': 'lets the classifier hold comments no longer',
  undo: 'undid an act',
  'import-close': 'took in a closed thread',
  'import-remove': 'took in a removed comment',
  'first-admin': 'became the first admin',
  appoint: 'made an account of the staff',
} as const

export type Act = keyof typeof acts

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
