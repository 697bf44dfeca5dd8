// Read marks: which comments of a thread a reader was shown in which visit, and which are new. Pure.
import { MINUTE } from '../time.ts'

/** Ranges of comment numbers, both ends included, sorted and not adjacent. */
export type Ranges = readonly (readonly [from: number, to: number])[]

/** Whether the ranges include a number; a binary search. */
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

/** Sorts ranges and joins overlapping and adjacent ones. */
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
 * The gaps between the ranges, from 1; the last gap is open.
 * @param max number of gaps. Beyond it the last gap includes ranges, so check its numbers with `hasNumber`.
 */
export function gapsOf(ranges: Ranges, max: number = 8): [from: number, to: number][] {
  const gaps: [number, number][] = []
  let next = 1
  for (const [from, to] of ranges) {
    if (from > next) {
      if (gaps.length === max - 1) return [...gaps, [next, Infinity]]
      gaps.push([next, from - 1])
    }
    next = to + 1
  }
  return [...gaps, [next, Infinity]]
}

/** Serializes ranges as `0_45_3_1`: lengths of gaps and ranges in turn, in base 36. */
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

/** Ranges with higher numbers are invalid. */
const MAX_COMMENT_NUMBER = 1e7

/** Parses ranges. @returns null for a text that `serializeRanges` never writes */
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
  /** Up to this number nothing is new during a first visit; 0 in later visits. */
  base: number
  /** When the thread was last opened, in Unix milliseconds. */
  visitedAt: number
  /** Start of "new since": the end of the previous visit, or the start of the first one. */
  since: number
}

/** Milliseconds without opening the thread after which the next opening is a new visit. */
export const VISIT_TIMEOUT_MS = 30 * MINUTE

/**
 * Opens a thread: continues the visit in progress, or begins a new one.
 * @param lastNumber number of the thread's newest comment
 */
export function visitThread(mark: Mark | null, lastNumber: number, now: number): Mark {
  if (mark === null) return { seen: [], shown: [], base: lastNumber, visitedAt: now, since: now }
  if (now - mark.visitedAt <= VISIT_TIMEOUT_MS) return { ...mark, visitedAt: Math.max(now, mark.visitedAt) }
  return { seen: unionRanges(mark.seen, mark.shown), shown: [], base: 0, visitedAt: now, since: mark.visitedAt }
}

/** Marks the comments that a page has shown. */
export const markAsShown = (mark: Mark, numbers: readonly number[]): Mark => ({
  ...mark,
  shown: unionRanges(mark.shown, rangesOf(numbers)),
})

/** The place of a number in an ascending list, or where it would be; a binary search. */
function placeIn(numbers: readonly number[], n: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! < n) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * How many numbers from 1 to `last` the ranges include.
 * @param absent ascending numbers that do not count
 */
export function countIn(ranges: Ranges, last: number, absent: readonly number[]): number {
  let n = 0
  for (const [from, to] of ranges) {
    const end = Math.min(to, last)
    if (end >= from) n += end - from + 1 - (placeIn(absent, end + 1) - placeIn(absent, from))
  }
  return n
}

/** Whether a comment is highlighted in the thread; true for the whole visit. */
export const isNew = (mark: Mark, number: number): boolean => number > mark.base && !hasNumber(mark.seen, number)

/** Whether a comment counts as new in lists: no page has shown it yet. */
export const isUnread = (mark: Mark, number: number): boolean => isNew(mark, number) && !hasNumber(mark.shown, number)

/** The mark as lists use it: after the end of a first visit, `base` no longer applies. */
export const markForLists = (mark: Mark, now: number): Mark =>
  now - mark.visitedAt > VISIT_TIMEOUT_MS ? { ...mark, base: 0 } : mark

/** When lists count differently by the clock alone, because a visit in progress ends; Infinity for never. */
export const nextVisitEnd = (marks: Iterable<Mark | null>, now: number): number => {
  let next = Infinity
  for (const mark of marks) {
    const end = mark === null ? 0 : mark.visitedAt + VISIT_TIMEOUT_MS + 1
    if (end > now) next = Math.min(next, end)
  }
  return next
}

/** Undoes the visit in progress. After a first visit the whole thread is unread. */
export const undoVisit = (mark: Mark): Mark => ({ ...mark, shown: [], base: 0, visitedAt: mark.since })

/** Merges the marks of two pages opened at the same time. @param newer wins; `older` is added if it is of the same visit */
export const mergeMarks = (older: Mark, newer: Mark): Mark =>
  Math.abs(older.since - newer.since) < MINUTE && older.base === newer.base
    ? { ...newer, shown: unionRanges(older.shown, newer.shown) }
    : newer

const areSameRanges = (a: Ranges, b: Ranges): boolean =>
  a === b || (a.length === b.length && a.every(([from, to], i) => from === b[i]![0] && to === b[i]![1]))

/** Whether two marks say the same of what was read; how long the visit lasts may differ. */
export const isSameReading = (a: Mark | null, b: Mark | null): boolean =>
  a === null || b === null
    ? a === b
    : a.base === b.base && a.since === b.since && areSameRanges(a.seen, b.seen) && areSameRanges(a.shown, b.shown)

/** The visit of the whole site, for "Since Monday, 18:20" on the front page. */
export type SiteVisit = { visitedAt: number; since: number }

/** Opens the site: continues the visit in progress, or begins a new one. */
export const visitSite = (last: SiteVisit | null, now: number): SiteVisit =>
  last === null
    ? { visitedAt: now, since: now }
    : now - last.visitedAt <= VISIT_TIMEOUT_MS
      ? { ...last, visitedAt: Math.max(now, last.visitedAt) }
      : { visitedAt: now, since: last.visitedAt }

/** New comments that are counted; beyond it a link says `200+ new`. */
export const MAX_NEW_COUNT = 200
