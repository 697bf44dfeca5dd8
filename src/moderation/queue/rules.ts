// The pages of the queue: after the first, which has every section, each section has its own, by the last item shown. Pure.
import type { Tally } from '../../comments/holds/rules.ts'
import { urls } from '../../urls.ts'

/**
 * Where a page of one section starts: behind these keys. Of flags that of the flag, of newcomers that of the comment; of
 * submissions the time and id of the last story and the id of the last letter, 0 for none.
 */
export type QueuePlace =
  | { section: 'flagged' | 'newcomers'; after: readonly [id: number] }
  | { section: 'submissions'; after: readonly [storyAt: number, story: number, letter: number] }

/** Parses the `section` and `after` of an address; null for anything else. */
export function parsePlace(section: string | undefined, after: string | undefined): QueuePlace | null {
  const keys = (after ?? '').split('-')
  if (!keys.every((key) => /^(?:0|[1-9]\d{0,14})$/.test(key))) return null
  const [first, second, third, ...more] = keys.map(Number)
  if (first === undefined || more.length > 0) return null
  if (section === 'flagged' || section === 'newcomers') return second === undefined ? { section, after: [first] } : null
  return section === 'submissions' && second !== undefined && third !== undefined
    ? { section, after: [first, second, third] }
    : null
}

export const placeAddress = ({ section, after }: QueuePlace): string =>
  `${urls.queue}?section=${section}&after=${after.join('-')}`

/** The tally of two lists together. */
export const addTallies = (a: Tally, b: Tally): Tally => ({
  n: a.n + b.n,
  since: a.since === null || b.since === null ? (a.since ?? b.since) : Math.min(a.since, b.since),
})

/** Merges two lists by time without changing the order of either; of the same moment the first goes first. */
export function mergeByTime<A extends { created_at: number }, B extends { created_at: number }>(
  first: readonly A[],
  second: readonly B[],
): ({ row: A; of: 'first' } | { row: B; of: 'second' })[] {
  const merged: ({ row: A; of: 'first' } | { row: B; of: 'second' })[] = []
  let i = 0
  for (const row of second) {
    for (; i < first.length && first[i]!.created_at <= row.created_at; i++) merged.push({ row: first[i]!, of: 'first' })
    merged.push({ row, of: 'second' })
  }
  return [...merged, ...first.slice(i).map((row) => ({ row, of: 'first' as const }))]
}
