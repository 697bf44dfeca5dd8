// Plans a filled database: articles per day, comments per article, and the shape of each thread.
import { addDays, DAY, HOUR, weekday } from '../../src/time.ts'

export type Size = { articles: number; comments: number }

/** The archive of a community site that has been written since 2004. */
export const fullSize: Size = { articles: 534_023, comments: 1_862_925 }

/** Articles of a day, on average: the full size reaches back to January 2004. */
const A_DAY = 64

/** Threads of these sizes are in every database of at least this many articles, with the same words. */
export const longThreads = [
  { comments: 10_000, daysBefore: 20 },
  { comments: 1_300, daysBefore: 18 },
] as const
const WITH_LONG_THREADS = 1000

/** Comments of an article at most, the long threads apart. */
const MOST = 900

type Chance = () => number

/** A normal deviate (Box–Muller). */
const normal = (next: Chance): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

export const logNormal = (next: Chance, median: number, spread: number): number =>
  median * Math.exp(spread * normal(next))

/** Index of one of `n` things, chosen with a frequency of about 1/rank. */
export const zipf = (next: Chance, n: number): number =>
  Math.min(n - 1, Math.floor(Math.exp(next() * Math.log(n + 1))) - 1)

export type PlannedDay = { day: string; articles: number }

/** Relative activity of a day: years of growth, a slow decline, quiet weekends and midwinters. */
function weight(day: string, next: Chance): number {
  const years = Number(day.slice(0, 4)) - 2004 + Number(day.slice(5, 7)) / 12
  const growth = years < 9 ? 0.3 + years * 0.12 : Math.max(0.8, 1.38 - (years - 9) * 0.05)
  const week = [1.1, 1.15, 1.15, 1.1, 1, 0.7, 0.75][weekday(day)]!
  const feast = /-12-(2[4-6]|31)$|-01-01$/.test(day) ? 0.45 : 1
  return growth * week * feast * Math.exp(0.12 * normal(next))
}

/**
 * @param last the newest day
 * @returns every day in order, with exactly the wanted number of articles in all
 */
export function plannedDays(size: Size, last: string, next: Chance): PlannedDay[] {
  const days: { day: string; weight: number }[] = []
  for (let day = addDays(last, 1 - Math.ceil(size.articles / A_DAY)); day <= last; day = addDays(day, 1))
    days.push({ day, weight: weight(day, next) })
  const total = days.reduce((sum, one) => sum + one.weight, 0)
  let before = 0
  let given = 0
  return days.map(({ day, weight }) => {
    before += weight
    const upTo = Math.round((size.articles * before) / total)
    const articles = upTo - given
    given = upTo
    return { day, articles }
  })
}

/**
 * Comments of every article in order of publication: one or two for most, hundreds for a few.
 * @param long articles (by their place) that have a number of their own
 */
export function plannedComments(size: Size, long: ReadonlyMap<number, number>, next: Chance): Int32Array {
  const counts = new Int32Array(size.articles)
  let total = 0
  for (let i = 0; i < counts.length; i++) {
    counts[i] = long.get(i) ?? Math.min(MOST, Math.floor(logNormal(next, 1.35, 1.35) + 0.5))
    total += counts[i]!
  }
  while (total !== size.comments) {
    const i = Math.floor(next() * counts.length)
    const by = total < size.comments ? 1 : -1
    if (long.has(i) || counts[i]! + by < 0 || counts[i]! + by > MOST) continue
    counts[i]! += by
    total += by
  }
  return counts
}

/** The places of the long threads: the first article of their day. */
export function plannedLongThreads(size: Size, days: readonly PlannedDay[]): Map<number, number> {
  if (size.articles < WITH_LONG_THREADS) return new Map()
  const firsts = days.map(() => 0)
  for (let i = 1; i < days.length; i++) firsts[i] = firsts[i - 1]! + days[i - 1]!.articles
  return new Map(longThreads.map(({ comments, daysBefore }) => [firsts[days.length - 1 - daysBefore]!, comments]))
}

export type Shape = {
  /** Index of the parent of each comment, or -1. */
  parents: Int32Array
  /** Size of the branch of each top-level comment, itself included; 0 for the others. */
  subtrees: Int32Array
  /** Times, ascending. */
  times: Float64Array
}

/** Top-level comments of a thread. */
const TOP_LEVEL = 0.27

/**
 * A thread in which most answer something recent and some chains of two people go deep.
 * @param end the thread ends before this moment
 */
export function plannedThread(comments: number, published: number, end: number, next: Chance): Shape {
  const parents = new Int32Array(comments).fill(-1)
  const roots = new Int32Array(comments)
  const subtrees = new Int32Array(comments)
  for (let i = 0; i < comments; i++) {
    if (i > 0 && next() >= TOP_LEVEL)
      parents[i] = next() < 0.35 ? i - 1 : i - 1 - Math.floor(next() ** 2 * Math.min(i, 40))
    roots[i] = parents[i] === -1 ? i : roots[parents[i]!]!
    subtrees[roots[i]!]! += 1
  }
  const open = Math.min(13 * DAY, end - published) - comments - 60_000
  const times = new Float64Array(comments)
  for (let i = 0; i < comments; i++) {
    const later = -Math.log(1 - next()) * 7 * HOUR
    times[i] = later < open ? later : next() * open
  }
  times.sort()
  for (let i = 0; i < comments; i++) times[i] = Math.floor(published + 60_000 + times[i]!) + i
  return { parents, subtrees, times }
}
