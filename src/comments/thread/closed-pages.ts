// The notices of a closed thread and of a planned closing. Pure.
import { asSentence, count, type Dates, dateAndTime, dateOf, number } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { ThreadSettings, ThreadState } from './rules.ts'

/** The sentence about a planned closing: when, by whom and why; null for none. */
export function plannedClosureText(
  thread: Partial<Pick<ThreadSettings, 'planned' | 'opensAt'>>,
  closure: { closed_by: string | null; close_reason: string | null },
  dates: Dates,
): string | null {
  if (thread.planned == null) return null
  const until = thread.opensAt == null ? '' : `, and reopens on ${dateAndTime(thread.opensAt, dates)}`
  return `This thread closes on ${dateAndTime(thread.planned, dates)}${until}${closure.closed_by === null ? '' : `, as planned by ${closure.closed_by}`}. Reason: ${asSentence(closure.close_reason ?? '')}`
}

export type ClosedNotice = {
  sentence: string
  short: string
  detail: string
  entry: { href: string; text: string } | null
}

/** The notice of a closed thread: the sentence, then who, when and why. */
export function closedNotice(
  thread: ThreadState & Partial<Pick<ThreadSettings, 'opensAt'>>,
  entryId: number | null,
  dates: Dates,
): ClosedNotice | null {
  if (!thread.closed) return null
  const day = dateOf(thread.at, dates)
  const sentence = 'Sorry. Comments have been closed on this article.'
  if (thread.why === 'age') {
    const days = count(thread.days, 'day')
    return {
      sentence,
      short: `Closed automatically on ${day}`,
      detail: `This thread closed ${thread.days === 1 ? 'a day' : days} after publication, on ${dateAndTime(thread.at, dates)}.`,
      entry: null,
    }
  }
  const by = thread.by === null ? '' : ` by ${thread.by}`
  return {
    sentence,
    short: `Closed${by} on ${day}`,
    detail: `Closed${by}, ${dateAndTime(thread.at, dates)}. Reason: ${asSentence(thread.reason)}${thread.opensAt == null ? '' : ` It reopens on ${dateAndTime(thread.opensAt, dates)}.`}`,
    entry: entryId === null ? null : { href: urls.logEntry(entryId), text: `Public log, entry ${number(entryId)}` },
  }
}
