// Whether a text looks like what moderators took down or like what they let stand: counts of words, and what follows from them. Pure.
import type { Label } from '../db/schema/filters.ts'
import { fold } from './normalize.ts'

/** What a comment teaches: a moderator let it stand, or took it down; `weak` is one that has stood a week and nobody touched. */
export const labels = ['good', 'weak', 'bad'] as const satisfies readonly Label[]

/** In how many texts something was, by label. */
export type Counts = { good: number; weak: number; bad: number }

export const noCounts: Counts = { good: 0, weak: 0, bad: 0 }

/** Decisions of each kind from which on anything is said. */
export const ENOUGH = 20
/** How much a text counts that nobody decided about. */
const WEAK = 0.25
/** Different words of a text, at most. */
const MOST_WORDS = 200
/** Words by which a text is judged: those that say most. */
const MOST_SAYING = 30
const LONGEST = 40

/** Han, kana and Thai have no spaces: pairs of letters are their words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu
const pairs = (run: string): string[] => {
  const letters = [...run]
  return letters.length === 1 ? letters : letters.slice(1).map((letter, i) => letters[i]! + letter)
}

export type Features = { plain: string; hosts: readonly string[]; guest: boolean; newcomer: boolean }

const linkWords = (links: number): string =>
  links === 0 ? 'links:none' : links === 1 ? 'links:one' : links <= 3 ? 'links:few' : 'links:many'

/** The words of a text, each once: its own, and what else is known of it; these have a colon. */
export function classifierWords({ plain, hosts, guest, newcomer }: Features): string[] {
  const text = fold(plain).text
  const spoken =
    text.replace(UNSPACED, (run) => ` ${pairs(run).join(' ')} `).match(/[\p{L}\p{N}\p{M}]+(?:'[\p{L}\p{M}]+)?/gu) ?? []
  const other = [
    linkWords(hosts.length),
    guest ? 'writer:guest' : newcomer ? 'writer:newcomer' : 'writer:member',
    ...hosts.filter((host) => host !== '').map((host) => `host:${host}`),
  ]
  return [...new Set([...other, ...spoken.filter((word) => word.length <= LONGEST && /[\p{L}]/u.test(word))])].slice(
    0,
    MOST_WORDS,
  )
}

export type Known = (word: string) => Counts | undefined

const good = (counts: Counts): number => counts.good + WEAK * counts.weak

/** How much a word speaks for being taken down, as a logarithm of odds; a word seen seldom says little. */
export function weight(counts: Counts, total: Counts): number {
  const inBad = (counts.bad + 0.5) / (total.bad + 1)
  const inGood = (good(counts) + 0.5) / (good(total) + 1)
  const seen = counts.bad + good(counts)
  return Math.log(inBad / inGood) * (seen / (seen + 1))
}

export const isTrained = (total: Counts): boolean => total.good >= ENOUGH && total.bad >= ENOUGH

/**
 * How much a text looks like what was taken down, from 1 to 99. Both labels are taken to be equally likely beforehand:
 * what moderators get to see is not what is written. Words do not stand beside one another by chance, so each counts
 * for the less the more there are: by the root of their number.
 */
export function score(words: readonly string[], known: Known, total: Counts): number {
  const weights = words
    .map((word) => weight(known(word) ?? noCounts, total))
    .filter((one) => one !== 0)
    .sort((a, b) => Math.abs(b) - Math.abs(a))
    .slice(0, MOST_SAYING)
  const odds = weights.reduce((sum, one) => sum + one, 0) / Math.sqrt(Math.max(1, weights.length))
  return Math.min(99, Math.max(1, Math.round(100 / (1 + Math.exp(-odds)))))
}

function add(counts: Counts, label: Label, by: 1 | -1): Counts {
  return { ...counts, [label]: counts[label] + by }
}

export type Lesson = { label: Label; words: readonly string[] }

export const thresholds = [50, 70, 80, 90, 95, 99] as const

/** How many of the later decisions would have come out how, at one threshold. */
export type Outcome = { threshold: number; caught: number; missed: number; wronged: number; spared: number }

/** Parts into which decisions are cut: each but the first is judged by what came before it. */
const PARTS = 5

/**
 * How well past decisions would have been foretold: those of each part by all that came before it. Yields between lessons.
 * @param lessons oldest first
 * @returns null when there are too few to say
 */
export function* validating(lessons: readonly Lesson[]): Generator<void, Outcome[] | null> {
  const counts = new Map<string, Counts>()
  const known: Known = (word) => counts.get(word)
  let total = noCounts
  const scores: { score: number; bad: boolean }[] = []
  const cut = (part: number): number => Math.floor((lessons.length * part) / PARTS)
  for (let part = 0; part < PARTS; part++) {
    const now = lessons.slice(cut(part), cut(part + 1))
    for (const { label, words } of now) {
      if (label !== 'weak' && total.bad > 0 && good(total) > 0)
        scores.push({ score: score(words, known, total), bad: label === 'bad' })
      yield
    }
    for (const { label, words } of now) {
      total = add(total, label, 1)
      for (const word of words) counts.set(word, add(counts.get(word) ?? noCounts, label, 1))
      yield
    }
  }
  if (!scores.some((one) => one.bad) || !scores.some((one) => !one.bad)) return null
  return thresholds.map((threshold) => {
    const outcome = { threshold, caught: 0, missed: 0, wronged: 0, spared: 0 }
    for (const one of scores)
      outcome[
        one.bad ? (one.score >= threshold ? 'caught' : 'missed') : one.score >= threshold ? 'wronged' : 'spared'
      ] += 1
    return outcome
  })
}
