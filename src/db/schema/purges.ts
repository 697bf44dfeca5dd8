// Runs that delete what is due, and the texts they deleted. Pure.
import type { Generated } from 'kysely'

/** One run, and how many of each it deleted; `ended_at` is null while it runs, or where it was interrupted. */
export type PurgesTable = {
  id: Generated<number>
  started_at: number
  ended_at: number | null
  addresses: Generated<number>
  texts: Generated<number>
  flags: Generated<number>
  drafts: Generated<number>
  catches: Generated<number>
  letters: Generated<number>
  notes: Generated<number>
  notices: Generated<number>
  marks: Generated<number>
}

/** A deleted text: a version of a comment, or the comment with all its versions where `version` is 0. */
type PurgedTextsTable = { comment_id: number; version: number; purge_id: number }

export type PurgesSchema = {
  purges: PurgesTable
  purged_texts: PurgedTextsTable
}
