// Finds the rows of one page of a thread in any order.
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { PAGE_SIZE, type ThreadView, type View } from '../../thread-view.ts'
import { pointerRow } from '../branches/pointer-pages.ts'
import { numberedRoots, type Pointer, pointersIn } from '../branches/pointer-queries.ts'
import { recommendedRoots } from '../recommendations/queries.ts'
import { readHiddenNumbers, readRoots } from './outline-reading.ts'
import { pathAfter } from './path.ts'
import { commentPaths, unseenRoots } from './place-queries.ts'
import type { CommentRow, TopRow } from './queries.ts'
import { featuredRows, liveReplyCounts, numberedRows, rowsByIds, rowsInRanges, threadRows } from './queries.ts'
import { numberAt, type Root, splitIntoPages } from './rules.ts'

/** Rows of one page. A page ends with a whole branch, which may be larger than PAGE_SIZE. */
export const MAX_ROWS = PAGE_SIZE * 2

export type ThreadRows = {
  rows: CommentRow[]
  /** Set in the view of top-level comments: they with their reply counts. */
  tops?: TopRow[]
  page: number
  pages: number
  /** The last row that is shown of a branch too large for the page. */
  cut: CommentRow | null
}

type PagedArticle = Pick<ArticleRow, 'id' | 'last_number' | 'moved_away_count'>

/** Pointers of a thread. Runs no query if no branch was moved away. */
export const pointersOf = (deps: Deps, article: PagedArticle): Promise<Pointer[]> =>
  article.moved_away_count === 0 ? Promise.resolve([]) : pointersIn(deps.db, article.id)

/** Sorts pointers into the rows. */
const mergePointers = (
  rows: CommentRow[],
  pointers: readonly Pointer[],
  order: (a: CommentRow, b: CommentRow) => number,
): CommentRow[] => (pointers.length === 0 ? rows : [...rows, ...pointers.map(pointerRow)].sort(order))

const compareByPath = (a: CommentRow, b: CommentRow): number => Buffer.compare(a.path, b.path)

/** Pointers in a range of paths; null leaves that end open. */
const pointersBetween = (pointers: readonly Pointer[], from: Buffer | null, to: Buffer | null): Pointer[] =>
  pointers.filter(
    ({ path }) => (from === null || Buffer.compare(path, from) >= 0) && (to === null || Buffer.compare(path, to) < 0),
  )

/** Numbers of a long thread without a visible comment or pointer, ascending. A short thread has one page in any case. */
export const hiddenNumbers = (
  deps: Deps,
  article: PagedArticle,
  pointers: readonly Pointer[],
): Promise<readonly number[]> =>
  article.last_number <= PAGE_SIZE ? Promise.resolve([]) : readHiddenNumbers(deps, article, pointers)

/**
 * @param page from 1
 * @returns null if there is no such page
 */
export async function readThreadRows(
  deps: Deps,
  article: PagedArticle,
  view: ThreadView,
  page: number,
): Promise<ThreadRows | null> {
  const { db } = deps
  if (view.featured)
    return page > 1
      ? null
      : {
          rows: sortFeatured(await featuredRows(db, article.id, PAGE_SIZE), view),
          page: 1,
          pages: 1,
          cut: null,
        }
  const pointers = await pointersOf(deps, article)
  if (view.top) return topPage(deps, article, pointers, view, page)
  if (view.order === 'recommended') return recommendedPage(deps, article, pointers, page)
  const hidden = await hiddenNumbers(deps, article, pointers)
  if (view.order === 'flat' || view.order === 'newest')
    return numberedPage(deps, article, pointers, hidden, view.order, page)
  if (article.last_number - hidden.length > PAGE_SIZE) return branchesPage(deps, article, pointers, page)
  if (page > 1) return null
  const rows = await threadRows(db, article.id, null, PAGE_SIZE)
  return { rows: mergePointers(rows, pointers, compareByPath), page: 1, pages: 1, cut: null }
}

