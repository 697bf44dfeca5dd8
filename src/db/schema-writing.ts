// The tables of those who write: guests and their receipts, what waits for a moderator, texts that wait for their writers; a part of schema.ts.
import type { ColumnType, Generated } from 'kysely'

/**
 * A private address that shows a guest where their comment stands; after a press whose answer was lost there are several.
 * `guest` is the hash of the key that the browser holds; it is nobody's any more once an account has claimed the comment.
 */
export type ReceiptsTable = {
  token_hash: string
  comment_id: number
  guest: string
  created_at: number
  claimed_by: number | null
  claimed_at: number | null
}

/** The one name a guest has in a thread. */
export type GuestVoicesTable = {
  article_id: number
  guest: string
  nic: string
  nic_skeleton: string
  created_at: number
}

/** That a comment waits for a moderator: by which rule, and the very words that it caught; `account_id` is null where no person held it. */
export type HoldsTable = {
  id: Generated<number>
  comment_id: number
  rule: string
  words: string
  account_id: number | null
  reason: string
  log_entry_id: number | null
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** That a moderator let a comment through; `edited` is 1 where they changed its words first. */
export type ApprovalsTable = {
  id: Generated<number>
  comment_id: number
  edited: ColumnType<number, number | undefined, number>
  account_id: number | null
  reason: string
  log_entry_id: number
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** A text that waits for its writer: `account:7`, `guest:` and the hash of a browser's key, or `token:` and that of a link. One for each place in which they write. */
export type DraftsTable = {
  id: Generated<number>
  writer: string
  article_id: number
  parent_id: number | null
  nic: string
  email: string
  website: string
  body: string
  created_at: number
  changed_at: number
}

/** What somebody sent to the editors, because its thread had closed. */
export type LettersTable = {
  id: Generated<number>
  writer: string
  account_id: number | null
  nic: string
  email: string
  article_id: number
  parent_id: number | null
  body: string
  content_hash: string
  created_at: number
  read_at: number | null
  read_by: number | null
}

export type WritingSchema = {
  receipts: ReceiptsTable
  guest_voices: GuestVoicesTable
  holds: HoldsTable
  approvals: ApprovalsTable
  drafts: DraftsTable
  letters: LettersTable
}
