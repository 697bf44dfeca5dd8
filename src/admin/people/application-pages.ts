// View model of the queue of applications for an account. Pure.
import type { DecisionOutcome } from '../../accounts/registration/actions.ts'
import type { WaitingApplication } from '../../accounts/registration/queries.ts'
import { count, type Dates, type Moment, moment, number, waitDuration } from '../../format.ts'
import { shorten } from '../../markup/words.ts'
import { type ReasonChips, reasonChips, type TypedReason } from '../../reasons.ts'
import { tickName, writeKey } from './application-form.ts'

export const APPLICATIONS_PAGE_SIZE = 25

type Item = {
  key: string
  nic: string
  introduction: string
  /** Its first words. */
  words: string
  waited: string
  time: Moment
  tick: string
  isTicked: boolean
  reason: ReasonChips
}

export type ApplicationsPage = {
  intro: string
  items: Item[]
  /** The form for all that are ticked. */
  several: { reason: ReasonChips; fault: string }
  /** What is not on the page; empty for nothing. */
  more: string
  done: string
}

/** A form that came back: `key` of one application, empty for the ticked ones; `tickFault` when none is ticked. */
export type TypedDecision = {
  key: string
  ticked: readonly string[]
  typed: TypedReason
  fault: string
  tickFault: string
}

const LEGEND = 'Reason to refuse, e-mailed and in the public log'

export function applicationsPage(
  rows: readonly WaitingApplication[],
  total: number,
  asks: boolean,
  reasons: readonly string[],
  form: TypedDecision | null,
  done: string,
  { now, dates }: { now: number; dates: Dates },
): ApplicationsPage {
  const items = rows.map((row): Item => {
    const key = writeKey({ id: row.id, confirmedAt: row.confirmed_at! })
    const own = form !== null && form.key === key ? { typed: form.typed, fault: form.fault } : {}
    return {
      key,
      nic: row.nic,
      introduction: row.introduction,
      words: shorten(row.introduction.replace(/\s+/g, ' '), 120),
      waited: waitDuration(now - row.confirmed_at!),
      time: moment(row.confirmed_at!, now, dates),
      tick: tickName(key),
      isTicked: form?.ticked.includes(key) ?? false,
      reason: reasonChips(reasons, { legend: LEGEND, prefix: `a${row.id}-`, ...own }),
    }
  })
  const all = form !== null && form.key === '' ? { typed: form.typed, fault: form.fault } : {}
  return {
    intro: asks
      ? 'They have confirmed their address and cannot sign in yet. Your decision is in the public log, without the name of somebody whom you refuse.'
      : 'Registration no longer takes applications. These were sent before that.',
    items,
    several: { reason: reasonChips(reasons, { legend: LEGEND, prefix: 's-', ...all }), fault: form?.tickFault ?? '' },
    more: total > rows.length ? `${number(total - rows.length)} more wait behind these.` : '',
    done,
  }
}

export type Decided = Readonly<Record<DecisionOutcome, number>>

/** What was done, from the query of the address after it. */
export function decidedMessage(action: string, { done, gone, taken }: Decided): string {
  if (action !== 'approve' && action !== 'refuse') return ''
  const verb = action === 'approve' ? 'approved' : 'refused'
  return [
    ...(done === 0
      ? []
      : [`${count(done, 'application')} ${verb}. We e-mail ${done === 1 ? 'the applicant' : 'the applicants'}.`]),
    ...(gone === 0 ? [] : [`${count(gone, 'application')} had been decided already, or had expired.`]),
    ...(taken === 0
      ? []
      : [`${count(taken, 'application')} deleted: the name or the address belongs to a member by now.`]),
  ].join(' ')
}
