// What the writer of a comment sees of a decision and of their appeals. Pure.
import { asSentence, type Dates, dateAndTime, type Moment, moment, number } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { holdExplanation } from '../holds/rules.ts'
import type { AppealNoun, AppealRow, DecisionRow } from './queries.ts'

export type Link = { href: string; text: string }

export const decisionLabels: Record<AppealNoun, string> = {
  holds: 'Held',
  removals: 'Removed',
  spam_marks: 'Marked as spam',
  bans: 'Banned',
}

/** `Removed by Mo, 12 March 2030, 14:25. Reason: Off topic.` */
export const decisionSentence = (
  noun: AppealNoun,
  by: string | null,
  at: number,
  reason: string,
  dates: Dates,
): string =>
  `${decisionLabels[noun]}${by === null ? '' : ` by ${by}`}, ${dateAndTime(at, dates)}.${reason === '' ? '' : ` Reason: ${asSentence(reason)}`}`

/** A decision in a sentence, for the comment's author. @param usual `, usually under an hour`; empty while too little is known */
export const writerDecisionText = (decision: DecisionRow, usual: string, dates: Dates): string =>
  decision.noun === 'holds' && decision.account_id === null
    ? `Waiting for a moderator${usual}. ${holdExplanation({ ...decision, rule: decision.rule ?? '' })}`.trim()
    : decisionSentence(decision.noun, decision.by_nic, decision.created_at, decision.reason, dates)

type PastAppeal = {
  id: number
  body: string
  time: Moment
  kind: '' | ' ok' | ' warn' | ' bad'
  title: string
  text: string
  entry: Link | null
}

/** Past appeals, and the form of a new one if the decision can be appealed. */
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

const outcomes: Record<string, Pick<PastAppeal, 'kind' | 'title'>> = {
  granted: { kind: ' ok', title: 'Your appeal was granted.' },
  refused: { kind: ' bad', title: 'Your appeal was denied.' },
  overtaken: { kind: '', title: 'The decision was replaced by another one, which you can appeal against.' },
}

/** @param decision the decision in force; an open appeal against another one needs no answer */
function pastAppeal(
  row: AppealRow,
  decision: { noun: AppealNoun; id: number } | null,
  now: number,
  dates: Dates,
): PastAppeal {
  const open = row.ended_at === null
  const waits = open && decision !== null && row.noun === decision.noun && row.noun_id === decision.id
  const end = waits
    ? { kind: ' warn' as const, title: 'Your appeal is waiting for a moderator.' }
    : open
      ? { kind: '' as const, title: 'The decision is no longer in force, so your appeal needs no answer.' }
      : (outcomes[row.end_reason ?? ''] ?? { kind: '' as const, title: 'Your appeal is closed.' })
  return {
    id: row.id,
    body: row.body,
    time: moment(row.created_at, now, dates),
    ...end,
    text: open || row.answer === '' ? '' : `${row.answered_by === null ? '' : `${row.answered_by}: `}${row.answer}`,
    entry:
      open || row.log_entry_id === null
        ? null
        : { href: urls.logEntry(row.log_entry_id), text: `Public log, entry ${number(row.log_entry_id)}` },
  }
}

/** An appeal that was not saved: as typed, with its fault or the reason of its refusal. */
export type AppealState = { body?: string; fault?: string; refused?: string }

/**
 * @param decision the decision in force, or null if none can be appealed
 * @param to where the form is sent, with its hidden fields
 */
export function appealView(
  rows: readonly AppealRow[],
  decision: { noun: AppealNoun; id: number } | null,
  to: { action: string; hidden?: { name: string; value: string }[] },
  typed: AppealState,
  now: number,
  dates: Dates,
): AppealView {
  const isAppealed = decision !== null && rows.some((row) => row.noun === decision.noun && row.noun_id === decision.id)
  return {
    form:
      decision === null || isAppealed
        ? null
        : {
            action: to.action,
            hidden: to.hidden ?? [],
            typed: typed.body ?? '',
            fault: typed.fault ?? '',
            hint: `Only moderators read your appeal. Their answer is sent to you and published in the log. Up to ${number(limits.appeal)} characters.`,
            max: limits.appeal,
          },
    past: rows.map((row) => pastAppeal(row, decision, now, dates)),
  }
}
