// What a closed thread says, and why. Pure.
import { asSentence, count, type Dates, dateAndTime, dateOf, number } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { ThreadState, ThreadWays } from './rules.ts'

/** What is said of a closing that is yet to come, by whom and why; null where none is. */
export function plannedWords(
  thread: Partial<Pick<ThreadWays, 'planned' | 'opensAt'>>,
  said: { closed_by: string | null; close_reason: string | null },
  dates: Dates,
): string | null {
  if (thread.planned == null) return null
  const until = thread.opensAt == null ? '' : `, and to open again on ${dateAndTime(thread.opensAt, dates)}`
  return `It is to close on ${dateAndTime(thread.planned, dates)}${until}${said.closed_by === null ? '' : `, as planned by ${said.closed_by}`}. Reason: ${asSentence(said.close_reason ?? '')}`
}

export type Closed = { sentence: string; short: string; detail: string; entry: { href: string; text: string } | null }

/** What a closed thread says: the sentence, then who, when and why. */
export function closedWords(
  thread: ThreadState & Partial<Pick<ThreadWays, 'opensAt'>>,
  entryId: number | null,
  dates: Dates,
): Closed | null {
  if (!thread.closed) return null
  const day = dateOf(thread.at, dates)
  const sentence = 'Sorry. Comments have been closed on this article.'
  if (thread.why === 'age') {
    const days = count(thread.days, 'day')
    return {
      sentence,
      short: `Closed by its age on ${day}`,
      detail: `Threads here close ${thread.days === 1 ? 'a day' : days} after publication. This one closed on ${dateAndTime(thread.at, dates)}.`,
      entry: null,
    }
  }
  const by = thread.by === null ? '' : ` by ${thread.by}`
  return {
    sentence,
    short: `Closed${by} on ${day}`,
    detail: `Closed${by}, ${dateAndTime(thread.at, dates)}. Reason: ${asSentence(thread.reason)}${thread.opensAt == null ? '' : ` It opens again on ${dateAndTime(thread.opensAt, dates)}.`}`,
    entry: entryId === null ? null : { href: urls.logEntry(entryId), text: `Public log, entry ${number(entryId)}` },
  }
}
