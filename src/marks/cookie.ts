// What a browser without an account has read, as one cookie that nobody but the browser keeps. Pure.
import { MINUTE } from '../time.ts'
import { type Mark, type Ranges, rangesText, readRanges, type SiteVisit } from './rules.ts'

/** What the cookie says. The articles opened last come first. */
export type Jar = { site: SiteVisit | null; marks: ReadonlyMap<number, Mark> }

export const emptyJar: Jar = { site: null, marks: new Map() }

/** Characters of the cookie's value at most: browsers keep 4,096 bytes of name, value and attributes. */
const ROOM = 3600
/** One thread takes no more than a third of it. */
const SHARE = 1200

const minutes = (at: number): string => Math.round(at / MINUTE).toString(36)
const moment = (text: string): number => Number.parseInt(text, 36) * MINUTE
/** Minutes have six digits until the year 6110: no calendar is asked about more. */
const whole = /^[0-9a-z]{1,6}$/

/** The longest stretches that fit; what is left out counts as not seen, so that nothing new goes unmarked. */
function squeezed(ranges: Ranges, room: number): string {
  const text = rangesText(ranges)
  if (text.length <= room) return text
  const longest = [...ranges].sort((a, b) => b[1] - b[0] - (a[1] - a[0])).slice(0, Math.floor(room / 8))
  return rangesText(longest.sort((a, b) => a[0] - b[0]))
}

const entry = (id: number, { seen, shown, base, visitedAt, since }: Mark): string =>
  [
    id.toString(36),
    minutes(visitedAt),
    minutes(since),
    base.toString(36),
    squeezed(seen, SHARE / 2),
    squeezed(shown, SHARE / 2),
  ].join('.')

/** The cookie's value; threads opened longest ago are left out when it would grow too long. */
export function jarText({ site, marks }: Jar): string {
  let text = site === null ? '1' : `1.${minutes(site.visitedAt)}.${minutes(site.since)}`
  for (const [id, mark] of [...marks].sort((a, b) => b[1].visitedAt - a[1].visitedAt)) {
    const next = entry(id, mark)
    if (text.length + 1 + next.length > ROOM) break
    text += `~${next}`
  }
  return text
}

/** What a browser sent; anything that we never wrote is passed over. */
export function readJar(text: string): Jar {
  const [head = '', ...entries] = text.slice(0, 4096).split('~')
  const [version, visitedAt = '', since = ''] = head.split('.')
  if (version !== '1') return emptyJar
  const marks = new Map<number, Mark>()
  for (const line of entries) {
    const [id = '', at = '', from = '', base = '', seenText = '', shownText = ''] = line.split('.')
    const [seen, shown] = [readRanges(seenText), readRanges(shownText)]
    if (seen === null || shown === null || ![id, at, from, base].every((part) => whole.test(part))) continue
    marks.set(Number.parseInt(id, 36), {
      seen,
      shown,
      base: Number.parseInt(base, 36),
      visitedAt: moment(at),
      since: moment(from),
    })
  }
  return {
    site: whole.test(visitedAt) && whole.test(since) ? { visitedAt: moment(visitedAt), since: moment(since) } : null,
    marks,
  }
}
