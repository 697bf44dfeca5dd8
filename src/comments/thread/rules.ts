// Rules of a thread: when it is closed, how it splits into pages, how long a comment can be edited. Pure.
import { count } from '../../format.ts'
import { EDIT_GRACE_MS, newcomers, WITHDRAWAL_UNDO_MS } from '../../settings.ts'
import { PAGE_SIZE } from '../../thread-view.ts'
import { DAY, isInWindow, MINUTE } from '../../time.ts'
import type { ThreadHold } from '../holds/rules.ts'
import type { Watch } from './watch-rules.ts'

/** A closing from `at`, which may be in the future, to `until`; null means until a moderator reopens the thread. */
type Closure = { by: string | null; reason: string; at: number; until?: number | null }

export type ThreadFacts = {
  publishedAt: number
  /** A moderator's closing, in force or planned. */
  closure: Closure | null
  reopenedAt: number | null
  /** The article's own number of days, or null for the site's. */
  closeAfterDays: number | null
}

export type ThreadState =
  | { state: 'open'; closed: false; closesAt: number | null }
  | {
      state: 'closed'
      closed: true
      why: 'moderator'
      by: string | null
      reason: string
      at: number
      /** When the closing ends; null for none. */
      until: number | null
    }
  | { state: 'closed'; closed: true; why: 'age'; days: number; at: number }

/**
 * Computes the state of a thread when it is read, so that no job can miss a closing.
 * The age counts from publication, or from the last reopening if that is later.
 * @param policy days until a thread closes automatically; null for never
 */
export function threadState(thread: ThreadFacts, policy: { closeAfterDays: number | null }, now: number): ThreadState {
  const { closure } = thread
  const over = closure?.until != null && closure.until <= now ? closure.until : null
  if (closure !== null && over === null && closure.at <= now)
    return {
      state: 'closed',
      closed: true,
      why: 'moderator',
      by: closure.by,
      reason: closure.reason,
      at: closure.at,
      until: closure.until ?? null,
    }
  const planned = closure !== null && closure.at > now ? closure.at : null
  const days = thread.closeAfterDays ?? policy.closeAfterDays
  if (days === null) return { state: 'open', closed: false, closesAt: planned }
  // The end of a closing restarts the age, like a reopening.
  const at = Math.max(thread.publishedAt, thread.reopenedAt ?? 0, over ?? 0) + days * DAY
  return now >= at
    ? { state: 'closed', closed: true, why: 'age', days, at }
    : { state: 'open', closed: false, closesAt: planned === null ? at : Math.min(planned, at) }
}

/** The columns of an article's row that decide whether its thread is open, and who closed it. */
export type ThreadColumns = {
  published_at: number
  reopened_at: number | null
  close_after_days: number | null
  /** A moderator's own number of days for this thread. */
  thread_days: number | null
  /** The closing in force or planned: its start, end, moderator and reason. */
  closed_at: number | null
  closed_until: number | null
  closed_by: string | null
  close_reason: string | null
}

/** The state of an article's thread. Pages, lists, search and live streams all ask this one. */
export const articleThreadState = (
  row: ThreadColumns,
  policy: { closeAfterDays: number | null },
  now: number,
): ThreadState =>
  threadState(
    {
      publishedAt: row.published_at,
      closure:
        row.closed_at === null
          ? null
          : { at: row.closed_at, until: row.closed_until, by: row.closed_by, reason: row.close_reason ?? '' },
      reopenedAt: row.reopened_at,
      closeAfterDays: row.thread_days ?? row.close_after_days,
    },
    policy,
    now,
  )

/** When the state changes by the clock alone; null for never. Pages that show it expire then. */
export const nextChange = (state: ThreadState): number | null =>
  !state.closed ? state.closesAt : state.why === 'moderator' ? state.until : null

/** When what a thread's page says changes by the clock alone: its state, a hold, or the watch hours. */
export const nextThreadChange = (thread: ThreadState & ThreadSettings): number | null => {
  const next = Math.min(
    nextChange(thread) ?? Infinity,
    thread.siteHold?.until ?? Infinity,
    thread.watch?.until ?? Infinity,
  )
  return next === Infinity ? null : next
}

/** A hold of the whole site: by whom, why, until when, and its log entry. */
export type SiteHold = { by: string | null; reason: string; until: number; entry: number }

