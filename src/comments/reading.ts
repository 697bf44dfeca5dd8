// Gathers what a page of a thread shows: one indexed query in display order, and where the page begins and ends.
import { publishedArticle, type ArticleRow } from '../articles/queries.ts'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../permissions.ts'
import { count } from '../web/format.ts'
import { urls } from '../web/urls.ts'
import { threadOf } from './actions.ts'
import { closedWords, branchComments, flatComments, threadedComments, viewLinks, volley, type Closed, type Comment, type ThreadContext, type ViewLink, type Volley } from './pages.ts'
import { pathAfter } from './path.ts'
import * as queries from './queries.ts'
import { PAGE_SIZE, DEEPEST_LEVEL, splitIntoPages, type ThreadState, type View } from './rules.ts'

export type Thread = {
  flat: '' | ' flat'
  heading: string
  comments: Comment[]
  views: ViewLink[]
  volley: Volley | null
  closed: Closed | null
  empty: boolean
  pages: { label: string; previous: string; next: string } | null
  /** The last page of a branch too large for one page points at the rest. */
  rest: { href: string; text: string } | null
}

/** Rows that one page fetches at most: a page is ended by a top-level comment, which may have many replies. */
const MOST_ROWS = PAGE_SIZE * 2

const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1]

export type ThreadPage = { rows: queries.CommentRow[]; page: number; pages: number; cut: queries.CommentRow | null }

/**
 * The rows of one page of a thread.
 * @param page from 1
 * @returns null when there is no such page
 */
export async function threadPage(deps: Deps, article: Pick<ArticleRow, 'id' | 'last_number'>, view: View, page: number): Promise<ThreadPage | null> {
  const { db } = deps
  if (view !== 'threaded') {
    const pages = Math.max(1, Math.ceil(article.last_number / PAGE_SIZE))
    if (page > pages) return null
    const first = view === 'flat' ? (page - 1) * PAGE_SIZE + 1 : article.last_number - page * PAGE_SIZE + 1
    const rows = await queries.numberedRows(db, article.id, first, first + PAGE_SIZE - 1, view === 'flat' ? 'asc' : 'desc')
    return { rows, page, pages, cut: null }
  }
  if (article.last_number <= PAGE_SIZE) return page > 1 ? null : { rows: await queries.threadRows(db, article.id, null, PAGE_SIZE), page: 1, pages: 1, cut: null }
  const split = splitIntoPages(await queries.roots(db, article.id))
  const here = split[page - 1]
  if (!here?.[0]) return null
  const rows = await queries.threadRows(db, article.id, { from: here[0].path, to: pathAfter(last(here)!.path) }, MOST_ROWS + 1)
  const shown = rows.slice(0, MOST_ROWS)
  return { rows: shown, page, pages: split.length, cut: rows.length > MOST_ROWS ? last(shown)! : null }
}

/** Parents that the rows do not hold themselves, as far as readers see them. */
export function strayParents(deps: Deps, rows: readonly queries.CommentRow[]): Promise<ThreadContext['parents']> {
  const here = new Set(rows.map((row) => row.id))
  return queries.parentsOf(deps.db, [...new Set(rows.flatMap((row) => (row.parent_id !== null && !here.has(row.parent_id) ? [row.parent_id] : [])))])
}

export async function contextOf(deps: Deps, article: ArticleRow, viewer: Viewer | null, rows: readonly queries.CommentRow[]): Promise<ThreadContext> {
  return {
    viewer,
    thread: threadOf(deps, article),
    articleId: article.id,
    posterId: article.account_id,
    now: deps.clock(),
    zone: deps.settings().timeZone,
    parents: await strayParents(deps, rows),
  }
}

