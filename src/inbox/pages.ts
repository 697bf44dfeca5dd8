// View models of the inbox and of the pages that links in e-mails open. Pure.

import type { CommentGroup } from '../comments/list-pages.ts'
import type { Moment } from '../format.ts'
import type { LinkPage } from '../mail/pages.ts'
import type { MailFrequency } from '../mail/rules.ts'
import type { NoticeFilter } from '../notices/rules.ts'
import { urls } from '../urls.ts'
import type { FollowState } from './rules.ts'

export type Tab = { href: string; text: string; current: boolean; unread: string }

export type InboxPage = {
  heading: string
  /** Articles that were corrected since the reader last opened them; only on the first page of all notices. */
  corrected: { href: string; headline: string; change: string }[]
  tabs: Tab[]
  notices: CommentGroup[]
  unread: number
  /** Fields of the button that marks all notices as read, up to the newest on the page. */
  readAll: { upTo: string; kind: string; next: string }
  older: string
  newer: string
  empty: {
    kind: NoticeFilter | ''
    /** Everything on this page is muted, and there are older notices. */
    muted: boolean
  }
  mail: { text: string; link: string }
}

export type FollowsPage = {
  tabs: Tab[]
  threads: {
    href: string
    headline: string
    comments: string
    news: { href: string; text: string } | null
    last: Moment | null
    muted: boolean
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

/** @param unread text of the counter of all notices */
export const inboxTabs = (current: NoticeFilter | 'threads' | null, unread: string): Tab[] => [
  ...tabNames.map(([tab, text]) => ({
    href: urls.inboxOf(tab),
    text,
    current: current === tab,
    unread: tab === null ? unread : '',
  })),
  { href: urls.followed, text: 'Threads you follow', current: current === 'threads', unread: '' },
]

const frequencySentences: Record<MailFrequency, string> = {
  now: 'You get these by e-mail at once.',
  daily: 'You get unread ones by e-mail once a day.',
  never: 'You get none of these by e-mail.',
}

/** What the inbox says about e-mail. */
export function mailStatus(member: {
  email: string | null
  confirmed_at: number | null
  frequency: MailFrequency | null
}): {
  text: string
  link: string
} {
  if (member.email === null)
    return { text: 'Your account has no e-mail address, so you get none of these by e-mail.', link: 'Add one' }
  if (member.confirmed_at === null)
    return { text: 'Your e-mail address is not confirmed, so you get none of these by e-mail.', link: 'Confirm it' }
  return { text: frequencySentences[member.frequency ?? 'daily'], link: 'Change this' }
}

/** The buttons that follow or mute a thread; null for guests. */
export type FollowButtons = { action: string; state: string; buttons: { value: string; text: string }[] } | null

const followStates = {
  none: {
    state: '',
    buttons: [
      { value: 'follow', text: 'Follow this thread' },
      { value: 'silence', text: 'Mute thread' },
    ],
  },
  following: {
    state: 'You follow this thread.',
    buttons: [
      { value: 'unfollow', text: 'Unfollow' },
      { value: 'silence', text: 'Mute thread' },
    ],
  },
  muted: {
    state: 'You have muted this thread: you get no notices of it.',
    buttons: [{ value: 'unsilence', text: 'Unmute thread' }],
  },
} as const

export const followButtons = (articleId: number, now: FollowState): FollowButtons => ({
  action: urls.follows(articleId),
  state: followStates[now ?? 'none'].state,
  buttons: [...followStates[now ?? 'none'].buttons],
})

export const stopMemberPage = (action: string, frequency: MailFrequency): LinkPage =>
  frequency === 'never'
    ? {
        heading: 'Unsubscribed',
        intro: 'Your notices still appear in your inbox on the site.',
        done: 'You get no more e-mails from your inbox.',
        button: { value: 'resume', text: 'E-mail me once a day again', primary: false },
        action,
        links: [{ href: urls.email, text: 'Choose how often' }],
      }
    : {
        heading: 'Unsubscribe',
        intro:
          'You will get no e-mails about replies, mentions and other notices. They still appear in your inbox on the site.',
        done: null,
        button: { value: 'stop', text: 'Unsubscribe', primary: true },
        action,
        links: [{ href: urls.email, text: 'Choose how often instead' }],
      }

type About = {
  comment_id: number
  comment_state: string
  article_id: number
  slug: string
  headline: string
  article_state: string
}

/** A link to the comment if it is live, else to the article. */
const linkToComment = (about: About) =>
  about.article_state !== 'published'
    ? []
    : about.comment_state === 'live'
      ? [{ href: urls.comment(about.comment_id), text: 'Your comment' }]
      : [{ href: urls.article({ id: about.article_id, slug: about.slug }), text: 'The article' }]

/** Adds to a sentence that the comment is held, if it is. */
const withHeldSentence = (sentence: string, about: About): string =>
  about.comment_state === 'held'
    ? `${sentence} Your comment is waiting for a moderator. Nobody can reply before it is approved.`
    : sentence

export const stopGuestPage = (action: string, about: About, ended: boolean): LinkPage =>
  ended
    ? {
        heading: 'Unsubscribed',
        intro: withHeldSentence(`This was about your comment on “${about.headline}”.`, about),
        done: 'You get no more e-mails about replies to your comment.',
        button: { value: 'resume', text: 'E-mail me replies again', primary: false },
        action,
        links: linkToComment(about),
      }
    : {
        heading: 'Unsubscribe',
        intro: withHeldSentence(`You will get no e-mails about replies to your comment on “${about.headline}”.`, about),
        done: null,
        button: { value: 'stop', text: 'Unsubscribe', primary: true },
        action,
        links: linkToComment(about),
      }

export const confirmGuestPage = (action: string, about: About & { nic: string }, confirmed: boolean): LinkPage =>
  confirmed
    ? {
        heading: 'Replies by e-mail',
        intro: withHeldSentence('You can unsubscribe at any time.', about),
        done: `You will get replies to your comment on “${about.headline}” by e-mail.`,
        button: null,
        action,
        links: linkToComment(about),
      }
    : {
        heading: 'Replies by e-mail',
        intro: withHeldSentence(
          `If the comment by ${about.nic} on “${about.headline}” is yours, we can e-mail replies to this address. You can unsubscribe at any time.`,
          about,
        ),
        done: null,
        button: { value: 'confirm', text: 'E-mail me replies', primary: true },
        action,
        links: linkToComment(about),
      }

export const expiredLinkPage: LinkPage = {
  heading: 'This link has expired',
  intro: 'Nothing was changed. Links in e-mails work for a limited time.',
  done: null,
  button: null,
  action: '',
  links: [
    { href: urls.email, text: 'E-mail settings' },
    { href: urls.front, text: 'The front page' },
  ],
}
