// The events of a live stream, and the changes of a thread between two readings. Pure.
import type { Arrival } from '../comments/thread/rules.ts'
import { commentMuteReason, hasNoMutes, type Mutes } from '../mutes/rules.ts'

export type OpenThread = {
  /** Live comments by number, at most TRACKED_COMMENTS. */
  comments: readonly Arrival[]
  /** Unix milliseconds at which it closes by its age, or null. */
  closesAt: number | null
}

/** Newest comments of a thread that a stream tracks; an older page gets only these. */
export const TRACKED_COMMENTS = 500

/** Bytes that may wait for a slow reader; beyond them the stream is cut, and the browser reconnects. */
export const MAX_QUEUED_BYTES = 64 * 1024

/** Minimum milliseconds between two readings of a thread; changes in between are sent together. */
export const READ_INTERVAL_MS = 200

/** Milliseconds after which a browser reconnects, spread so that not all do at once. */
export const RECONNECT_AFTER = { from: 2000, spread: 4000 }

/** Comments that became live since the last reading, and ids of those that no longer are. */
export function diffComments(before: readonly Arrival[], now: readonly Arrival[]): { live: Arrival[]; gone: number[] } {
  const known = new Set(before.map(({ id }) => id))
  const current = new Set(now.map(({ id }) => id))
  // A comment that leaves the tracked range is not gone, and one that re-enters it is not new.
  const oldest = Math.max(
    ...[before, now].map((comments) => (comments.length < TRACKED_COMMENTS ? 0 : comments[0]!.number)),
  )
  return {
    live: now.filter(({ id, number }) => number >= oldest && !known.has(id)),
    gone: before.flatMap(({ id, number }) => (number >= oldest && !current.has(id) ? [id] : [])),
  }
}

/** A reader, as far as it decides which comments they get: not their own, and none that they have muted. */
export type Audience = { accountId: number | null; mutes: Mutes }

export const canSeeAll = ({ accountId, mutes }: Audience): boolean => accountId === null && hasNoMutes(mutes)

/** @param texts comment id → HTML, if muted words need it */
export const canSee = (
  { accountId, mutes }: Audience,
  arrival: Arrival,
  texts: ReadonlyMap<number, string>,
): boolean => {
  const html = texts.get(arrival.id)
  return (
    (accountId === null || arrival.accountId !== accountId) &&
    commentMuteReason(mutes, { nic: arrival.nic, ...(html === undefined ? {} : { html }) }) === null
  )
}

const event = (name: string, data: object, id: number): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/**
 * Ids of comments that became live, and of those that no longer are.
 * @param whole true for everything since the page was made, which replaces earlier events
 * @param last number of the newest comment, which a reconnecting browser sends back
 */
export const commentsEvent = (
  live: readonly { id: number }[],
  gone: readonly number[],
  last: number,
  whole: boolean,
): string => event('comments', { whole, live: live.map(({ id }) => id), gone }, last)

/** The thread was closed or its article removed: the stream ends. */
export const closedEvent = (last: number): string => event('closed', {}, last)

/** Keeps the connection open, and detects closed ones. */
export const heartbeat = ': still here\n\n'

/** Sets the delay before a browser reconnects. */
export const retryLine = (milliseconds: number): string => `retry: ${milliseconds}\n\n`
