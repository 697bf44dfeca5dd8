// What stands in place of comments that are not shown: removed, taken back by their writers, muted by their reader. Pure.
import { asSentence, clockTime, count, type Dates, dateOf, number } from '../../format.ts'
import type { MuteKind } from '../../mutes/rules.ts'
import { urls } from '../../urls.ts'
import type { CommentRow, TopRow } from '../queries.ts'
import type { Placed } from './tree.ts'

/** `entry` is what it points at: the log entry, the reader's mutes. */
export type Gone = { heading: string; body: string; entry: { href: string; text: string } | null }

/** In place of a comment that its reader has muted: the talk below it stays readable. */
export const stub = (why: MuteKind, replies: number): Gone => ({
  heading: 'Hidden comment',
  body: `1 hidden${replies === 0 ? '' : `, ${count(replies, 'reply', 'replies')}`}.`,
  entry: { href: urls.mutes, text: why === 'word' ? 'You have muted a word in it' : 'You have muted its writer' },
})

/** In place of a branch that was moved away; what it says is on its own (pointer-pages.ts). */
export const moved: Gone = { heading: 'Moved', body: '', entry: null }

const isTomb = (row: CommentRow): boolean => row.state === 'removed' || row.state === 'withdrawn'

/** @param withdrawnAt when its writer took it back, where that is known */
export function tombstone(
  row: Pick<CommentRow, 'state' | 'created_at' | 'removed_at' | 'removed_by' | 'removal_reason' | 'removal_entry'>,
  withdrawnAt: number | undefined,
  dates: Dates,
): Gone | null {
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

/** What was taken back has a place only for the sake of what was answered to it: the rest of the rows, in their order. */
export function withoutTombstones<R extends CommentRow>(rows: readonly R[]): R[] {
  if (rows.every((row) => row.state !== 'withdrawn')) return [...rows]
  const holding = new Set<number>()
  // A reply has a higher number than what it answers, so it is looked at first.
  for (const row of [...rows].sort((a, b) => b.number - a.number)) {
    if ((row.state !== 'withdrawn' || row.reply_count > 0 || holding.has(row.id)) && row.parent_id !== null)
      holding.add(row.parent_id)
  }
  return rows.filter((row) => row.state !== 'withdrawn' || row.reply_count > 0 || holding.has(row.id))
}

/** The same of top-level comments alone. */
export const standingTops = (rows: readonly TopRow[]): TopRow[] =>
  rows.filter((row) => row.state !== 'withdrawn' || row.below > 0)

/** A place in the thread; `run` are the tombstones before it that it stands for as well, `depth` its level before runs were folded. */
export type Place = Placed<CommentRow> & { run: CommentRow[]; depth: number }

/**
 * Runs of tombstones become one place each: those that stand side by side without replies, and those that answer one
 * another with nothing else below. What was answered to the last of a run stands below the place.
 */
export function folded(placed: readonly Placed<CommentRow>[]): Place[] {
  const children = new Map<number, number>()
  for (const { row } of placed)
    if (row.parent_id !== null) children.set(row.parent_id, (children.get(row.parent_id) ?? 0) + 1)
  const below = (row: CommentRow): number => children.get(row.id) ?? 0
  const places: Place[] = []
  /** Levels at which an answer was folded into what it answers: all that stands deeper moves up by one for each. */
  const raised: number[] = []
  for (const [i, item] of placed.entries()) {
    while (raised.length > 0 && raised.at(-1)! >= item.level) raised.pop()
    const before = placed[i - 1]
    const place = places.at(-1)
    const bothGone = before !== undefined && isTomb(before.row) && isTomb(item.row)
    const onlyAnswer = bothGone && item.row.parent_id === before.row.id && below(before.row) === 1
    const beside = bothGone && item.level === before.level && below(before.row) === 0 && below(item.row) === 0
    if (place && (onlyAnswer || beside)) {
      if (onlyAnswer) raised.push(item.level)
      places[places.length - 1] = { ...item, level: place.level, depth: item.level, run: [...place.run, before!.row] }
    } else places.push({ ...item, level: item.level - raised.length, depth: item.level, run: [] })
  }
  return places
}

/** What a run is called: `3 comments removed or withdrawn`. */
export function runWords(rows: readonly CommentRow[]): string {
  const removed = rows.some((row) => row.state === 'removed')
  const withdrawn = rows.some((row) => row.state === 'withdrawn')
  return `${count(rows.length, 'comment')} ${removed && withdrawn ? 'removed or withdrawn' : removed ? 'removed' : 'withdrawn'}`
}
