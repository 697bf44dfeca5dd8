// Notes about members, warnings, silences, holds for a time and bans. Pure.
import type { Generated } from 'kysely'
import type { ModerationRecord } from './record.ts'

/** For moderators alone. Every version is a row: `first_version_id` is the note that it corrects, null for a first version. */
type PersonNotesTable = {
  id: Generated<number>
  person_id: number
  first_version_id: number | null
  account_id: number
  body: string
  created_at: number
}

/** The member has to acknowledge it before the next comment. */
type WarningsTable = ModerationRecord & { person_id: number; acknowledged_at: number | null }

/** The member can read and not post until `until_at`; null is for good. */
type SilencesTable = ModerationRecord & { person_id: number; until_at: number | null }

/** Everything that the member writes waits for a moderator until `until_at`; null is for good. */
type PersonHoldsTable = ModerationRecord & { person_id: number; until_at: number | null }

/** Every comment on the site waits for a moderator until `until_at`. */
type SiteHoldsTable = ModerationRecord & { until_at: number }

/** Of exactly one: an account, a folded e-mail address, or a range of network addresses, both ends included, as src/ip-ranges.ts writes them. */
type BansTable = ModerationRecord & {
  person_id: number | null
  email: string | null
  address_from: string | null
  address_to: string | null
  until_at: number | null
}

export type SanctionsSchema = {
  person_notes: PersonNotesTable
  warnings: WarningsTable
  silences: SilencesTable
  person_holds: PersonHoldsTable
  site_holds: SiteHoldsTable
  bans: BansTable
}
