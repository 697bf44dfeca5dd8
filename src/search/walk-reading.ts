// Scans the index from the newest entry back, year by year, within a budget.
import type { Db } from '../db/open.ts'
import { createPause } from '../slices.ts'
import { yearOf, yearStart } from './keys.ts'
import { type Match, matchAll, matchAsPhrase, matchInHeadline, matchText, type Question } from './match.ts'
import { matchingKeys, yearsOf } from './queries.ts'

/** Keys from `from` up to but not including `before`. */
export type KeyRange = { from: number; before: number }

export const ALL_TIME: KeyRange = { from: -(2 ** 53 - 1), before: 2 ** 53 - 1 }

/** `reached` is the key before which nothing was scanned; null when everything was scanned or enough was found. */
export type ScanResult = { keys: number[]; reached: number | null }

/**
 * Limits of one scan, which stops between two years when both are exceeded. Milliseconds of CPU time, so that a busy
 * machine finds as much as an idle one.
 */
export type ScanBudget = { entries: number; milliseconds: number }

/** Budgets of a search, and of each extra scan for better matches. A small site is always scanned completely. */
export const BUDGET = {
  search: { entries: 100_000, milliseconds: 9 },
  better: { entries: 20_000, milliseconds: 1 },
} as const

/** CPU time of this thread, in milliseconds. */
function cpuMilliseconds(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

export const UNLIMITED: ScanBudget = { entries: Infinity, milliseconds: Infinity }

/**
 * Scans for matches, newest first. FTS5 reads the whole list of every word, whatever the range of keys, if two common
 * words never occur together. So every year has its own index, and a scan can stop between two years.
 */
export async function scanIndex(
  db: Db,
  match: Match,
  range: KeyRange,
  want: number,
  budget: ScanBudget,
): Promise<ScanResult> {
  const text = matchText(match)
  const began = cpuMilliseconds()
  const pause = createPause()
  const keys: number[] = []
  let looked = 0
  let reached = range.before
  for (const { year, entries } of await yearsOf(db, yearOf(range.from), yearOf(range.before - 1))) {
    if (looked > 0 && looked >= budget.entries && cpuMilliseconds() - began >= budget.milliseconds)
      return { keys, reached }
    keys.push(...(await matchingKeys(db, year, text, range.from, range.before, want - keys.length)))
    if (keys.length >= want) break
    looked += entries
    reached = yearStart(year)
    await pause()
  }
  return { keys, reached: null }
}

/** Hits that are ranked. Ranking an unbounded number would take seconds. */
export const RANKED_HITS = 100

export type RankedMatches = {
  /** Best first. */
  keys: number[]
  /** The newest hits, newest first; all hits if there are fewer than `RANKED_HITS` and everything was scanned. */
  newest: ScanResult
}

/**
 * Ranks the newest hits together with older ones that match better: all words in the headline first, then all words
 * as a phrase, then the newest. Not bm25, which would count the entries of every word in the whole index.
 */
export async function rankMatches(
  db: Db,
  question: Question,
  range: KeyRange,
  budget: Record<'search' | 'better', ScanBudget> = BUDGET,
): Promise<RankedMatches> {
  const newest = await scanIndex(db, matchAll(question), range, RANKED_HITS, budget.search)
  const score = new Map(newest.keys.map((key) => [key, 0]))
  const whole = newest.keys.length < RANKED_HITS && newest.reached === null
  const within = whole ? { from: newest.keys.at(-1) ?? range.before, before: range.before } : range
  for (const [match, worth] of [
    [matchInHeadline(question), 2],
    [matchAsPhrase(question), 1],
  ] as const) {
    if (match === null || (whole && newest.keys.length < 2)) continue
    const better = await scanIndex(db, match, within, RANKED_HITS, budget.better)
    for (const key of better.keys) score.set(key, (score.get(key) ?? 0) + worth)
  }
  return { keys: [...score.keys()].sort((a, b) => score.get(b)! - score.get(a)! || b - a), newest }
}
