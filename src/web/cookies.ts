// The site's own cookies: their names, and what a request without a session may vary by.
import { views, type View } from '../comments/rules.ts'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const textSizes = ['usual', 'large', 'larger'] as const
export type TextSize = (typeof textSizes)[number]

export const names = { theme: 'bs_theme', size: 'bs_size', view: 'bs_view', read: 'bs_read' } as const

/** The prefix makes browsers refuse the cookie unless it is secure, of this host and of the whole site. */
export const sessionCookieName = (baseUrl: string): string => (baseUrl.startsWith('https:') ? '__Host-bs_session' : 'bs_session')

/** What an anonymous page differs by. */
export type Variant = { theme: Theme; size: TextSize; view: View }

export const plainVariant: Variant = { theme: 'auto', size: 'usual', view: 'threaded' }

const oneOf = <T extends string>(list: readonly T[], value: string | undefined, otherwise: T): T => (list as readonly string[]).includes(value ?? '') ? (value as T) : otherwise

/**
 * @param header the request's Cookie header
 * @returns what the page varies by, or null when another cookie of the site makes the page personal
 */
export function variantOf(header: string | undefined): Variant | null {
  if (header === undefined || header === '') return plainVariant
  let theme: string | undefined
  let size: string | undefined
  let view: string | undefined
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (name === names.theme) theme = pair.slice(at + 1).trim()
    else if (name === names.size) size = pair.slice(at + 1).trim()
    else if (name === names.view) view = pair.slice(at + 1).trim()
    else if (name.includes('bs_')) return null
  }
  // A default with more to it than an order is one reader's own; its pages are not kept.
  if (view !== undefined && view.includes('%')) return null
  return { theme: oneOf(themes, theme, 'auto'), size: oneOf(textSizes, size, 'usual'), view: oneOf(views, view, 'threaded') }
}

export const sizeOf = (value: string | undefined): TextSize => oneOf(textSizes, value, 'usual')
export const themeOf = (value: string | undefined): Theme => oneOf(themes, value, 'auto')
