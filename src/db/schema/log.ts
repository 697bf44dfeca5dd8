// Batches with what each changed, the public log and the private log. Pure.
import type { Generated } from 'kysely'

/** One act of a moderator or an editor with all that it changed. `undoes` is the batch that it undoes; a batch is undone once at most. */
type BatchesTable = {
  id: Generated<number>
  account_id: number | null
  actor: string
  act: string
  reason: string
  created_at: number
  undoes: number | null
}

/**
 * A change of a batch, in order. `start` and `end`: the moderation record `noun_id` of the table `noun`. `state`: a
 * comment, from the state `before` to `after`. `field`: the column `field` of a row; `before` and `after` are JSON.
 */
export type BatchChangesTable = {
  batch_id: number
  number: number
  kind: 'start' | 'end' | 'state' | 'field'
  noun: string
  noun_id: number
  field: string
  before: string | null
  after: string | null
}

/** The public log, chained by hashes. */
type LogEntriesTable = {
  id: Generated<number>
  created_at: number
  actor_id: number | null
  actor: string
  act: string
  subject: 'article' | 'comment' | 'account' | 'setting'
  subject_id: number
  article_id: number | null
  reason: string
  previous_hash: string
  hash: string
  /** The batch that it belongs to; null for an entry without one. */
  batch_id: number | null
  /** The entry that says that a name was taken out of this one. */
  name_deleted_in: Generated<number | null>
}

/** What moderators did that is not public, chained like the public log. The text of a note is deleted after its time; its hash stays. */
type PrivateLogEntriesTable = {
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
  reason_deleted_at: number | null
  name_deleted_in: Generated<number | null>
}

export type LogSchema = {
  batches: BatchesTable
  batch_changes: BatchChangesTable
  log_entries: LogEntriesTable
  private_log_entries: PrivateLogEntriesTable
}
