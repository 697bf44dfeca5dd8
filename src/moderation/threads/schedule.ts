// When a closing is to begin and to end, and a reopening to come: read from a form. Pure.

import { characters, type Faults } from '../../faults.ts'
import { limits, YEARS_AHEAD } from '../../settings.ts'
import { isDay, momentOf, yearsAhead } from '../../time.ts'

export type PlanForm = { starts: string; until: string; summary: string }

const SHAPE = 'A day and a time, such as 2030-03-12T18:00.'

/** A moment as a form writes it, `2030-03-12T18:00`, by the clock of a zone; null for an empty field, or what is wrong with it. */
function momentIn(text: string, now: number, zone: string): { at: number | null } | { fault: string } {
  if (text.trim() === '') return { at: null }
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)$/.exec(text.trim()) ?? []
  if (day === undefined || time === undefined) return { fault: SHAPE }
  if (!isDay(day)) return { fault: `The calendar has no such day. ${SHAPE}` }
  // A slip of the hand in the year is a plan that nobody sees coming true.
  return day > yearsAhead(now, zone, YEARS_AHEAD)
    ? { fault: `That is more than ${YEARS_AHEAD} years ahead.` }
    : { at: momentOf(day, time, zone) }
}

/** @returns the plan, or a sentence for every field that has to be put right */
export function planOf(
  form: PlanForm,
  now: number,
  zone: string,
): { plan: { startsAt: number | null; untilAt: number | null; summary: string } } | { faults: Faults<keyof PlanForm> } {
  const [starts, until] = [momentIn(form.starts, now, zone), momentIn(form.until, now, zone)]
  const faults: Faults<keyof PlanForm> = {}
  const startsAt = 'at' in starts ? starts.at : null
  if ('fault' in starts) faults.starts = starts.fault
  else if (starts.at !== null && starts.at <= now)
    faults.starts = 'That has passed. Leave it empty to close the thread now.'
  if ('fault' in until) faults.until = until.fault
  else if (until.at !== null && until.at <= (startsAt ?? now)) faults.until = 'It reopens after it has closed.'
  if (characters(form.summary) > limits.lede) faults.summary = `At most ${limits.lede} characters.`
  return 'fault' in until || Object.keys(faults).length > 0
    ? { faults }
    : { plan: { startsAt, untilAt: until.at, summary: form.summary.trim() } }
}

/** When a closed thread is to open again; null for at once. */
export function reopeningOf(until: string, now: number, zone: string): { at: number | null } | { fault: string } {
  const read = momentIn(until, now, zone)
  return 'at' in read && read.at !== null && read.at <= now
    ? { fault: 'That has passed. Leave it empty to reopen the thread now.' }
    : read
}
