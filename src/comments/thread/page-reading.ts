// Finds the rows of one page of a thread, however it is read, and the page on which a comment stands.

import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import type { View } from '../../thread-view.ts'
import { isPlain, PAGE_SIZE, type ThreadView } from '../../thread-view.ts'
import { urls } from '../../urls.ts'
import { pointerRow } from '../branches/pointer-pages.ts'
import { numberedRoots, type Pointer, pointersIn, vacantNumbers } from '../branches/pointer-queries.ts'
import * as queries from '../queries.ts'
import { recommendedRoots } from '../recommendations/queries.ts'
import { pathAfter } from './path.ts'
import { DEEPEST_LEVEL, numberAt, type Root, seenRank, splitIntoPages } from './rules.ts'

/** Rows that one page fetches at most: a page is ended by a top-level comment, which may have many replies. */
const MOST_ROWS = PAGE_SIZE * 2

const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1]

export type ThreadRows = {
  rows: queries.CommentRow[] /** Where only top-level comments are shown: they, with the number of their replies. */
  tops?: queries.TopRow[]
  page: number
  pages: number
  cut: queries.CommentRow | null
}

type Paged = Pick<ArticleRow, 'id' | 'last_number' | 'moved_away_count'>

/** Pointers of a thread; one that nothing was moved from is not asked. */
const pointersOf = (deps: Deps, article: Paged): Promise<Pointer[]> =>
  article.moved_away_count === 0 ? Promise.resolve([]) : pointersIn(deps.db, article.id)

/** Rows with the pointers that stand among them, in an order of both. */
const among = (
  rows: queries.CommentRow[],
  pointers: readonly Pointer[],
  order: (a: queries.CommentRow, b: queries.CommentRow) => number,
): queries.CommentRow[] => (pointers.length === 0 ? rows : [...rows, ...pointers.map(pointerRow)].sort(order))

const inDisplayOrder = (a: queries.CommentRow, b: queries.CommentRow): number => Buffer.compare(a.path, b.path)

/** Pointers from a path up to another; null is without an end. */
const between = (pointers: readonly Pointer[], from: Buffer | null, to: Buffer | null): Pointer[] =>
  pointers.filter(
    ({ path }) => (from === null || Buffer.compare(path, from) >= 0) && (to === null || Buffer.compare(path, to) < 0),
  )

/** Numbers of a long thread at which readers see nothing, ascending: what stands there waits, is spam, or was moved away without a pointer. */
async function hiddenNumbers(deps: Deps, article: Paged, pointers: readonly Pointer[]): Promise<number[]> {
  // A short thread is on one page whatever waits in it; a long one is cut by what readers see.
  if (article.last_number <= PAGE_SIZE) return []
  const unseen = await queries.unseenNumbers(deps.db, article.id)
  if (article.moved_away_count === 0) return unseen
  const pointed = new Set(pointers.map(({ number }) => number))
  return [
    ...unseen,
    ...(await vacantNumbers(deps.db, article.id, article.last_number)).filter((number) => !pointed.has(number)),
  ].sort((a, b) => a - b)
}

/**
 * The rows of one page of a thread.
 * @param page from 1
 * @returns null when there is no such page
 */
export async function readThreadRows(
  deps: Deps,
  article: Paged,
  view: ThreadView,
  page: number,
): Promise<ThreadRows | null> {
  const { db } = deps
  if (view.featured)
    return page > 1
      ? null
      : { rows: inOrder(await queries.featuredRows(db, article.id, PAGE_SIZE), view), page: 1, pages: 1, cut: null }
  const pointers = await pointersOf(deps, article)
  if (view.top) return topPage(deps, article, pointers, view, page)
  if (view.order === 'recommended') return recommendedPage(deps, article, pointers, page)
  const hidden = await hiddenNumbers(deps, article, pointers)
  const seen = article.last_number - hidden.length
  if (view.order !== 'threaded') {
    const pages = Math.max(1, Math.ceil(seen / PAGE_SIZE))
    if (page > pages) return null
    const first = view.order === 'flat' ? (page - 1) * PAGE_SIZE + 1 : seen - page * PAGE_SIZE + 1
    const [from, to] = [numberAt(first, hidden), numberAt(first + PAGE_SIZE - 1, hidden)]
    const rows = await queries.numberedRows(db, article.id, from, to, view.order === 'flat' ? 'asc' : 'desc')
    return {
      rows: among(
        rows,
        pointers.filter(({ number }) => number >= from && number <= to),
        (a, b) => (view.order === 'flat' ? a.number - b.number : b.number - a.number),
      ),
      page,
      pages,
      cut: null,
    }
  }
  if (seen <= PAGE_SIZE)
    return page > 1
      ? null
      : {
          rows: among(await queries.threadRows(db, article.id, null, PAGE_SIZE), pointers, inDisplayOrder),
          page: 1,
          pages: 1,
          cut: null,
        }
  const split = splitIntoPages(await seenRoots(deps, article, pointers))
  const here = split[page - 1]
  if (!here?.[0]) return null
  const [from, end] = await pathsOf(deps, pointers, [here[0].id, last(here)!.id])
  const rows = await queries.threadRows(db, article.id, { from: from!, to: pathAfter(end!) }, MOST_ROWS + 1)
  const shown = rows.slice(0, MOST_ROWS)
  const cut = rows.length > MOST_ROWS ? last(shown)! : null
  return {
    rows: among(shown, between(pointers, from!, cut?.path ?? pathAfter(end!)), inDisplayOrder),
    page,
    pages: split.length,
    cut,
  }
}

