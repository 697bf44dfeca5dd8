// The clock, and the arithmetic of days in a time zone. Pure but for the clock.

/** Unix time in milliseconds, everywhere: in rows, in rules, in view models. Only `monotonicClock` counts from elsewhere. */
export type Clock = () => number

export const systemClock: Clock = () => Date.now()

/** Milliseconds since the process started. It never runs backwards, so it measures durations. */
export const monotonicClock: Clock = () => performance.now()

/**
 * Whether a moment lies in the window that ends now. A moment that is still to come does not: it was written before the
 * clock was set back, and counting it would block people for as long.
 */
export const isInWindow = (at: number, now: number, window: number): boolean => at > now - window && at <= now

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const formats = new Map<string, Intl.DateTimeFormat>()

/** Time zones that are cached. */
const MAX_ZONES = 300

function format(zone: string): Intl.DateTimeFormat {
  let found = formats.get(zone)
  if (!found) {
    // Members type zones in many spellings, so the cache is bounded.
    if (formats.size >= MAX_ZONES) {
      formats.clear()
      offsets.clear()
    }
    found = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, found)
  }
  return found
}

/** A moment as the clocks of a zone show it. */
export type Local = { year: number; month: number; day: number; hour: number; minute: number; second: number }

/** Offset of a zone from UTC, in milliseconds, from Intl: correct and slow. */
function intlOffset(at: number, zone: string): number {
  // The default zone needs no Intl, which takes 10 ms to load.
  if (zone === 'UTC') return 0
  const parts: Record<string, number> = {}
  for (const { type, value } of format(zone).formatToParts(at)) parts[type] = Number(value)
  const shown = new Date(Date.UTC(2000, 0, 1, parts['hour'], parts['minute'], parts['second']))
  return shown.setUTCFullYear(parts['year']!, parts['month']! - 1, parts['day']) - Math.floor(at / SECOND) * SECOND
}

/** Offset by zone and UTC day; null for a day on which the clocks change. */
const offsets = new Map<string, Map<number, number | null>>()

/** Days of one zone that are cached: more than fifty years. */
const MAX_DAYS = 20_000

/** Offset of a zone, cached by day: a page prints a thousand times of the same few days. */
function offsetOf(at: number, zone: string): number {
  let days = offsets.get(zone)
  if (!days) {
    days = new Map()
    offsets.set(zone, days)
  }
  const day = Math.floor(at / DAY)
  let offset = days.get(day)
  if (offset === undefined) {
    const first = intlOffset(day * DAY, zone)
    offset = first === intlOffset((day + 1) * DAY, zone) ? first : null
    if (days.size >= MAX_DAYS) days.clear()
    days.set(day, offset)
  }
  return offset ?? intlOffset(at, zone)
}

/**
 * @param at Unix time in milliseconds
 * @param zone IANA name of a time zone
 * @throws RangeError when the zone is unknown
 */
export function localTime(at: number, zone: string): Local {
  const shown = new Date(at + offsetOf(at, zone))
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  }
}

const two = (n: number): string => String(n).padStart(2, '0')

const dayText = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`

/** The number of a day in a zone, counted from 1970: days are compared by it. */
export const dayNumber = (at: number, zone: string): number => Math.floor((at + offsetOf(at, zone)) / DAY)

/** Days as text by their numbers: a page prints a thousand times of the same few days. */
const dayTexts = new Map<number, string>()

/** `2030-03-12` for the number of a day. */
export function dayOfNumber(n: number): string {
  const known = dayTexts.get(n)
  if (known !== undefined) return known
  const shown = new Date(n * DAY)
  const text = dayText(shown.getUTCFullYear(), shown.getUTCMonth() + 1, shown.getUTCDate())
  if (dayTexts.size >= MAX_DAYS) dayTexts.clear()
  dayTexts.set(n, text)
  return text
}

/** The day of a moment in a zone, `2030-03-12`. */
export const dayOf = (at: number, zone: string): string => dayOfNumber(dayNumber(at, zone))

/** The time of day of a moment in a zone, `08:12`. */
export function timeOf(at: number, zone: string): string {
  const minutes = Math.floor((at + offsetOf(at, zone)) / MINUTE)
  const minute = minutes - Math.floor(minutes / 60) * 60
  const hour = Math.floor(minutes / 60) - Math.floor(minutes / (24 * 60)) * 24
  return `${two(hour)}:${two(minute)}`
}

/**
 * The moment that clocks of a zone show as this day and time. A time that the clocks skip in spring counts
 * as if they had not been moved yet; one that comes twice in autumn counts as the first of the two.
 * @param day `2030-03-12`
 * @param time `08:12` or `08:12:30`
 * @returns Unix time in milliseconds
 */
export function momentOf(day: string, time: string, zone: string): number {
  const wanted = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`)
  const offset = (at: number): number => {
    const l = localTime(at, zone)
    return Date.UTC(l.year, l.month - 1, l.day, l.hour, l.minute, l.second) - at
  }
  const candidates = [offset(wanted - DAY), offset(wanted + DAY)].map((o) => wanted - o)
  const exact = candidates.filter((at) => at + offset(at) === wanted)
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates)
}

/** The first moment of the day after the one that `at` falls on. */
export function nextMidnight(at: number, zone: string): number {
  return momentOf(addDays(dayOf(at, zone), 1), '00:00', zone)
}

/** A day some days later (or earlier, with a negative number), `2030-03-12` → `2030-03-13`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** A month some months later (or earlier, with a negative number), `2030-03` → `2030-04`. */
export function addMonths(month: string, months: number): string {
  const [year = 0, of = 0] = month.split('-').map(Number)
  const n = year * 12 + of - 1 + months
  return `${String(Math.floor(n / 12)).padStart(4, '0')}-${two((((n % 12) + 12) % 12) + 1)}`
}

/** True for a day that the calendar has: `2004-02-29`, not `2004-02-30`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text)
}

/** The day some years after that of `at`. A 29 February that does not exist still sorts in its place. */
export function yearsAhead(at: number, zone: string, years: number): string {
  const { year, month, day } = localTime(at, zone)
  return dayText(year + years, month, day)
}

/** 0 for Monday to 6 for Sunday. */
export function weekday(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

export function isZone(zone: string): boolean {
  if (zone === 'UTC') return true
  try {
    format(zone)
    return true
  } catch {
    return false
  }
}

/** Names of all time zones of this runtime. */
export const zonesKnown = (): string[] => Intl.supportedValuesOf('timeZone')
