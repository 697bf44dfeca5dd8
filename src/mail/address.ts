// Which text is a mail address: one rule of our own, stricter than the standard, before any library reads it. Pure.
import { limits } from '../settings.ts'

/** No quotes, no comments, no spaces, nothing beyond ASCII, no dot at an end or beside another: nothing that two readers could read in two ways. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/

/** Whether mail may go to a text as it stands. */
export function isMailable(text: string): boolean {
  const at = text.lastIndexOf('@')
  return (
    at > 0 &&
    at <= 64 &&
    text.length <= limits.email &&
    LOCAL.test(text.slice(0, at)) &&
    DOMAIN.test(text.slice(at + 1))
  )
}

/** Text for a header: one line, without control characters. */
export const headerText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()

export const foldEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase()
