// Reports of comments by readers without an account. Pure.
import type { Generated } from 'kysely'

/** Waits for its reader to confirm the address, then for a moderator's answer. */
type ReportsTable = {
  id: Generated<number>
  comment_id: number
  reason: string
  email: string
  email_folded: string
  created_at: number
  confirmed_at: number | null
  answered_at: number | null
  answered_by: number | null
  verdict: 'upheld' | 'dismissed' | null
  answer: string | null
  log_entry_id: number | null
}

export type ReportsSchema = { reports: ReportsTable }
