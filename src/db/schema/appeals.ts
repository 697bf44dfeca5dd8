// Appeals against decisions and bans. Pure.
import type { ColumnType, Generated } from 'kysely'

/**
 * An appeal against the moderation record `noun_id` of the table `noun`: a decision on a comment, or a ban, where
 * `comment_id` is null. It waits as long as that record holds. `answer` is sent to the author, `log_entry_id` is its entry.
 * `guest` of an appeal against a ban is the hash of the network address.
 */
export type AppealsTable = {
  id: Generated<number>
  comment_id: number | null
  account_id: number | null
  guest: string | null
  body: string
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
  answer: ColumnType<string, string | undefined, string>
  noun: '' | 'holds' | 'removals' | 'spam_marks' | 'bans'
  noun_id: number
  log_entry_id: number | null
}

/** The private address of the page about a ban, for people who cannot sign in: of a banned account, or of a guest's appeal. */
export type AppealLinksTable = {
  token_hash: string
  account_id: number | null
  appeal_id: number | null
  created_at: number
  expires_at: number
}

export type AppealsSchema = {
  appeals: AppealsTable
  appeal_links: AppealLinksTable
}
