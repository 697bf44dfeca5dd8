// What readers of an open thread are told: the events of its stream, and what changed between two looks at it. Pure.
import type { Arrival } from '../comments/thread/rules.ts'
import { commentMuteReason, hasNoMutes, type Mutes } from '../mutes/rules.ts'

/** A thread that can still be written in, as it stands. */
export type OpenThread = {
  /** Live comments by their numbers, the newest WINDOW at most. */
  comments: readonly Arrival[]
  /** Unix milliseconds at which it closes by its age, or null. */
  closesAt: number | null
}

/** Newest comments of a thread that a stream knows of; a page that is older than those is told of them alone. */
export const TRACKED_COMMENTS = 500

/** Bytes that may wait for a reader who does not take them; then the stream is cut, and the browser comes back. */
export const MAX_QUEUED_BYTES = 64 * 1024

/** Milliseconds between two looks at a thread at least: what comes in between is told together. */
export const LOOK_INTERVAL = 200

/** Milliseconds after which a browser comes back when a stream has ended: spread, so that not all of them come at once. */
export const RECONNECT_AFTER = { from: 2000, spread: 4000 }

/** What has become live since the last look, and what no longer is. */
export function diffComments(before: readonly Arrival[], now: readonly Arrival[]): { live: Arrival[]; gone: number[] } {
  const known = new Set(before.map(({ id }) => id))
  const standing = new Set(now.map(({ id }) => id))
  // What the window has left behind is not gone, and what comes back into it, because others went, is not new.
  const oldest = Math.max(
    ...[before, now].map((comments) => (comments.length < TRACKED_COMMENTS ? 0 : comments[0]!.number)),
  )
  return {
    live: now.filter(({ id, number }) => number >= oldest && !known.has(id)),
    gone: before.flatMap(({ id, number }) => (number >= oldest && !standing.has(id) ? [id] : [])),
  }
}

/** Whose comments a reader is not told of: their own, and those of people and words that they have muted. */
export type Audience = { accountId: number | null; mutes: Mutes }

export const canSeeAll = ({ accountId, mutes }: Audience): boolean => accountId === null && hasNoMutes(mutes)

/** @param texts the HTML of the comments, where muted words go by it */
export const canSee = ({ accountId, mutes }: Audience, one: Arrival, texts: ReadonlyMap<number, string>): boolean => {
  const html = texts.get(one.id)
  return (
    (accountId === null || one.accountId !== accountId) &&
    commentMuteReason(mutes, { nic: one.nic, ...(html === undefined ? {} : { html }) }) === null
  )
}

const event = (name: string, data: object, id: number): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/**
 * Comments that have become live, or are not any more, by their ids.
 * @param whole true when that is all there is since the page was made, whatever was told before
 * @param last number of the newest comment told of: what a browser that comes back says it knows
 */
export const commentsEvent = (
  live: readonly { id: number }[],
  gone: readonly number[],
  last: number,
  whole: boolean,
): string => event('comments', { whole, live: live.map(({ id }) => id), gone }, last)

/** The thread has been closed, or its article taken down: nothing more will come. */
export const closedEvent = (last: number): string => event('closed', {}, last)

/** Keeps the line open, and finds out whether anybody is at its other end. */
export const heartbeat = ': still here\n\n'

/** How long a browser waits before it comes back. */
export const retryLine = (milliseconds: number): string => `retry: ${milliseconds}\n\n`
