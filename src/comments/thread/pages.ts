// Arranges the comments of a page: as nested lists, as one flat list, or top-level comments alone. Pure.
import { count } from '../../format.ts'
import { urls } from '../../urls.ts'
import { type Comment, commentModel, type Placement } from './comment-pages.ts'
import type { ThreadContext } from './context-pages.ts'
import type { CommentRow, TopRow } from './queries.ts'
import { DEEPEST_LEVEL } from './rules.ts'
import { foldRuns } from './tombstone-pages.ts'
import { placeThread } from './tree.ts'

/** A comment at its place on a page, the same for every reader. */
export type Placed = Placement & Pick<Comment, 'opens' | 'closes' | 'more'>

/** The comment as its reader sees it. */
export const placedComment = (placed: Placed, context: ThreadContext): Comment => ({
  ...commentModel(placed, context),
  opens: placed.opens,
  closes: placed.closes,
  more: placed.more,
})

/** A thread as nested lists. The list is flat: each comment says which lists open and close after it. */
export function placeThreaded(rows: readonly CommentRow[], above: readonly CommentRow[] = []): Placed[] {
  const byId = new Map([...above, ...rows].map((row) => [row.id, row]))
  // A pointer one level deeper is shown here, as it needs no page of its own.
  const shown = foldRuns(
    placeThread(rows).filter(({ row, level }) => level <= DEEPEST_LEVEL + (row.pointer === undefined ? 0 : 1)),
  )
  return shown.map(({ row, level, replies, run, depth }, i) => {
    const next = shown[i + 1]?.level ?? 1
    const first = run[0] ?? row
    return {
      row,
      level,
      replies,
      run,
      parent: first.parent_id === null ? undefined : byId.get(first.parent_id),
      opens: next > level,
      closes: Array.from({ length: Math.max(level - next, 0) }, (_, n) => n),
      more:
        depth === DEEPEST_LEVEL && replies > 0
          ? {
              href: urls.branch(row.id),
              text: `Continue this branch: ${count(replies, 'more reply', 'more replies')}`,
            }
          : null,
    }
  })
}

/** Top-level comments, each with a link to its replies. */
export const placeTops = (rows: readonly TopRow[]): Placed[] =>
  rows.map((row) => ({
    row,
    level: 1,
    replies: row.below,
    run: [],
    parent: undefined,
    opens: false,
    closes: [],
    more: row.below === 0 ? null : { href: urls.branch(row.id), text: count(row.below, 'reply', 'replies') },
  }))

/** One list in the order of the rows. */
export function placeFlat(rows: readonly CommentRow[]): Placed[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const replies = new Map<number, number>()
  for (const row of rows)
    if (row.parent_id !== null && row.pointer === undefined)
      replies.set(row.parent_id, (replies.get(row.parent_id) ?? 0) + 1)
  // Without parents: in this list runs are made of neighbours.
  const places = foldRuns(rows.map((row) => ({ row: { ...row, parent_id: null }, level: 1, replies: 0 })))
  return places.map(({ row: { id }, run }) => {
    const row = byId.get(id)!
    const first = run[0] === undefined ? row : byId.get(run[0].id)!
    return {
      row,
      level: row.depth,
      replies: replies.get(id) ?? 0,
      run: run.map((one) => byId.get(one.id)!),
      parent: first.parent_id === null ? undefined : byId.get(first.parent_id),
      opens: false,
      closes: [],
      more: null,
    }
  })
}

/**
 * Adds the reader's own comments that are not published to the rows of a page in nested lists. One whose parent is not
 * on the page, or too deep for it, goes to the end.
 * @param byPath whether the rows are in the order of their paths
 */
export function withOwnHidden(
  rows: readonly CommentRow[],
  own: readonly CommentRow[],
  byPath: boolean,
): readonly CommentRow[] {
  if (own.length === 0) return rows
  const here = new Set(rows.map(({ id }) => id))
  const hasPlace = ({ parent_id, depth }: CommentRow): boolean =>
    parent_id === null || (here.has(parent_id) && depth <= DEEPEST_LEVEL)
  const placed = [...rows, ...own.filter(hasPlace)]
  if (byPath) placed.sort((a, b) => Buffer.compare(a.path, b.path))
  return [...placed, ...own.filter((row) => !hasPlace(row)).map((row) => ({ ...row, parent_id: null }))]
}

/** A branch as nested lists, below its ancestors as a flat list. */
export const branchComments = (
  parents: readonly CommentRow[],
  rows: readonly CommentRow[],
  context: ThreadContext,
  about: number,
): Comment[] =>
  [...placeFlat(parents), ...placeThreaded(rows, parents)].map((placed) => {
    const one = placedComment(placed, context)
    return one.id === about ? { ...one, tags: [...one.tags, { text: 'This comment', color: '' }] } : one
  })

/** Joins runs of muted comments without replies into one line, shown by the last of the run. */
export function foldTombstones(comments: readonly Comment[]): Comment[] {
  const shown: Comment[] = []
  let run = 0
  for (const [i, one] of comments.entries()) {
    const next = comments[i + 1]
    // No list opens or closes within a run.
    if (one.hidden && !one.opens && one.closes.length === 0 && next?.hidden && !next.opens) run += 1
    else {
      shown.push(
        run === 0 ? one : { ...one, body: `${run + 1} hidden.`, entry: { href: urls.mutes, text: 'Your mutes' } },
      )
      run = 0
    }
  }
  return shown
}
