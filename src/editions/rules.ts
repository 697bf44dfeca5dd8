// What makes two spellings one tag, and two names of a host one source.

/** A host as articles are filed under it: in small letters, and `www.` makes no difference. */
export const normalizeHost = (host: string): string => host.toLowerCase().replace(/^www\./, '')

/** The same date in the years before, newest first; a 29 February that the calendar lacks has no edition either. `day` and `since` begin with their year, `2030-…`. */
export function sameDayInEarlierYears(day: string, since: string): string[] {
  const [from, to] = [Number(since.slice(0, 4)), Number(day.slice(0, 4)) - 1]
  return Array.from(
    { length: Math.max(to - from + 1, 0) },
    (_, i) => `${String(to - i).padStart(4, '0')}${day.slice(4)}`,
  )
}
