// What the forms of a thread's closing and reopening say, of featuring, and of blanking a version. Pure.
import type { DecisionPage, TypedPlan } from '../../comments/holds/decision-pages.ts'
import { closedWords, plannedWords } from '../../comments/thread/closed-pages.ts'
import type { ThreadState, ThreadWays } from '../../comments/thread/rules.ts'
import type { Dates } from '../../format.ts'
import { cannedClosings } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

/** The words of the two forms, by the noun of their address. */
export const verdictWords = {
  closures: {
    heading: 'Close this thread',
    submit: 'Close the thread',
    danger: ' danger',
    wantsClosed: false,
    intro:
      'Nobody but moderators can comment any more. The reason stands under the article, with your nic, and in the public log.',
    already: 'This thread is closed already.',
  },
  reopenings: {
    heading: 'Reopen this thread',
    submit: 'Reopen the thread',
    danger: '',
    wantsClosed: true,
    intro:
      'Everybody can comment again, at once or from the moment that you give. The reason stands in the public log, with your nic.',
    already: 'This thread is open already.',
  },
} as const

/** The form that takes a planned closing back: it stands where a closed thread is reopened. */
const unplanWords = {
  heading: 'Take the planned closing back',
  submit: 'Take it back',
  danger: '',
  wantsClosed: true,
  already: verdictWords.reopenings.already,
  intro: 'The thread stays open then. The reason stands in the public log, with your nic.',
} as const

/** What has just been done, by the word that the address bears then; said as long as it is so. */
const doneWords = {
  planned: { heading: 'Planned', says: 'The reopening is planned.' },
  unplanned: { heading: 'Taken back', says: 'The planned closing is taken back.' },
} as const

/** Said where the thread is not any more as the form took it to be. */
export const THREAD_CHANGED =
  'The thread has been closed, reopened or planned otherwise since you saw it. Nothing was done; look at it once more. What you wrote is below.'

const unplanned: TypedPlan = { starts: '', until: '', summary: '', faults: { starts: '', until: '', summary: '' } }

type ClosableArticle = {
  id: number
  slug: string
  headline: string
  closed_by: string | null
  close_reason: string | null
}

/**
 * @param typed what was sent, and could not be done
 * @param how `changed` where the thread was not as the form took it to be, or what has just been done
 */
export function verdictPage(
  noun: keyof typeof verdictWords,
  article: ClosableArticle,
  thread: ThreadState & ThreadWays,
  typed: { reason: string; fault: string; plan?: TypedPlan },
  dates: Dates,
  how: string = '',
): DecisionPage {
  const closes = noun === 'closures'
  const planned = thread.closed ? null : plannedWords(thread, article, dates)
  const unplans = !closes && planned !== null
  const { heading, submit, danger, wantsClosed, intro, already } = unplans ? unplanWords : verdictWords[noun]
  const closed = closedWords(thread, null, dates)
  const opens = thread.closed && thread.why === 'moderator' && thread.opensAt != null
  const did =
    how === 'planned' && opens
      ? doneWords.planned
      : how === 'unplanned' && !thread.closed && planned === null
        ? doneWords.unplanned
        : null
  const done = did === null ? '' : `${did.says} `
  const standing = closes
    ? planned === null
      ? ''
      : `${planned} What you decide here takes its place.`
    : `${closed?.detail ?? planned ?? ''}${opens ? ' Another moment takes the place of that one; without one it reopens now.' : ''}`
  const says = how === 'changed' ? `${THREAD_CHANGED}${standing === '' ? '' : ` ${standing}`}` : `${done}${standing}`
  return {
    heading: did?.heading ?? heading,
    intro,
    action: `/moderation/${noun}`,
    submit,
    danger,
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'article', id: article.id },
    wanted: unplans ? 'unplan' : '',
    version: '',
    back: `${urls.article(article)}#comments`,
    backText: 'Back to the thread',
    already: thread.closed === wantsClosed || unplans ? '' : `${done}${already}${closed ? ` ${closed.detail}` : ''}`,
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    reasons: closes ? cannedClosings : [],
    plan: unplans
      ? null
      : {
          ...(typed.plan ?? unplanned),
          closes,
          hint: closes ? 'Empty until somebody reopens it.' : 'Empty for now, by the site’s clock.',
        },
    notice:
      says === ''
        ? null
        : {
            kind: how === 'changed' ? ' warn' : did === null ? '' : ' ok',
            says,
            way: closes && planned !== null ? { href: urls.reopenings(article.id), text: 'Take it back' } : null,
          },
  }
}
