// Which comments of a whole thread are new to a reader, where a page has all of it. Pure.
import { hasNumber, isNew, isUnread, type Mark, type Ranges, rangesOf, unionRanges } from '../../marks/rules.ts'
import { commentMuteReason, type Mutes } from '../../mutes/rules.ts'

export type News = {
  ids: ReadonlySet<number>
  total: number
  /** Time of “new since” in Unix milliseconds. */
  since: number
  /** This is the reader's first visit. */
  first: boolean
  /** The next new comment on another page: the first one after this page, else the first of all. */
  elsewhere: number | null
  /** Live comments that pages have shown before this one, and the reader's own. */
  read: number
  /** Whether an earlier visit has shown the comment of this number. */
  isRead: (number: number) => boolean
}

type Row = {
  id: number
  number: number
  path: Buffer
  account_id: number | null
  nic: string
  html: string
  state: string
  pointer?: unknown
}

/** A thread of which one page has all comments. */
export type WholeThread = {
  /** In display order. */
  live: readonly Row[]
  /** Ids that the page shows, and their numbers. A pointer does not show its branch, so its number is not there. */
  here: ReadonlySet<number>
  shown: Ranges
  last: Buffer | null
}

/** @param shown rows that the page shows, in its order */
export const wholeThread = (rows: readonly Row[], shown: readonly Row[]): WholeThread => ({
  live: rows
    .filter((row) => row.state === 'live' && row.pointer === undefined)
    .sort((a, b) => Buffer.compare(a.path, b.path)),
  here: new Set(shown.map(({ id }) => id)),
  shown: rangesOf(shown.flatMap((row) => (row.pointer === undefined ? [row.number] : []))),
  last: shown.at(-1)?.path ?? null,
})

/**
 * What is new in a thread to a reader who opens it.
 * @param mark of this visit, before the page is shown
 * @param count number of comments that the thread says it has
 */
export function newsOf(
  { live, here, shown, last }: WholeThread,
  mark: Mark,
  { viewer, mutes }: { viewer: { id: number } | null; mutes: Mutes },
  count: number,
): News {
  const isOwn = ({ account_id }: Row): boolean => viewer !== null && account_id === viewer.id
  const known = unionRanges(mark.seen, mark.shown)
  const found = live.filter((row) => isNew(mark, row.number) && !isOwn(row) && commentMuteReason(mutes, row) === null)
  const read = { ...mark, shown: unionRanges(mark.shown, shown) }
  const others = found.filter((row) => !here.has(row.id) && isUnread(read, row.number))
  const elsewhere = others.find((row) => last !== null && Buffer.compare(row.path, last) > 0) ?? others[0]
  return {
    ids: new Set(found.map(({ id }) => id)),
    total: found.length,
    since: mark.since,
    first: mark.seen.length === 0 && mark.base > 0 && found.length === 0,
    elsewhere: elsewhere?.id ?? null,
    isRead: (number) => hasNumber(mark.seen, number),
    read: count - live.reduce((unread, row) => unread + (hasNumber(known, row.number) || isOwn(row) ? 0 : 1), 0),
  }
}