const inOrder = <R extends { recommendation_count: number }>(rows: R[], view: ThreadView): R[] =>
  view.order === 'newest'
    ? rows.reverse()
    : view.order === 'recommended'
      ? rows.sort((a, b) => b.recommendation_count - a.recommendation_count)
      : rows

/** Paths of top-level comments and pointers, in the order of the ids. */
async function pathsOf(deps: Deps, pointers: readonly Pointer[], ids: readonly number[]): Promise<Buffer[]> {
  const pointed = new Map(pointers.map(({ id, path }) => [-id, path]))
  const asked = ids.filter((id) => !pointed.has(id))
  const stored = asked.length === 0 ? [] : await queries.pathsOf(deps.db, [asked[0]!, ...asked.slice(1)])
  const paths = new Map([...pointed, ...asked.map((id, i) => [id, stored[i]!] as const)])
  return ids.map((id) => paths.get(id)!)
}

/** Top-level comments that readers see, or that something stands under, and top-level pointers. */
async function seenRoots(deps: Deps, article: Paged, pointers: readonly Pointer[]): Promise<Root[]> {
  const unseen = await queries.unseenRoots(deps.db, article.id)
  const seen = ({ id }: Root): boolean => !unseen.has(id)
  const tops = pointers.filter(({ depth }) => depth === 1)
  if (tops.length > 0)
    return [
      ...(await numberedRoots(deps.db, article.id)).filter(seen),
      ...tops.map(({ id, number }) => ({ id: -id, subtree_count: 1, number })),
    ].sort((a, b) => a.number - b.number)
  const roots = await queries.roots(deps.db, article.id)
  return unseen.size === 0 ? roots : roots.filter(seen)
}

/** Top-level comments as an order has them: the most recommended first, and those that as many recommend by age. */
async function rootsIn(deps: Deps, article: Paged, pointers: readonly Pointer[], order: View): Promise<Root[]> {
  const roots = await seenRoots(deps, article, pointers)
  if (order !== 'recommended') return roots
  const counts = await recommendedRoots(deps.db, article.id)
  return counts.size === 0 ? roots : roots.sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0))
}

/** A page of branches, the most recommended first, each with its replies as they stand in the thread. */
async function recommendedPage(
  deps: Deps,
  article: Paged,
  pointers: readonly Pointer[],
  page: number,
): Promise<ThreadRows | null> {
  const split = splitIntoPages(await rootsIn(deps, article, pointers, 'recommended'))
  const here = split[page - 1]
  if (!here) return null
  const ids = here.map(({ id }) => id)
  const whole = split.length === 1 || ids.length === 0
  const spans = whole ? [] : (await pathsOf(deps, pointers, ids)).map((from) => ({ from, to: pathAfter(from) }))
  const rows = whole
    ? await queries.threadRows(deps.db, article.id, null, MOST_ROWS + 1)
    : await queries.stretches(deps.db, article.id, spans, MOST_ROWS + 1)
  const rank = new Map(ids.map((id, i) => [id, i]))
  const rankOf = ({ id, root_id }: { id: number; root_id: number | null }): number | undefined =>
    rank.get(root_id ?? id)
  const cut = rows.length > MOST_ROWS
  const pointed = pointers.filter(
    ({ id, root_id, path }) =>
      rankOf({ id: -id, root_id }) !== undefined && (!cut || Buffer.compare(path, rows[MOST_ROWS]!.path) < 0),
  )
  const shown = among(rows.slice(0, MOST_ROWS), pointed, inDisplayOrder).sort(
    (a, b) => (rankOf(a) ?? 0) - (rankOf(b) ?? 0),
  )
  return {
    rows: shown,
    page,
    pages: split.length,
    cut: cut ? shown.findLast((row) => row.pointer === undefined)! : null,
  }
}

