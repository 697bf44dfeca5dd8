// The tables of keeping order: acts as batches with what each changed, threads, flags and appeals; a part of schema.ts.
import type { ColumnType, Generated } from 'kysely'

/** One act of a moderator or an editor, with all that it did. `undoes` is the batch that it undoes, which can be undone once. */
export type BatchesTable = {
  id: Generated<number>
  account_id: number | null
  actor: string
  act: string
  reason: string
  created_at: number
  undoes: number | null
}

/**
 * What a batch changed, in the order in which it did. `begun` and `ended`: the row `noun_id` of the table `noun`, which
 * is an act that lasts. `state`: a comment, from the state `before` to `after`. `field`: the column `field` of a row;
 * `before` and `after` are JSON.
 */
export type BatchChangesTable = {
  batch_id: number
  number: number
  kind: 'begun' | 'ended' | 'state' | 'field'
  noun: string
  noun_id: number
  field: string
  before: string | null
  after: string | null
}

/** What every act that lasts is stored as: who, when, why, and how it ended. */
type Lasting = {
  id: Generated<number>
  account_id: number | null
  reason: string
  log_entry_id: number
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/** Every comment of the thread waits for a moderator. */
export type ThreadHoldsTable = Lasting & { article_id: number }
/** One comment per person in so many minutes. */
export type SlowdownsTable = Lasting & { article_id: number; minutes: number }
/** Who may comment, and the thread's own number of days until it closes (null: the site's). */
export type ThreadSettingsTable = Lasting & {
  article_id: number
  who: 'anyone' | 'members' | 'staff'
  close_after_days: number | null
}
/** What moderators say at the head of a thread. */
export type ThreadNoticesTable = Lasting & { article_id: number; text: string; html: string }
export type SpamMarksTable = Lasting & { comment_id: number }

/**
 * A branch that was moved to the article `into_id`. The rest is the pointer in its place: where that stands, which
 * changes when the branch above it is moved; how many live comments went along; `seen` 0 where readers saw none of them;
 * `anchors` are the ids, in order and set apart by spaces, under which old links may still look for something here.
 */
export type MovesTable = Lasting & {
  comment_id: number
  article_id: number
  parent_id: number | null
  root_id: number | null
  number: number
  depth: number
  path: Buffer
  into_id: number
  comment_count: number
  seen: number
  anchors: string
}
/** The number that a comment had in an article that it has left: it gets the same when it comes back. */
export type FormerNumbersTable = { comment_id: number; article_id: number; number: number }

/** That a member thinks a comment should be looked at: once for each comment. */
export type FlagsTable = {
  id: Generated<number>
  comment_id: number
  account_id: number
  reason: string
  created_at: number
  ended_at: number | null
  ended_by: number | null
  end_reason: string | null
}

/**
 * That somebody disagrees with a decision: the row `noun_id` of the table `noun`, an act about their comment, or a ban of
 * them, where `comment_id` is null. It waits as long as that decision holds; `answer` is what they are told, `log_entry_id`
 * its entry. `guest` of an appeal against a ban is the hash of where it came from.
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

/** The address under which somebody who cannot sign in reads of a ban: that of an account, or the appeal of a guest. */
export type AppealLinksTable = {
  token_hash: string
  account_id: number | null
  appeal_id: number | null
  created_at: number
  expires_at: number
}

export type OrderSchema = {
  batches: BatchesTable
  batch_changes: BatchChangesTable
  thread_holds: ThreadHoldsTable
  slowdowns: SlowdownsTable
  thread_settings: ThreadSettingsTable
  thread_notices: ThreadNoticesTable
  spam_marks: SpamMarksTable
  moves: MovesTable
  former_numbers: FormerNumbersTable
  flags: FlagsTable
  appeals: AppealsTable
  appeal_links: AppealLinksTable
}
