// What makes a comment wait for a moderator, and how long that usually takes. Pure.
import type { FilterKind } from '../../db/schema/filters.ts'

import { kindNouns } from '../../filters/rules.ts'
import { count } from '../../format.ts'
import { median } from '../../quantiles.ts'
import { hashOf } from '../../random.ts'
import { type GuestPolicy, newcomers } from '../../settings.ts'
import { DAY, HOUR, MINUTE } from '../../time.ts'

/** Every rule that holds a comment: what moderators see of it, and what its writer is told. */
export const holdRules = {
  'guest-first': {
    label: 'Guest’s first comment',
    says: 'A guest’s first comment here waits until a moderator has read it. Once one of yours has been let through, the next ones from this browser stand at once.',
  },
  changed: {
    label: 'Changed by a guest',
    says: 'You have changed it after a moderator had read it, so it waits until one has read it again.',
  },
  imported: { label: 'Held at its source', says: 'It was waiting where it was taken over from.' },
  thread: { label: 'The thread is held', says: 'In this thread every comment waits until a moderator has read it.' },
  moderator: { label: 'Held by a moderator', says: 'A moderator wants it looked at once more.' },
  guest: { label: 'Guest', says: 'Here every comment of a guest waits until a moderator has read it.' },
  filter: { label: 'Filter', says: 'A rule of this site asks that a moderator read it first.' },
  classifier: {
    label: 'Looks like advertising',
    says: 'By its words it looks like advertising, so a moderator reads it first.',
  },
} as const

export type HoldRule = keyof typeof holdRules

/** The rule under which the classifier holds. */
export const WAITS_AS_SPAM: HoldRule = 'classifier'

/** What the writer of a held comment is told of the rule: what it is about, and nothing that would teach. @param kind of the filter, where one held it */
export const holdSays = (hold: { rule: string; kind: FilterKind | null }): string =>
  hold.rule === 'filter' && hold.kind !== null
    ? `A rule about ${kindNouns[hold.kind]} asks that a moderator read it first.`
    : (holdRules[hold.rule as HoldRule]?.says ?? '')

/**
 * The rule by which a new comment waits, or null when it stands at once.
 * @param writer `known`: a moderator has let a comment of this guest through, known by their browser or a confirmed address; `staff`: they would decide about it themselves
 */
export function holdRule(
  writer: { guest: boolean; known: boolean; staff?: boolean },
  site: { guests: GuestPolicy },
  threadHeld = false,
): HoldRule | null {
  if (threadHeld && !writer.staff) return 'thread'
  if (!writer.guest || site.guests === 'open') return null
  return site.guests === 'allHeld' ? 'guest' : writer.known ? null : 'guest-first'
}

/** The median of some durations in milliseconds; null for fewer than three. */
export function usualWait(durations: readonly number[]): number | null {
  if (durations.length < 3) return null
  return median(durations)
}

/** Decisions by which it is said how long one usually takes: the last ones. */
export const WAITS_LOOKED_AT = 50

/** `, usually under an hour`; empty while too little is known. @param durations of the last decisions, in milliseconds */
export function usualWords(durations: readonly number[]): string {
  const wait = usualWait(durations)
  if (wait === null) return ''
  if (wait < 10 * MINUTE) return ', usually under ten minutes'
  if (wait < HOUR) return ', usually under an hour'
  const hours = Math.ceil(wait / HOUR)
  return hours < 36
    ? `, usually under ${count(hours, 'hour')}`
    : `, usually about ${count(Math.round(hours / 24), 'day')}`
}

/** Accounts that are younger than this moment are newcomers to moderators. */
export const youngSince = (now: number): number => now - newcomers.days * DAY

/**
 * By what a decision knows again what was seen of a comment: its words, its state, and what had been decided about it.
 * @param entry the newest entry of the log about it, where there is one
 */
export const versionToken = (comment: { state: string; html: string }, entry = 0): string =>
  `${hashOf(comment.state, comment.html).slice(0, 16)}.${entry}`

/** The entry in what was seen of a comment: 0 where there was none, null where that is no such text. */
export const parseVersionToken = (seen: string): number | null => {
  const [, entry] = /^[^.]{16}\.(\d{1,15})$/.exec(seen) ?? []
  return entry === undefined ? null : Number(entry)
}

/** Said where a comment would have to stand again whose words are not kept any more. */
export const PURGED =
  'What it said was thrown away some time after it was taken down, as everything is, so there is nothing to put back.'
