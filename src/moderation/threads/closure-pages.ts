// What the forms show that close and reopen a thread. Pure.

import type { DecisionPage, PlanFields } from '../../comments/holds/decision-pages.ts'
import { closedNotice, plannedClosureText } from '../../comments/thread/closed-pages.ts'
import type { ThreadSettings, ThreadState } from '../../comments/thread/rules.ts'
import { type Dates, zoneOf } from '../../format.ts'
import { reasonChips } from '../../reasons.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

/** The sentences of the two forms, by the noun of their address. */
export const closureForms = {
  closures: {
    heading: 'Close this thread',
    submit: 'Close thread',
    danger: ' danger',
    wantsClosed: false,
    intro:
      'Only moderators can comment after that. Your reason and nic are shown under the article and in the public log.',
    already: 'This thread is already closed.',
  },
  reopenings: {
    heading: 'Reopen this thread',
    submit: 'Reopen thread',
    danger: '',
    wantsClosed: true,
    intro:
      'Everybody can comment again, at once or from the time that you enter. Your reason and nic are shown in the public log.',
    already: 'This thread is already open.',
  },
} as const

/** The form that cancels a scheduled closing. It has the address of a reopening. */
const cancelForm = {
  heading: 'Cancel the scheduled closing',
  submit: 'Cancel the closing',
  danger: '',
  wantsClosed: true,
  already: closureForms.reopenings.already,
  intro: 'The thread stays open. Your reason and nic are shown in the public log.',
} as const

/** Messages by the `done` of the address, shown while they are true. */
const scheduleDoneMessages = {
  planned: { heading: 'Reopening scheduled', sentence: 'The reopening is scheduled.' },
  unplanned: { heading: 'Closing cancelled', sentence: 'The scheduled closing is cancelled.' },
} as const

/** The message when the thread has changed since its form was opened. */
export const THREAD_CHANGED =
  'Nothing was done, and your text is below. The thread has been closed, reopened or rescheduled since you opened this page: check it and try again.'

const emptyPlan: PlanFields = { starts: '', until: '', summary: '', faults: { starts: '', until: '', summary: '' } }

type ClosableArticle = {
  id: number
  slug: string
  headline: string
  closed_by: string | null
  close_reason: string | null
}

export type TypedClosure = { chip?: string; reason: string; fault: string; plan?: PlanFields }

/** The state of the thread when the form is shown. */
type ClosureFacts = {
  closes: boolean
  closed: ReturnType<typeof closedNotice>
  /** The sentence of a scheduled closing; null without one. */
  scheduled: string | null
  /** A moderator closed it, and it opens again at a time. */
  reopens: boolean
}

/** The thread's state, and how the form changes it; empty when there is nothing to say. */
function threadSentence({ closes, closed, scheduled, reopens }: ClosureFacts): string {
  if (closes) return scheduled === null ? '' : `${scheduled} What you enter here replaces it.`
  const hint = reopens ? ' Enter another time to replace that one, or none to reopen the thread now.' : ''
  return `${closed?.detail ?? scheduled ?? ''}${hint}`
}

function doneMessage(outcome: string, { closed, scheduled, reopens }: ClosureFacts) {
  if (outcome === 'planned' && reopens) return scheduleDoneMessages.planned
  return outcome === 'unplanned' && closed === null && scheduled === null ? scheduleDoneMessages.unplanned : null
}

/**
 * @param typed what was sent and could not be done
 * @param outcome `changed` when the thread has changed since the form was opened, else the `done` of the address
 */
export function closurePage(
  noun: keyof typeof closureForms,
  article: ClosableArticle,
  thread: ThreadState & ThreadSettings,
  typed: TypedClosure,
  dates: Dates,
  reasons: readonly string[],
  outcome: string = '',
): DecisionPage {
  const closes = noun === 'closures'
  const scheduled = thread.closed ? null : plannedClosureText(thread, article, dates)
  const closed = closedNotice(thread, null, dates)
  const reopens = thread.closed && thread.why === 'moderator' && thread.opensAt != null
  const facts = { closes, closed, scheduled, reopens }
  const cancels = !closes && scheduled !== null
  const { heading, submit, danger, wantsClosed, intro, already } = cancels ? cancelForm : closureForms[noun]
  const done = doneMessage(outcome, facts)
  const first = outcome === 'changed' ? THREAD_CHANGED : (done?.sentence ?? '')
  const sentence = [first, threadSentence(facts)].filter((sentence) => sentence !== '').join(' ')
  const isAlready = thread.closed !== wantsClosed && !cancels
  return {
    heading: done?.heading ?? heading,
    intro,
    action: `/moderation/${noun}`,
    submit,
    danger,
    article: { href: urls.article(article), headline: article.headline },
    about: { field: 'article', id: article.id },
    wanted: cancels ? 'unplan' : '',
    version: '',
    back: `${urls.article(article)}#comments`,
    backText: 'Back to the thread',
    already: isAlready ? [done?.sentence, already, closed?.detail].filter(Boolean).join(' ') : '',
    reason: typed.reason,
    fault: typed.fault,
    maxReason: limits.reason,
    needsReason: true,
    chips: closes ? reasonChips(reasons, { typed, fault: typed.fault, field: 'area' }) : null,
    plan: cancels
      ? null
      : {
          ...(typed.plan ?? emptyPlan),
          closes,
          zone: zoneOf(dates),
          hint: closes ? 'Leave empty to keep it closed until somebody reopens it.' : 'Leave empty to reopen it now.',
        },
    notice:
      sentence === ''
        ? null
        : {
            kind: outcome === 'changed' ? ' warn' : done === null ? '' : ' ok',
            sentence,
            link: closes && scheduled !== null ? { href: urls.reopenings(article.id), text: 'Cancel it' } : null,
          },
  }
}
