// View models of the notices in the inbox, as items of a list of comments. Pure.

import { type CommentGroup, groupByArticle, type ListedComment, plainParts } from '../comments/list-pages.ts'
import { bylineOf } from '../comments/thread/byline-pages.ts'
import { type Dates, moment } from '../format.ts'
import { ownText } from '../markup/passages.ts'
import { urls } from '../urls.ts'
import type { NoticeRow } from './queries.ts'
import {
  appealHref,
  decisionLinkText,
  decisionReason,
  decisionSentence,
  noticeActor,
  noticeArticleHref,
  noticeHref,
} from './sentences.ts'

/** Characters of a comment, of the comment that it answers, and of the one that was decided about. */
const [TEXT_CHARS, QUOTE_CHARS, DECIDED_CHARS] = [420, 240, 120]

/**
 * The notices of a page, by article.
 * @param superseded decisions that a later one has replaced
 * @param next address to return to from a button
 */
export const noticeGroups = (
  rows: readonly NoticeRow[],
  superseded: ReadonlySet<number>,
  { readerId, next, now, dates }: { readerId: number; next: string; now: number; dates: Dates },
): CommentGroup[] =>
  groupByArticle(
    rows,
    // A notice without an article is on its own.
    (row) => row.article_id || -row.id,
    (row) =>
      row.article_id === 0
        ? null
        : {
            href: noticeArticleHref(row),
            headline: plainParts(row.headline ?? 'a removed article'),
            section: null,
          },
    (row) => ({
      ...(row.kind === 'decision' ? decisionItem(row, now, dates) : commentItem(row, readerId, now, dates)),
      news: row.read_at === null,
      notice: row.read_at === null ? { id: row.id, next } : null,
      folded: superseded.has(row.id),
    }),
  )

type Item = Omit<ListedComment, 'news' | 'notice' | 'folded'>

function commentItem(row: NoticeRow, readerId: number, now: number, dates: Dates): Item {
  const { nic, did } = noticeActor(row)
  const time = moment(row.created_at, now, dates)
  const href = noticeHref(row)
  return {
    href,
    by: row.reminder_id === null ? bylineOf({ nic, name_kind: row.name_kind ?? 'guest', role: row.role }) : null,
    person: null,
    did,
    reason: '',
    time,
    quote: row.above_html !== null && row.above_account === readerId ? ownText(row.above_html, QUOTE_CHARS) : '',
    text: plainParts(ownText(row.html ?? '', TEXT_CHARS)),
    note: '',
    links: [
      ...(row.comment_id === null
        ? []
        : [{ href: urls.reply(row.article_id, row.comment_id), text: 'Reply', hidden: ` to ${nic}, ${time.text}` }]),
      { href, text: 'In the thread', hidden: `${nic === '' ? '' : `, what ${nic} wrote`}, ${time.text}` },
    ],
  }
}

function decisionItem(row: NoticeRow, now: number, dates: Dates): Item {
  const did = decisionSentence(row)
  const time = moment(row.created_at, now, dates)
  const appeal = appealHref(row)
  const href = noticeHref(row)
  const linkText = href === appeal ? '' : decisionLinkText(row)
  const hidden = `, ${did} ${time.text}`
  return {
    href,
    by: null,
    person: null,
    did,
    reason: decisionReason(row, dates),
    time,
    quote: '',
    text: plainParts(ownText(row.html ?? '', DECIDED_CHARS)),
    note: row.note === null ? '' : `To you: ${row.note}`,
    links: [
      ...(linkText === '' ? [] : [{ href, text: linkText, hidden }]),
      ...(appeal === '' ? [] : [{ href: appeal, text: 'Appeal', hidden }]),
      ...(row.log_entry_id === null ? [] : [{ href: urls.logEntry(row.log_entry_id), text: 'Log entry', hidden }]),
    ],
  }
}
