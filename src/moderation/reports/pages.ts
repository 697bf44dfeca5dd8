// The page of reports by readers without an account: each with its comment, and a form to answer it. Pure.
import type { ReportRow } from '../../comments/reports/queries.ts'
import { type Dates, type Moment, moment } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { may, type Viewer } from '../../permissions.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'

export const REPORTS_PAGE_SIZE = 25

type ReportItem = {
  id: number
  reason: string
  email: string
  time: Moment
  nic: string
  /** The comment's own state, where it is no longer published. */
  state: string
  text: string
  href: string
  article: { href: string; headline: string }
  links: { href: string; text: string }[]
  answer: string
  fault: string
  /** Why the viewer may not answer it; empty where they may. */
  refusal: string
}

export type ReportsPage = {
  reports: ReportItem[]
  done: string
  next: string
  first: string
  maxReason: number
}

/** An answer that is shown again. */
export type TypedAnswer = { report: number; answer: string; fault: string }

const doneMessages = new Map([
  ['answered', 'Answered: the reader gets it by e-mail.'],
  ['already', 'Nothing was changed: another moderator has answered it.'],
])

const stateWords: Partial<Record<ReportRow['state'], string>> = {
  held: 'waiting for approval',
  removed: 'removed',
  spam: 'marked as spam',
  withdrawn: 'withdrawn',
}

const decisionLinks = (row: ReportRow): ReportItem['links'] =>
  row.state === 'live'
    ? (['removals', 'holds', 'spam'] as const).map((noun, at) => ({
        href: urls.decision(noun, row.comment_id),
        text: ['Remove the comment', 'Hold it', 'Mark as spam'][at]!,
      }))
    : []

/** @param rows one more than a page where there are newer ones */
export function reportsPage(
  rows: readonly ReportRow[],
  viewer: Viewer | null,
  typed: TypedAnswer | null,
  done: string,
  after: number,
  now: number,
  dates: Dates,
): ReportsPage {
  const shown = rows.slice(0, REPORTS_PAGE_SIZE)
  return {
    reports: shown.map((row) => ({
      id: row.id,
      reason: row.reason,
      email: row.email,
      time: moment(row.confirmed_at!, now, dates),
      nic: row.nic,
      state: stateWords[row.state] ?? '',
      text: row.state === 'withdrawn' || row.html === '' ? '' : excerpt(row.html, 300),
      href: row.state === 'live' ? urls.comment(row.comment_id) : '',
      article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
      links: decisionLinks(row),
      answer: typed?.report === row.id ? typed.answer : '',
      fault: typed?.report === row.id ? typed.fault : '',
      refusal: may.approve(viewer, row) === null ? '' : 'This is your own comment. Another moderator has to answer.',
    })),
    done: doneMessages.get(done) ?? '',
    next: rows.length > REPORTS_PAGE_SIZE ? `${urls.readerReports}?after=${shown.at(-1)!.id}` : '',
    first: after === 0 ? '' : urls.readerReports,
    maxReason: limits.reason,
  }
}
