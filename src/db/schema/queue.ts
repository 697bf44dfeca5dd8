// Who reviews a comment, who is on duty, and notes for the next moderator. Pure.
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

export type QueueSchema = {
  claims: ClaimsTable
  duties: DutiesTable
  handovers: HandoversTable
}
