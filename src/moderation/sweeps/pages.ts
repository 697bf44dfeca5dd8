// What the page of a sweep says: comments that are like one that is spam, each with what it shares, to be chosen from. Pure.
import { type Signed, signed } from '../../comments/thread/pages.ts'
import type { Faults } from '../../faults.ts'
import { count, type Dates, type Moment, moment, number, spelled } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { may, type Viewer } from '../../permissions.ts'
import { maskedAddress } from '../../sanctions/ip-ranges.ts'
import { spans } from '../../sanctions/rules.ts'
import { limits, sweeps } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { Choice } from '../people/pages.ts'
import type { Found } from './actions.ts'
import { NETWORK } from './rules.ts'

export const sweepFields = ['comment', 'reason', 'action', 'ban', 'until', 'date'] as const
export type SweepForm = Record<(typeof sweepFields)[number], string>

/** The check box of a comment is called so. */
export const boxOf = (id: number): string => `comment-${id}`

export type SweepPage = {
  intro: string
  comment: number
  rows: {
    box: string
    id: number
    checked: boolean /** Empty where it stands nowhere yet. */
    href: string
    by: Signed
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

/** Whether nothing but the network speaks for it: there are others behind it. */
const byNeighbourhood = (shares: readonly string[]): boolean => shares.length === 1 && shares[0] === NETWORK

/** @param chosen ids that are ticked, or null where nobody has chosen yet: then all are that more than the network speaks for */
export function sweepPage(
  { spam, alike, more }: Found,
  viewer: Viewer | null,
  form: Partial<SweepForm>,
  chosen: ReadonlySet<number> | null,
  faults: Faults<'reason' | 'until' | 'rows'>,
  did: { done: string; undo: string },
  now: number,
  dates: Dates,
): SweepPage {
  const listed = Object.entries(faults)
  const until = form.until || 'week'
  const judges =
    spam.account_id !== null && may.ban(viewer, { id: spam.account_id, role: spam.role ?? 'member' }) === null
  const bans = [
    ['', 'Nobody'],
    ...(judges ? [['account', `The account ${spam.account_nic}`]] : []),
    ...(spam.address === null
      ? []
      : [
          ['address', 'The very address that it came from'],
          ['network', `Its whole network, ${maskedAddress(spam.address)}`],
        ]),
  ] as [string, string][]
  return {
    intro: `${alike.length === 0 ? 'Nothing that stands or waits' : `${spelled(alike.length)} of the comments that stand or wait`} of the last ${number(sweeps.days)} days ${alike.length < 2 ? 'is' : 'are'} like it: by the account, the address or its network, the text, or a link to the same site.${more > 0 ? ` One sweep takes ${number(sweeps.comments)}; ${count(more, 'more comment')} will be here after it.` : ''} What shares the network alone is not ticked. What you tick goes, as one act, which one press undoes.`,
    comment: spam.id,
    rows: alike.map((row) => ({
      box: boxOf(row.id),
      id: row.id,
      checked: chosen === null ? !byNeighbourhood(row.shares) : chosen.has(row.id),
      href: row.state === 'live' ? urls.comment(row.id) : '',
      by: signed(row),
      article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
      text: excerpt(row.html, 160),
      shares: row.id === spam.id ? 'the comment you began with' : row.shares.join(', '),
      from: row.address === null ? '' : maskedAddress(row.address),
      state: row.state === 'held' ? 'waits' : '',
      time: moment(row.created_at, now, dates),
    })),
    reason: form.reason ?? '',
    faults: { reason: faults.reason ?? '', until: faults.until ?? '', rows: faults.rows ?? '' },
    summary:
      listed.length === 0
        ? null
        : {
            title: `${spelled(listed.length)} ${listed.length === 1 ? 'thing' : 'things'} to put right first. Nothing you typed is lost.`,
            faults: listed.map(([name, text]) => ({ href: `#${name}`, text })),
          },
    bans: bans.map(([value, text]) => ({ value, text, checked: value === (form.ban ?? '') })),
    until: Object.entries(spans).map(([value, { text }]) => ({
      value,
      text: text[0]!.toUpperCase() + text.slice(1),
      checked: value === until,
    })),
    date: form.date ?? '',
    maxReason: limits.reason,
    back: urls.article({ id: spam.article_id, slug: spam.slug }),
    ...did,
  }
}
