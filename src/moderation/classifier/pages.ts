// What the page of the classifier says: what it has learnt, how well it does, its strongest words, whether it holds. Pure.

import { type Counts, ENOUGH, isTrained, type Outcome, weight } from '../../filters/classifier.ts'
import { count, type Dates, dateAndTime, number } from '../../format.ts'
import { mostReason } from '../filters/form.ts'

export type ClassifierPage = {
  state: string
  learnt: string
  done: string
  undo: string
  /** Why nothing can be said yet; empty where it can. */
  few: string
  outcomes: {
    threshold: string
    caught: string
    missed: string
    wronged: string
    spared: string
    precision: string
    recall: string
  }[]
  words: { heading: string; none: string; rows: { word: string; bad: string; good: string; weight: string }[] }[]
  power: { on: boolean; threshold: string; fault: string; reason: string; reasonFault: string; maxReason: number }
}

/** Words of each label that are shown, and how often one must have been seen. */
export const STRONGEST = { words: 20, least: 3 } as const

const said: Record<string, string> = {
  on: 'From now on it holds.',
  off: 'It holds nothing any more.',
  learnt: 'It has learnt everything anew.',
  already: 'There was nothing to do: it was so already.',
}

/** Words that are none of the text's own: what else is known of it. */
const otherWords: Record<string, string> = {
  'links:none': '(no link)',
  'links:one': '(one link)',
  'links:few': '(two or three links)',
  'links:many': '(more than three links)',
  'writer:guest': '(a guest)',
  'writer:newcomer': '(a newcomer)',
  'writer:member': '(a member)',
}
const shownWord = (word: string): string =>
  otherWords[word] ?? (word.startsWith('host:') ? `(link to ${word.slice('host:'.length)})` : word)

const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`)

type Words = readonly (Counts & { word: string })[]

export function classifierPage(
  total: Counts,
  strongest: { bad: Words; good: Words },
  outcomes: readonly Outcome[] | null,
  held: { threshold: number; created_at: number; nic: string | null } | undefined,
  typed: { threshold: string; fault: string; reason: string; reasonFault: string } | null,
  did: { done: string; batch: number | null },
  dates: Dates,
): ClassifierPage {
  const enough = isTrained(total)
  const table = (kind: 'bad' | 'good', heading: string): ClassifierPage['words'][number] => ({
    heading,
    none: `No word was in ${STRONGEST.least} of them yet.`,
    rows: strongest[kind].map((row) => ({
      word: shownWord(row.word),
      bad: number(row.bad),
      good: number(row.good + row.weak),
      weight: weight(row, total).toFixed(1),
    })),
  })
  return {
    state:
      held === undefined
        ? 'It holds nothing: it says in the queue what a comment looks like, and no more.'
        : `It holds what looks like spam from ${held.threshold} of 100 on, since ${dateAndTime(held.created_at, dates)}${held.nic === null ? '' : `, by ${held.nic}`}.${enough ? '' : ' It has forgotten too much to hold anything at the moment.'}`,
    learnt: `It has learnt from ${count(total.good + total.bad, 'decision')}: ${number(total.good)} let stand, ${number(total.bad)} taken down.${total.weak === 0 ? '' : ` ${number(total.weak)} more that nobody touched for a week count for a quarter each.`} Every decision of a moderator teaches it, and undoing one makes it forget. All of it happens on this server; nothing leaves it.`,
    done: said[did.done] ?? '',
    undo: did.batch === null || did.done === 'already' || did.done === 'learnt' ? '' : String(did.batch),
    few: enough ? '' : `It says nothing yet: it takes ${ENOUGH} decisions of each kind.`,
    outcomes: (outcomes ?? []).map(({ threshold, caught, missed, wronged, spared }) => ({
      threshold: number(threshold),
      caught: number(caught),
      missed: number(missed),
      wronged: number(wronged),
      spared: number(spared),
      precision: share(caught, caught + wronged),
      recall: share(caught, caught + missed),
    })),
    words: [table('bad', 'Of what was taken down'), table('good', 'Of what stood')],
    power: {
      on: held !== undefined,
      threshold: typed?.threshold ?? String(held?.threshold ?? 95),
      fault: typed?.fault ?? '',
      reason: typed?.reason ?? '',
      reasonFault: typed?.reasonFault ?? '',
      maxReason: mostReason,
    },
  }
}
