// What the forms of a thread's closing and reopening say, and the public log. Pure.
import { closedWords } from '../comments/closing.ts'
import type { ThreadState } from '../comments/rules.ts'
import { limits } from '../settings.ts'
import { count, moment, number, type Dates, type Moment } from '../web/format.ts'
import { urls } from '../web/urls.ts'
import { acts, type Act } from './log.ts'
import type { logPage as logRows } from './queries.ts'
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

export type LogPage = {
  intro: string
  entries: { id: number; number: string; time: Moment; actor: string; actorHref: string; act: string; article: { href: string; headline: string } | null; comment: string; reason: string; hash: string; /** Who undid it. */ undone: string; /** The batch that a moderator can undo here; 0 where there is none. */ batch: number }[]
  /** What has just been done. */
  done: string
  older: string
  newest: string
}

const undoneWords: Record<string, string> = { undone: 'It is undone, as a whole.', partly: 'It is undone, but for what somebody has changed since: that was left as it is now.' }

/** Log entries of a page. */
export const LOG_LIST = 50

/**
 * @param rows one more than a page where there are older ones
 * @param before the entry that the page was asked to begin below, or null for the newest
 * @param undoes whether the reader may undo what has not been undone
 * @param done what has just been done, as the address says it
 */
export function logPage(rows: Awaited<ReturnType<typeof logRows>>, length: number, before: number | null, undoes: boolean, done: string, now: number, dates: Dates): LogPage {
  const shown = rows.slice(0, LOG_LIST)
  return {
    intro: `Every act of a moderator or editor, with its reason: ${count(length, 'entry', 'entries')}. Each entry is chained to the one before it by its hash, so that none can be changed or taken out unseen.`,
    entries: shown.map((row) => ({
      id: row.id,
      number: number(row.id),
      time: moment(row.created_at, now, dates),
      actor: row.actor,
      actorHref: row.actor_nic === null ? '' : urls.person(row.actor_nic),
      act: acts[row.act as Act] ?? row.act,
      article: row.headline === null || row.slug === null ? null : { href: urls.article({ id: row.article_id!, slug: row.slug }), headline: row.headline },
      comment: row.subject === 'comment' ? urls.comment(row.subject_id) : '',
      reason: row.reason,
      hash: row.hash,
      undone: row.undone_by === null ? '' : `Undone by ${row.undone_by}`,
      batch: undoes && row.batch_id !== null && row.undone_by === null ? row.batch_id : 0,
    })),
    done: undoneWords[done] ?? '',
    older: rows.length > LOG_LIST ? `${urls.log}?before=${shown[shown.length - 1]!.id}` : '',
    newest: before === null ? '' : urls.log,
  }
}
