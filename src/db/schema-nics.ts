// The tables of the nics that members write under beside their own, and of versions; a part of schema.ts.
import type { Generated } from 'kysely'

/** The one voice a member has in a thread when it is a picked nic. */
export type VoicesTable = {
  article_id: number
  account_id: number
  nic: string
  nic_skeleton: string
  created_at: number
}

/** A nic that is a member's beside the registered one; once removed it stays theirs for a while, see settings.ts. */
export type NicsTable = {
  id: Generated<number>
  account_id: number
  nic: string
  nic_skeleton: string
  created_at: number
  removed_at: number | null
}

/** Of which version of the code something stored is that the code has computed, such as every skeleton. No row is version 1. */
export type VersionsTable = { name: string; version: number; changed_at: number }

export type NicsSchema = { voices: VoicesTable; nics: NicsTable; versions: VersionsTable }
