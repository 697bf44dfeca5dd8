// What the page of a sweep shows: comments similar to spam, each with what it shares, to choose from. Pure.

import { type Byline, bylineOf } from '../../comments/thread/byline-pages.ts'
import type { Faults } from '../../faults.ts'
import { count, type Dates, type Moment, moment, number, spelled } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { may, type Viewer } from '../../permissions.ts'
import { maskedAddress } from '../../sanctions/ip-ranges.ts'
import { limits, sweepLimits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { type Choice, faultSummary, untilChoices } from '../people/pages.ts'
import type { SweepCandidates } from './actions.ts'
import { checkboxName, type SweepField, type TypedSweep } from './form.ts'
import { NETWORK } from './rules.ts'

export type SweepPage = {
  intro: string
  comment: number
  rows: {
    box: string
    id: number
    checked: boolean
    /** Empty unless it is published. */
    href: string
    by: Byline
    article: { href: string; headline: string }
    text: string
    shares: string
    from: string
    state: string
    time: Moment
  }[]
  reason: string
  faults: { reason: string; until: string; rows: string }
  summary: { title: string; faults: { href: string; text: string }[] } | null
  bans: Choice[]
  until: Choice[]
  date: string
  maxReason: number
  back: string
  done: string
  undo: string
}

/** Other people may use the same network. */
const sharesOnlyNetwork = (shares: readonly string[]): boolean => shares.length === 1 && shares[0] === NETWORK

/** The message after a sweep. @param removed how many comments it removed */
export const sweepDoneMessage = (removed: number): string =>
  removed === 0 ? 'No comments were removed.' : `${count(removed, 'comment')} removed.`

function introSentence(found: number, more: number): string {
  const days = `the last ${number(sweepLimits.days)} days`
  const first =
    found === 0
      ? `No published or waiting comment of ${days} is similar.`
      : `${spelled(found)} published or waiting ${found === 1 ? 'comment is' : 'comments are'} similar, from ${days}: same account, address, network or text, or a link to the same site.`
  const rest =
    more > 0
      ? ` One sweep removes up to ${number(sweepLimits.comments)}; ${count(more, 'more comment')} will be here after it.`
      : ''
  return `${first}${rest} Comments that share only the network are not ticked. All that you tick are removed as one action, with one undo.`
}

/** Whom the form can ban: value and label. */
function banChoices(spam: SweepCandidates['spam'], viewer: Viewer | null): [string, string][] {
  const mayBan =
    spam.account_id !== null && may.ban(viewer, { id: spam.account_id, role: spam.role ?? 'member' }) === null
  return [
    ['', 'Nobody'],
    ...(mayBan ? ([['account', `The account ${spam.account_nic}`]] as [string, string][]) : []),
    ...(spam.address === null
      ? []
      : ([
          ['address', 'The exact address that it came from'],
          ['network', `Its whole network, ${maskedAddress(spam.address)}`],
        ] as [string, string][])),
  ]
}

/** @param chosen ids of ticked comments, or null for the default: all that share more than the network */
export function sweepPage(
  { spam, alike, more }: SweepCandidates,
  viewer: Viewer | null,
  form: Partial<TypedSweep>,
  chosen: ReadonlySet<number> | null,
  faults: Faults<SweepField>,
  result: { done: string; undo: string },
  now: number,
  dates: Dates,
): SweepPage {
  return {
    intro: introSentence(alike.length, more),
    comment: spam.id,
    rows: alike.map((row) => ({
      box: checkboxName(row.id),
      id: row.id,
      checked: chosen === null ? !sharesOnlyNetwork(row.shares) : chosen.has(row.id),
      href: row.state === 'live' ? urls.comment(row.id) : '',
      by: bylineOf(row),
      article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
      text: excerpt(row.html, 160),
      shares: row.id === spam.id ? 'the comment that you started from' : row.shares.join(', '),
      from: row.address === null ? '' : maskedAddress(row.address),
      state: row.state === 'held' ? 'waiting' : '',
      time: moment(row.created_at, now, dates),
    })),
    reason: form.reason ?? '',
    faults: { reason: faults.reason ?? '', until: faults.until ?? '', rows: faults.rows ?? '' },
    summary: faultSummary(faults),
    bans: banChoices(spam, viewer).map(([value, text]) => ({ value, text, checked: value === (form.ban ?? '') })),
    until: untilChoices(form.until || 'week'),
    date: form.date ?? '',
    maxReason: limits.reason,
    back: urls.article({ id: spam.article_id, slug: spam.slug }),
    ...result,
  }
}