/** Everything that the argument below an article shows; null when the article has no such page. */
export async function readThread(deps: Deps, article: ArticleRow, viewer: Viewer | null, view: View, page: number): Promise<{ thread: Thread; state: ThreadState } | null> {
  const found = await threadPage(deps, article, view, page)
  if (found === null) return null
  const context = await contextOf(deps, article, viewer, found.rows)
  const href = urls.article(article)
  const at = (n: number): string => `${href}?view=${view}&page=${n}#comments`
  return {
    state: context.thread,
    thread: {
      flat: view === 'threaded' ? '' : ' flat',
      heading: article.comment_count === 0 ? (context.thread.closed ? 'No comments' : 'No comments yet') : count(article.comment_count, 'comment'),
      comments: view === 'threaded' ? threadedComments(found.rows, context) : flatComments(found.rows, context),
      views: viewLinks(href, view),
      volley: volley(found.pages === 1 ? [...found.rows].sort((a, b) => a.number - b.number).map((row) => row.depth) : []),
      closed: closedWords(context.thread, article.close_entry, context.zone),
      empty: article.last_number === 0,
      pages: found.pages === 1 ? null : { label: `Page ${found.page} of ${found.pages}`, previous: found.page > 1 ? at(found.page - 1) : '', next: found.page < found.pages ? at(found.page + 1) : '' },
      rest: found.cut === null ? null : { href: `${urls.branch(found.cut.root_id ?? found.cut.id)}?after=${found.cut.id}`, text: 'The rest of this branch' },
    },
  }
}

/**
 * The address at which a comment is shown, unfolded and marked, whatever the length and depth of its thread.
 * @param view the order in which this reader reads threads
 * @returns null when there is no such comment for readers
 */
export async function addressOf(deps: Deps, id: number, view: View): Promise<string | null> {
  const place = await queries.placeOf(deps.db, id)
  if (!place) return null
  const href = urls.article({ id: place.article_id, slug: place.slug })
  const onPage = (page: number): string => `${href}${page > 1 ? `?view=${view}&page=${page}` : ''}#c${id}`
  if (view === 'flat') return onPage(Math.ceil(place.number / PAGE_SIZE))
  if (view === 'newest') return onPage(Math.ceil((place.last_number - place.number + 1) / PAGE_SIZE))
  if (place.depth > DEEPEST_LEVEL) return `${urls.branch(id)}#c${id}`
  if (place.last_number <= PAGE_SIZE) return onPage(1)
  const split = splitIntoPages(await queries.roots(deps.db, place.article_id))
  const root = place.root_id ?? place.id
  const page = split.findIndex((roots) => roots.some((one) => one.id === root)) + 1
  const size = (split[page - 1] ?? []).reduce((sum, one) => sum + one.subtree_count, 0)
  return size <= MOST_ROWS ? onPage(page) : `${urls.branch(id)}#c${id}`
}

/** One comment alone, as its place in the thread shows it: what a reply answers. */
export async function readOne(deps: Deps, article: ArticleRow, viewer: Viewer | null, row: queries.CommentRow): Promise<Comment> {
  return flatComments([row], await contextOf(deps, article, viewer, [row]))[0]!
}

export type BranchPage = {
  article: { href: string; headline: string }
  /** From the top of the thread down to the comment, then everything below it. */
  comments: Comment[]
  whole: string
  rest: { href: string; text: string } | null
}

/**
 * A comment with its parents and its replies alone.
 * @param after id of the last comment of the page before, for branches longer than a page
 */
export async function readBranch(deps: Deps, viewer: Viewer | null, id: number, after: number | null): Promise<{ article: ArticleRow; page: BranchPage } | null> {
  const row = await queries.visibleComment(deps.db, id)
  const article = row ? await publishedArticle(deps.db, row.article_id) : undefined
  if (!row || !article) return null
  const before = after === null ? null : await queries.visibleComment(deps.db, after)
  const rows = before === undefined ? null : await queries.branchRows(deps.db, row, before, PAGE_SIZE + 1)
  if (rows === null) return null
  const shown = rows.slice(0, PAGE_SIZE)
  const parents = before ? [] : await queries.ancestors(deps.db, row)
  return {
    article,
    page: {
      article: { href: urls.article(article), headline: article.headline },
      comments: branchComments(parents, shown, await contextOf(deps, article, viewer, [...parents, ...shown]), id),
      whole: `${urls.article(article)}#comments`,
      rest: rows.length > PAGE_SIZE ? { href: `${urls.branch(id)}?after=${last(shown)!.id}`, text: 'The rest of this branch' } : null,
    },
  }
}
