// What the page of duties shows: who is on duty until when, and the handover notes. Pure.

import { clockTime, type Dates, dateAndTime, type Moment, moment, zoneOf } from '../../format.ts'
import { DUTY_MS, MAX_HANDOVER_CHARACTERS } from '../../settings.ts'
import { addDays, DAY, dayOf, momentOf } from '../../time.ts'
import { urls } from '../../urls.ts'
import type { handovers, onDuty } from './queries.ts'

type Duties = Awaited<ReturnType<typeof onDuty>>

const dutyEnd = ({ nic, until_at }: Duties[number], dates: Dates): string =>
  `${nic} until ${clockTime(until_at, dates)}`

/** Who is on duty in one sentence, and the button with which the viewer goes on or off duty. */
export function dutyLine(
  duties: Duties,
  viewer: number,
  dates: Dates,
): { sentence: string; button: string; action: 'begin' | 'end' } {
  const isOnDuty = duties.some((one) => one.account_id === viewer)
  return {
    sentence:
      duties.length === 0 ? 'Nobody is on duty.' : `On duty: ${duties.map((one) => dutyEnd(one, dates)).join(', ')}.`,
    button: isOnDuty ? 'Go off duty' : 'Go on duty',
    action: isOnDuty ? 'end' : 'begin',
  }
}

/** When a duty ends: the next time that clocks of the zone show `18:00`, or after the usual hours for an empty text. */
export function parseDutyEnd(typed: string, now: number, zone: string): number {
  if (typed === '') return now + DUTY_MS
  const today = momentOf(dayOf(now, zone), typed, zone)
  return today > now ? today : momentOf(addDays(dayOf(now, zone), 1), typed, zone)
}

export type DutyPage = {
  done: string
  duties: { nic: string; since: Moment; until: string }[]
  isOnDuty: boolean
  until: string
  /** Time zone of the field. */
  zone: string
  typed: string
  faults: { until: string; body: string }
  maxNote: number
  /** There is a current note that can be cleared. */
  hasNote: boolean
  notes: { id: number; text: string; by: string; time: Moment; end: string }[]
  older: string
  newest: string
}

/** Handover notes on a page. */
export const HANDOVERS_PAGE_SIZE = 20

const dutyMessages = new Map(
  Object.entries({
    begin: 'You are on duty.',
    end: 'You are off duty.',
    left: 'Note saved.',
    same: 'The note already says that.',
    cleared: 'Note cleared.',
    none: 'There was no note to clear.',
  }),
)

/** The message by the `done` of an address. */
export const dutyDoneMessage = (done: string): string => dutyMessages.get(done) ?? ''

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
  const shown = rows.slice(0, HANDOVERS_PAGE_SIZE)
  return {
    done: dutyDoneMessage(form.done),
    duties: duties.map((one) => ({
      nic: one.nic,
      since: moment(one.created_at, now, dates),
      until: one.until_at - now < DAY ? clockTime(one.until_at, dates) : dateAndTime(one.until_at, dates),
    })),
    isOnDuty: duties.some((one) => one.account_id === viewer),
    until: form.until,
    zone: zoneOf(dates),
    typed: form.body,
    faults: form.faults,
    maxNote: MAX_HANDOVER_CHARACTERS,
    hasNote: before === null && rows[0]?.ended_at === null,
    notes: shown.map((row) => ({
      id: row.id,
      text: row.body,
      by: row.nic,
      time: moment(row.created_at, now, dates),
      end:
        row.ended_at === null
          ? 'Current'
          : `Until ${moment(row.ended_at, now, dates).text}, by ${row.ended_nic ?? 'somebody'}`,
    })),
    older: rows.length > HANDOVERS_PAGE_SIZE ? urls.below(urls.handovers, shown.at(-1)!.id) : '',
    newest: before === null ? '' : urls.handovers,
  }
}
