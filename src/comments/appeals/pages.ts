// What the writer of a comment sees of a decision and of their appeals. Pure.

import type { Dates, Moment } from '../../format.ts'
import { asSentence, dateAndTime, moment, number } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { holdSays } from '../holds/rules.ts'
import type { AppealNoun, AppealRow, Decision } from './queries.ts'

export type Link = { href: string; text: string }

export const decidedWords: Record<AppealNoun, string> = {
  holds: 'Held',
  removals: 'Removed',
  spam_marks: 'Taken for advertising',
  bans: 'Banned',
}

/** `Removed by Mo, 12 March 2030, 14:25. Reason: Off topic.` */
export const byWhom = (noun: AppealNoun, by: string | null, at: number, reason: string, dates: Dates): string =>
  `${decidedWords[noun]}${by === null ? '' : ` by ${by}`}, ${dateAndTime(at, dates)}.${reason === '' ? '' : ` Reason: ${asSentence(reason)}`}`

/** What is said of a decision to whoever wrote the comment. @param usual how long a decision usually takes: `, usually under an hour`, or nothing */
export const decisionWords = (decision: Decision, usual: string, dates: Dates): string =>
  decision.noun === 'holds' && decision.account_id === null
    ? `It waits for a moderator${usual}. ${holdSays({ rule: decision.rule ?? '', kind: decision.kind })}`.trim()
    : byWhom(decision.noun, decision.by_nic, decision.created_at, decision.reason, dates)

export type PastAppeal = {
  id: number
  words: string
  time: Moment
  kind: '' | ' ok' | ' warn' | ' bad'
  title: string
  says: string
  entry: Link | null
}

/** What its writer sees of an appeal, and the form of one where it can be made. */
export type AppealView = {
  form: {
    action: string
    hidden: { name: string; value: string }[]
    typed: string
    fault: string
    hint: string
    max: number
  } | null
  past: PastAppeal[]
}

const ends: Record<string, Pick<PastAppeal, 'kind' | 'title'>> = {
  granted: { kind: ' ok', title: 'Your appeal was granted.' },
  refused: { kind: ' bad', title: 'The decision stands.' },
  overtaken: { kind: '', title: 'Something else has been decided meanwhile, which you can appeal against anew.' },
}

/** @param holding the decision that holds now: an appeal against another one has nothing to wait for */
function past(row: AppealRow, holding: { noun: AppealNoun; id: number } | null, now: number, dates: Dates): PastAppeal {
  const open = row.ended_at === null
  const waits = open && holding !== null && row.noun === holding.noun && row.noun_id === holding.id
  const end = waits
    ? { kind: ' warn' as const, title: 'It waits for a moderator’s answer.' }
    : open
      ? { kind: '' as const, title: 'The decision does not hold any more, so there is nothing to answer.' }
      : (ends[row.end_reason ?? ''] ?? { kind: '' as const, title: 'It has ended.' })
  return {
    id: row.id,
    words: row.body,
    time: moment(row.created_at, now, dates),
    ...end,
    says: open || row.answer === '' ? '' : `${row.answered_by === null ? '' : `${row.answered_by}: `}${row.answer}`,
    entry:
      open || row.log_entry_id === null
        ? null
        : { href: urls.logEntry(row.log_entry_id), text: `Public log, entry ${number(row.log_entry_id)}` },
  }
}

/** What was sent and could not be done: with a fault, or refused for a reason. */
export type AppealState = { body?: string; fault?: string; refused?: string }

/**
 * @param holding the decision that holds now and can be appealed against, or null
 * @param to where the form is sent, with what nobody types
 */
export function appealView(
  rows: readonly AppealRow[],
  holding: { noun: AppealNoun; id: number } | null,
  to: { action: string; hidden?: { name: string; value: string }[] },
  typed: AppealState,
  now: number,
  dates: Dates,
): AppealView {
  const against = holding !== null && rows.some((row) => row.noun === holding.noun && row.noun_id === holding.id)
  return {
    form:
      holding === null || against
        ? null
        : {
            action: to.action,
            hidden: to.hidden ?? [],
            typed: typed.body ?? '',
            fault: typed.fault ?? '',
            hint: `Moderators read it, and nobody else does. The answer is told to you, and stands in the public log. Up to ${number(limits.appeal)} characters.`,
            max: limits.appeal,
          },
    past: rows.map((row) => past(row, holding, now, dates)),
  }
}
