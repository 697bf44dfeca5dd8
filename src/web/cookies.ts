// Names of the site's cookies, and the variants of anonymous pages. Pure.

import type { View } from '../thread-view.ts'
import { views } from '../thread-view.ts'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const textSizes = ['usual', 'large', 'larger'] as const
export type TextSize = (typeof textSizes)[number]

export const cookieNames = {
  theme: 'bs_theme',
  size: 'bs_size',
  view: 'bs_view',
  read: 'bs_read',
  guest: 'bs_guest',
  draft: 'bs_draft',
  receipt: 'bs_receipt',
  details: 'bs_details',
  waiting: 'bs_waiting',
  known: 'bs_known',
  welcome: 'bs_welcome',
  invitation: 'bs_invitation',
  reset: 'bs_reset',
  stop: 'bs_stop',
  stopRemoval: 'bs_stop_removal',
  confirm: 'bs_confirm',
  application: 'bs_application',
  firstAdmin: 'bs_first_admin',
  pending: 'bs_pending',
} as const

/** Browsers accept the prefix only on a secure cookie of this host and of the whole site. */
export const sessionCookieName = (baseUrl: string): string =>
  baseUrl.startsWith('https:') ? '__Host-bs_session' : 'bs_session'

/** What anonymous pages vary by. */
export type Variant = { theme: Theme; size: TextSize; view: View }

export const plainVariant: Variant = { theme: 'auto', size: 'usual', view: 'threaded' }

const oneOf = <T extends string>(list: readonly T[], value: string | undefined, otherwise: T): T =>
  (list as readonly string[]).includes(value ?? '') ? (value as T) : otherwise

type CookieName = (typeof cookieNames)[keyof typeof cookieNames]

/**
 * The beginnings of the addresses whose pages a cookie changes for a reader without a session. On all other pages a
 * reader with the cookie gets the page of everybody. A cookie that is not listed, such as a session, changes every page.
 */
const changedPages: Record<CookieName, 'all' | readonly string[]> = {
  [cookieNames.theme]: 'all',
  [cookieNames.size]: 'all',
  // The order of a thread.
  [cookieNames.view]: ['/articles/'],
  // Marks of what is new, wherever comments are counted.
  [cookieNames.read]: 'all',
  // A key from before keys were signed is signed with any answer.
  [cookieNames.guest]: 'all',
  [cookieNames.draft]: 'all',
  // Pages with the comment form.
  [cookieNames.details]: ['/articles/', '/comments'],
  [cookieNames.receipt]: ['/comments'],
  // Greets a member, whose pages are personal anyway.
  [cookieNames.welcome]: [],
  [cookieNames.waiting]: ['/accounts'],
  [cookieNames.known]: ['/accounts'],
  [cookieNames.invitation]: ['/accounts'],
  [cookieNames.reset]: ['/accounts'],
  [cookieNames.stop]: ['/accounts'],
  [cookieNames.stopRemoval]: ['/accounts'],
  [cookieNames.confirm]: ['/accounts'],
  [cookieNames.application]: ['/accounts'],
  [cookieNames.firstAdmin]: ['/accounts'],
  [cookieNames.pending]: ['/accounts'],
}

function changesPage(name: string, address: string): boolean {
  const changed = Object.hasOwn(changedPages, name) ? changedPages[name as CookieName] : 'all'
  return changed === 'all' || changed.some((beginning) => address.startsWith(beginning))
}

/**
 * The variant of an anonymous page. Only exact, single values count: a cookie that two parsers could read differently
 * makes the page uncacheable.
 * @param header the request's Cookie header
 * @param address canonical address of the page
 * @returns null if a cookie of the site makes the page personal
 */
export function variantOf(header: string | undefined, address: string): Variant | null {
  if (header === undefined || !header.includes('bs_')) return plainVariant
  const variant: Record<string, string> = { ...plainVariant }
  const seen: string[] = []
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (!name.includes('bs_') || !changesPage(name, address)) continue
    const value = pair.slice(at + 1).trim()
    const kind = kinds.find((one) => one.name === name)
    if (kind === undefined || seen.includes(name) || !(kind.values as readonly string[]).includes(value)) return null
    seen.push(name)
    variant[kind.of] = value
  }
  return variant as Variant
}

/** The cookies that choose a variant, with their values. */
const kinds = [
  { name: cookieNames.theme, of: 'theme', values: themes },
  { name: cookieNames.size, of: 'size', values: textSizes },
  { name: cookieNames.view, of: 'view', values: views },
] as const

export const sizeOf = (value: string | undefined): TextSize => oneOf(textSizes, value, 'usual')
export const themeOf = (value: string | undefined): Theme => oneOf(themes, value, 'auto')
