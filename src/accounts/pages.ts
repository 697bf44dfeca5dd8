// View models of the registration, sign-in and settings pages. Pure.

import type { Faults } from '../faults.ts'
import { dateAndTime, dateStyles } from '../format.ts'
import { shorten } from '../markup/words.ts'
import type { RegistrationMode } from '../registration-modes.ts'
import { limits, type Settings } from '../settings.ts'
import { parseStoredView } from '../thread-view.ts'
import { isZone, zonesKnown } from '../time.ts'
import { inside, receiptToClaim, urls } from '../urls.ts'
import type { Choices } from '../web/looks.ts'
import { orderChoices, sizeChoices, themeChoices } from '../web/looks.ts'
import { isKept, type LoginForm, type RegisterField, type RegisterForm, registerFields } from './form.ts'
import { type NewPassword, newPasswordField } from './passwords/pages.ts'
import type { Strength } from './passwords/rules.ts'
import { newcomerLine } from './registration/pages.ts'
import type { SettingsField, SettingsForm } from './settings-form.ts'

/** Registers at once, applies for an account, or makes the first admin by a link. */
export type RegisterKind = { kind: 'open' | 'application'; invitedBy: string; notice: string } | { kind: 'firstAdmin' }

export type RegisterPage = {
  heading: string
  intro: string
  action: string
  next: string
  nic: string
  email: string
  /** The sentence of an applicant, as typed; null where none is asked for. */
  introduction: { text: string; max: number } | null
  password: NewPassword
  faults: Record<RegisterField, string>
  summary: { href: string; text: string }[]
  /** Address of the sign-in page; empty for the first admin. */
  signIn: string
  /** The member who invites; empty for none. */
  invitedBy: string
  /** What is wrong with an invitation; empty for nothing. */
  notice: string
  submit: string
  unfinished: string
}

export type LoginPage = {
  next: string
  /** What signing in with a passkey carries. */
  passkey: { next: string; post: string }
  nic: string
  /** What was done before; empty for nothing. */
  done: string
  notice: string
  /** Whether the box that keeps the session is ticked. */
  keep: boolean
  /** The notice is a fault of name and password, not a ban. */
  again: boolean
  /** The line for people without an account; `href` is empty where they cannot register. */
  newcomer: { before: string; link: string; href: string }
  /** Address of a banned account's appeal page, else empty. */
  appeal: string
  /** The comment that signing in posts: its article and its first words. */
  waiting: { headline: string; nic: string; text: string } | null
}

/** The form as typed, without the password. @param strength of a password with nothing wrong */
export function registerPage(
  form: Partial<RegisterForm>,
  faults: Faults<RegisterField>,
  how: RegisterKind,
  strength?: Strength,
): RegisterPage {
  const next = inside(form.next, '/')
  const isFirst = how.kind === 'firstAdmin'
  return {
    heading: { open: 'Register', application: 'Ask to join', firstAdmin: 'Create the first admin' }[how.kind],
    intro: registerIntro(how, next),
    action: isFirst ? urls.firstAdmin : '/accounts/register',
    next,
    nic: form.nic ?? '',
    email: form.email ?? '',
    password: newPasswordField(faults.password, strength, undefined, (form.password ?? '') !== ''),
    introduction: how.kind === 'application' ? { text: form.introduction ?? '', max: limits.introduction } : null,
    faults: {
      nic: faults.nic ?? '',
      email: faults.email ?? '',
      password: faults.password ?? '',
      introduction: faults.introduction ?? '',
      next: '',
      action: '',
    },
    summary: registerFields.flatMap((name) =>
      faults[name] === undefined ? [] : [{ href: `#${name}`, text: faults[name] }],
    ),
    signIn: isFirst ? '' : urls.login(next),
    invitedBy: isFirst ? '' : how.invitedBy,
    notice: isFirst ? '' : how.notice,
    submit: { open: 'Register', application: 'Send', firstAdmin: 'Create admin' }[how.kind],
    unfinished: 'Please check the following.',
  }
}

function registerIntro({ kind }: RegisterKind, next: string): string {
  if (kind === 'firstAdmin') return 'This link works once and gives full control of the site.'
  if (kind === 'application')
    return 'A moderator reads what you write here and decides. Once you are approved, your nic is reserved and you can comment with it. Reading needs no account.'
  return receiptToClaim(next) === null
    ? 'Registration reserves your nic and lets you comment with it. Reading needs no account.'
    : 'Registration reserves your nic, and what the receipt is for is then yours.'
}
/** Notes on the sign-in page, by the word in its address. */
export const loginDoneMessages = new Map([
  ['password', 'Your password is set, and your earlier sessions have ended. Sign in with the new password.'],
])

export function loginPage(
  form: Partial<LoginForm>,
  notice: string,
  again: boolean,
  mode: RegistrationMode,
  waiting: { headline: string; draft: { nic: string; body: string } } | null,
  appeal = '',
  done = '',
): LoginPage {
  const next = inside(form.next, '/')
  return {
    next,
    passkey: { next, post: waiting === null ? '' : 'on' },
    nic: form.nic ?? '',
    done,
    keep: isKept(form),
    notice,
    again,
    newcomer: { ...newcomerLine[mode], href: newcomerLine[mode].link === '' ? '' : urls.register(next) },
    appeal: appeal === '' ? '' : urls.banAppeal(appeal),
    waiting: waiting && {
      headline: waiting.headline,
      nic: waiting.draft.nic.trim(),
      text: shorten(waiting.draft.body.replace(/\s+/g, ' ').trim(), 120),
    },
  }
}

export type SettingsPage = {
  groups: Choices[]
  zone: { value: string; fault: string }
  zones: string[]
  siteZone: string
  keys: boolean
  summary: { title: string; faults: { href: string; text: string }[] } | null
  message: string
}

/**
 * The preferences as typed or as saved.
 * @param now the moment that shows each date format
 */
export function settingsPage(
  form: SettingsForm,
  faults: Faults<SettingsField>,
  site: Pick<Settings, 'timeZone' | 'recommendations'>,
  now: number,
  message: string,
): SettingsPage {
  const siteZone = site.timeZone
  const zone = isZone(form.zone.trim()) ? form.zone.trim() : siteZone
  const list = Object.entries(faults).map(([name, text]) => ({ href: `#${name}`, text }))
  return {
    groups: [
      { name: 'theme', legend: 'Colours', choices: themeChoices(form.theme), fault: faults.theme ?? '' },
      { name: 'size', legend: 'Text size', choices: sizeChoices(form.size), fault: faults.size ?? '' },
      {
        name: 'view',
        legend: 'Order of comments',
        choices: orderChoices(parseStoredView(form.view).order, site.recommendations),
        fault: faults.view ?? '',
      },
      {
        name: 'dates',
        legend: 'Date format',
        choices: dateStyles.map((style) => ({
          value: style,
          label: dateAndTime(now, { zone, style }),
          checked: style === form.dates,
        })),
        fault: faults.dates ?? '',
      },
    ],
    zone: { value: form.zone, fault: faults.zone ?? '' },
    zones: zonesKnown(),
    siteZone,
    keys: form.keys !== '',
    summary:
      list.length === 0 ? null : { title: 'Please check the following. Your choices are still here.', faults: list },
    message,
  }
}
