// Schedules e-mails: when one is sent, tried again or given up. Pure.
import { addDays, DAY, dayOf, HOUR, isInWindow, MINUTE, momentOf } from '../time.ts'

/** Delays after the first failure, the second and so on; the last one repeats. */
const RETRY_DELAYS = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR]

/** An e-mail that could not be sent for this long is given up. */
export const GIVE_UP_MS = 4 * DAY

/**
 * The time of the next attempt.
 * @param attempts number of failed attempts
 * @returns null if the e-mail is given up
 */
export function nextAttemptAt(attempts: number, createdAt: number, now: number): number | null {
  const at = now + (RETRY_DELAYS[attempts - 1] ?? RETRY_DELAYS[RETRY_DELAYS.length - 1]!)
  return at > createdAt + GIVE_UP_MS ? null : at
}

/** Notices in the window that get an e-mail each; further ones wait and share one. */
const MAX_SINGLE_MAILS = 4
export const SINGLE_MAIL_WINDOW = 10 * MINUTE

export type MailPlan = { kind: 'none' } | { kind: 'each' } | { kind: 'together' } | { kind: 'later'; at: number }

/**
 * Plans the e-mails for notices of a recipient who wants them at once.
 * @param pending number of notices without an e-mail
 * @param recent times of the e-mails of the last window
 */
export function planMails(pending: number, recent: readonly number[], now: number): MailPlan {
  if (pending === 0) return { kind: 'none' }
  const counted = recent.filter((at) => isInWindow(at, now, SINGLE_MAIL_WINDOW))
  if (pending + counted.length <= MAX_SINGLE_MAILS) return { kind: 'each' }
  return counted.length === 0 ? { kind: 'together' } : { kind: 'later', at: Math.max(...counted) + SINGLE_MAIL_WINDOW }
}

/**
 * The first moment from `at` on at which it is `hour` in a zone. An hour that is skipped in spring comes an hour later;
 * one that comes twice in autumn counts once.
 */
export function digestAt(at: number, hour: number, zone: string): number {
  const time = `${String(hour).padStart(2, '0')}:00`
  const day = dayOf(at, zone)
  const today = momentOf(day, time, zone)
  return today >= at ? today : momentOf(addDays(day, 1), time, zone)
}

/**
 * The edition that is due by e-mail: that of yesterday, from the site's hour on; null before it. An hour that is skipped in
 * spring comes an hour later.
 */
export function editionDue(now: number, hour: number, zone: string): string | null {
  const today = dayOf(now, zone)
  return now >= momentOf(today, `${String(hour).padStart(2, '0')}:00`, zone) ? addDays(today, -1) : null
}

/** How often a member gets e-mail. */
export const mailFrequencies = ['now', 'daily', 'never'] as const
export type MailFrequency = (typeof mailFrequencies)[number]

/** Milliseconds for which links in e-mails work. */
export const tokenLife = {
  'confirm-email': 2 * DAY,
  'confirm-subscription': 7 * DAY,
  'stop-notices': 366 * DAY,
  'stop-subscription': 366 * DAY,
} as const

/** Milliseconds between two confirmations of an address, and confirmations a day. */
const CONFIRMATION_INTERVAL_MS = 2 * MINUTE
const MAX_CONFIRMATIONS_A_DAY = 5

/**
 * The earliest time of another confirmation request; not later than `now` if that is allowed now.
 * @param sent times of earlier ones, newest first
 */
export function nextConfirmationAt(sent: readonly number[], now: number): number {
  const today = sent.filter((at) => isInWindow(at, now, DAY))
  if (today.length >= MAX_CONFIRMATIONS_A_DAY) return today[MAX_CONFIRMATIONS_A_DAY - 1]! + DAY
  return today.length === 0 ? now : today[0]! + CONFIRMATION_INTERVAL_MS
}

/** Ended e-mails are deleted after this long, addresses included. */
export const ENDED_MAIL_MS = 30 * DAY
