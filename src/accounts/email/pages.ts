// What the pages about a member's mail address say. Pure.

import type { Faults } from '../../faults.ts'
import { type Dates, dateAndTime } from '../../format.ts'
import type { LinkPage } from '../../mail/pages.ts'
import { type MailFrequency, mailFrequencies } from '../../mail/rules.ts'
import { urls } from '../../urls.ts'
import type { Confirmation, EmailField } from './actions.ts'

export type EmailPage = {
  /** Empty where the account has none. */
  email: string
  confirmed: boolean
  status: string
  frequency: { value: MailFrequency; label: string; hint: string; checked: boolean }[]
  form: { email: string; faults: Record<EmailField, string> }
  summary: { title: string; faults: { href: string; text: string }[] } | null
  said: string
}

/** What an act on the page leads to, by the word in the address. */
export const emailDoneMessages = new Map([
  ['sent', 'A mail is on its way. The link in it leads to a page with a button; it works for two days.'],
  ['frequency', 'Kept.'],
  ['confirmed', 'Your address is confirmed.'],
])

const two = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

type Member = { email: string | null; confirmed_at: number | null; frequency: MailFrequency | null }

/** @param last how the newest mail to the address fares */
export function emailPage(
  member: Member,
  typed: { email: string; faults: Faults<EmailField> },
  digestHour: number,
  last: { state: string; attempts: number } | undefined,
  said: string,
  dates: Dates,
): EmailPage {
  const labels: Record<MailFrequency, [string, string]> = {
    now: ['At once', 'When many come together, they come in one mail.'],
    daily: [`Once a day, at ${two(digestHour)}`, 'Only what you have not read by then.'],
    never: ['Never', ''],
  }
  const list = Object.entries(typed.faults).map(([name, text]) => ({ href: `#${name}`, text }))
  const status =
    member.email === null
      ? 'Your account has no mail address, so nothing can be mailed to you, not even when you have forgotten your password.'
      : member.confirmed_at === null
        ? 'Not confirmed yet, so nothing is mailed to it but the link that confirms it.'
        : `Confirmed, ${dateAndTime(member.confirmed_at, dates)}.`
  return {
    email: member.email ?? '',
    confirmed: member.confirmed_at !== null,
    status:
      last?.state === 'failed'
        ? `${status} The last mail to it could not be delivered.`
        : last?.state === 'waiting' && last.attempts > 0
          ? `${status} A mail to it could not be sent yet, and is tried again.`
          : status,
    frequency: mailFrequencies.map((value) => ({
      value,
      label: labels[value][0],
      hint: labels[value][1],
      checked: value === (member.frequency ?? 'daily'),
    })),
    form: {
      email: typed.email,
      faults: {
        email: typed.faults.email ?? '',
        password: typed.faults.password ?? '',
        frequency: typed.faults.frequency ?? '',
      },
    },
    summary: list.length === 0 ? null : { title: 'Nothing has been changed yet.', faults: list },
    said,
  }
}

/** The page that the mail leads to. */
export function confirmationPage(action: string, { state, email }: { state: Confirmation; email: string }): LinkPage {
  const ways = [{ href: urls.email, text: 'Your mail address' }]
  if (state === 'waiting')
    return {
      heading: 'Confirm your address',
      said: `Is ${email} yours, and the account that asked too? Then press the button.`,
      done: null,
      button: { value: 'confirm', text: 'Confirm this address', primary: true },
      action,
      ways: [],
    }
  if (state === 'done')
    return {
      heading: 'Your address is confirmed',
      said: 'Replies and the rest of your inbox can be mailed to you now, as often as you choose.',
      done: `${email} is confirmed.`,
      button: null,
      action,
      ways: [
        { href: urls.email, text: 'Choose how often' },
        { href: urls.inbox, text: 'Your inbox' },
      ],
    }
  if (state === 'taken')
    return {
      heading: 'That address is taken',
      said: 'Another member has it by now. Nothing was changed.',
      done: null,
      button: null,
      action,
      ways,
    }
  return {
    heading: 'This link has ended',
    said: 'It works for two days, and a newer mail ends it. Nothing was changed; another mail can be sent.',
    done: null,
    button: null,
    action,
    ways,
  }
}
