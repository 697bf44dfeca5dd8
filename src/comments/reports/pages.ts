// What the form of a report says, and its receipt. Pure.
import { asSentence, type Dates, dateAndTime, number, spelled } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { verdictSentences } from './letters.ts'
import type { ReportRow } from './queries.ts'

type Field = { value: string; fault: string }

export type ReportFormPage = {
  article: { href: string; headline: string }
  action: string
  back: string
  comment: { nic: string; text: string }
  /** The message once it is sent; empty before. */
  sent: string
  summary: { title: string; faults: { href: string; text: string }[] } | null
  reason: Field
  email: Field
  maxReason: string
}

type Faults = { reason?: string | undefined; email?: string | undefined }

const EXCERPT = 300

export function reportFormPage(
  article: { id: number; slug: string; headline: string },
  comment: { id: number; nic: string; html: string },
  typed: { reason: string; email: string },
  faults: Faults = {},
  isSent = false,
): ReportFormPage {
  const listed = (['reason', 'email'] as const).flatMap((name) =>
    faults[name] === undefined ? [] : [{ href: `#${name}`, text: faults[name] }],
  )
  const things = listed.length === 1 ? 'one thing' : `${spelled(listed.length).toLowerCase()} things`
  return {
    article: { href: urls.article(article), headline: article.headline },
    action: urls.reports(comment.id),
    back: urls.comment(comment.id),
    comment: { nic: comment.nic, text: excerpt(comment.html, EXCERPT) },
    sent: isSent
      ? 'Check your e-mail. We have sent a link, unless a report from this address already waits. The moderators get the report when you press the button on that page. The link works for seven days.'
      : '',
    summary: listed.length === 0 ? null : { title: `Please fix ${things}. Your text is safe.`, faults: listed },
    reason: { value: typed.reason, fault: faults.reason ?? '' },
    email: { value: typed.email, fault: faults.email ?? '' },
    maxReason: number(limits.report),
  }
}

export type ReportPage = {
  state: string
  /** The button that confirms the address; null once it is confirmed. */
  confirm: { action: string; sentence: string } | null
  answer: { text: string; entry: string } | null
  reason: string
  comment: { nic: string; href: string; text: string }
  article: { href: string; headline: string }
}

/** Where a report stands, in a sentence. */
function reportState(row: ReportRow, dates: Dates): string {
  if (row.confirmed_at === null) return 'Not sent yet: the moderators get your report when you confirm your address.'
  if (row.answered_at === null)
    return `The moderators have your report since ${dateAndTime(row.confirmed_at, dates)}. The answer appears here, and we e-mail it to you.`
  return `${verdictSentences[row.verdict ?? 'dismissed']} Answered by ${row.by_nic ?? 'a moderator'}, ${dateAndTime(row.answered_at, dates)}.`
}

/** The receipt of a report, by its address. The comment is quoted while readers see it. */
export function reportPage(row: ReportRow, token: string, dates: Dates): ReportPage {
  const isShown = row.article_state === 'published' && row.state === 'live'
  return {
    state: reportState(row, dates),
    confirm:
      row.confirmed_at === null
        ? { action: urls.report(token), sentence: `Confirm that ${row.email} is your address. The answer goes there.` }
        : null,
    answer:
      row.answered_at === null || row.log_entry_id === null
        ? null
        : { text: asSentence(row.answer ?? ''), entry: urls.logEntry(row.log_entry_id) },
    reason: row.reason,
    comment: {
      nic: row.nic,
      href: isShown ? urls.comment(row.comment_id) : '',
      text: isShown ? excerpt(row.html, EXCERPT) : '',
    },
    article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
  }
}
