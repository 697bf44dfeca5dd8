// What the page of a sweep shows: comments similar to spam, each with what it shares, to choose from. Pure.

import { type Byline, bylineOf } from '../../comments/thread/byline-pages.ts'
import type { Faults } from '../../faults.ts'
import { count, type Dates, type Moment, moment, number, spelled } from '../../format.ts'
import { maskedAddress } from '../../ip-ranges.ts'
import { excerpt } from '../../markup/text.ts'
import { may, type Viewer } from '../../permissions.ts'
import { type ReasonChips, reasonChips } from '../../reasons.ts'
import { sweepLimits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { type Choice, faultSummary, untilChoices } from '../people/pages.ts'
import type { SimilarComment, SweepCandidates } from './actions.ts'
import { checkboxName, type SweepField, type TypedSweep } from './form.ts'

type SweepRow = {
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
}

export type SweepPage = {
  intro: string
  comment: number
  /** What is similar; then what shares only the address, which may be other people's. */
  groups: { id: string; legend: string; hint: string; rows: SweepRow[] }[]
  /** Number of ticked boxes as the page arrives, in brackets, with a space before; empty for none. A script keeps it up to date. */
  ticked: string
  chips: ReasonChips
  faults: { until: string; rows: string }
  summary: { title: string; faults: { href: string; text: string }[] } | null
  bans: Choice[]
  until: Choice[]
  date: string
  back: string
  done: string
  undo: string
}

/** The message after a sweep. @param removed how many comments it removed */
export const sweepDoneMessage = (removed: number): string =>
  removed === 0 ? 'No comments were removed.' : `${count(removed, 'comment')} removed.`

function introSentence({ alike, nearby, more, isMany }: SweepCandidates): string {
  const days = `the last ${number(sweepLimits.days)} days`
  const found = alike.length + nearby.length
  const first =
    found === 0
      ? `No published or waiting comment of ${days} is similar.`
      : `${spelled(found)} published or waiting ${found === 1 ? 'comment is' : 'comments are'} similar, from ${days}: same account, browser or text, a link to the same site, or the same network address.`
  const rest =
    more > 0
      ? ` One sweep removes up to ${number(sweepLimits.comments)}; ${isMany ? 'at least ' : ''}${count(more, 'more comment')} will be here after it.`
      : ''
  return `${first}${rest} All that you tick are removed as one action, with one undo.`
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

/**
 * @param chosen ids of ticked comments, or null for the default: all that share more than the address
 * @param reasons those that are offered
 */
export function sweepPage(
  found: SweepCandidates,
  viewer: Viewer | null,
  form: Partial<TypedSweep>,
  chosen: ReadonlySet<number> | null,
  reasons: readonly string[],
  faults: Faults<SweepField>,
  result: { done: string; undo: string },
  now: number,
  dates: Dates,
): SweepPage {
  const { spam, alike, nearby } = found
  const rowsOf = (rows: readonly SimilarComment[], ticked: boolean): SweepRow[] =>
    rows.map((row) => sweepRow(row, spam.id, chosen === null ? ticked : chosen.has(row.id), now, dates))
  const groups = [
    { id: 'rows', legend: 'Similar comments', hint: '', rows: rowsOf(alike, true) },
    {
      id: 'nearby',
      legend: 'Same address only',
      hint: 'Other people can have the same network address. Tick only what is spam.',
      rows: rowsOf(nearby, false),
    },
  ].filter(({ rows }) => rows.length > 0)
  const ticked = groups.flatMap(({ rows }) => rows).filter(({ checked }) => checked).length
  return {
    intro: introSentence(found),
    comment: spam.id,
    groups: groups.map((group, i) => (i === 0 ? { ...group, id: 'rows' } : group)),
    ticked: ticked === 0 ? '' : ` (${number(ticked)})`,
    chips: reasonChips(reasons, { typed: form, fault: faults.reason ?? '', field: 'area' }),
    faults: { until: faults.until ?? '', rows: faults.rows ?? '' },
    summary: faultSummary(faults),
    bans: banChoices(spam, viewer).map(([value, text]) => ({ value, text, checked: value === (form.ban ?? '') })),
    until: untilChoices(form.until || 'week'),
    date: form.date ?? '',
    back: urls.article({ id: spam.article_id, slug: spam.slug }),
    ...result,
  }
}

const sweepRow = (row: SimilarComment, spam: number, checked: boolean, now: number, dates: Dates): SweepRow => ({
  box: checkboxName(row.id),
  id: row.id,
  checked,
  href: row.state === 'live' ? urls.comment(row.id) : '',
  by: bylineOf(row),
  article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
  text: excerpt(row.html, 160),
  shares: row.id === spam ? 'the comment that you started from' : row.shares.join(', '),
  from: row.address === null ? '' : maskedAddress(row.address),
  state: row.state === 'held' ? 'waiting' : '',
  time: moment(row.created_at, now, dates),
})
