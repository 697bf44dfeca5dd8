// What is true of a thread: open or closed and why, how it splits into pages, until when a comment can be changed. Pure functions.

import { EDIT_GRACE, newcomers, WITHDRAWAL_UNDO } from '../../settings.ts'
import { PAGE_SIZE } from '../../thread-view.ts'
import { DAY, MINUTE } from '../../time.ts'

/** It holds from `at`, which may lie ahead, to `until`; null is until it is ended. */
export type Closure = { by: string | null; reason: string; at: number; until?: number | null }

/** Everything that decides whether a thread is open, as stored. */
export type ThreadFacts = {
  publishedAt: number
  /** The closing in force, made by a person. */
  closure: Closure | null
  reopenedAt: number | null
  /** The article's own number of days, or null for the site's. */
  closeAfterDays: number | null
}

export type ThreadState =
  | { state: 'open'; closed: false; closesAt: number | null }
  | { state: 'closed'; closed: true; why: 'moderator'; by: string | null; reason: string; at: number }
  | { state: 'closed'; closed: true; why: 'age'; days: number; at: number }

/**
 * Computed whenever it is read, so that no job can forget to close a thread, or to open it again.
 * A closing by age counts from publication, or from the last reopening when that is later.
 * @param policy the site's days until a thread closes by itself; null never
 */
export function threadState(thread: ThreadFacts, policy: { closeAfterDays: number | null }, now: number): ThreadState {
  const { closure } = thread
  const over = closure?.until != null && closure.until <= now ? closure.until : null
  if (closure !== null && over === null && closure.at <= now)
    return { state: 'closed', closed: true, why: 'moderator', by: closure.by, reason: closure.reason, at: closure.at }
  const planned = closure !== null && closure.at > now ? closure.at : null
  const days = thread.closeAfterDays ?? policy.closeAfterDays
  if (days === null) return { state: 'open', closed: false, closesAt: planned }
  // A closing that has run out lets the thread stay open for its days anew, as a reopening does.
  const at = Math.max(thread.publishedAt, thread.reopenedAt ?? 0, over ?? 0) + days * DAY
  return now >= at
    ? { state: 'closed', closed: true, why: 'age', days, at }
    : { state: 'open', closed: false, closesAt: planned === null ? at : Math.min(planned, at) }
}

/** Who may write in a thread beside the moderators, and how: held, slow, or as it comes. */
export type ThreadWays = {
  held: boolean /** Minutes between two comments of one person; null where there is no such limit. */
  slow: number | null
  who: 'anyone' | 'members' | 'staff' /** When it is to close, where a moderator has planned that. */
  planned?: number | null /** When it opens again by itself, where it was closed for a time. */
  opensAt?: number | null
}

/** What a thread's state is called: closed outranks held, held outranks slow. */
export const threadName = (thread: { closed: boolean } & ThreadWays): 'closed' | 'held' | 'slow' | 'open' =>
  thread.closed ? 'closed' : thread.held ? 'held' : thread.slow !== null ? 'slow' : 'open'

/** Below this level a branch continues on a page of its own. */
export const DEEPEST_LEVEL = 20

export type Root = { id: number; subtree_count: number }

/**
 * The number that a comment has when those that readers do not see are left out; and the other way round.
 * @param unseen numbers of those, ascending
 */
export const seenRank = (number: number, unseen: readonly number[]): number =>
  number - unseen.filter((one) => one < number).length

export function numberAt(rank: number, unseen: readonly number[]): number {
  let number = rank
  for (const one of unseen) if (one <= number) number += 1
  return number
}

/**
 * Splits a thread at its top-level comments into pages of `size` comments; one top-level comment with more replies
 * than that has a page to itself.
 * @returns for every page its top-level comments; at least one page
 */
export function splitIntoPages<R extends { subtree_count: number }>(
  roots: readonly R[],
  size: number = PAGE_SIZE,
): R[][] {
  const pages: R[][] = [[]]
  let held = 0
  for (const root of roots) {
    if (held > 0 && held + root.subtree_count > size) {
      pages.push([])
      held = 0
    }
    pages.at(-1)!.push(root)
    held += root.subtree_count
  }
  return pages
}

/**
 * How long a comment can be edited by its writer; the last moment is outside. A thread that closes meanwhile changes nothing of it.
 * @param minutes the site's setting
 */
export function editWindow(createdAt: number, now: number, minutes: number): { open: boolean; until: number } {
  const until = createdAt + minutes * MINUTE
  return { open: now < until, until }
}

/** How long a comment that was taken back can be put back. */
export const undoWindow = (withdrawnAt: number, now: number): { open: boolean; until: number } => ({
  open: now < withdrawnAt + WITHDRAWAL_UNDO,
  until: withdrawnAt + WITHDRAWAL_UNDO,
})

/**
 * Whether a change leaves a mark and the text before it in the history. What nobody has read, or hardly anybody and
 * nobody answered, may be put right unseen; once marked, always marked.
 */
export const leavesMark = (
  comment: { state: string; created_at: number; edited_at: number | null },
  answered: boolean,
  now: number,
): boolean =>
  comment.edited_at !== null || answered || (comment.state === 'live' && now >= comment.created_at + EDIT_GRACE)

/**
 * Whether one more comes within every pace; the moments of those before are Unix milliseconds, in any order.
 * @returns null when it does, else the pace that it breaks and the seconds after which it would not
 */
export function withinLimit<P extends { max: number; window: number }>(
  times: readonly number[],
  paces: readonly P[],
  now: number,
): { pace: P; seconds: number } | null {
  const waits = paces.flatMap((pace) => {
    const recent = times.filter((at) => at > now - pace.window).sort((a, b) => b - a)
    const last = recent[pace.max - 1]
    return last === undefined ? [] : [{ pace, seconds: Math.max(1, Math.ceil((last + pace.window - now) / 1000)) }]
  })
  return waits.sort((a, b) => b.seconds - a.seconds)[0] ?? null
}

/** What is wrong with the links of a newcomer's text, in a sentence, or null. @param standing comments of theirs that readers see */
export function linksFault(links: number, standing: number): string | null {
  if (standing >= newcomers.comments || links <= newcomers.links) return null
  return `Until ${newcomers.comments} of your comments stand here, one has at most ${newcomers.links} links; this one has ${links}.`
}

/** A live comment as far as it is told of: its text never is. */
export type Arrival = { id: number; number: number; accountId: number | null; nic: string }
