// The tables of comments that change: their earlier versions, the blanked ones, and what was taken back.
import type { Generated } from 'kysely'
import type { TextFormat } from './schema.ts'

/** What a comment said before a change that left a mark; `number` is 1 for what was posted first, `created_at` when that was written. */
export type CommentVersionsTable = {
  comment_id: number
  number: number
  format: TextFormat
  source: string
  html: string
  renderer: number
  created_at: number
}

/** A version that readers see no more, like every act of a moderator that lasts; `version` is its number. */
export type BlankingsTable = {
  id: Generated<number>
  comment_id: number
  version: number
  account_id: number | null
  reason: string
  log_entry_id: number
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** A comment that its writer took back; it ends when they put it back. `account_id` is null for a guest. */
export type WithdrawalsTable = {
  id: Generated<number>
  comment_id: number
  account_id: number | null
  state_before: 'live' | 'held' | 'spam'
  created_at: number
  ended_at: number | null
}

export type EditsSchema = {
  comment_versions: CommentVersionsTable
  blankings: BlankingsTable
  withdrawals: WithdrawalsTable
}
