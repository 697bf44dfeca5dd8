// What is new to a reader: which comments of a thread were shown, in which visit, and what that makes of the others. Pure.
import { MINUTE } from '../time.ts'

/** Numbers of comments as stretches, both ends included: sorted, apart from each other. */
export type Ranges = readonly (readonly [from: number, to: number])[]

export const hasNumber = (ranges: Ranges, n: number): boolean => {
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = ranges[middle]!
    if (n < from) high = middle - 1
    else if (n > to) low = middle + 1
    else return true
  }
  return false
}

/** Any stretches, in any order, as they should be. */
function normalizeRanges(ranges: readonly (readonly [number, number])[]): Ranges {
  const tidied: [number, number][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = tidied.at(-1)
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else tidied.push([from, to])
  }
  return tidied
}

export const unionRanges = (a: Ranges, b: Ranges): Ranges =>
  b.length === 0 ? a : a.length === 0 ? b : normalizeRanges([...a, ...b])

export const rangesOf = (numbers: readonly number[]): Ranges => normalizeRanges(numbers.map((n) => [n, n] as const))

/**
 * What the ranges leave out, from 1 on; the last stretch has no end.
 * @param most stretches given at most; the rest is one that holds what it should not, so ask `has` again
 */
export function gapsOf(ranges: Ranges, most: number = 8): [from: number, to: number][] {
  const gaps: [number, number][] = []
  let next = 1
  for (const [from, to] of ranges) {
    if (from > next) {
      if (gaps.length === most - 1) return [...gaps, [next, Infinity]]
      gaps.push([next, from - 1])
    }
    next = to + 1
  }
  return [...gaps, [next, Infinity]]
}

/** `0_45_3_1`: how many are left out, how many follow, in turn, in base 36. */
export function serializeRanges(ranges: Ranges): string {
  let next = 1
  return ranges
    .flatMap(([from, to]) => {
      const pair = [from - next, to - from + 1]
      next = to + 1
      return pair.map((n) => n.toString(36))
    })
    .join('_')
}

/** A comment has no higher number; what says so was not written by us. */
const MAX_COMMENT_NUMBER = 1e7

/** @returns null for what `rangesText` never wrote */
export function parseRanges(text: string): Ranges | null {
  if (text === '') return []
  const steps = text.split('_').map((part) => (/^[0-9a-z]{1,6}$/.test(part) ? Number.parseInt(part, 36) : NaN))
  if (steps.length % 2 !== 0) return null
  const ranges: [number, number][] = []
  let next = 1
  for (let i = 0; i < steps.length; i += 2) {
    const from = next + steps[i]!
    const to = from + steps[i + 1]! - 1
    if (!(to >= from && to <= MAX_COMMENT_NUMBER) || (i > 0 && steps[i] === 0)) return null
    ranges.push([from, to])
    next = to + 1
  }
  return ranges
}

/** What a reader has seen of one thread. */
export type Mark = {
  /** Shown in earlier visits. */
  seen: Ranges
  /** Shown in this visit: still marked as new, no longer counted as new. */
  shown: Ranges
  /** During a first visit nothing up to this number is new; afterwards 0. */
  base: number
  /** When the thread was opened last; Unix milliseconds. */
  visitedAt: number
  /** The moment that "new since" names: when the visit before ended, or when the first one began. */
  since: number
}

/** A thread left alone for longer than this has been visited; the next opening is a visit of its own. */
export const VISIT_ENDS_AFTER = 30 * MINUTE

/**
 * The visit that an opening of the thread belongs to: the one in progress, or a new one.
 * @param lastNumber number of the thread's newest comment
 */
export function visitThread(mark: Mark | null, lastNumber: number, now: number): Mark {
  if (mark === null) return { seen: [], shown: [], base: lastNumber, visitedAt: now, since: now }
  if (now - mark.visitedAt <= VISIT_ENDS_AFTER) return { ...mark, visitedAt: Math.max(now, mark.visitedAt) }
  return { seen: unionRanges(mark.seen, mark.shown), shown: [], base: 0, visitedAt: now, since: mark.visitedAt }
}

/** A page marks only what it showed. */
export const markAsShown = (mark: Mark, numbers: readonly number[]): Mark => ({
  ...mark,
  shown: unionRanges(mark.shown, rangesOf(numbers)),
})

/** Marked in the thread, for as long as the visit lasts. */
export const isNew = (mark: Mark, number: number): boolean => number > mark.base && !hasNumber(mark.seen, number)

/** Counted as new in lists: no page has shown it yet. */
export const isUnread = (mark: Mark, number: number): boolean => isNew(mark, number) && !hasNumber(mark.shown, number)

/** The mark as a list goes by it: a first visit that has ended spares nothing any more, just as the next opening will not. */
export const markForLists = (mark: Mark, now: number): Mark =>
  now - mark.visitedAt > VISIT_ENDS_AFTER ? { ...mark, base: 0 } : mark

/** Undoes the visit in progress; after a first one the whole thread is unread. */
export const undoVisit = (mark: Mark): Mark => ({ ...mark, shown: [], base: 0, visitedAt: mark.since })

/** Two openings of a thread at the same time: both pages have been shown. @param newer is kept, `older` added to it where it is of the same visit */
export const mergeMarks = (older: Mark, newer: Mark): Mark =>
  Math.abs(older.since - newer.since) < MINUTE && older.base === newer.base
    ? { ...newer, shown: unionRanges(older.shown, newer.shown) }
    : newer

/** The same for the site as a whole, for "since Monday, 18:20" on the front page. */
export type SiteVisit = { visitedAt: number; since: number }

export const visitSite = (last: SiteVisit | null, now: number): SiteVisit =>
  last === null
    ? { visitedAt: now, since: now }
    : now - last.visitedAt <= VISIT_ENDS_AFTER
      ? { ...last, visitedAt: Math.max(now, last.visitedAt) }
      : { visitedAt: now, since: last.visitedAt }

export const MAX_NEW_COUNT = 200
