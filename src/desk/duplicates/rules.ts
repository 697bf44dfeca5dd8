// Decides which headlines are nearly the same: the share of their words that they have in common, rare words weighing most. Pure.

/** Share from which two headlines are nearly the same; with few common words it must be higher. */
const NEAR = 0.5
const NEAR_WITH_TWO = 0.7
const SAME = 0.99

/** Rows that may be read to find candidates. */
const MAX_ROWS = 2000

/** How much a word says: less the more headlines have it. @param total headlines that are compared */
const weightOf = (headlines: number, total: number): number => Math.log((total + 1) / (Math.min(headlines, total) + 1))

/** Weights of words in a set of headlines. */
export type Weights = (word: string) => number

/** @param counts headlines by word @param total headlines in all */
export const weights =
  (counts: ReadonlyMap<string, number>, total: number): Weights =>
  (word) =>
    // A word of every headline still counts a little, so that headlines of such words can be the same.
    Math.max(weightOf(counts.get(word) ?? 0, total), 0.1)

const weightOfAll = (words: readonly string[], weight: Weights): number =>
  words.reduce((sum, word) => sum + weight(word), 0)

/** What two headlines have in common: a share of their weight, from 0 to 1, and a number of words. */
export type Similarity = { share: number; common: number }

export function similarity(one: readonly string[], other: readonly string[], weight: Weights): Similarity {
  const own = new Set(one)
  const both = other.filter((word) => own.has(word))
  const common = weightOfAll(both, weight)
  const all = weightOfAll(one, weight) + weightOfAll(other, weight) - common
  return { share: all === 0 ? 0 : common / all, common: both.length }
}

/** Whether two headlines are nearly the same. */
export const isNear = ({ share, common }: Similarity): boolean =>
  share >= (common >= 3 ? NEAR : common === 2 ? NEAR_WITH_TWO : SAME)

/** Whether two headlines may be, whatever the other words of the second weigh. */
export function canBeNear(one: readonly string[], other: readonly string[], weight: Weights): boolean {
  const own = new Set(one)
  const both = other.filter((word) => own.has(word))
  return weightOfAll(both, weight) >= NEAR * weightOfAll(one, weight)
}

/** The words that find candidates: the rarest ones, as many as are read quickly, and at least one that any headline has. */
export function searchedWords(words: readonly string[], counts: ReadonlyMap<string, number>): string[] {
  const chosen: string[] = []
  let rows = 0
  for (const word of words.filter((one) => counts.has(one)).sort((a, b) => counts.get(a)! - counts.get(b)!)) {
    rows += counts.get(word)!
    if (chosen.length > 0 && rows > MAX_ROWS) break
    chosen.push(word)
  }
  return chosen
}

export type DuplicateReason = 'address' | 'headline'

/** Duplicates that are shown. */
export const MAX_DUPLICATES = 5
