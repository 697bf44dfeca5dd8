// What makes two spellings one tag, and two names of a host one source.

/** How all spellings of a tag are known to be one. */
export const foldedTag = (tag: string): string => tag.normalize('NFC').toLowerCase()

/** A host as articles are filed under it: in small letters, and `www.` makes no difference. */
export const sourceHost = (host: string): string => host.toLowerCase().replace(/^www\./, '')

/** Days of the same date in the years before, newest first; 29 February is only in leap years. `day` and `since` are `2030-03-12`. */
export function sameDayBefore(day: string, since: string): string[] {
  const [from, to] = [Number(since.slice(0, 4)), Number(day.slice(0, 4)) - 1]
  const years = Array.from({ length: Math.max(to - from + 1, 0) }, (_, i) => String(to - i).padStart(4, '0'))
  const leap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return years.filter((year) => !day.endsWith('-02-29') || leap(Number(year))).map((year) => `${year}${day.slice(4)}`)
}