/** A page of comments by number, the oldest or the newest first. */
async function numberedPage(
  deps: Deps,
  article: PagedArticle,
  pointers: readonly Pointer[],
  hidden: readonly number[],
  order: 'flat' | 'newest',
  page: number,
): Promise<ThreadRows | null> {
  const seen = article.last_number - hidden.length
  const pages = Math.max(1, Math.ceil(seen / PAGE_SIZE))
  if (page > pages) return null
  const first = order === 'flat' ? (page - 1) * PAGE_SIZE + 1 : seen - page * PAGE_SIZE + 1
  const [from, to] = [numberAt(first, hidden), numberAt(first + PAGE_SIZE - 1, hidden)]
  const rows = await numberedRows(deps.db, article.id, from, to, order === 'flat' ? 'asc' : 'desc')
  const here = pointers.filter(({ number }) => number >= from && number <= to)
  return {
    rows: mergePointers(rows, here, (a, b) => (order === 'flat' ? a.number - b.number : b.number - a.number)),
    page,
    pages,
    cut: null,
  }
}

/** A page of whole branches in display order, of a thread longer than a page. */
async function branchesPage(
  deps: Deps,
  article: PagedArticle,
  pointers: readonly Pointer[],
  page: number,
): Promise<ThreadRows | null> {
  const split = splitIntoPages(await seenRoots(deps, article, pointers))
  const here = split[page - 1]
  if (!here?.[0]) return null
  const [from, end] = await rootPaths(deps, pointers, [here[0].id, here.at(-1)!.id])
  const rows = await threadRows(deps.db, article.id, { from: from!, to: pathAfter(end!) }, MAX_ROWS + 1)
  const shown = rows.slice(0, MAX_ROWS)
  const cut = rows.length > MAX_ROWS ? shown.at(-1)! : null
  return {
    rows: mergePointers(shown, pointersBetween(pointers, from!, cut?.path ?? pathAfter(end!)), compareByPath),
    page,
    pages: split.length,
    cut,
  }
}

const sortFeatured = <R extends { recommendation_count: number }>(rows: R[], view: ThreadView): R[] =>
  view.order === 'newest'
    ? rows.reverse()
    : view.order === 'recommended'
      ? rows.sort((a, b) => b.recommendation_count - a.recommendation_count)
      : rows

/** Paths of top-level comments and pointers, in the order of the ids. */
async function rootPaths(deps: Deps, pointers: readonly Pointer[], ids: readonly number[]): Promise<Buffer[]> {
  const pointed = new Map(pointers.map(({ id, path }) => [-id, path]))
  const missingIds = ids.filter((id) => !pointed.has(id))
  const stored = missingIds.length === 0 ? [] : await commentPaths(deps.db, [missingIds[0]!, ...missingIds.slice(1)])
  const paths = new Map([...pointed, ...missingIds.map((id, i) => [id, stored[i]!] as const)])
  return ids.map((id) => paths.get(id)!)
}

/** Top-level comments that are visible or have replies, and top-level pointers with negative ids. */
async function seenRoots(deps: Deps, article: PagedArticle, pointers: readonly Pointer[]): Promise<readonly Root[]> {
  const tops = pointers.filter(({ depth }) => depth === 1)
  if (tops.length === 0) return readRoots(deps, article)
  const unseen = await unseenRoots(deps.db, article.id)
  return [
    ...(await numberedRoots(deps.db, article.id)).filter(({ id }) => !unseen.has(id)),
    ...tops.map(({ id, number }) => ({ id: -id, subtree_count: 1, number })),
  ].sort((a, b) => a.number - b.number)
}

/** Top-level comments by age, or the most recommended first. */
export async function orderedRoots(
  deps: Deps,
  article: PagedArticle,
  pointers: readonly Pointer[],
  order: View,
): Promise<readonly Root[]> {
  const roots = await seenRoots(deps, article, pointers)
  if (order !== 'recommended') return roots
  const counts = await recommendedRoots(deps.db, article.id)
  return counts.size === 0 ? roots : roots.toSorted((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0))
}

