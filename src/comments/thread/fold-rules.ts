// Which comments of a page are folded, and which a view hides. Pure.
import { hasFolds, isFoldedByView, type ThreadView } from '../../thread-view.ts'

/** `shut` are folded. Of `brief` ones only the text is folded: something below is to be seen. */
export type Folds = { shut: ReadonlySet<number>; brief: ReadonlySet<number> }

type Row = {
  id: number
  parent_id: number | null
  number: number
  state: string
  account_id: number | null
  nic: string
  html: string
  recommendation_count: number
  pointer?: unknown
}

/** The reader: their account, what they have read, and what they folded or opened by hand. */
type FoldReader = {
  viewer: { id: number } | null
  isRead: (number: number) => boolean
  folded: ReadonlySet<number>
  opened: ReadonlySet<number>
}

/** Ids of rows above one of a kind. Replies have higher numbers than their parents, so they come first here. */
function idsAbove(rows: readonly Row[], isWanted: (row: Row) => boolean): Set<number> {
  const above = new Set<number>()
  for (const row of [...rows].sort((a, b) => b.number - a.number))
    if ((isWanted(row) || above.has(row.id)) && row.parent_id !== null) above.add(row.parent_id)
  return above
}

const isLow = (row: Row, hide: number | null, viewerId: number | null): boolean =>
  hide !== null &&
  row.pointer === undefined &&
  row.recommendation_count < hide &&
  (row.account_id === null || row.account_id !== viewerId)

/**
 * Leaves out comments that have too few recommendations, unless one below them has enough.
 * @returns `hidden` is the number of comments left out, tombstones not counted
 */
export function withoutLow<R extends Row>(
  rows: readonly R[],
  { hide }: Pick<ThreadView, 'hide'>,
  viewerId: number | null,
): { rows: R[]; hidden: number } {
  if (hide === null) return { rows: [...rows], hidden: 0 }
  const above = idsAbove(rows, (row) => !isLow(row, hide, viewerId))
  const kept = rows.filter((row) => !isLow(row, hide, viewerId) || above.has(row.id))
  const live = (list: readonly Row[]): number => list.filter(({ state }) => state === 'live').length
  return { rows: kept, hidden: live(rows) - live(kept) }
}

/** What the reader did by hand goes before what the view folds. */
export function foldsOf(rows: readonly Row[], view: ThreadView, { viewer, isRead, folded, opened }: FoldReader): Folds {
  if (!hasFolds(view)) return { shut: folded, brief: new Set() }
  const isOld = (row: Row): boolean => view.read && isRead(row.number)
  const isQuiet = (row: Row): boolean => isOld(row) || isLow(row, view.hide, viewer?.id ?? null)
  const above = idsAbove(rows, (row) => row.state === 'live' && !isQuiet(row))
  const byView = rows.filter((row) => !opened.has(row.id) && (isQuiet(row) || isFoldedByView(view, row)))
  return {
    shut: new Set([...folded, ...byView.map(({ id }) => id)]),
    brief: new Set(
      byView.flatMap((row) =>
        above.has(row.id) && isQuiet(row) && !folded.has(row.id) && !isFoldedByView(view, row) ? [row.id] : [],
      ),
    ),
  }
}
