// The page of the classifier: its training, accuracy, strongest words and switch. Pure.

import { type Counts, isTrained, MIN_DECISIONS, type Outcome, weight } from '../../filters/classifier.ts'
import { count, type Dates, dateAndTime, number } from '../../format.ts'
import { limits } from '../../settings.ts'

export type ClassifierPage = {
  state: string
  learnt: string
  done: string
  undo: string
  /** The training that is requested, in a sentence; empty for none. */
  requested: string
  /** The last training and its batch, which can be undone; null before the first. */
  trained: { text: string; batch: string } | null
  /** Why it gives no scores yet; empty when it does. */
  few: string
  outcomes: {
    threshold: string
    caught: string
    missed: string
    falseAlarms: string
    passed: string
    precision: string
    recall: string
  }[]
  words: { heading: string; none: string; rows: { word: string; bad: string; good: string; weight: string }[] }[]
  power: { on: boolean; threshold: string; fault: string; reason: string; reasonFault: string; maxReason: number }
}

/** The number of words shown for each label, and in how many lessons a word must be. */
export const STRONGEST_WORDS = { words: 20, least: 3 } as const

const doneSentences: Record<string, string> = {
  on: 'The classifier now holds comments.',
  off: 'The classifier no longer holds comments.',
  requested: 'Retraining requested.',
  undone: 'Undone.',
  partly: 'Undone, but for what has been changed since.',
  already: 'Nothing was changed: it was like that already.',
}

/** The names of features that are not words of the text. */
const featureNames: Record<string, string> = {
  'links:none': '(no link)',
  'links:one': '(one link)',
  'links:few': '(two or three links)',
  'links:many': '(more than three links)',
  'writer:guest': '(a guest)',
  'writer:newcomer': '(a newcomer)',
  'writer:member': '(a member)',
}
const wordName = (word: string): string =>
  featureNames[word] ?? (word.startsWith('host:') ? `(link to ${word.slice('host:'.length)})` : word)

const percentage = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`

type Words = readonly (Counts & { word: string })[]

export function classifierPage(
  total: Counts,
  strongest: { bad: Words; good: Words },
  outcomes: readonly Outcome[] | null,
  held: { threshold: number; created_at: number; nic: string | null } | undefined,
  trainings: {
    requested: { nic: string; created_at: number } | undefined
    last: { actor: string; batch_id: number | null; trained_at: number | null } | undefined
  },
  typed: { threshold: string; fault: string; reason: string; reasonFault: string } | null,
  did: { done: string; batch: number | null },
  dates: Dates,
): ClassifierPage {
  const enough = isTrained(total)
  const table = (kind: 'bad' | 'good', heading: string): ClassifierPage['words'][number] => ({
    heading,
    none: `No word appeared in ${STRONGEST_WORDS.least} of them yet.`,
    rows: strongest[kind].map((row) => ({
      word: wordName(row.word),
      bad: number(row.bad),
      good: number(row.good + row.weak),
      weight: weight(row, total).toFixed(1),
    })),
  })
  return {
    state:
      held === undefined
        ? 'It is off: it only shows scores in the queue.'
        : `It holds comments with a score of ${held.threshold} or more, since ${dateAndTime(held.created_at, dates)}${held.nic === null ? '' : `, by ${held.nic}`}.${enough ? '' : ' At the moment it has too few decisions to hold anything.'}`,
    learnt: `Trained on ${count(total.good + total.bad, 'decision')} (${number(total.good)} approved, ${number(total.bad)} removed).${total.weak === 0 ? '' : ` ${number(total.weak)} more comments, published for a week without a decision, count for a quarter each.`} It learns from every decision of a moderator and forgets those that are undone. Everything stays on this server.`,
    done: doneSentences[did.done] ?? '',
    undo:
      did.batch === null || did.done === 'already' || did.done === 'undone' || did.done === 'partly'
        ? ''
        : String(did.batch),
    requested:
      trainings.requested === undefined
        ? ''
        : `${trainings.requested.nic} requested a retraining, ${dateAndTime(trainings.requested.created_at, dates)}. It takes up to a few minutes. Until then the classifier works as before.`,
    trained:
      trainings.last === undefined || trainings.last.batch_id === null
        ? null
        : {
            text: `Last retrained by ${trainings.last.actor}, ${dateAndTime(trainings.last.trained_at!, dates)}.`,
            batch: String(trainings.last.batch_id),
          },
    few: enough ? '' : `No scores yet: it needs ${MIN_DECISIONS} decisions of each kind.`,
    outcomes: (outcomes ?? []).map(({ threshold, caught, missed, falseAlarms, passed }) => ({
      threshold: number(threshold),
      caught: number(caught),
      missed: number(missed),
      falseAlarms: number(falseAlarms),
      passed: number(passed),
      precision: percentage(caught, caught + falseAlarms),
      recall: percentage(caught, caught + missed),
    })),
    words: [table('bad', 'Words of removed comments'), table('good', 'Words of approved comments')],
    power: {
      on: held !== undefined,
      threshold: typed?.threshold ?? String(held?.threshold ?? 95),
      fault: typed?.fault ?? '',
      reason: typed?.reason ?? '',
      reasonFault: typed?.reasonFault ?? '',
      maxReason: limits.reason,
    },
  }
}
