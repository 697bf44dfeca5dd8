// Looks through the index from the newest entry back, year by year, and never longer than it may.
import type { Db } from '../db/open.ts'
import { yearOf, yearStart } from './keys.ts'
import { type Match, matchAll, matchAsPhrase, matchInHeadline, matchText, type Question } from './match.ts'
import { matchingKeys, yearsOf } from './queries.ts'

/** Keys from the first up to but not including the second. */
export type KeyRange = { from: number; before: number }

export const ALL_TIME: KeyRange = { from: -(2 ** 53 - 1), before: 2 ** 53 - 1 }

/** `reached` is null when everything was looked through or enough was found, else the key before which nothing was looked at. */
export type ScanResult = { keys: number[]; reached: number | null }

/**
 * How much one look may spend before it stops between two years: both have to be spent. Milliseconds are those of the
 * processor, so that a machine that is busy with other things finds as much.
 */
export type ScanBudget = { entries: number; milliseconds: number }

/** What a search may spend, and each look for what matches better. A small site is always looked through. */
export const BUDGET = {
  search: { entries: 100_000, milliseconds: 9 },
  better: { entries: 20_000, milliseconds: 1 },
} as const

/** Milliseconds after which others get their turn. */
const SLICE_MILLISECONDS = 1

/** Milliseconds that this thread has worked. */
function cpuMilliseconds(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

export const UNLIMITED: ScanBudget = { entries: Infinity, milliseconds: Infinity }

/**
 * Two common words that never meet, or a word and the same left out, make FTS5 read both lists to their ends, whatever
 * range of keys it is given. So every year has an index of its own, and between two years a search may be told to stop.
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
  let yielded = began
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
    if (cpuMilliseconds() - yielded < SLICE_MILLISECONDS) continue
    // Whoever else is waiting comes in between.
    await new Promise((resolve) => setImmediate(resolve))
    yielded = cpuMilliseconds()
  }
  return { keys, reached: null }
}

/** Hits that are put in order of relevance; of an unbounded number the order would take seconds. */
export const RANKED_HITS = 100

export type RankedMatches = {
  /** Best first. */
  keys: number[]
  /** The newest hits, newest first: all there are when there are fewer than the window holds and nothing was left. */
  newest: ScanResult
}

/**
 * The newest hits, and older ones among those that match better: all words in the headline counts most, then all
 * words side by side. Among equals the newest is first. (bm25 would count every word's entries in the whole index.)
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
