// The tables of what is thrown away after its time; a part of schema.ts.
import type { Generated } from 'kysely'

/** One run: when, and how much of each it threw away; `ended_at` null while it runs, or where it was cut off. */
export type PurgesTable = {
  id: Generated<number>
  began_at: number
  ended_at: number | null
  addresses: Generated<number>
  texts: Generated<number>
  flags: Generated<number>
  drafts: Generated<number>
}

/** A text that is gone: the whole of a comment with all that it ever said where `version` is 0, else that version. */
export type PurgedTextsTable = { comment_id: number; version: number; purge_id: number }

export type PurgesSchema = {
  purges: PurgesTable
  purged_texts: PurgedTextsTable
}
