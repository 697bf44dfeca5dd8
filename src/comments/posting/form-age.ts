// The time at which a comment form was opened, signed by the site, and the signs of a robot in a form. Pure.
import { type FormSigns, noSigns } from '../../filters/signs.ts'
import { keyedHash } from '../../random.ts'
import type { Settings } from '../../settings.ts'
import type { CommentForm } from './form.ts'

const SIGNATURE_CHARACTERS = 22

const signatureOf = (secret: string, article: number, at: number): string =>
  keyedHash(secret, 'comment-form-opened', article, at).slice(0, SIGNATURE_CHARACTERS)

/** `time.signature`. @param now in milliseconds */
export const signOpening = (secret: string, article: number, now: number): string =>
  `${now}.${signatureOf(secret, article, now)}`

/** When a form was opened, in milliseconds; null if this site did not sign it for this article. */
export function openingTime(secret: string, article: number, opened: string): number | null {
  const [, time, signature] = /^(\d{1,15})\.([\w-]+)$/.exec(opened) ?? []
  return time !== undefined && signatureOf(secret, article, Number(time)) === signature ? Number(time) : null
}

/** The signs of a robot in a guest's form. A form without a time has no age: the page of an article is the same for every guest. */
export function readSigns(
  secret: string,
  settings: Pick<Settings, 'robotSigns' | 'robotSeconds'>,
  form: CommentForm,
  article: number,
  now: number,
): FormSigns {
  if (!settings.robotSigns) return noSigns
  const opened = openingTime(secret, article, form.opened ?? '')
  const seconds = opened === null ? null : Math.floor((now - opened) / 1000)
  return {
    trap: (form.subject ?? '').trim() !== '',
    seconds: seconds !== null && seconds >= 0 && seconds < settings.robotSeconds ? seconds : null,
  }
}
