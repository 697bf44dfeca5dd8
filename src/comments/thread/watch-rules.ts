// Rules of watch hours: whether somebody is on duty, until when, and how much of a time is watched. Pure.
import { existingMoment } from '../../moments.ts'
import { addDays, dayOf, weekday } from '../../time.ts'
import { parseWatchLine } from '../../watch-hours.ts'

/** `until` is when that may change by the clock; while nobody is on duty, when somebody is back. */
export type Watch = { isWatched: boolean; until: number }

type Span = { start: number; end: number }

/** The spans that begin on some days, joined where they touch, in their order. An hour that the clocks skip is none. */
function spansBetween(hours: readonly string[], zone: string, first: string, days: number): Span[] {
  const lines = hours.flatMap((line) => parseWatchLine(line) ?? [])
  const found: Span[] = []
  for (let day = first, n = 0; n < days; day = addDays(day, 1), n++) {
    for (const { days: on, from, to } of lines) {
      if (!on.includes(weekday(day))) continue
      const start = existingMoment(day, from, zone).at
      const end = existingMoment(to > from ? day : addDays(day, 1), to, zone).at
      if (end > start) found.push({ start, end })
    }
  }
  const joined: Span[] = []
  for (const span of found.sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1)
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else joined.push({ ...span })
  }
  return joined
}

/** Days ahead in which the next watch is looked for: at first, and at most. A week alone may have its only hour skipped. */
const DAYS_AHEAD = [2, 16]

/**
 * Whether somebody is on duty now: in watch hours, or by a duty of their own.
 * @param hours lines of the setting; empty is always
 * @param duty the latest end of a duty in force, or null
 * @returns null where somebody always is
 */
export function watchAt(hours: readonly string[], zone: string, duty: number | null, now: number): Watch | null {
  if (hours.length === 0) return null
  const yesterday = addDays(dayOf(now, zone), -1)
  for (const ahead of DAYS_AHEAD) {
    const next = spansBetween(hours, zone, yesterday, 2 + ahead).find(({ end }) => end > now)
    if (next === undefined) continue
    if (next.start <= now) return { isWatched: true, until: next.end }
    if (duty !== null && duty > now) return { isWatched: true, until: Math.min(duty, next.start) }
    return { isWatched: false, until: next.start }
  }
  return null
}

/** Days back in which watched time is added up: at first, and at most. */
const FIRST_DAYS_BACK = 8
const MAX_DAYS_BACK = 512

/**
 * The moment since which so much time was watched: what waits since then has waited for it.
 * @param hours lines of the setting; empty is always
 * @returns 0 if less was watched in more than a year
 */
export function watchedSince(hours: readonly string[], zone: string, duration: number, now: number): number {
  if (hours.length === 0) return now - duration
  for (let back = FIRST_DAYS_BACK; back <= MAX_DAYS_BACK; back *= 2) {
    let left = duration
    for (const { start, end } of spansBetween(hours, zone, addDays(dayOf(now, zone), -back), back + 1).reverse()) {
      const watched = Math.min(end, now) - start
      if (watched <= 0) continue
      if (watched >= left) return Math.min(end, now) - left
      left -= watched
    }
  }
  return 0
}
