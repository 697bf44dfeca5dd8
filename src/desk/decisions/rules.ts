// The decisions of editors about an article: in which states each is possible, and what its form says. Pure.
import type { Act } from '../../log-acts.ts'

export type ArticleState =
  | 'draft'
  | 'waiting'
  | 'returned'
  | 'scheduled'
  | 'published'
  | 'rejected'
  | 'withdrawn'
  | 'unpublished'

type DeskDecisionRule = {
  act: Act
  from: readonly ArticleState[]
  heading: string
  intro: string
  submit: string
  style: '' | ' primary' | ' danger'
  /** Whether the article appears in its section, which then has to be open. */
  needsSection: boolean
  /** The message afterwards, before the headline. */
  done: string
}

/** Every decision by the noun of its address. */
export const deskDecisions = {
  acceptances: {
    act: 'publish',
    from: ['waiting', 'returned', 'scheduled', 'rejected', 'unpublished'],
    heading: 'Publish this article',
    intro: 'It appears at once, in the edition of today or of an earlier day. Its writer gets a notice.',
    submit: 'Publish now',
    style: ' primary',
    needsSection: true,
    done: 'Published',
  },
  schedulings: {
    act: 'schedule-article',
    from: ['waiting', 'returned', 'scheduled', 'rejected'],
    heading: 'Schedule this article',
    intro: 'It appears at that time, everywhere at once. Its writer gets a notice now and another one then.',
    submit: 'Schedule',
    style: ' primary',
    needsSection: true,
    done: 'Scheduled',
  },
  returns: {
    act: 'return',
    from: ['waiting', 'scheduled'],
    heading: 'Send this submission back',
    intro: 'Its writer gets your words, can change the text and send it in again.',
    submit: 'Send back',
    style: '',
    needsSection: false,
    done: 'Sent back',
  },
  rejections: {
    act: 'reject',
    from: ['waiting', 'returned', 'scheduled'],
    heading: 'Reject this submission',
    intro: 'Its writer keeps the text and gets the reason. The public log shows the reason, not the text.',
    submit: 'Reject',
    style: ' danger',
    needsSection: false,
    done: 'Rejected',
  },
  merges: {
    act: 'merge',
    from: ['waiting', 'returned', 'scheduled', 'published'],
    heading: 'Merge this article into another',
    intro:
      'The other article stays, and credits both writers. The address of this one leads there. Copy what is worth keeping into the other text first.',
    submit: 'Merge',
    style: '',
    needsSection: false,
    done: 'Merged',
  },
  moves: {
    act: 'move-article',
    from: ['published'],
    heading: 'Move this article to the edition of another day',
    intro: 'It keeps its address and its time of day.',
    submit: 'Move',
    style: '',
    needsSection: false,
    done: 'Moved',
  },
  unpublishings: {
    act: 'unpublish',
    from: ['published'],
    heading: 'Unpublish this article',
    intro:
      'It leaves every list, feed and search. Its address says that it was unpublished and shows your reason; editors can still read it and its thread.',
    submit: 'Unpublish',
    style: ' danger',
    needsSection: false,
    done: 'Unpublished',
  },
} as const satisfies Record<string, DeskDecisionRule>

export type DeskDecision = keyof typeof deskDecisions

export const deskNouns = Object.keys(deskDecisions) as DeskDecision[]

export const isDeskNoun = (text: string): text is DeskDecision => Object.hasOwn(deskDecisions, text)

export const isPossible = (decision: DeskDecision, state: ArticleState): boolean =>
  (deskDecisions[decision].from as readonly ArticleState[]).includes(state)

/** State of an article → what somebody else has done to it, for a decision that comes too late. */
export const lateSentences: Record<ArticleState, string> = {
  draft: 'It has not been sent in.',
  waiting: 'It is waiting at the desk again.',
  returned: 'It was sent back to its writer.',
  scheduled: 'It was scheduled.',
  published: 'It was published.',
  rejected: 'It was rejected, or merged into another.',
  withdrawn: 'Its writer has withdrawn it.',
  unpublished: 'It was unpublished.',
}

/** What a decision must find unchanged: the state, and the time of a scheduled article. */
export const seenState = ({ state, scheduled_at }: { state: string; scheduled_at: number | null }): string =>
  scheduled_at === null ? state : `${state} ${scheduled_at}`