/** The settings of a thread for everybody but moderators. */
export type ThreadSettings = {
  /** A moderator holds this thread. */
  held: boolean
  siteHold?: SiteHold | null | undefined
  /** Whether somebody is on duty; null where that does not matter. */
  watch?: Watch | null | undefined
  /** Minutes between two comments of one person; null without slow mode. */
  slow: number | null
  /** Who may comment. */
  who: 'anyone' | 'members' | 'staff'
  /** When a moderator planned to close it. */
  planned?: number | null
  /** When a temporary closure ends. */
  opensAt?: number | null
}

/** Whether the head of a thread says that it is held or slow. A closed thread and a hold of the site have notices of their own. */
export const hasNote = (thread: ThreadState & ThreadSettings): boolean =>
  !thread.closed && !thread.siteHold && (thread.held || thread.slow !== null)

/** What a held or slow thread says at its head and above the form; empty for others. @param usual `, usually under an hour` */
export const threadNote = ({ held, slow }: ThreadSettings, usual: string): string =>
  held
    ? `Every comment in this thread waits for a moderator${usual}.`
    : slow === null
      ? ''
      : `Slow mode: one comment every ${count(slow, 'minute')}.`

/** What holds every new comment of a thread; null for nothing. */
export const heldBy = ({ held, siteHold, watch }: ThreadSettings): ThreadHold | null =>
  siteHold ? 'site' : held ? 'thread' : watch?.isWatched === false ? 'watch' : null

/** The state of a thread in one word. Closed outranks held, held outranks slow. */
export const threadName = (thread: { closed: boolean } & ThreadSettings): 'closed' | 'held' | 'slow' | 'open' =>
  thread.closed ? 'closed' : heldBy(thread) !== null ? 'held' : thread.slow !== null ? 'slow' : 'open'

/** Below this level a branch continues on a page of its own. */
export const DEEPEST_LEVEL = 20

export type Root = { id: number; subtree_count: number }

/**
 * The rank of a number among the visible ones.
 * @param unseen numbers without a visible comment, ascending
 */
export const seenRank = (number: number, unseen: readonly number[]): number =>
  number - unseen.filter((one) => one < number).length

/** The number of a rank: the inverse of `seenRank`. */
export function numberAt(rank: number, unseen: readonly number[]): number {
  let number = rank
  for (const one of unseen) if (one <= number) number += 1
  return number
}

/**
 * Splits a thread at its top-level comments into pages of about `size` comments. A branch larger than that has a page to itself.
 * @returns the top-level comments of every page; at least one page
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
 * The edit window of a comment; `until` is outside. It does not depend on the state of the thread.
 * @param minutes the site's setting
 */
export function editWindow(createdAt: number, now: number, minutes: number): { open: boolean; until: number } {
  const until = createdAt + minutes * MINUTE
  return { open: now < until, until }
}

/** How long a withdrawal can be undone. */
export const undoWindow = (withdrawnAt: number, now: number): { open: boolean; until: number } => ({
  open: now < withdrawnAt + WITHDRAWAL_UNDO_MS,
  until: withdrawnAt + WITHDRAWAL_UNDO_MS,
})

/**
 * Whether an edit marks the comment and saves its earlier version. Edits leave no trace before publication, and in the
 * first two minutes without a reply; a comment once marked stays marked.
 */
export const leavesMark = (
  comment: { state: string; created_at: number; edited_at: number | null },
  answered: boolean,
  now: number,
): boolean =>
  comment.edited_at !== null || answered || (comment.state === 'live' && now >= comment.created_at + EDIT_GRACE_MS)

/**
 * Checks rate limits for one more event.
 * @param times of earlier events in Unix milliseconds, in any order
 * @returns null within every limit, else the limit with the longest wait and that wait in seconds
 */
export function exceededLimit<P extends { max: number; window: number }>(
  times: readonly number[],
  limits: readonly P[],
  now: number,
): { limit: P; seconds: number } | null {
  const waits = limits.flatMap((limit) => {
    const recent = times.filter((at) => isInWindow(at, now, limit.window)).sort((a, b) => b - a)
    const last = recent[limit.max - 1]
    return last === undefined ? [] : [{ limit, seconds: Math.max(1, Math.ceil((last + limit.window - now) / 1000)) }]
  })
  return waits.sort((a, b) => b.seconds - a.seconds)[0] ?? null
}

/** The fault of a newcomer's text with too many links, or null. @param standing number of the writer's live comments */
export function linksFault(links: number, standing: number): string | null {
  if (standing >= newcomers.comments || links <= newcomers.links) return null
  return `Until ${newcomers.comments} of your comments are published, each can have up to ${newcomers.links} links. This one has ${links}.`
}

/** A new live comment as live updates announce it, without its text. */
export type Arrival = { id: number; number: number; accountId: number | null; nic: string }
