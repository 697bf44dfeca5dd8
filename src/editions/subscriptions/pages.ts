// View models of the pages about the daily edition by e-mail. Pure.

import type { Faults } from '../../faults.ts'
import type { LinkPage } from '../../mail/pages.ts'
import { urls } from '../../urls.ts'

export type SubscriptionPage = {
  intro: string
  message: string
  /** The form of a guest; null for members. */
  guest: { email: string; fault: string } | null
  /** What a member can do; null for guests. */
  member: { text: string; button: { value: 'start' | 'stop'; text: string } | null } | null
}

/** Messages after an action, by the word in the address. */
export const subscriptionDoneMessages = new Map([
  [
    'asked',
    'Check your e-mail. If the address does not get the edition yet, we have sent it a link. It works for seven days.',
  ],
  ['start', 'Saved. The next edition comes by e-mail.'],
  ['stop', 'Saved. You no longer get the edition by e-mail.'],
])

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

/** When the edition comes, in one sentence. */
const scheduleSentence = (hour: number, zone: string): string =>
  `Each day at ${clock(hour)} (${zone}) we e-mail the edition of the day before: headlines, introductions and numbers of comments.`

type Member = { email: string | null; confirmed_at: number | null; editions_at: number | null }

function memberPart(member: Member): SubscriptionPage['member'] {
  if (member.email === null || member.confirmed_at === null)
    return {
      text:
        member.email === null
          ? 'Your account has no e-mail address yet.'
          : 'Your e-mail address is not confirmed yet, so we send nothing to it.',
      button: null,
    }
  return member.editions_at === null
    ? {
        text: `It would come to ${member.email}, with what is new in your threads.`,
        button: { value: 'start', text: 'E-mail me the edition' },
      }
    : {
        text: `It comes to ${member.email}, with what is new in your threads.`,
        button: { value: 'stop', text: 'Stop the edition' },
      }
}

/** @param member null for a guest */
export const subscriptionPage = (
  member: Member | null,
  typed: { email: string; faults: Faults<'email'> },
  settings: { editionHour: number; timeZone: string },
  message: string,
): SubscriptionPage => ({
  intro: scheduleSentence(settings.editionHour, settings.timeZone),
  message,
  guest: member === null ? { email: typed.email, fault: typed.faults.email ?? '' } : null,
  member: member === null ? null : memberPart(member),
})

export const expiredLink: LinkPage = {
  heading: 'This link has expired',
  intro: 'Nothing was changed. A link that confirms an address works for seven days.',
  done: null,
  button: null,
  action: '',
  links: [{ href: urls.editionMail, text: 'The edition by e-mail' }],
}

const front = { href: urls.front, text: 'Front page' }

/** The page that the link in the first e-mail opens. */
export const confirmPage = (action: string, email: string, confirmed: boolean): LinkPage =>
  confirmed
    ? {
        heading: 'The edition by e-mail',
        intro: 'Every e-mail has a link that unsubscribes.',
        done: `${email} gets the daily edition.`,
        button: null,
        action,
        links: [front],
      }
    : {
        heading: 'The edition by e-mail',
        intro: `Confirm that ${email} should get each day’s edition. You can unsubscribe at any time.`,
        done: null,
        button: { value: 'confirm', text: 'E-mail me the edition', primary: true },
        action,
        links: [],
      }

/** The page that the unsubscribe link opens. */
export const stopPage = (action: string, stopped: boolean): LinkPage =>
  stopped
    ? {
        heading: 'The edition by e-mail',
        intro: 'Changed your mind?',
        done: 'Unsubscribed. You no longer get the edition by e-mail.',
        button: { value: 'resume', text: 'Subscribe again', primary: false },
        action,
        links: [front],
      }
    : {
        heading: 'The edition by e-mail',
        intro: 'You get each day’s edition by e-mail.',
        done: null,
        button: { value: 'stop', text: 'Unsubscribe', primary: true },
        action,
        links: [front],
      }
