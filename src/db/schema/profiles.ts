// What members say about themselves, and what a moderator has removed of it. Pure.
import type { Generated } from 'kysely'
import type { ModerationRecord } from './record.ts'

/** What a member's page says about them, as typed; empty for nothing. `picture` is the name of a square file. */
type ProfilesTable = {
  account_id: number
  website: Generated<string>
  about: Generated<string>
  picture: string | null
  /** The hash that begins the name of the picture. */
  picture_hash: string | null
  changed_at: number
}

/** A moderator has removed a value from a member's page. It is hidden while the profile has it; another one is shown. */
type ProfileRemovalsTable = ModerationRecord & {
  person_id: number
  field: 'website' | 'about' | 'picture'
  value: string
}

export type ProfilesSchema = { profiles: ProfilesTable; profile_removals: ProfileRemovalsTable }
