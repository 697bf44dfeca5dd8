// Lays a thread out as one flat list in display order, without recursion and without losing a row. Pure.

export type PlacedRow<R> = {
  row: R
  /** From 1. A row whose parent is not among the rows is at level 1 too. */
  level: number
  /** Number of rows below it at any level, without pointers. */
  replies: number
}

/**
 * Places parents before their replies, and siblings in the given order. A row whose parent is missing, is itself, or is
 * part of a circle goes to the top level. Takes linear time.
 * @returns a permutation of the rows
 */
export function placeThread<R extends { id: number; parent_id: number | null; pointer?: unknown }>(
  rows: readonly R[],
): PlacedRow<R>[] {
  const known = new Set(rows.map((row) => row.id))
  const children = new Map<number, R[]>()
  const tops: R[] = []
  for (const row of rows) {
    if (row.parent_id === null || row.parent_id === row.id || !known.has(row.parent_id)) tops.push(row)
    else {
      const siblings = children.get(row.parent_id)
      if (siblings) siblings.push(row)
      else children.set(row.parent_id, [row])
    }
  }
  const placed: PlacedRow<R>[] = []
  const done = new Set<number>()
  placeRows(tops, children, placed, done)
  if (placed.length < rows.length) {
    // The rest are circles. Each is opened at its first row.
    for (const row of rows) if (!done.has(row.id)) placeRows([row], children, placed, done)
  }
  return placed
}

function placeRows<R extends { id: number; pointer?: unknown }>(
  tops: readonly R[],
  children: Map<number, R[]>,
  placed: PlacedRow<R>[],
  done: Set<number>,
): void {
  const stack: { row: R; level: number }[] = []
  for (let i = tops.length - 1; i >= 0; i--) stack.push({ row: tops[i]!, level: 1 })
  const first = placed.length
  while (stack.length > 0) {
    const { row, level } = stack.pop()!
    if (done.has(row.id)) continue
    done.add(row.id)
    placed.push({ row, level, replies: 0 })
    const below = children.get(row.id)
    if (below) for (let i = below.length - 1; i >= 0; i--) stack.push({ row: below[i]!, level: level + 1 })
  }
  countReplies(placed, first)
}

/** Counts from the end, so that replies are counted before their parents. Pointers are not replies. */
function countReplies<R extends { pointer?: unknown }>(placed: PlacedRow<R>[], first: number): void {
  const counts: number[] = []
  for (let i = placed.length - 1; i >= first; i--) {
    const item = placed[i]!
    item.replies = counts[item.level + 1] ?? 0
    counts[item.level + 1] = 0
    counts[item.level] = (counts[item.level] ?? 0) + item.replies + (item.row.pointer === undefined ? 1 : 0)
  }
}
