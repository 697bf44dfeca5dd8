// What the inbox and the pages that mails lead to say. Pure.

import { type Dates, type Moment, moment } from '../format.ts'
import type { LinkPage } from '../mail/pages.ts'
import type { MailFrequency } from '../mail/rules.ts'
import { ownText } from '../markup/passages.ts'
import type { NoticeFilter } from '../notices/rules.ts'
import { urls } from '../urls.ts'
import type { NoticeRow } from './queries.ts'
import type { FollowState } from './rules.ts'
import { appealHref, noticeActor, noticeHref, noticeSubject } from './sentences.ts'

export type Tab = { href: string; text: string; current: boolean; unread: string }

export type NoticeView = {
  id: number
  unread: boolean
  nic: string
  did: string
  href: string
  about: string
  /** What it answers, where it answers the reader. */
  quote: string
  text: string
  /** What a moderator says to them alone. */
  note: string
  time: Moment
  reply: string
  /** The entry of the log, for decisions. */
  entry: string
  /** Where it can be appealed against, or was; empty where it cannot. */
  appeal: string
}

export type InboxPage = {
  heading: string
  tabs: Tab[]
  notices: NoticeView[]
  unread: number
  /** What the button marks: everything up to the newest notice that the page shows. */
  readAll: { upTo: string; kind: string; next: string }
  older: string
  newer: string
  empty: { kind: NoticeFilter | '' /** There is more, and it may be shown. */; muted: boolean }
  mail: { said: string; link: string }
}

export type FollowsPage = {
  tabs: Tab[]
  threads: {
    href: string
    headline: string
    comments: string
    news: { href: string; text: string } | null
    last: Moment | null
    silenced: boolean
    action: string
  }[]
  older: string
  newest: string
}

const tabNames: readonly [NoticeFilter | null, string][] = [
  [null, 'All'],
  ['replies', 'Replies'],
  ['mentions', 'Mentions'],
  ['decisions', 'Decisions'],
  ['follows', 'Followed threads'],
]

/** @param unread what the counter of everything says */
export const inboxTabs = (current: NoticeFilter | 'threads' | null, unread: string): Tab[] => [
  ...tabNames.map(([asked, text]) => ({
    href: urls.inboxOf(asked),
    text,
    current: current === asked,
    unread: asked === null ? unread : '',
  })),
  { href: urls.followed, text: 'What you follow', current: current === 'threads', unread: '' },
]

/** Characters of a comment, and of what it answers. */
const [SAID, QUOTED] = [420, 240]

export function noticeView(row: NoticeRow, readerId: number, now: number, dates: Dates): NoticeView {
  const { nic, did } = noticeActor(row)
  const decision = row.kind === 'decision'
  return {
    id: row.id,
    unread: row.read_at === null,
    nic,
    did,
    href: noticeHref(row),
    about: noticeSubject(row),
    quote:
      !decision && row.above_html !== null && row.above_account === readerId ? ownText(row.above_html, QUOTED) : '',
    text: decision ? (row.reason ?? '') : ownText(row.html ?? '', SAID),
    note: row.note === null ? '' : `To you: ${row.note}`,
    time: moment(row.created_at, now, dates),
    reply: decision || row.comment_id === null ? '' : urls.reply(row.article_id, row.comment_id),
    entry: row.log_entry_id === null ? '' : urls.logEntry(row.log_entry_id),
    appeal: appealHref(row),
  }
}

const frequencySentences: Record<MailFrequency, string> = {
  now: 'What comes in here is mailed to you at once.',
  daily: 'What comes in here and stays unread is mailed to you once a day.',
  never: 'Nothing of this is mailed to you.',
}

/** What an inbox says of mail. */
export function mailStatus(member: {
  email: string | null
  confirmed_at: number | null
  frequency: MailFrequency | null
}): {
  said: string
  link: string
} {
  if (member.email === null)
    return { said: 'Your account has no mail address, so nothing is mailed to you.', link: 'Give one' }
  if (member.confirmed_at === null)
    return { said: 'Your mail address is not confirmed, so nothing is mailed to you.', link: 'Confirm it' }
  return { said: frequencySentences[member.frequency ?? 'daily'], link: 'Change that' }
}

