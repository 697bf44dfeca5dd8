// Reads a date and a time as people type them, in a time zone where some times do not exist. Pure.
import { MAX_YEARS_AHEAD } from './settings.ts'
import { addDays, dayOf, isDay, MINUTE, momentOf, timeOf, yearsAhead } from './time.ts'

const MOMENT_HINT = 'Enter a date and time such as 2030-03-12T18:00.'

/** @param text `2030-03-12T18:00`, in the time zone; empty is null */
export function parseMoment(text: string, now: number, zone: string): { at: number | null } | { fault: string } {
  if (text.trim() === '') return { at: null }
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)$/.exec(text.trim()) ?? []
  if (day === undefined || time === undefined) return { fault: MOMENT_HINT }
  if (!isDay(day)) return { fault: `That date does not exist. ${MOMENT_HINT}` }
  // A mistyped year would be a schedule that never happens.
  return day > yearsAhead(now, zone, MAX_YEARS_AHEAD)
    ? { fault: `That is more than ${MAX_YEARS_AHEAD} years ahead.` }
    : { at: momentOf(day, time, zone) }
}

/** Whether clocks of the zone show this time of day at that moment. @param time `02:30` */
const shows = (at: number, day: string, time: string, zone: string): boolean =>
  dayOf(at, zone) === day && timeOf(at, zone) === time

/**
 * The moment of a day and time, or the first moment after those that clocks of the zone skip there.
 * @param time `02:30`
 */
export function existingMoment(day: string, time: string, zone: string): { at: number; isSkipped: boolean } {
  const at = momentOf(day, time, zone)
  if (shows(at, day, time, zone)) return { at, isSkipped: false }
  // Clocks jump at a full minute: the last skipped one is at most a day before.
  let end = at
  while (timeOf(end - MINUTE, zone) > time && dayOf(end - MINUTE, zone) === day) end -= MINUTE
  return { at: end, isSkipped: true }
}

/** The next moment after `now` at which clocks of the zone show a time of day: days that skip it are passed over. */
export function nextTimeOfDay(time: string, now: number, zone: string): number {
  for (let day = dayOf(now, zone); ; day = addDays(day, 1)) {
    const { at, isSkipped } = existingMoment(day, time, zone)
    if (!isSkipped && at > now) return at
  }
}
