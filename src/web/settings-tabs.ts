// The side tabs of a member's settings: every page where one changes or finds what is one's own. Pure.
import { urls } from '../urls.ts'

const pages: readonly (readonly [href: string, text: string])[] = [
  [urls.settings, 'Reading'],
  [urls.nics, 'Names'],
  [urls.email, 'E-mail'],
  [urls.sessions, 'Sessions'],
  [urls.drafts, 'Drafts'],
  [urls.mine, 'Articles'],
  [urls.followed, 'Following'],
  [urls.marks, 'What is new'],
  [urls.mutes, 'Muted'],
  [urls.ownFlags, 'Flags'],
  [urls.savedList(), 'Saved'],
  [urls.feeds, 'Feeds'],
  [urls.invitations, 'Invitations'],
]

/** Pages that have tabs of their own, and are linked only. */
const elsewhere: readonly string[] = [urls.mine, urls.followed]

/** @returns none for a page that is not among them, or a reader without an account */
export const settingsTabs = (
  here: string,
  isMember: boolean,
): { href: string; text: string; count: string; current: boolean }[] =>
  isMember && pages.some(([href]) => href === here && !elsewhere.includes(href))
    ? pages.map(([href, text]) => ({ href, text, count: '', current: href === here }))
    : []
