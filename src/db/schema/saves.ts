// What members have saved, and their reminders. Pure.
import type { Generated } from 'kysely'

/** An article or a comment that a member has saved. A removed one can be restored for an hour, then it is deleted. */
type SavesTable = {
  id: Generated<number>
  account_id: number
  article_id: number | null
  comment_id: number | null
  note: string
  created_at: number
  removed_at: number | null
}

/** A member's request for a notice when a thread closes; it ends with the first closing. */
type RemindersTable = {
  id: Generated<number>
  account_id: number
  article_id: number
  created_at: number
  ended_at: number | null
}

export type SavesSchema = {
  saves: SavesTable
  reminders: RemindersTable
}
