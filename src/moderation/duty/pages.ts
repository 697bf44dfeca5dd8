// What moderators read of each other: who is on duty until when, the note for the next with the earlier ones. Pure.

import { characters } from '../../faults.ts'
import { clockTime, type Dates, dateAndTime, type Moment, moment } from '../../format.ts'
import { watches } from '../../settings.ts'
import { addDays, DAY, dayOf, momentOf } from '../../time.ts'
import { urls } from '../../urls.ts'
import type { handovers, onDuty } from './queries.ts'

type Duties = Awaited<ReturnType<typeof onDuty>>

const untilWords = ({ nic, until_at }: Duties[number], dates: Dates): string =>
  `${nic} until ${clockTime(until_at, dates)}`

/** Who is on duty in one sentence, and the press that changes it for whoever reads. */
export function dutyWords(
  duties: Duties,
  viewer: number,
  dates: Dates,
): { said: string; press: string; action: 'begin' | 'end' } {
  const mine = duties.some((one) => one.account_id === viewer)
  return {
    said:
      duties.length === 0
        ? 'Nobody is on duty.'
        : `On duty: ${duties.map((one) => untilWords(one, dates)).join(', ')}.`,
    press: mine ? 'Go off duty' : 'Go on duty',
    action: mine ? 'end' : 'begin',
  }
}

/**
 * Until when a duty lasts at the most: the next time that clocks of a zone show it, or some hours where nothing is said.
 * @param typed a time of day, `18:00`, or nothing
 */
export function dutyUntil(typed: string, now: number, zone: string): { until: number } | { fault: string } {
  const time = typed.trim()
  if (time === '') return { until: now + watches.duty }
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return { fault: 'A time of day, such as 18:00.' }
  const today = momentOf(dayOf(now, zone), time, zone)
  return { until: today > now ? today : momentOf(addDays(dayOf(now, zone), 1), time, zone) }
}

/** @param body trimmed */
export const handoverFault = (body: string): string | null =>
  body === ''
    ? 'The note is empty.'
    : characters(body) > watches.note
      ? `A note has at most ${watches.note} characters.`
      : null

export type DutyPage = {
  done: string
  duties: { nic: string; since: Moment; until: string }[]
  mine: boolean
  until: string
  typed: string
  faults: { until: string; body: string }
  maxNote: number
  /** A note holds, and can be cleared. */
  holds: boolean
  notes: { id: number; text: string; by: string; time: Moment; end: string }[]
  older: string
  newest: string
}

/** Notes of a page. */
export const NOTES = 20

const saidAfter = new Map(
  Object.entries({
    begin: 'You are on duty.',
    end: 'You are off duty.',
    left: 'The note is left for the next.',
    same: 'The note says that already.',
    cleared: 'The note is cleared.',
    none: 'There was no note to clear.',
  }),
)

/** What is said after a press about duty or the note, by the word that the address bears then. */
export const dutyDoneMessage = (done: string): string => saidAfter.get(done) ?? ''

/** @param rows one more than a page where there are older ones */
export function dutyPage(
  duties: Duties,
  rows: Awaited<ReturnType<typeof handovers>>,
  viewer: number,
  before: number | null,
  form: { until: string; body: string; faults: { until: string; body: string }; done: string },
  now: number,
  dates: Dates,
): DutyPage {
  const shown = rows.slice(0, NOTES)
  return {
    done: dutyDoneMessage(form.done),
    duties: duties.map((one) => ({
      nic: one.nic,
      since: moment(one.created_at, now, dates),
      until: one.until_at - now < DAY ? clockTime(one.until_at, dates) : dateAndTime(one.until_at, dates),
    })),
    mine: duties.some((one) => one.account_id === viewer),
    until: form.until,
    typed: form.body,
    faults: form.faults,
    maxNote: watches.note,
    holds: before === null && rows[0]?.ended_at === null,
    notes: shown.map((row) => ({
      id: row.id,
      text: row.body,
      by: row.nic,
      time: moment(row.created_at, now, dates),
      end:
        row.ended_at === null
          ? 'For the next'
          : `Until ${moment(row.ended_at, now, dates).text}, ${row.ended_nic ?? 'somebody'}`,
    })),
    older: rows.length > NOTES ? urls.below(urls.handovers, shown.at(-1)!.id) : '',
    newest: before === null ? '' : urls.handovers,
  }
}
