// What makes a comment wait for a moderator, and how long that usually takes. Pure.
import type { GuestPolicy } from '../settings.ts'
import { aboutKind, type FilterKind } from './filters.ts'

/** Every rule that holds a comment: what moderators see of it, and what its writer is told. */
export const holdRules = {
  'guest-first': { label: 'Guest’s first comment', says: 'A guest’s first comment here waits until a moderator has read it. Once one of yours has been let through, the next ones from this browser stand at once.' },
  guest: { label: 'Guest', says: 'Here every comment of a guest waits until a moderator has read it.' },
  filter: { label: 'Filter', says: 'A rule of this site asks that a moderator read it first.' },
  classifier: { label: 'Looks like advertising', says: 'By its words it looks like advertising, so a moderator reads it first.' },
} as const

export type HoldRule = keyof typeof holdRules

/** The rule under which the classifier holds. */
export const WAITS_AS_SPAM: HoldRule = 'classifier'

/** What the writer of a held comment is told of the rule: what it is about, and nothing that would teach. @param kind of the filter, where one held it */
export const holdSays = (hold: { rule: string; kind: FilterKind | null }): string =>
  hold.rule === 'filter' && hold.kind !== null ? `A rule about ${aboutKind[hold.kind]} asks that a moderator read it first.` : (holdRules[hold.rule as HoldRule]?.says ?? '')

/**
 * The rule by which a new comment waits, or null when it stands at once.
 * @param known whether a moderator has let a comment of this guest through, known by their browser or a confirmed address
 */
export function holdRule(writer: { guest: boolean; known: boolean }, site: { guests: GuestPolicy }): HoldRule | null {
  if (!writer.guest || site.guests === 'open') return null
  return site.guests === 'allHeld' ? 'guest' : writer.known ? null : 'guest-first'
}

/** The middle of some durations, or null when there are too few to say what is usual. */
export function usualWait(durations: readonly number[]): number | null {
  if (durations.length < 3) return null
  return [...durations].sort((a, b) => a - b)[Math.trunc(durations.length / 2)]!
}
