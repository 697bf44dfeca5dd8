// What the forms of a thread's closing and reopening say, of featuring, and of blanking a version. Pure.
import { closedWords } from '../comments/closing.ts'
import type { ThreadState } from '../comments/rules.ts'
import { limits } from '../settings.ts'
import type { Dates } from '../web/format.ts'
import { urls } from '../web/urls.ts'
import { cannedClosings } from './reasons.ts'

export type VerdictPage = {
  heading: string
  intro: string
  action: string
  submit: string
  danger: string
  article: { href: string; headline: string }
  /** What the form is about: the name of its hidden field, and the id in it. */
  about: { field: 'article' | 'comment'; id: number } | null
  /** What the press means, where the noun alone does not say it: a second press does it no more than once. */
  wanted: string
  /** The number of the version, where the form is about one of a comment's. */
  version: string
  back: string
  backText: string
  /** Where nothing is left to do: said in place of the form. */
  already: string
  reason: string
  fault: string
  maxReason: number
  /** Reasons to choose from. */
  reasons: readonly string[]
  /** When a closing begins and ends, and what it sums up; null where the form is about something else. */
  plan: { starts: string; until: string; summary: string; faults: { starts: string; until: string; summary: string } } | null
  /** What is said to the writer alone, where the form has a field for it. */
  note?: { typed: string; fault: string }
  /** What the form that asked for this one was sent with, and nobody typed. */
  brought?: { name: string; value: string }[]
}

/** The words of the two forms, by the noun of their address. */
export const verdictWords = {
  closures: {
    heading: 'Close this thread', submit: 'Close the thread', danger: ' danger', wantsClosed: false,
    intro: 'Nobody but moderators can comment any more. The reason stands under the article, with your nic, and in the public log.',
    already: 'This thread is closed already.',
  },
  reopenings: {
    heading: 'Reopen this thread', submit: 'Reopen the thread', danger: '', wantsClosed: true,
    intro: 'Everybody can comment again. The reason stands in the public log, with your nic.',
    already: 'This thread is open already.',
  },
} as const

export function verdictPage(noun: keyof typeof verdictWords, article: { id: number; slug: string; headline: string }, thread: ThreadState, typed: { reason: string; fault: string }, dates: Dates, plan: NonNullable<VerdictPage['plan']> | null = null): VerdictPage {
  const { heading, submit, danger, wantsClosed, intro, already } = verdictWords[noun]
  const closed = closedWords(thread, null, dates)
  return {
    heading,
    intro,
    action: `/moderation/${noun}`,
    submit,
    danger,
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'article', id: article.id },
    wanted: '',
    version: '',
    back: `${urls.article(article)}#comments`,
    backText: 'Back to the thread',
    already: thread.closed === wantsClosed ? '' : `${already}${closed ? ` ${closed.detail}` : ''}`,
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    reasons: noun === 'closures' ? cannedClosings : [],
    plan: noun === 'closures' ? (plan ?? { starts: '', until: '', summary: '', faults: { starts: '', until: '', summary: '' } }) : null,
  }
}

/** The form that features a comment, or ceases to when it is featured. */
export function featurePage(article: { id: number; slug: string; headline: string }, comment: { id: number; nic: string }, featured: boolean, typed: { reason: string; fault: string }): VerdictPage {
  return {
    heading: featured ? 'Feature it no longer' : 'Feature this comment',
    intro: featured ? `The comment by ${comment.nic} stays where it is, without the mark, and is no longer quoted above the thread.` : `The comment by ${comment.nic} is marked, quoted above the thread, and among those that readers can ask for alone. The reason stands in the public log, with your nic.`,
    action: '/moderation/features',
    submit: featured ? 'Feature it no longer' : 'Feature the comment',
    danger: '',
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'comment', id: comment.id },
    wanted: featured ? 'unfeature' : 'feature',
    version: '',
    back: urls.comment(comment.id),
    backText: 'Back to the thread',
    already: '',
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    reasons: [],
    plan: null,
  }
}

/** The form that blanks an earlier version of a comment. @param blanked whether somebody has done so already */
export function blankingPage(article: { id: number; slug: string; headline: string }, comment: { id: number; nic: string }, version: number, blanked: boolean, typed: { reason: string; fault: string }): VerdictPage {
  return {
    heading: `Blank version ${version} of this comment`,
    intro: `What ${comment.nic} wrote then is shown to moderators alone, in the history and in the comparison with other versions. Who blanked it, when and why stands in its place and in the public log. The comment itself stays as it is.`,
    action: '/moderation/blankings',
    submit: 'Blank this version',
    danger: ' danger',
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'comment', id: comment.id },
    wanted: '',
    version: String(version),
    back: urls.history(comment.id),
    backText: 'Back to the history',
    already: blanked ? 'This version is blanked already.' : '',
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    reasons: [],
    plan: null,
  }
}
