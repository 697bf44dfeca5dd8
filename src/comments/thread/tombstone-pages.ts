// Tombstones of removed and withdrawn comments, and stubs of muted ones. Pure.

import { asSentence, clockTime, count, type Dates, dateOf, number } from '../../format.ts'
import type { MuteKind } from '../../mutes/rules.ts'
import { urls } from '../../urls.ts'
import type { CommentRow, TopRow } from './queries.ts'
import type { PlacedRow } from './tree.ts'

/** `entry` links to the log entry, or to the reader's mutes. */
export type Tombstone = { heading: string; body: string; entry: { href: string; text: string } | null }

/** Replaces a comment that the reader has muted, so that its replies stay readable. */
export const mutedStub = (why: MuteKind, replies: number): Tombstone => ({
  heading: 'Hidden comment',
  body: `1 hidden${replies === 0 ? '' : `, ${count(replies, 'reply', 'replies')}`}.`,
  entry: { href: urls.mutes, text: why === 'word' ? 'You have muted a word in it' : 'You have muted its author' },
})

/** Replaces a moved branch. Its sentence is made by pointer-pages.ts. */
export const movedTombstone: Tombstone = { heading: 'Moved', body: '', entry: null }

const isTombstone = (row: CommentRow): boolean => row.state === 'removed' || row.state === 'withdrawn'

/** @param withdrawnAt when its author withdrew it, if on record */
export function tombstone(
  row: Pick<CommentRow, 'state' | 'created_at' | 'removed_at' | 'removed_by' | 'removal_reason' | 'removal_entry'>,
  withdrawnAt: number | undefined,
  dates: Dates,
): Tombstone | null {
  const on = (at: number): string =>
    dateOf(at, dates) === dateOf(row.created_at, dates) ? ` at ${clockTime(at, dates)}` : ` on ${dateOf(at, dates)}`
  if (row.state === 'removed') {
    const when = row.removed_at === null ? '' : on(row.removed_at)
    return {
      heading: 'Removed comment',
      body: `Removed${row.removed_by === null ? '' : ` by ${row.removed_by}`}${when}. Reason: ${asSentence(row.removal_reason ?? 'not given')}`,
      entry:
        row.removal_entry === null
          ? null
          : { href: urls.logEntry(row.removal_entry), text: `Public log, entry ${number(row.removal_entry)}` },
    }
  }
  if (row.state === 'withdrawn')
    return {
      heading: 'Withdrawn comment',
      body: `Withdrawn by its author${withdrawnAt === undefined ? '' : on(withdrawnAt)}.`,
      entry: null,
    }
  return null
}

/** Leaves out withdrawn comments without replies: a tombstone is only shown above replies. */
export function withoutTombstones<R extends CommentRow>(rows: readonly R[]): R[] {
  if (rows.every((row) => row.state !== 'withdrawn')) return [...rows]
  const holding = new Set<number>()
  // Replies have higher numbers than their parents, so they come first here.
  for (const row of [...rows].sort((a, b) => b.number - a.number)) {
    if ((row.state !== 'withdrawn' || row.reply_count > 0 || holding.has(row.id)) && row.parent_id !== null)
      holding.add(row.parent_id)
  }
  return rows.filter((row) => row.state !== 'withdrawn' || row.reply_count > 0 || holding.has(row.id))
}

export const withoutUnansweredTombstones = (rows: readonly TopRow[]): TopRow[] =>
  rows.filter((row) => row.state !== 'withdrawn' || row.below > 0)

/** `run` are the tombstones before it that are folded into it; `depth` is its level before runs were folded. */
export type FoldedPlace = PlacedRow<CommentRow> & { run: CommentRow[]; depth: number }

/**
 * Folds each run of tombstones into one place: neighbours without replies, and chains in which each is the only reply to
 * the one before. Replies to the last of a run follow the place.
 */
export function foldRuns(placed: readonly PlacedRow<CommentRow>[]): FoldedPlace[] {
  const children = new Map<number, number>()
  for (const { row } of placed)
    if (row.parent_id !== null) children.set(row.parent_id, (children.get(row.parent_id) ?? 0) + 1)
  const below = (row: CommentRow): number => children.get(row.id) ?? 0
  const places: FoldedPlace[] = []
  // Levels at which a reply was folded into its parent. Deeper comments move up by one for each.
  const raised: number[] = []
  for (const [i, item] of placed.entries()) {
    while (raised.length > 0 && raised.at(-1)! >= item.level) raised.pop()
    const before = placed[i - 1]
    const place = places.at(-1)
    const bothGone = before !== undefined && isTombstone(before.row) && isTombstone(item.row)
    const onlyAnswer = bothGone && item.row.parent_id === before.row.id && below(before.row) === 1
    const beside = bothGone && item.level === before.level && below(before.row) === 0 && below(item.row) === 0
    if (place && (onlyAnswer || beside)) {
      if (onlyAnswer) raised.push(item.level)
      places[places.length - 1] = { ...item, level: place.level, depth: item.level, run: [...place.run, before!.row] }
    } else places.push({ ...item, level: item.level - raised.length, depth: item.level, run: [] })
  }
  return places
}

/** `3 comments removed or withdrawn`. */
export function runText(rows: readonly CommentRow[]): string {
  const removed = rows.some((row) => row.state === 'removed')
  const withdrawn = rows.some((row) => row.state === 'withdrawn')
  return `${count(rows.length, 'comment')} ${removed && withdrawn ? 'removed or withdrawn' : removed ? 'removed' : 'withdrawn'}`
}
