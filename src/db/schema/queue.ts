// Who reviews a comment, who is on duty, notes for the next moderator, and calls of staff. Pure.
import type { Generated } from 'kysely'

/** A moderator is reviewing a comment. It expires at `until_at`, and ends with a decision. */
type ClaimsTable = {
  id: Generated<number>
  comment_id: number
  account_id: number
  created_at: number
  until_at: number
  ended_at: number | null
}

/** A moderator is on duty, until `until_at` at the latest. */
type DutiesTable = {
  id: Generated<number>
  account_id: number
  created_at: number
  until_at: number
  ended_at: number | null
}

/** A note for the next moderator, until another one replaces it or somebody clears it. */
type HandoversTable = {
  id: Generated<number>
  account_id: number
  body: string
  created_at: number
  ended_at: number | null
  ended_by: number | null
}

/**
 * Staff were called. What has waited since `waiting_before` (submissions: `desk_before`) or longer has been called for.
 * `follows` is the call before, 0 for the first: it is unique, so that two processes do not call for the same.
 */
type CallsTable = {
  id: Generated<number>
  follows: number
  created_at: number
  waiting_before: number
  desk_before: number
  /** `none`: there was no webhook; `dropped`: nothing waited any longer. */
  webhook: 'none' | 'waiting' | 'sent' | 'failed' | 'dropped'
  attempts: Generated<number>
  next_attempt_at: number
  last_error: string | null
}

/** The comments that wait in the queue of published articles, kept by triggers: held, or live with open flags since the first of these. */
type QueueCommentsTable = {
  comment_id: number
  section: 'held' | 'flagged'
  since: number
}

export type QueueSchema = {
  calls: CallsTable
  claims: ClaimsTable
  duties: DutiesTable
  handovers: HandoversTable
  queue_comments: QueueCommentsTable
}
