// Comments that members folded or opened by hand. Pure.

/** The last thing that a member did with a comment's fold; it goes before what the view folds. */
type FoldsTable = {
  account_id: number
  comment_id: number
  state: 'folded' | 'opened'
  changed_at: number
}

export type FoldsSchema = { folds: FoldsTable }
