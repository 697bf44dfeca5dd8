// Read marks of a browser without an account, in one cookie. Pure.
import { MINUTE } from '../time.ts'
import { type Mark, parseRanges, type Ranges, type SiteVisit, serializeRanges } from './rules.ts'

/** The content of the cookie; the articles opened last come first. */
export type MarkCookie = { site: SiteVisit | null; marks: ReadonlyMap<number, Mark> }

export const emptyMarkCookie: MarkCookie = { site: null, marks: new Map() }

/** Browsers keep 4,096 bytes of name, value and attributes. */
const MAX_COOKIE_CHARACTERS = 3600
/** One thread gets a third of the cookie. */
const MAX_MARK_CHARACTERS = 1200

const serializeMinutes = (at: number): string => Math.round(at / MINUTE).toString(36)
const parseMinutes = (text: string): number => Number.parseInt(text, 36) * MINUTE
/** Minutes since 1970 in base 36 have six digits until the year 6110. */
const MINUTES_TEXT = /^[0-9a-z]{1,6}$/

/** The longest ranges that fit. Omitted ones count as not seen, so that nothing new stays unmarked. */
function fitRanges(ranges: Ranges, room: number): string {
  const text = serializeRanges(ranges)
  if (text.length <= room) return text
  const longest = [...ranges].sort((a, b) => b[1] - b[0] - (a[1] - a[0])).slice(0, Math.floor(room / 8))
  return serializeRanges(longest.sort((a, b) => a[0] - b[0]))
}

const serializeMark = (id: number, { seen, shown, base, visitedAt, since }: Mark): string =>
  [
    id.toString(36),
    serializeMinutes(visitedAt),
    serializeMinutes(since),
    base.toString(36),
    fitRanges(seen, MAX_MARK_CHARACTERS / 2),
    fitRanges(shown, MAX_MARK_CHARACTERS / 2),
  ].join('.')

/** The cookie's value. Drops the threads opened longest ago when it would be too long. */
export function serializeMarkCookie({ site, marks }: MarkCookie): string {
  let text = site === null ? '1' : `1.${serializeMinutes(site.visitedAt)}.${serializeMinutes(site.since)}`
  for (const [id, mark] of [...marks].sort((a, b) => b[1].visitedAt - a[1].visitedAt)) {
    const next = serializeMark(id, mark)
    if (text.length + 1 + next.length > MAX_COOKIE_CHARACTERS) break
    text += `~${next}`
  }
  return text
}

/** Parses the cookie; ignores everything that `serializeMarkCookie` never writes. */
export function parseMarkCookie(text: string): MarkCookie {
  const [head = '', ...entries] = text.slice(0, 4096).split('~')
  const [version, visitedAt = '', since = ''] = head.split('.')
  if (version !== '1') return emptyMarkCookie
  const marks = new Map<number, Mark>()
  for (const line of entries) {
    const [id = '', at = '', from = '', base = '', seenText = '', shownText = ''] = line.split('.')
    const [seen, shown] = [parseRanges(seenText), parseRanges(shownText)]
    if (seen === null || shown === null || ![id, at, from, base].every((part) => MINUTES_TEXT.test(part))) continue
    marks.set(Number.parseInt(id, 36), {
      seen,
      shown,
      base: Number.parseInt(base, 36),
      visitedAt: parseMinutes(at),
      since: parseMinutes(from),
    })
  }
  return {
    site:
      MINUTES_TEXT.test(visitedAt) && MINUTES_TEXT.test(since)
        ? { visitedAt: parseMinutes(visitedAt), since: parseMinutes(since) }
        : null,
    marks,
  }
}
