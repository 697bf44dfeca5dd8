// Visits, read marks and mutes of members. Pure.

/** A member's last visit. `highlight_new` is 1 where comments since `new_since` are highlighted. */
type VisitsTable = { account_id: number; highlight_new: number; visited_at: number; new_since: number }

/**
 * What a member has read of a thread, as ranges of comment numbers (marks/rules.ts): in earlier visits, and in this one.
 * Numbers up to `baseline` were there before the first visit and count as read.
 */
type ReadMarksTable = {
  account_id: number
  article_id: number
  read_ranges: string
  shown_ranges: string
  baseline: number
  visited_at: number
  new_since: number
}

/** What a member has muted: the skeleton of a nic, the slug of a section, a tag, or a folded word; `label` is how they typed it. */
type MutesTable = {
  account_id: number
  kind: 'person' | 'section' | 'tag' | 'word'
  value: string
  label: string
  created_at: number
}

export type MarksSchema = {
  visits: VisitsTable
  read_marks: ReadMarksTable
  mutes: MutesTable
}
