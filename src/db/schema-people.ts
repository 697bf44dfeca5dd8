// The tables of keeping order among people: notes, warnings, silences, bans, addresses, and the log of what is private; a part of schema.ts.
import type { Generated } from 'kysely'

/** What every act about a person is stored as: the moderator, when, why, and how it ended; it is never deleted. */
type PersonAct = {
  id: Generated<number>
  account_id: number | null
  reason: string
  log_entry_id: number
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** For moderators alone. Every version is a row: `first_id` is the note that it corrects, null for a note's first version. */
export type PersonNotesTable = {
  id: Generated<number>
  person_id: number
  first_id: number | null
  account_id: number
  body: string
  created_at: number
}

/** To be read, and said to have been, before the next comment. */
export type WarningsTable = PersonAct & { person_id: number; acknowledged_at: number | null }

/** Somebody reads and does not post; it ends by the clock at `until_at`, null never. */
export type SilencingsTable = PersonAct & { person_id: number; until_at: number | null }

/** Exactly one of an account, a folded mail address, and a range of addresses as moderation/addresses.ts writes them, both ends included. */
export type BansTable = PersonAct & {
  person_id: number | null
  email: string | null
  address_from: string | null
  address_to: string | null
  until_at: number | null
}

/** From where a comment was posted, as moderation/addresses.ts writes it; forgotten after some days. */
export type CommentAddressesTable = { comment_id: number; address: string; created_at: number }

/** What moderators did that is not for everybody, chained like the public log. */
export type PrivateEntriesTable = {
  id: Generated<number>
  created_at: number
  actor_id: number | null
  actor: string
  act: string
  subject: 'account' | 'comment' | 'ban'
  subject_id: number
  reason: string
  previous_hash: string
  hash: string
}

export type PeopleSchema = {
  person_notes: PersonNotesTable
  warnings: WarningsTable
  silencings: SilencingsTable
  bans: BansTable
  comment_addresses: CommentAddressesTable
  private_entries: PrivateEntriesTable
}