/** A page of top-level comments; where the newest come first, so do the pages. */
async function topPage(
  deps: Deps,
  article: Paged,
  pointers: readonly Pointer[],
  view: ThreadView,
  page: number,
): Promise<ThreadRows | null> {
  const roots = await rootsIn(deps, article, pointers, view.order)
  const pages = Math.max(1, Math.ceil(roots.length / PAGE_SIZE))
  if (page > pages) return null
  const first = view.order === 'newest' ? Math.max(0, roots.length - page * PAGE_SIZE) : (page - 1) * PAGE_SIZE
  const end =
    view.order === 'newest' ? roots.length - (page - 1) * PAGE_SIZE : Math.min(first + PAGE_SIZE, roots.length)
  const live = await queries.liveBelow(deps.db, article.id)
  const ids = roots.slice(first, end).map(({ id }) => id)
  if (view.order === 'newest') ids.reverse()
  const found = new Map(
    [...(await queries.rowsNamed(deps.db, ids)), ...pointers.map(pointerRow)].map((row) => [row.id, row]),
  )
  const rows = ids.flatMap((id) => {
    const row = found.get(id)
    return row ? [{ ...row, below: live.get(id) ?? 0 }] : []
  })
  return { rows, tops: rows, page, pages, cut: null }
}

/** The pointers of a branch, or of the part of it that a page shows. @param rows the page's, in display order; `more` where others follow */
export async function branchPointers(
  deps: Deps,
  article: Paged,
  branch: { from: Buffer; to: Buffer; whole: boolean },
  rows: readonly queries.CommentRow[],
  more: boolean,
): Promise<queries.CommentRow[]> {
  const pointers = await pointersOf(deps, article)
  const here = new Set(rows.map(({ id }) => id))
  const [first, end] = [rows[0], last(rows)]
  // Deep down others stand between them: there a pointer is known by what it answered.
  const mine = branch.whole
    ? between(pointers, first?.path ?? branch.from, more ? (end?.path ?? branch.to) : branch.to)
    : pointers.filter(({ parent_id }) => parent_id !== null && here.has(parent_id))
  return among([...rows], mine, inDisplayOrder)
}

/**
 * The address at which a comment is shown, unfolded and marked, whatever the length and depth of its thread.
 * @param view how this reader reads threads; what it leaves out or folds does not hide a comment that is asked for
 * @returns null when there is no such comment for readers; one that was taken back has no place where nothing answers it
 */
export async function addressOf(deps: Deps, id: number, view: ThreadView): Promise<string | null> {
  const place = await queries.placeOf(deps.db, id)
  if (!place) return null
  const article = { id: place.article_id, last_number: place.last_number, moved_away_count: place.moved_away_count }
  const pointers = await pointersOf(deps, article)
  if (
    place.state === 'withdrawn' &&
    !(await queries.holdsUp(deps.db, place)) &&
    pointers.every(({ parent_id }) => parent_id !== id)
  )
    return null
  const href = urls.article({ id: place.article_id, slug: place.slug })
  const { order } = view
  const onPage = (page: number): string =>
    `${href}${page > 1 ? `?view=${order}&page=${page}` : isPlain(view) ? '' : `?view=${order}&page=1`}#c${id}`
  const hidden = await hiddenNumbers(deps, article, pointers)
  if (order === 'flat' || order === 'newest') {
    const rank = seenRank(place.number, hidden)
    return onPage(Math.ceil((order === 'flat' ? rank : place.last_number - hidden.length - rank + 1) / PAGE_SIZE))
  }
  if (place.depth > DEEPEST_LEVEL) return `${urls.branch(id)}#c${id}`
  if (order === 'threaded' && place.last_number - hidden.length <= PAGE_SIZE) return onPage(1)
  const split = splitIntoPages(await rootsIn(deps, article, pointers, order))
  const root = place.root_id ?? place.id
  const page = split.findIndex((roots) => roots.some((one) => one.id === root)) + 1
  const size = (split[page - 1] ?? []).reduce((sum, one) => sum + one.subtree_count, 0)
  return size <= MOST_ROWS ? onPage(page) : `${urls.branch(id)}#c${id}`
}