/** A page of branches, the most recommended first, each in display order. */
async function recommendedPage(
  deps: Deps,
  article: PagedArticle,
  pointers: readonly Pointer[],
  page: number,
): Promise<ThreadRows | null> {
  const split = splitIntoPages(await orderedRoots(deps, article, pointers, 'recommended'))
  const here = split[page - 1]
  if (!here) return null
  const ids = here.map(({ id }) => id)
  const whole = split.length === 1 || ids.length === 0
  const spans = whole ? [] : (await rootPaths(deps, pointers, ids)).map((from) => ({ from, to: pathAfter(from) }))
  const rows = whole
    ? await threadRows(deps.db, article.id, null, MAX_ROWS + 1)
    : await rowsInRanges(deps.db, article.id, spans, MAX_ROWS + 1)
  const rank = new Map(ids.map((id, i) => [id, i]))
  const rankOf = ({ id, root_id }: { id: number; root_id: number | null }): number | undefined =>
    rank.get(root_id ?? id)
  const cut = rows.length > MAX_ROWS
  const pointed = pointers.filter(
    ({ id, root_id, path }) =>
      rankOf({ id: -id, root_id }) !== undefined && (!cut || Buffer.compare(path, rows[MAX_ROWS]!.path) < 0),
  )
  const shown = mergePointers(rows.slice(0, MAX_ROWS), pointed, compareByPath).sort(
    (a, b) => (rankOf(a) ?? 0) - (rankOf(b) ?? 0),
  )
  return {
    rows: shown,
    page,
    pages: split.length,
    cut: cut ? shown.findLast((row) => row.pointer === undefined)! : null,
  }
}

/** A page of top-level comments. With the newest first, the first page has the newest. */
async function topPage(
  deps: Deps,
  article: PagedArticle,
  pointers: readonly Pointer[],
  view: ThreadView,
  page: number,
): Promise<ThreadRows | null> {
  const roots = await orderedRoots(deps, article, pointers, view.order)
  const pages = Math.max(1, Math.ceil(roots.length / PAGE_SIZE))
  if (page > pages) return null
  const first = view.order === 'newest' ? Math.max(0, roots.length - page * PAGE_SIZE) : (page - 1) * PAGE_SIZE
  const end =
    view.order === 'newest' ? roots.length - (page - 1) * PAGE_SIZE : Math.min(first + PAGE_SIZE, roots.length)
  const live = await liveReplyCounts(deps.db, article.id)
  const ids = roots.slice(first, end).map(({ id }) => id)
  if (view.order === 'newest') ids.reverse()
  const found = new Map([...(await rowsByIds(deps.db, ids)), ...pointers.map(pointerRow)].map((row) => [row.id, row]))
  const rows = ids.flatMap((id) => {
    const row = found.get(id)
    return row ? [{ ...row, below: live.get(id) ?? 0 }] : []
  })
  return { rows, tops: rows, page, pages, cut: null }
}

/** Sorts the pointers of a branch into the rows of a page. @param more whether other pages follow */
export async function branchPointers(
  deps: Deps,
  article: PagedArticle,
  branch: { from: Buffer; to: Buffer; whole: boolean },
  rows: readonly CommentRow[],
  more: boolean,
): Promise<CommentRow[]> {
  const pointers = await pointersOf(deps, article)
  const here = new Set(rows.map(({ id }) => id))
  const [first, end] = [rows[0], rows.at(-1)]
  // Below MAX_PATH_LEVELS the range contains other branches, so a pointer is identified by its parent.
  const mine = branch.whole
    ? pointersBetween(pointers, first?.path ?? branch.from, more ? (end?.path ?? branch.to) : branch.to)
    : pointers.filter(({ parent_id }) => parent_id !== null && here.has(parent_id))
  return mergePointers([...rows], mine, compareByPath)
}
