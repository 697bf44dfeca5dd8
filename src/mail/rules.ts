// When a mail goes out, and when one is tried again or given up. Pure.
import { addDays, DAY, dayOf, HOUR, MINUTE, momentOf } from '../time.ts'

/** How long after a failure a mail is tried again: the first, the second, and so on; the last for all that follow. */
const RETRY_DELAYS = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR]

/** A mail that could not be sent for so long is given up. */
export const GIVE_UP_AFTER = 4 * DAY

/**
 * When a mail is tried again.
 * @param attempts that have failed
 * @returns null when it is given up
 */
export function nextAttemptAt(attempts: number, createdAt: number, now: number): number | null {
  const at = now + (RETRY_DELAYS[attempts - 1] ?? RETRY_DELAYS[RETRY_DELAYS.length - 1]!)
  return at > createdAt + GIVE_UP_AFTER ? null : at
}

/** So many mails about an inbox go out one by one within the window; what comes on top of them waits and goes out together. */
export const MAX_SINGLE_MAILS = 4
export const SINGLE_MAIL_WINDOW = 10 * MINUTE

export type MailPlan = { kind: 'none' } | { kind: 'each' } | { kind: 'together' } | { kind: 'later'; at: number }

/**
 * How notices that no mail has told of are mailed to somebody who wants to hear at once.
 * @param pending number of them
 * @param recent when the mails of the last window went out
 */
export function planMails(pending: number, recent: readonly number[], now: number): MailPlan {
  if (pending === 0) return { kind: 'none' }
  const counted = recent.filter((at) => at > now - SINGLE_MAIL_WINDOW)
  if (pending + counted.length <= MAX_SINGLE_MAILS) return { kind: 'each' }
  return counted.length === 0 ? { kind: 'together' } : { kind: 'later', at: Math.max(...counted) + SINGLE_MAIL_WINDOW }
}

/**
 * The first moment from `at` on at which clocks of a zone show the hour of the daily mail; an hour that clocks skip in
 * spring comes an hour later, one that comes twice in autumn counts once.
 */
export function digestAt(at: number, hour: number, zone: string): number {
  const time = `${String(hour).padStart(2, '0')}:00`
  const day = dayOf(at, zone)
  const today = momentOf(day, time, zone)
  return today >= at ? today : momentOf(addDays(day, 1), time, zone)
}

/** How often a member can be mailed. */
export const mailFrequencies = ['now', 'daily', 'never'] as const
export type MailFrequency = (typeof mailFrequencies)[number]

/** Lives of the links in mails, in milliseconds. */
export const tokenLife = {
  'confirm-email': 2 * DAY,
  'confirm-subscription': 7 * DAY,
  'stop-notices': 366 * DAY,
  'stop-subscription': 366 * DAY,
} as const

/** Between two mails that confirm an address there pass so many milliseconds, and a day has so many of them. */
export const CONFIRMATION_PAUSE = 2 * MINUTE
export const MAX_CONFIRMATIONS_A_DAY = 5

/**
 * When the next mail that confirms an address may be asked for.
 * @param sent when earlier ones were, newest first
 * @returns a moment not later than `now` when it may be now
 */
export function nextConfirmationAt(sent: readonly number[], now: number): number {
  const today = sent.filter((at) => at > now - DAY)
  if (today.length >= MAX_CONFIRMATIONS_A_DAY) return today[MAX_CONFIRMATIONS_A_DAY - 1]! + DAY
  return today.length === 0 ? now : today[0]! + CONFIRMATION_PAUSE
}

/** Ended mails are forgotten after this long, with the address they went to. */
export const KEEP_ENDED_FOR = 30 * DAY
