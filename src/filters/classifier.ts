// A naive Bayes classifier: scores how much a text looks like what moderators removed rather than approved. Pure.
import type { Label } from '../db/schema/filters.ts'
import { UNSPACED } from '../unspaced.ts'
import { normalize } from './normalize.ts'

/** The number of texts with a feature, by label. */
export type Counts = { good: number; weak: number; bad: number }

export const noCounts: Counts = { good: 0, weak: 0, bad: 0 }

/** Decisions of each kind that are needed to give scores. */
export const MIN_DECISIONS = 20
/** How much a text without a decision counts. */
const WEAK_WEIGHT = 0.25
/** The most words taken from a text. */
const MAX_WORDS = 200
/** The most words used for a score: those with the largest weights. */
const MAX_SCORED_WORDS = 30
const MAX_WORD_CHARACTERS = 40

/** Scripts without spaces: pairs of letters serve as words. */
const UNSPACED_RUN = new RegExp(`[${UNSPACED}]+`, 'gu')
const letterPairs = (run: string): string[] => {
  const letters = [...run]
  return letters.length === 1 ? letters : letters.slice(1).map((letter, i) => letters[i]! + letter)
}

export type ClassifierText = { plain: string; hosts: readonly string[]; guest: boolean; newcomer: boolean }

const linkCountWord = (links: number): string =>
  links === 0 ? 'links:none' : links === 1 ? 'links:one' : links <= 3 ? 'links:few' : 'links:many'

/** The features of a text, each once: its words, and features with a colon for links and author. */
export function classifierWords({ plain, hosts, guest, newcomer }: ClassifierText): string[] {
  const text = normalize(plain).text
  const spoken =
    text
      .replace(UNSPACED_RUN, (run) => ` ${letterPairs(run).join(' ')} `)
      .match(/[\p{L}\p{N}\p{M}]+(?:'[\p{L}\p{M}]+)?/gu) ?? []
  const other = [
    linkCountWord(hosts.length),
    guest ? 'writer:guest' : newcomer ? 'writer:newcomer' : 'writer:member',
    ...hosts.filter((host) => host !== '').map((host) => `host:${host}`),
  ]
  return [
    ...new Set([...other, ...spoken.filter((word) => word.length <= MAX_WORD_CHARACTERS && /[\p{L}]/u.test(word))]),
  ].slice(0, MAX_WORDS)
}

export type CountLookup = (word: string) => Counts | undefined

const weightedGood = (counts: Counts): number => counts.good + WEAK_WEIGHT * counts.weak

/** The log odds of removal for a word, damped for rare words. */
export function weight(counts: Counts, total: Counts): number {
  const inBad = (counts.bad + 0.5) / (total.bad + 1)
  const inGood = (weightedGood(counts) + 0.5) / (weightedGood(total) + 1)
  const seen = counts.bad + weightedGood(counts)
  return Math.log(inBad / inGood) * (seen / (seen + 1))
}

export const isTrained = (total: Counts): boolean => total.good >= MIN_DECISIONS && total.bad >= MIN_DECISIONS

/**
 * Scores a text from 1 (like approved ones) to 99 (like removed ones). The prior odds are even, because moderators see no
 * fair sample. Words are not independent, so the sum of weights is divided by the root of their number.
 */
export function score(words: readonly string[], known: CountLookup, total: Counts): number {
  const weights = words
    .map((word) => weight(known(word) ?? noCounts, total))
    .filter((one) => one !== 0)
    .sort((a, b) => Math.abs(b) - Math.abs(a))
    .slice(0, MAX_SCORED_WORDS)
  const odds = weights.reduce((sum, one) => sum + one, 0) / Math.sqrt(Math.max(1, weights.length))
  return Math.min(99, Math.max(1, Math.round(100 / (1 + Math.exp(-odds)))))
}

function addLabel(counts: Counts, label: Label, by: 1 | -1): Counts {
  return { ...counts, [label]: counts[label] + by }
}

export type Lesson = { label: Label; words: readonly string[] }

/** Points by which signs of a robot lower the threshold, and the score below which a text looks rather like no spam. */
const SIGN_POINTS = 15
const LEAST_THRESHOLD = 50

/** The threshold for a form with signs of a robot. The text must look like spam rather than not even so. */
export const loweredThreshold = (threshold: number): number =>
  Math.min(threshold, Math.max(LEAST_THRESHOLD, threshold - SIGN_POINTS))

const thresholds = [50, 70, 80, 90, 95, 99] as const

/** Predictions compared with decisions at one threshold; `falseAlarms` and `passed` count approved texts. */
export type Outcome = { threshold: number; caught: number; missed: number; falseAlarms: number; passed: number }

/** The number of parts of a validation: each but the first is predicted from all before it. */
const VALIDATION_PARTS = 5

/**
 * Predicts the decisions of each part from all earlier parts, and compares. Yields between lessons.
 * @param lessons oldest first
 * @returns null for too few lessons
 */
export function* crossValidate(lessons: readonly Lesson[]): Generator<void, Outcome[] | null> {
  const counts = new Map<string, Counts>()
  const known: CountLookup = (word) => counts.get(word)
  let total = noCounts
  const scores: { score: number; bad: boolean }[] = []
  const cut = (part: number): number => Math.floor((lessons.length * part) / VALIDATION_PARTS)
  for (let part = 0; part < VALIDATION_PARTS; part++) {
    const now = lessons.slice(cut(part), cut(part + 1))
    for (const { label, words } of now) {
      if (label !== 'weak' && total.bad > 0 && weightedGood(total) > 0)
        scores.push({ score: score(words, known, total), bad: label === 'bad' })
      yield
    }
    for (const { label, words } of now) {
      total = addLabel(total, label, 1)
      for (const word of words) counts.set(word, addLabel(counts.get(word) ?? noCounts, label, 1))
      yield
    }
  }
  if (!scores.some((one) => one.bad) || !scores.some((one) => !one.bad)) return null
  return thresholds.map((threshold) => {
    const outcome = { threshold, caught: 0, missed: 0, falseAlarms: 0, passed: 0 }
    for (const one of scores)
      outcome[
        one.bad ? (one.score >= threshold ? 'caught' : 'missed') : one.score >= threshold ? 'falseAlarms' : 'passed'
      ] += 1
    return outcome
  })
}