/** The buttons of a thread: those that change something. Null for readers without an account. */
export type FollowButtons = { action: string; said: string; buttons: { value: string; text: string }[] } | null

const followStates = {
  none: {
    said: '',
    buttons: [
      { value: 'follow', text: 'Follow this thread' },
      { value: 'silence', text: 'Silence it' },
    ],
  },
  following: {
    said: 'You follow this thread.',
    buttons: [
      { value: 'unfollow', text: 'Unfollow' },
      { value: 'silence', text: 'Silence it' },
    ],
  },
  muted: {
    said: 'You have silenced this thread: nothing in it is told to you.',
    buttons: [{ value: 'unsilence', text: 'Hear it again' }],
  },
} as const

export const followButtons = (articleId: number, now: FollowState): FollowButtons => ({
  action: urls.follows(articleId),
  said: followStates[now ?? 'none'].said,
  buttons: [...followStates[now ?? 'none'].buttons],
})

export const stopMemberPage = (action: string, frequency: MailFrequency): LinkPage =>
  frequency === 'never'
    ? {
        heading: 'No more mail',
        said: 'Your inbox on the site goes on as before.',
        done: 'Nothing from your inbox is mailed to you any more.',
        button: { value: 'resume', text: 'Mail me once a day after all', primary: false },
        action,
        ways: [{ href: urls.email, text: 'Choose how often' }],
      }
    : {
        heading: 'Stop these mails',
        said: 'Replies, mentions and the rest will still be in your inbox on the site; they are only not mailed.',
        done: null,
        button: { value: 'stop', text: 'Mail me nothing more', primary: true },
        action,
        ways: [{ href: urls.email, text: 'Choose how often instead' }],
      }

type About = {
  comment_id: number
  comment_state: string
  article_id: number
  slug: string
  headline: string
  article_state: string
}

/** The comment where readers see it, else the article. */
const linkToComment = (about: About) =>
  about.article_state !== 'published'
    ? []
    : about.comment_state === 'live'
      ? [{ href: urls.comment(about.comment_id), text: 'Your comment' }]
      : [{ href: urls.article({ id: about.article_id, slug: about.slug }), text: 'The article' }]

/** What is said of a guest's comment, and that it waits, where it does. */
const withHeldSentence = (sentence: string, about: About): string =>
  about.comment_state === 'held'
    ? `${sentence} The comment waits for a moderator; until one has let it through, nobody can answer it.`
    : sentence

export const stopGuestPage = (action: string, about: About, ended: boolean): LinkPage =>
  ended
    ? {
        heading: 'No more mail',
        said: withHeldSentence(`It was about your comment on “${about.headline}”.`, about),
        done: 'Replies to your comment are not mailed to you any more.',
        button: { value: 'resume', text: 'Mail me the replies after all', primary: false },
        action,
        ways: linkToComment(about),
      }
    : {
        heading: 'Stop these mails',
        said: withHeldSentence(`They tell you of replies to your comment on “${about.headline}”.`, about),
        done: null,
        button: { value: 'stop', text: 'Mail me nothing more', primary: true },
        action,
        ways: linkToComment(about),
      }

export const confirmGuestPage = (action: string, about: About & { nic: string }, confirmed: boolean): LinkPage =>
  confirmed
    ? {
        heading: 'Replies by mail',
        said: withHeldSentence('Every mail has a link that ends them.', about),
        done: `Replies to your comment on “${about.headline}” will be mailed to you.`,
        button: null,
        action,
        ways: linkToComment(about),
      }
    : {
        heading: 'Replies by mail',
        said: withHeldSentence(
          `The comment on “${about.headline}” is signed ${about.nic}. If it is yours, replies to it can be mailed to this address; every mail has a link that ends them.`,
          about,
        ),
        done: null,
        button: { value: 'confirm', text: 'Mail me the replies', primary: true },
        action,
        ways: linkToComment(about),
      }

export const expiredLinkPage: LinkPage = {
  heading: 'This link has ended',
  said: 'Links in mails work for some time only. Nothing was changed.',
  done: null,
  button: null,
  action: '',
  ways: [
    { href: urls.email, text: 'Mail to members' },
    { href: urls.front, text: 'The front page' },
  ],
}
