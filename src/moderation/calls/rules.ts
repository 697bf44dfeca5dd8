// When staff are called and what the call says: what waits longer than promised, without its texts. Pure.
import type { Tally } from '../../comments/holds/rules.ts'
import { watchAt, watchedSince } from '../../comments/thread/watch-rules.ts'
import { count, waitDuration } from '../../format.ts'
import type { Letter, Site } from '../../mail/letter.ts'
import type { Settings } from '../../settings.ts'
import { HOUR, MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'

/** Milliseconds between two calls, however much becomes overdue. */
export const CALL_INTERVAL_MS = HOUR

/** Delays after the failed attempts of a webhook; after the last attempt it is given up. */
const RETRY_DELAYS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR]
export const MAX_ATTEMPTS = RETRY_DELAYS.length + 1

/** When a webhook that fails now is tried again. @param attempts those made before */
export const nextAttemptAt = (attempts: number, now: number): number => now + (RETRY_DELAYS[attempts] ?? 0)

/** What has waited since these moments, or longer, is overdue: at the queue, and at the desk. */
export type Limits = { queue: number; desk: number }

/** Null while nobody is called: outside watch hours. */
export function overdueLimits(
  settings: Pick<Settings, 'watchHours' | 'timeZone' | 'moderationMinutes' | 'deskMinutes'>,
  now: number,
): Limits | null {
  const { watchHours, timeZone, moderationMinutes, deskMinutes } = settings
  if (watchAt(watchHours, timeZone, null, now)?.isWatched === false) return null
  return {
    queue: watchedSince(watchHours, timeZone, moderationMinutes * MINUTE, now),
    // The desk promises its time by the clock.
    desk: now - deskMinutes * MINUTE,
  }
}

const nouns = {
  held: ['held comment'],
  flagged: ['flagged comment'],
  appeals: ['appeal'],
  reports: ['report'],
  submissions: ['submission'],
} as const

export type Overdue = Record<keyof typeof nouns, Tally>

export const overdueCount = (overdue: Overdue): number => Object.values(overdue).reduce((sum, { n }) => sum + n, 0)

const oldestOf = (overdue: Overdue): number =>
  Math.min(...Object.values(overdue).map(({ since }) => since ?? Number.POSITIVE_INFINITY))

/** `Longer than promised: 2 held comments, 1 appeal. The oldest has waited 3 h.` */
function overdueSentence(overdue: Overdue, now: number): string {
  const parts = (Object.keys(nouns) as (keyof typeof nouns)[]).flatMap((noun) =>
    overdue[noun].n === 0 ? [] : [count(overdue[noun].n, nouns[noun][0])],
  )
  return `Longer than promised: ${parts.join(', ')}. The oldest has waited ${waitDuration(now - oldestOf(overdue))}.`
}

const queueAddress = (site: Site): string => `${site.base}${urls.queue}`

export function callLetter(overdue: Overdue, site: Site, now: number): Letter {
  const n = overdueCount(overdue)
  return {
    subject: `${count(n, 'item')} ${n === 1 ? 'waits' : 'wait'} for a moderator on ${site.name}`,
    opening: [overdueSentence(overdue, now)],
    items: [],
    button: { href: queueAddress(site), text: 'Open the queue' },
    closing: [
      { text: `You get this because the settings of ${site.name} name this address for calls.`, href: '' },
      { text: 'There is at most one call an hour, and each item is called for once.', href: '' },
    ],
  }
}

/** The message of the webhook. `text` and `content` are what chat programs show. */
export function callMessage(overdue: Overdue, site: Site, now: number): string {
  const text = `${site.name}: ${overdueSentence(overdue, now)} ${queueAddress(site)}`
  const waiting = Object.fromEntries(Object.entries(overdue).map(([noun, { n }]) => [noun, n]))
  return JSON.stringify({
    text,
    content: text,
    site: site.name,
    waiting,
    oldest: new Date(oldestOf(overdue)).toISOString(),
    queue: queueAddress(site),
  })
}
