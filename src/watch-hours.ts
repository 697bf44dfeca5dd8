// Watch hours: the times of the week at which a moderator is on duty, as their setting has them. Pure.

/** Days are 0 for Monday to 6 for Sunday; `to` is on the next day where it is not after `from`. */
export type WatchSpan = { days: readonly number[]; from: string; to: string }

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

const LINE = /^([a-z]+(?:\s*[-–,]\s*[a-z]+)*)\s+(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)$/i

const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)

/** The day of `Mon` or `Monday`; -1 for anything else. */
function dayNumber(text: string): number {
  const name = text.trim().toLowerCase()
  return /^(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?$/.test(name)
    ? dayNames.indexOf(name.slice(0, 3))
    : -1
}

/** The days of `Mon-Fri` or `Sat`; null for anything else. A range may go past Sunday. */
function daysOf(part: string): number[] | null {
  const ends = part.split(/[-–]/).map(dayNumber)
  const [first, last = first] = ends
  if (first === undefined || last === undefined || ends.length > 2 || ends.includes(-1)) return null
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => (first + i) % 7)
}

/** Reads a line such as `Mon-Fri 08:00-22:00` or `Sat, Sun 20:00-02:00`; null for anything else. */
export function parseWatchLine(line: string): WatchSpan | null {
  const [, days = '', from = '', to = ''] = LINE.exec(line.trim()) ?? []
  const lists = days.split(',').map(daysOf)
  if (!isTime(from) || !(isTime(to) || to === '24:00') || lists.includes(null)) return null
  return { days: [...new Set(lists.flatMap((list) => list ?? []))], from, to: to === '24:00' ? '00:00' : to }
}

export const isWatchLine = (line: string): boolean => parseWatchLine(line) !== null
