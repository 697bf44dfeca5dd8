// The tables by which moderators tell each other, and writers, what they are doing; a part of schema.ts.
import type { Generated } from 'kysely'

/** That a moderator is looking at a comment; it runs out by the clock, and ends with the decision. */
export type ClaimsTable = {
  id: Generated<number>
  comment_id: number
  account_id: number
  created_at: number
  until_at: number
  ended_at: number | null
}

/** That a moderator is on duty, until a moment at the latest. */
export type DutiesTable = {
  id: Generated<number>
  account_id: number
  created_at: number
  until_at: number
  ended_at: number | null
}

/** A note for the next moderator; the next one, or whoever clears it, ends it. */
export type HandoversTable = {
  id: Generated<number>
  account_id: number
  body: string
  created_at: number
  ended_at: number | null
  ended_by: number | null
}

/** What a moderator wrote to the writer of a comment beside a decision, by its entry in the log, which does not have it. */
export type DecisionNotesTable = { log_entry_id: number; comment_id: number; body: string }

export type QueueSchema = {
  claims: ClaimsTable
  duties: DutiesTable
  handovers: HandoversTable
  decision_notes: DecisionNotesTable
}
