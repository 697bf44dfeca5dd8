// The rules that hold a comment for a moderator, and how long a decision usually takes. Pure.
import type { FilterKind } from '../../db/schema/filters.ts'
import { heldSignSentence, parseSigns } from '../../filters/signs.ts'
import { count } from '../../format.ts'
import { median } from '../../quantiles.ts'
import { hashOf } from '../../random.ts'
import { type GuestPolicy, newcomers } from '../../settings.ts'
import { DAY, HOUR, MINUTE } from '../../time.ts'

/** Every rule that holds a comment: `label` is for moderators, `says` for the author. */
export const holdRules = {
  'guest-first': {
    label: 'Guest’s first comment',
    sentence:
      'A moderator reads a guest’s first comment. Once one of yours is approved, later comments from this browser appear at once.',
  },
  changed: {
    label: 'Edited by a guest',
    sentence: 'You edited it after a moderator had read it, so a moderator reads it again.',
  },
  imported: {
    label: 'Held before the import',
    sentence: 'It was waiting for a moderator on the site that it was imported from.',
  },
  thread: { label: 'Thread on hold', sentence: 'In this thread moderators read every comment first.' },
  site: { label: 'Site on hold', sentence: 'For a time, moderators read every comment on this site first.' },
  watch: { label: 'Nobody on duty', sentence: 'No moderator was on duty when you sent it, so one reads it first.' },
  person: { label: 'Member on hold', sentence: 'For a time, moderators read everything that you write first.' },
  moderator: { label: 'Held by a moderator', sentence: 'A moderator has put it on hold.' },
  guest: { label: 'Guest', sentence: 'On this site moderators read every comment by a guest first.' },
  robot: {
    label: 'Link by a new guest',
    sentence: 'It is by a new guest, has a link, and was sent as robots send it, so a moderator reads it first.',
  },
  flags: {
    label: 'Flagged',
    sentence: 'Several members have flagged it, so a moderator reads it first.',
  },
  filter: { label: 'Filter', sentence: 'It matches a filter, so a moderator reads it first.' },
  classifier: {
    label: 'Looks like spam',
    sentence: 'It looks like spam, so a moderator reads it first.',
  },
} as const

export type HoldRule = keyof typeof holdRules

/** What holds every new comment of a thread: the thread itself, the whole site, or that nobody is on duty. */
export type ThreadHold = Extract<HoldRule, 'thread' | 'site' | 'watch'>

const words = 'It contains words that a moderator checks first.'
const links = 'It contains links that a moderator checks first.'

const filterExplanations: Record<FilterKind, string> = {
  word: words,
  pattern: words,
  host: links,
  links,
  newcomer: 'A moderator checks comments by newcomers first.',
  repeat: 'It repeats another text, so a moderator checks it first.',
}

/** Why a comment is held, for its author. Names the kind of a filter but not its words, so that spammers cannot avoid them. */
export const holdExplanation = (hold: { rule: string; kind: FilterKind | null; form_signs: string | null }): string =>
  [
    hold.rule === 'filter' && hold.kind !== null
      ? filterExplanations[hold.kind]
      : (holdRules[hold.rule as HoldRule]?.sentence ?? ''),
    heldSignSentence(parseSigns(hold.form_signs ?? '')),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')

/**
 * The rule that holds a new comment, or null if it is published at once.
 * @param writer `likeRobot`: the comment has a link, and its form signs of a robot; `known`: a comment of this guest was published before, by browser or confirmed e-mail; `staff`: a moderator, whose comments only a filter holds
 * @param held what holds every comment of the thread, and whether the writer is on hold
 */
export function holdRule(
  writer: { guest: boolean; known: boolean; staff?: boolean; likeRobot?: boolean },
  site: { guests: GuestPolicy },
  held: { thread?: ThreadHold | null; person?: boolean } = {},
): HoldRule | null {
  if (!writer.staff && held.person) return 'person'
  if (!writer.staff && held.thread) return held.thread
  if (!writer.guest) return null
  if (site.guests === 'open') return writer.likeRobot && !writer.known ? 'robot' : null
  return site.guests === 'allHeld' ? 'guest' : writer.known ? null : 'guest-first'
}

/** Number of queue items, and the time of the oldest; null for none. */
export type Tally = { n: number; since: number | null }

/** The median of the durations, or null if there are too few. */
export function usualWait(durations: readonly number[]): number | null {
  if (durations.length < 3) return null
  return median(durations)
}

/** Number of last decisions that the usual wait is computed from. */
export const RECENT_DECISIONS = 50

/** `, usually under an hour`; empty for too few durations. @param durations in milliseconds */
export function usualWaitText(durations: readonly number[]): string {
  const wait = usualWait(durations)
  if (wait === null) return ''
  if (wait < 10 * MINUTE) return ', usually under ten minutes'
  if (wait < HOUR) return ', usually under an hour'
  const hours = Math.ceil(wait / HOUR)
  return hours < 36
    ? `, usually under ${count(hours, 'hour')}`
    : `, usually about ${count(Math.round(hours / 24), 'day')}`
}

/** Accounts registered after this time are newcomers. */
export const newcomersSince = (now: number): number => now - newcomers.days * DAY

/**
 * Version token of a comment: its text, its state, and the newest log entry about it.
 * @param entry id of that entry; 0 for none
 */
export const versionToken = (comment: { state: string; html: string }, entry = 0): string =>
  `${hashOf(comment.state, comment.html).slice(0, 16)}.${entry}`

/** The log entry in a version token: 0 for none, null for a malformed token. */
export const parseVersionToken = (token: string): number | null => {
  const [, entry] = /^[^.]{16}\.(\d{1,15})$/.exec(token) ?? []
  return entry === undefined ? null : Number(entry)
}

/** Why a comment cannot be restored after its text was purged. */
export const TEXT_PURGED = 'The text was deleted after its retention time, so it cannot be restored.'
