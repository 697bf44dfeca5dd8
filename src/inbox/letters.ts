// The e-mails about notices: one each, or one for many. Pure.

import { count, spelled } from '../format.ts'
import type { Letter, LetterItem, Site } from '../mail/letter.ts'
import type { MailFrequency } from '../mail/rules.ts'
import { mailHtml, ownMailHtml, textAsHtml } from '../markup/mail-html.ts'
import { urls } from '../urls.ts'
import {
  appealHref,
  decisionText,
  isAboutSubmission,
  type NoticeFacts,
  noticeActor,
  noticeHref,
  noticeSubject,
} from './sentences.ts'

export type MailedNotice = NoticeFacts & {
  html: string | null
  above_html: string | null
  note?: string | null
}

/** Characters of a comment in an e-mail of its own and in one of many, and of the comment that it answers. */
const [SINGLE_CHARS, DIGEST_CHARS, QUOTE_CHARS] = [4000, 600, 280]

/** Notices that one e-mail contains; the rest are in the inbox. */
export const MAX_NOTICES_IN_MAIL = 50

function noticeHeadline(notice: MailedNotice): string {
  const { nic, did } = noticeActor(notice)
  const about = noticeSubject(notice)
  return notice.kind === 'decision' ? about : `${nic} ${did} ${about}`.trim()
}

/** Where the link of a decision leads. */
const linkText = (notice: MailedNotice): string =>
  !isAboutSubmission(notice)
    ? 'See the comment or article'
    : notice.article_state === 'published'
      ? 'Read your article on the site'
      : 'Your article, and where it stands'

/** A site, and the time zone of the recipient of an e-mail. */
type ZonedSite = Site & { zone: string }

function noticeItem(notice: MailedNotice, site: ZonedSite, maxChars: number): LetterItem {
  const decision = notice.kind === 'decision'
  const link = (href: string, text: string) => ({ href: `${site.base}${href}`, text })
  return {
    heading: noticeHeadline(notice),
    quote:
      notice.kind === 'reply' && notice.above_html !== null
        ? ownMailHtml(notice.above_html, site.base, QUOTE_CHARS)
        : null,
    body: decision
      ? textAsHtml(
          [decisionText(notice, site.zone), notice.note && `To you: ${notice.note}`]
            .filter((text) => text)
            .join('\n\n'),
        )
      : notice.reminder_id !== null
        ? null
        : mailHtml(notice.html ?? '', site.base, maxChars),
    links: [
      link(
        noticeHref(notice),
        decision ? linkText(notice) : notice.reminder_id !== null ? 'Read the thread' : 'Read it in the thread',
      ),
      ...(decision && notice.log_entry_id !== null ? [link(urls.logEntry(notice.log_entry_id), 'Log entry')] : []),
      ...(appealHref(notice) === '' ? [] : [link(appealHref(notice), 'Appeal')]),
      ...(decision || notice.comment_id === null
        ? []
        : [link(urls.reply(notice.article_id, notice.comment_id), 'Reply')]),
    ],
  }
}

const reasons: Record<Exclude<MailFrequency, 'never'>, (site: string) => string> = {
  now: (site) => `You asked ${site} for e-mail at once.`,
  daily: (site) => `${site} sends you this once a day, if you have unread notices.`,
}

/** @param stop absolute address of the page that unsubscribes */
export const noticeLetter = (
  notices: readonly MailedNotice[],
  more: number,
  frequency: Exclude<MailFrequency, 'never'>,
  site: ZonedSite,
  stop: string,
): Letter => {
  const [only] = notices
  const alone = notices.length === 1 && more === 0
  return {
    subject: alone ? noticeHeadline(only!) : `${count(notices.length + more, 'notice')} from ${site.name}`,
    opening: alone ? [] : [`You have ${spelled(notices.length + more).toLowerCase()} new notices on ${site.name}.`],
    items: [
      ...notices.map((notice) => noticeItem(notice, site, alone ? SINGLE_CHARS : DIGEST_CHARS)),
      ...(more === 0
        ? []
        : [
            {
              heading: `${count(more, 'more notice')}`,
              quote: null,
              body: null,
              links: [{ href: `${site.base}${urls.inbox}`, text: 'Read them in your inbox' }],
            },
          ]),
    ],
    button: null,
    closing: [
      { text: reasons[frequency](site.name), href: '' },
      { text: 'Your inbox:', href: `${site.base}${urls.inbox}` },
      { text: 'E-mail settings:', href: `${site.base}${urls.email}` },
      { text: 'Unsubscribe:', href: stop },
    ],
  }
}

export const guestLetter = (notices: readonly MailedNotice[], more: number, site: ZonedSite, stop: string): Letter => ({
  subject:
    notices.length === 1 && more === 0
      ? noticeHeadline(notices[0]!)
      : `${count(notices.length + more, 'reply', 'replies')} to your comment on ${site.name}`,
  opening: [],
  items: notices.map((notice) => noticeItem(notice, site, SINGLE_CHARS)),
  button: null,
  closing: [
    { text: `You asked ${site.name} for replies to your comment.`, href: '' },
    { text: 'Unsubscribe:', href: stop },
  ],
})
