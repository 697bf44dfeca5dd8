// Which comments of a page are printed as they were before a change of the thread. Pure.
import { isDeepStrictEqual } from 'node:util'
import { zoneOf } from '../../format.ts'
import { dayNumber } from '../../time.ts'
import type { ThreadContext } from './context-pages.ts'
import type { Placed } from './pages.ts'
import type { CommentRow } from './queries.ts'

/** What the text of every comment of a page depends on: times are printed by their distance from the day of now. */
const factsOf = ({ viewer, thread, view, versions, reasons, now, dates, ...rest }: ThreadContext): unknown[] => [
  ...[viewer?.role, thread.closed ? thread.at : null, view, versions, reasons, dayNumber(now, zoneOf(dates)), dates],
  ...[rest.articleId, rest.posterId, rest.editMinutes, rest.recommending, rest.follow],
]

/** Whether comments of one page can have the texts that they have on another. */
export const hasSameFacts = (one: ThreadContext, other: ThreadContext): boolean =>
  isDeepStrictEqual(factsOf(one), factsOf(other))

/** The path is not printed. */
function isSameRow(one: CommentRow, other: CommentRow): boolean {
  for (const key in one)
    if (key !== 'path' && one[key as keyof CommentRow] !== other[key as keyof CommentRow]) return false
  return true
}

type Parent = Pick<CommentRow, 'nic' | 'state' | 'edited_at'>

const isSameParent = (one: Parent | undefined, other: Parent | undefined): boolean =>
  one?.nic === other?.nic && one?.state === other?.state && one?.edited_at === other?.edited_at

const isSamePlace = (one: Placed, other: Placed): boolean =>
  one.level === other.level &&
  one.replies === other.replies &&
  one.opens === other.opens &&
  one.closes.length === other.closes.length &&
  one.more?.text === other.more?.text &&
  (one.parent === undefined) === (other.parent === undefined) &&
  isSameParent(one.parent, other.parent)

/** Tombstones and pointers tell of more than their row; a quotation depends on the article. */
const isPlainComment = ({ row, run }: Placed): boolean =>
  row.state === 'live' && row.pointer === undefined && run.length === 0 && !row.html.includes('<blockquote')

type Side = { placed: Placed; context: ThreadContext }

/** Whether a comment has the text that it had before. The facts of both pages must be the same. */
export function isSameText(now: Side, before: Side): boolean {
  const { row } = now.placed
  const isSameIn = (of: (context: ThreadContext) => ReadonlySet<number>): boolean =>
    of(now.context).has(row.id) === of(before.context).has(row.id)
  return (
    isPlainComment(now.placed) &&
    isPlainComment(before.placed) &&
    isSameRow(row, before.placed.row) &&
    isSamePlace(now.placed, before.placed) &&
    isSameIn(({ featured }) => featured) &&
    isSameIn(({ reworded }) => reworded) &&
    isSameIn(({ moved }) => moved) &&
    (row.parent_id === null ||
      isSameParent(now.context.parents.get(row.parent_id), before.context.parents.get(row.parent_id)))
  )
}
