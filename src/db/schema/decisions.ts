// Decisions about comments: holds, approvals, removals, spam marks, features, blanked versions and moves; readers' flags. Pure.
import type { ColumnType, Generated } from 'kysely'
import type { Counter, ModerationRecord } from './record.ts'

/**
 * A comment that waits for a moderator: the rule that held it, the text that the rule matched, and the signs of a robot in its
 * form. `account_id` is null where no person held it.
 */
type HoldsTable = {
  id: Generated<number>
  comment_id: number
  rule: string
  matched_text: string
  form_signs: ColumnType<string, string | undefined, string>
  account_id: number | null
  reason: string
  log_entry_id: number | null
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** `edited` is 1 where the moderator changed the text first. */
type ApprovalsTable = ModerationRecord & { comment_id: number; edited: Counter }

/** `never_published` is 1 where the comment was held: readers never saw it, and no tombstone is shown. */
type RemovalsTable = ModerationRecord & { comment_id: number; never_published: Counter }

type SpamMarksTable = ModerationRecord & { comment_id: number }

type FeaturesTable = ModerationRecord & { comment_id: number; article_id: number }

/** A version of a comment that is hidden from readers; `version` is its number. */
type BlankingsTable = ModerationRecord & { comment_id: number; version: number }

/**
 * A branch that was moved to another article. The columns up to `path` are the position of the pointer left behind, which
 * changes when the branch above it is moved. `comment_count` counts the live comments that went along; `was_visible` is 0
 * where readers saw none of them; `anchors` are the ids, in order and separated by spaces, that old links may still name.
 */
export type MovesTable = ModerationRecord & {
  comment_id: number
  article_id: number
  parent_id: number | null
  root_id: number | null
  number: number
  depth: number
  path: Buffer
  to_article_id: number
  comment_count: number
  was_visible: number
  anchors: string
}

/** The number that a comment had in an article before it was moved away: it gets the same number when it returns. */
type FormerNumbersTable = { comment_id: number; article_id: number; number: number }

/** A reader's report of a comment, one for each member and comment. */
type FlagsTable = {
  id: Generated<number>
  comment_id: number
  account_id: number
  reason: string
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** A moderator's note to the author of a comment about a decision, by the id of the log entry; the log itself has no notes. */
type DecisionNotesTable = { log_entry_id: number; comment_id: number; body: string }

export type DecisionsSchema = {
  holds: HoldsTable
  approvals: ApprovalsTable
  removals: RemovalsTable
  spam_marks: SpamMarksTable
  features: FeaturesTable
  blankings: BlankingsTable
  moves: MovesTable
  former_numbers: FormerNumbersTable
  flags: FlagsTable
  decision_notes: DecisionNotesTable
}
