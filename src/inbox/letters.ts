// The mails that tell of notices, alone or together. Pure.

import { count, spelled } from '../format.ts'
import type { Letter, LetterItem, Site } from '../mail/letter.ts'
import type { MailFrequency } from '../mail/rules.ts'
import { ownText } from '../markup/passages.ts'
import { urls } from '../urls.ts'
import { appealHref, mailedPassages, type NoticeFacts, noticeActor, noticeHref, noticeSubject } from './sentences.ts'

export type MailedNotice = NoticeFacts & {
  html: string | null
  above_html: string | null
  reason: string | null
  note?: string | null
}

/** Characters of a comment in a mail of its own, in one of many, and of what it answers. */
const [ALONE, AMONG, QUOTED] = [4000, 600, 280]

/** Notices that one mail spells out; the rest are in the inbox. */
export const MAX_NOTICES_IN_MAIL = 50

export function noticeHeadline(notice: MailedNotice): string {
  const { nic, did } = noticeActor(notice)
  const about = noticeSubject(notice)
  return notice.kind === 'decision' ? about : `${nic} ${did} ${about}`
}

function noticeItem(notice: MailedNotice, site: Site, most: number): LetterItem {
  const decision = notice.kind === 'decision'
  const link = (href: string, text: string) => ({ href: `${site.base}${href}`, text })
  return {
    heading: noticeHeadline(notice),
    quote: notice.kind === 'reply' && notice.above_html !== null ? ownText(notice.above_html, QUOTED) : '',
    said: !decision
      ? mailedPassages(notice.html ?? '', most)
      : [notice.reason, notice.note && `To you: ${notice.note}`].flatMap((text) => (text ? [{ text, depth: 0 }] : [])),
    links: [
      link(noticeHref(notice), decision ? 'What it is about' : 'Read it in the thread'),
      ...(decision && notice.log_entry_id !== null
        ? [link(urls.logEntry(notice.log_entry_id), 'The entry in the log')]
        : []),
      ...(appealHref(notice) === '' ? [] : [link(appealHref(notice), 'Appeal')]),
      ...(decision || notice.comment_id === null
        ? []
        : [link(urls.reply(notice.article_id, notice.comment_id), 'Reply')]),
    ],
  }
}

const reasons: Record<Exclude<MailFrequency, 'never'>, (site: string) => string> = {
  now: (site) => `You asked ${site} to mail you at once.`,
  daily: (site) => `${site} mails you once a day, when there is something.`,
}

/** @param stop whole address of the page that ends these mails */
export const noticeLetter = (
  notices: readonly MailedNotice[],
  more: number,
  frequency: Exclude<MailFrequency, 'never'>,
  site: Site,
  stop: string,
): Letter => {
  const [only] = notices
  const alone = notices.length === 1 && more === 0
  return {
    subject: alone ? noticeHeadline(only!) : `${count(notices.length + more, 'notice')} from ${site.name}`,
    opening: alone ? [] : [`${spelled(notices.length + more)} things have come into your inbox on ${site.name}.`],
    items: [
      ...notices.map((notice) => noticeItem(notice, site, alone ? ALONE : AMONG)),
      ...(more === 0
        ? []
        : [
            {
              heading: `${count(more, 'more notice')}`,
              quote: '',
              said: [],
              links: [{ href: `${site.base}${urls.inbox}`, text: 'They are in your inbox' }],
            },
          ]),
    ],
    button: null,
    closing: [
      { text: reasons[frequency](site.name), href: '' },
      { text: 'Your inbox:', href: `${site.base}${urls.inbox}` },
      { text: 'At once, daily or never:', href: `${site.base}${urls.email}` },
      { text: 'No more of these mails:', href: stop },
    ],
  }
}

export const guestLetter = (notices: readonly MailedNotice[], more: number, site: Site, stop: string): Letter => ({
  subject:
    notices.length === 1 && more === 0
      ? noticeHeadline(notices[0]!)
      : `${count(notices.length + more, 'reply', 'replies')} to your comment on ${site.name}`,
  opening: [],
  items: notices.map((notice) => noticeItem(notice, site, ALONE)),
  button: null,
  closing: [
    { text: `You asked ${site.name} to tell you of replies to one comment.`, href: '' },
    { text: 'No more of these mails:', href: stop },
  ],
})
