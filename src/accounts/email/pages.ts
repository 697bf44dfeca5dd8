// View models of the pages about a member's e-mail address. Pure.

import type { Faults } from '../../faults.ts'
import { type Dates, dateAndTime } from '../../format.ts'
import { foldEmail } from '../../mail/address.ts'
import type { LinkPage } from '../../mail/pages.ts'
import { type MailFrequency, mailFrequencies } from '../../mail/rules.ts'
import { urls } from '../../urls.ts'
import type { IdentityCheck } from '../identity/pages.ts'
import type { Confirmation } from './actions.ts'
import type { EmailField } from './form.ts'

export type EmailPage = {
  /** Empty where the account has none. */
  email: string
  confirmed: boolean
  status: string
  frequency: { value: MailFrequency; label: string; hint: string; checked: boolean }[]
  edition: { hint: string; checked: boolean }
  form: { email: string; hint: string; faults: Record<'email' | 'frequency', string> }
  check: IdentityCheck
  summary: { title: string; faults: { href: string; text: string }[] } | null
  message: string
}

/** Messages after an action, by the word in the address. */
export const emailDoneMessages = new Map([
  ['sent', 'We have sent you an e-mail. Follow its link within two days to confirm the address.'],
  ['frequency', 'Saved.'],
  ['confirmed', 'Your address is confirmed.'],
])

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`

type Member = {
  email: string | null
  confirmed_at: number | null
  confirm_by: number | null
  frequency: MailFrequency | null
  editions_at: number | null
}

/**
 * @param newest state of the newest e-mail to the address
 * @param waiting the address that waits for its confirmation, if any
 */
export function emailPage(
  member: Member,
  typed: { email: string; faults: Faults<EmailField> },
  { digestHour, editionHour, timeZone }: { digestHour: number; editionHour: number; timeZone: string },
  { newest, waiting }: { newest: { state: string; attempts: number } | undefined; waiting: string | undefined },
  check: IdentityCheck,
  message = '',
  dates: Dates,
): EmailPage {
  const labels: Record<MailFrequency, [string, string]> = {
    now: ['At once', 'Many at once come in one e-mail.'],
    daily: [`Once a day, at ${clock(digestHour)}`, 'Only what is still unread.'],
    never: ['Never', ''],
  }
  const list = Object.entries(typed.faults).map(([name, text]) => ({ href: `#${name}`, text }))
  const status =
    member.email === null
      ? 'Your account has no e-mail address. Without one you cannot reset a forgotten password.'
      : member.confirmed_at === null
        ? `Not confirmed yet. Until then we send nothing else to it, and you cannot reset a forgotten password.${member.confirm_by === null ? '' : ` Unless you confirm it by ${dateAndTime(member.confirm_by, dates)}, your account is deleted, and its name is free again.`}`
        : `Confirmed, ${dateAndTime(member.confirmed_at, dates)}.${waitingSentence(waiting, member.email)}`
  return {
    email: member.email ?? '',
    confirmed: member.confirmed_at !== null,
    status:
      newest?.state === 'failed'
        ? `${status} The last e-mail to it could not be delivered.`
        : newest?.state === 'waiting' && newest.attempts > 0
          ? `${status} An e-mail could not be sent yet; we will try again.`
          : status,
    frequency: mailFrequencies.map((value) => ({
      value,
      label: labels[value][0],
      hint: labels[value][1],
      checked: value === (member.frequency ?? 'daily'),
    })),
    edition: {
      hint: `The edition of the day before, at ${clock(editionHour)} (${timeZone}), with what is new in your threads.`,
      checked: member.editions_at !== null,
    },
    form: {
      email: typed.email,
      hint:
        member.confirmed_at === null
          ? 'It takes the place of the old address at once.'
          : 'We keep the old address until you confirm the new one, and notify it.',
      faults: {
        email: typed.faults.email ?? '',
        frequency: typed.faults.frequency ?? '',
      },
    },
    check,
    summary: list.length === 0 ? null : { title: 'Please check the following. Nothing was changed.', faults: list },
    message,
  }
}

/** What the status adds while another address waits for its confirmation. */
const waitingSentence = (waiting: string | undefined, email: string | null): string =>
  waiting === undefined || email === null || foldEmail(waiting) === foldEmail(email)
    ? ''
    : ` We have sent a link to ${waiting}; until you follow it, this address stays.`

/** The page that the link in the e-mail opens. */
export function confirmationPage(
  action: string,
  { state, email, nic = '' }: { state: Confirmation; email: string; nic?: string },
): LinkPage {
  const links = [{ href: urls.email, text: 'Your e-mail address' }]
  if (state === 'waiting')
    return {
      heading: 'Confirm your address',
      intro: `Confirm that ${email} is your address for the account${nic === '' ? '' : ` ${nic}`}.`,
      done: null,
      button: { value: 'confirm', text: 'Confirm this address', primary: true },
      action,
      links: [],
    }
  if (state === 'done')
    return {
      heading: 'Your address is confirmed',
      intro: 'We can now e-mail you replies and the rest of your inbox, as often as you choose.',
      done: `${email} is confirmed.`,
      button: null,
      action,
      links: [
        { href: urls.email, text: 'Choose how often' },
        { href: urls.inbox, text: 'Your inbox' },
      ],
    }
  if (state === 'taken')
    return {
      heading: 'That address is taken',
      intro: 'Nothing was changed. Another member now has this address.',
      done: null,
      button: null,
      action,
      links,
    }
  return {
    heading: 'This link has expired',
    intro: 'Nothing was changed. A link works for two days, or until you ask for a newer one.',
    done: null,
    button: null,
    action,
    links,
  }
}

/** The page that the link in the e-mail to a former address opens. */
export function stopPage(found: { nic: string; old_email: string } | 'ended' | 'taken'): LinkPage {
  const page = { done: null, button: null, action: urls.stopEmailChange, links: [] }
  if (found === 'ended')
    return {
      ...page,
      heading: 'This link has expired',
      intro: 'Nothing was changed. A link works once, for a week, and no longer after an earlier change was stopped.',
      links: [{ href: urls.forgottenPassword, text: 'Forgotten your password?' }],
    }
  if (found === 'taken')
    return {
      ...page,
      heading: 'That address is taken',
      intro:
        'Nothing was changed. Another member has confirmed this address. Please write to the people who run the site.',
      links: [{ href: '/contact', text: 'Contact' }],
    }
  return {
    ...page,
    heading: 'Stop this change?',
    intro: `The account ${found.nic} gets the address ${found.old_email} again. All its sessions end, its password too, and you set a new one.`,
    button: { value: 'stop', text: 'Stop the change', primary: true },
  }
}
