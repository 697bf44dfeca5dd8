// The site's own cookies: their names, and what a request without a session may vary by. Pure.

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
} as const

/** The prefix makes browsers refuse the cookie unless it is secure, of this host and of the whole site. */
export const sessionCookieName = (baseUrl: string): string =>
  baseUrl.startsWith('https:') ? '__Host-bs_session' : 'bs_session'

/** What an anonymous page differs by. */
export type Variant = { theme: Theme; size: TextSize; view: View }

export const plainVariant: Variant = { theme: 'auto', size: 'usual', view: 'threaded' }

const oneOf = <T extends string>(list: readonly T[], value: string | undefined, otherwise: T): T =>
  (list as readonly string[]).includes(value ?? '') ? (value as T) : otherwise

/**
 * Only what stands in the lists, letter for letter and once, makes a variant: a page made for anything else is not kept,
 * because whoever reads the same cookie in another way would be shown it.
 * @param header the request's Cookie header
 * @returns what the page varies by, or null when a cookie of the site makes the page personal
 */
export function variantOf(header: string | undefined): Variant | null {
  if (header === undefined || header === '') return plainVariant
  const said = new Map<string, string>()
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (!name.includes('bs_')) continue
    if (said.has(name)) return null
    said.set(name, pair.slice(at + 1).trim())
  }
  const variant: Record<string, string> = { ...plainVariant }
  for (const [name, value] of said) {
    const kind = kinds.find((one) => one.name === name)
    if (kind === undefined || !(kind.values as readonly string[]).includes(value)) return null
    variant[kind.of] = value
  }
  return variant as Variant
}

/** The cookies that choose a variant, and what each may say. */
const kinds = [
  { name: cookieNames.theme, of: 'theme', values: themes },
  { name: cookieNames.size, of: 'size', values: textSizes },
  { name: cookieNames.view, of: 'view', values: views },
] as const

export const sizeOf = (value: string | undefined): TextSize => oneOf(textSizes, value, 'usual')
export const themeOf = (value: string | undefined): Theme => oneOf(themes, value, 'auto')
