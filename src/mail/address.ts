// Checks and folds e-mail addresses, with one rule stricter than the standard. Pure.
import { limits } from '../settings.ts'

/** No quotes, comments or spaces, only ASCII, no leading, trailing or double dot: nothing that two parsers read differently. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/

/** Whether e-mail may be sent to a text. */
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

/** What is wrong with a typed address that e-mail will go to, or null. @param whenEmpty the fault of an empty field */
export const mailableFault = (text: string, whenEmpty: string): string | null =>
  text === ''
    ? whenEmpty
    : text.length > limits.email
      ? `Use at most ${limits.email} characters.`
      : isMailable(text)
        ? null
        : 'That does not look like an e-mail address.'

/** Makes a text fit for a header: one line, no control characters. */
export const headerText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()

export const foldEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase()
