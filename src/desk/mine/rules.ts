// What its writer can do with a submission, by its state. Pure.
import type { ArticleState } from '../decisions/rules.ts'

/** Whether the text can be changed: until an editor has accepted or rejected it. */
export const isAmendable = (state: ArticleState): state is 'waiting' | 'returned' =>
  state === 'waiting' || state === 'returned'

/** Whether the text can only be copied into a new draft. */
export const isOver = (state: ArticleState): boolean =>
  state === 'rejected' || state === 'withdrawn' || state === 'unpublished'

/** Why a change by the writer comes too late, by the state that the article is in. */
export const lateForWriter: Record<ArticleState, string> = {
  draft: 'It has not been sent in.',
  waiting: 'It is waiting for an editor again.',
  returned: 'An editor has sent it back to you.',
  scheduled: 'An editor has accepted it, and scheduled it.',
  published: 'It was published.',
  rejected: 'An editor has rejected it, or merged it into another article.',
  withdrawn: 'You have withdrawn it.',
  unpublished: 'It is no longer published.',
}
