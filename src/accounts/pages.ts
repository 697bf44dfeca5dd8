// What the register and sign-in pages say. Pure.

import type { Faults } from '../faults.ts'
import { dateAndTime, dateStyles } from '../format.ts'
import { shorten } from '../markup/words.ts'
import type { Settings } from '../settings.ts'

import { parseStoredView } from '../thread-view.ts'
import { isZone, zonesKnown } from '../time.ts'
import { inside, urls } from '../urls.ts'
import type { Choices } from '../web/looks.ts'
import { orderChoices, sizeChoices, themeChoices } from '../web/looks.ts'
import { type LoginForm, type RegisterField, type RegisterForm, registerFields } from './form.ts'
import type { SettingsField, SettingsForm } from './preferences.ts'

export type RegisterPage = {
  heading: string
  intro: string
  action: string
  next: string
  nic: string
  email: string
  faults: Record<RegisterField, string>
  summary: { href: string; text: string }[]
  /** Empty where there is nobody to sign in as yet. */
  signIn: string
  submit: string
  unfinished: string
}

export type LoginPage = {
  next: string
  nic: string
  notice: string /** Another try may do. */
  again: boolean
  register: string /** Where whoever is banned appeals; empty for everybody else. */
  appeal: string /** The comment that signing in posts, by its article and its first words. */
  waiting: { headline: string; nic: string; text: string } | null
}

/**
 * The form as typed, the password apart.
 * @param token of the link that makes the first admin, when that is what the form does
 */
export function registerPage(
  form: Partial<RegisterForm>,
  faults: Faults<RegisterField>,
  token: string | undefined,
): RegisterPage {
  const next = inside(form.next, '/')
  return {
    heading: token === undefined ? 'Register' : 'Make the first admin',
    intro:
      token === undefined
        ? 'Registering reserves your nic and lets you comment. Reading needs no account.'
        : 'This link works once. Whoever uses it runs the site.',
    action: token === undefined ? '/accounts/register' : `/accounts/first-admin/${token}`,
    next,
    nic: form.nic ?? '',
    email: form.email ?? '',
    faults: { nic: faults.nic ?? '', email: faults.email ?? '', password: faults.password ?? '', next: '', action: '' },
    summary: registerFields.flatMap((name) =>
      faults[name] === undefined ? [] : [{ href: `#${name}`, text: faults[name] }],
    ),
    signIn: token === undefined ? urls.login(next) : '',
    submit: token === undefined ? 'Register' : 'Make the admin',
    unfinished:
      token === undefined
        ? 'Not registered yet; what you typed is still here.'
        : 'Not made yet; what you typed is still here.',
  }
}

export function loginPage(
  form: Partial<LoginForm>,
  notice: string,
  again: boolean,
  waiting: { headline: string; draft: { nic: string; body: string } } | null,
  appeal = '',
): LoginPage {
  const next = inside(form.next, '/')
  return {
    next,
    nic: form.nic ?? '',
    notice,
    again,
    register: urls.register(next),
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
  said: string
}

/**
 * How a member reads, as typed or as it is kept.
 * @param now shows what each form of a date looks like
 */
export function settingsPage(
  form: SettingsForm,
  faults: Faults<SettingsField>,
  site: Pick<Settings, 'timeZone' | 'recommendations'>,
  now: number,
  said: string,
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
        legend: 'Comments',
        choices: orderChoices(parseStoredView(form.view).order, site.recommendations),
        fault: faults.view ?? '',
      },
      {
        name: 'dates',
        legend: 'Dates',
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
      list.length === 0 ? null : { title: 'Nothing has been saved yet; what you chose is still here.', faults: list },
    said,
  }
}
