// The result of a test on recent comments, with the caught words marked. Pure.

import type { exampleComments, lastRehearsal } from '../../filters/queries.ts'
import type { Dates } from '../../format.ts'
import { count, dateAndTime, number } from '../../format.ts'
import { plainText } from '../../markup/text.ts'
import { urls } from '../../urls.ts'
import { outcomeWords } from './labels.ts'
import type { RehearsalResult } from './rehearsal-rules.ts'
import { commentOutcomes, REHEARSAL_LIMITS } from './rehearsal-rules.ts'

export type RehearsalResultModel = {
  sentence: string
  parts: {
    heading: string
    count: string
    examples: { href: string; nic: string; pieces: { text: string; mark: boolean }[] }[]
    more: string
  }[]
}

/** Characters shown before and after the first match. */
const CONTEXT_CHARACTERS = 90

/** Splits a text into marked and unmarked pieces, cut around the first match. */
export function markWords(text: string, words: readonly string[]): { text: string; mark: boolean }[] {
  const whole = text.replace(/\s+/g, ' ').trim()
  const wanted = words.map((word) => word.replace(/…$/, '')).filter((word) => word !== '')
  const first = Math.min(...wanted.map((word) => whole.indexOf(word)).filter((at) => at !== -1), whole.length)
  const from = first === whole.length ? 0 : Math.max(0, first - CONTEXT_CHARACTERS)
  const cut = whole.slice(from, from + 2 * CONTEXT_CHARACTERS + 40).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '')
  const pieces: { text: string; mark: boolean }[] = []
  const push = (piece: string, mark: boolean): void => void (piece !== '' && pieces.push({ text: piece, mark }))
  let at = 0
  for (;;) {
    const next = wanted
      .map((word) => ({ word, at: cut.indexOf(word, at) }))
      .filter((one) => one.at !== -1)
      .sort((a, b) => a.at - b.at || b.word.length - a.word.length)[0]
    if (next === undefined) break
    push(cut.slice(at, next.at), false)
    push(next.word, true)
    at = next.at + next.word.length
  }
  push(cut.slice(at), false)
  return [
    ...(from > 0 ? [{ text: '…', mark: false }] : []),
    ...pieces,
    ...(from + cut.length < whole.length ? [{ text: '…', mark: false }] : []),
  ]
}

export type Rehearsal = NonNullable<Awaited<ReturnType<typeof lastRehearsal>>>

/** The ids of the comments that a test shows as examples. */
export const exampleIds = (rehearsal: Rehearsal | undefined): number[] =>
  rehearsal === undefined
    ? []
    : Object.values(JSON.parse(rehearsal.result) as RehearsalResult).flatMap(({ examples }) =>
        examples.map(({ comment }) => comment),
      )

export function rehearsalModel(
  rehearsal: Rehearsal,
  examples: Awaited<ReturnType<typeof exampleComments>>,
  dates: Dates,
): RehearsalResultModel {
  const result = JSON.parse(rehearsal.result) as RehearsalResult
  const rows = new Map(examples.map((row) => [row.id, row]))
  const split = commentOutcomes
    .flatMap((decision) =>
      result[decision].count > 0 ? `${number(result[decision].count)} ${outcomeWords[decision]}` : [],
    )
    .join(', ')
  return {
    sentence: `Tested ${dateAndTime(rehearsal.created_at, dates)} over the last ${count(rehearsal.days, 'day')}: it would have caught ${number(rehearsal.match_count)} of ${count(rehearsal.comment_count, 'comment')}${split === '' ? '' : ` (${split})`}.${rehearsal.comment_count >= REHEARSAL_LIMITS.comments ? ' Only the newest were tested.' : ''}`,
    parts: commentOutcomes
      .filter((decision) => result[decision].count > 0)
      .map((decision) => {
        const { count: n, examples: newest } = result[decision]
        return {
          heading: outcomeWords[decision].replace(/^./, (letter) => letter.toUpperCase()),
          count: count(n, 'comment'),
          examples: [...newest].reverse().flatMap(({ comment, words }) => {
            const row = rows.get(comment)
            const text =
              row === undefined
                ? ''
                : words.some((word) => row.source.includes(word.replace(/…$/, '')))
                  ? row.source
                  : plainText(row.html)
            return row === undefined
              ? []
              : [
                  {
                    href: row.state === 'live' ? urls.comment(comment) : '',
                    nic: row.nic,
                    pieces: markWords(text, words),
                  },
                ]
          }),
          more: n > newest.length ? `The newest ${number(newest.length)} are shown.` : '',
        }
      }),
  }
}
