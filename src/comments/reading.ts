// Gathers what a page of a thread shows: one indexed query in display order, and where the page begins and ends.
import type { ArticleRow } from '../articles/queries.ts'
import type { Deps } from '../deps.ts'
import { count, moment, type Moment } from '../web/format.ts'
import type { Reader } from '../web/reader.ts'
import { newestLive } from '../live/queries.ts'
import { urls } from '../web/urls.ts'
import { threadOf } from './actions.ts'
import { featuredQuotesOf, type FeaturedQuote } from './featured-pages.ts'
import { newsOf, type News } from './news.ts'
import { chained, viewLinks, type ViewLink } from './chain-pages.ts'
import { flatComments, threadedComments, topComments, type Comment, type ThreadContext } from './pages.ts'
import { closedWords, type Closed } from './closing.ts'
import { pathAfter } from './path.ts'
import { withdrawnTimes } from './edit-queries.ts'
import * as queries from './queries.ts'
import { recommendedBy, recommendedRoots } from './recommendation-queries.ts'
import { PAGE_SIZE, DEEPEST_LEVEL, numberAt, seenRank, splitIntoPages, type Root, type ThreadState, type ThreadWays, type View } from './rules.ts'
import { gathered, standing, standingTops } from './tombstones.ts'
import { placeThread } from './tree.ts'
import { isPlain, plainView, viewQuery, type ThreadView } from './view.ts'
import { volley, type Volley } from './volley.ts'
import { readWaiting, type Waiting } from './waiting-reading.ts'

export type Thread = {
  flat: '' | ' flat'
  heading: string
  comments: Comment[]
  /** The reader's own that nobody else sees. */
  waiting: Waiting[]
  views: ViewLink[]
  /** Quoted above the thread. */
  featured: { quotes: FeaturedQuote[]; all: { href: string; text: string } | null } | null
  volley: Volley | null
  closed: Closed | null
  empty: boolean
  /** What is new, for a reader with a memory. */
  news: { href: string; text: string; since: Moment } | null
  options: ViewOptions
  pages: { label: string; previous: string; next: string } | null
  /** Where what arrives is told of; empty where nothing can, or where nothing of it would be shown. */
  live: string
  /** The last page of a branch too large for one page points at the rest. */
  rest: { href: string; text: string } | null
}

/** The form that says how a thread is to be read; `limits` says in words what is left out now, and `all` leads to the whole. */
export type ViewOptions = { action: string; view: string; top: boolean; featured: boolean; least: string; /** Whether comments are recommended on this site. */ recommending: boolean; long: string; nic: string; word: string; limits: string; all: string; open: boolean }

/** Rows that one page fetches at most: a page is ended by a top-level comment, which may have many replies. */
const MOST_ROWS = PAGE_SIZE * 2

/** Featured comments that are quoted above the thread. */
const QUOTES = 3

const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1]

export type ThreadPage = { rows: queries.CommentRow[]; /** Where only top-level comments are shown: they, with the number of their replies. */ tops?: queries.TopRow[]; page: number; pages: number; cut: queries.CommentRow | null }

/**
 * The rows of one page of a thread.
 * @param page from 1
 * @returns null when there is no such page
 */
export async function threadPage(deps: Deps, article: Pick<ArticleRow, 'id' | 'last_number'>, view: ThreadView, page: number): Promise<ThreadPage | null> {
  const { db } = deps
  if (view.featured) return page > 1 ? null : { rows: inOrder(await queries.featuredRows(db, article.id, PAGE_SIZE), view), page: 1, pages: 1, cut: null }
  if (view.top) return topPage(deps, article, view, page)
  if (view.order === 'recommended') return recommendedPage(deps, article, page)
  // A short thread is on one page whatever waits in it; a long one is cut by what readers see.
  const unseen = article.last_number <= PAGE_SIZE ? [] : await queries.unseenNumbers(db, article.id)
  const seen = article.last_number - unseen.length
  if (view.order !== 'threaded') {
    const pages = Math.max(1, Math.ceil(seen / PAGE_SIZE))
    if (page > pages) return null
    const first = view.order === 'flat' ? (page - 1) * PAGE_SIZE + 1 : seen - page * PAGE_SIZE + 1
    const rows = await queries.numberedRows(db, article.id, numberAt(first, unseen), numberAt(first + PAGE_SIZE - 1, unseen), view.order === 'flat' ? 'asc' : 'desc')
    return { rows, page, pages, cut: null }
  }
  if (seen <= PAGE_SIZE) return page > 1 ? null : { rows: await queries.threadRows(db, article.id, null, PAGE_SIZE), page: 1, pages: 1, cut: null }
  const split = splitIntoPages(await seenRoots(deps, article.id))
  const here = split[page - 1]
  if (!here?.[0]) return null
  const [from, end] = await queries.pathsOf(db, [here[0].id, last(here)!.id])
  const rows = await queries.threadRows(db, article.id, { from: from!, to: pathAfter(end!) }, MOST_ROWS + 1)
  const shown = rows.slice(0, MOST_ROWS)
  return { rows: shown, page, pages: split.length, cut: rows.length > MOST_ROWS ? last(shown)! : null }
}

const inOrder = <R extends { recommendation_count: number }>(rows: R[], view: ThreadView): R[] =>
  view.order === 'newest' ? rows.reverse() : view.order === 'recommended' ? rows.sort((a, b) => b.recommendation_count - a.recommendation_count) : rows

/** Top-level comments that readers see, or that something stands under. */
async function seenRoots(deps: Deps, articleId: number): Promise<Root[]> {
  const [roots, unseen] = [await queries.roots(deps.db, articleId), await queries.unseenRoots(deps.db, articleId)]
  return unseen.size === 0 ? roots : roots.filter(({ id }) => !unseen.has(id))
}

/** Top-level comments as an order has them: the most recommended first, and those that as many recommend by age. */
async function rootsIn(deps: Deps, articleId: number, order: View): Promise<Root[]> {
  const roots = await seenRoots(deps, articleId)
  if (order !== 'recommended') return roots
  const counts = await recommendedRoots(deps.db, articleId)
  return counts.size === 0 ? roots : roots.sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0))
}

/** A page of branches, the most recommended first, each with its replies as they stand in the thread. */
async function recommendedPage(deps: Deps, article: Pick<ArticleRow, 'id' | 'last_number'>, page: number): Promise<ThreadPage | null> {
  const split = splitIntoPages(await rootsIn(deps, article.id, 'recommended'))
  const here = split[page - 1]
  if (!here) return null
  const ids = here.map(({ id }) => id)
  const paths = split.length === 1 || ids[0] === undefined ? [] : await queries.pathsOf(deps.db, [ids[0], ...ids.slice(1)])
  const rows = split.length === 1 ? await queries.threadRows(deps.db, article.id, null, MOST_ROWS + 1) : await queries.stretches(deps.db, article.id, paths.map((from) => ({ from, to: pathAfter(from) })), MOST_ROWS + 1)
  const rank = new Map(ids.map((id, i) => [id, i]))
  const shown = rows.slice(0, MOST_ROWS).sort((a, b) => (rank.get(a.root_id ?? a.id) ?? 0) - (rank.get(b.root_id ?? b.id) ?? 0))
  return { rows: shown, page, pages: split.length, cut: rows.length > MOST_ROWS ? last(shown)! : null }
}

/** A page of top-level comments; where the newest come first, so do the pages. */
async function topPage(deps: Deps, article: Pick<ArticleRow, 'id'>, view: ThreadView, page: number): Promise<ThreadPage | null> {
  const roots = await rootsIn(deps, article.id, view.order)
  const pages = Math.max(1, Math.ceil(roots.length / PAGE_SIZE))
  if (page > pages) return null
  const first = view.order === 'newest' ? Math.max(0, roots.length - page * PAGE_SIZE) : (page - 1) * PAGE_SIZE
  const end = view.order === 'newest' ? roots.length - (page - 1) * PAGE_SIZE : Math.min(first + PAGE_SIZE, roots.length)
  const live = await queries.liveBelow(deps.db, article.id)
  const ids = roots.slice(first, end).map(({ id }) => id)
  if (view.order === 'newest') ids.reverse()
  const found = new Map((await queries.rowsNamed(deps.db, ids)).map((row) => [row.id, row]))
  const rows = ids.flatMap((id) => {
    const row = found.get(id)
    return row ? [{ ...row, below: live.get(id) ?? 0 }] : []
  })
  return { rows, tops: rows, page, pages, cut: null }
}

/** Parents that the rows do not hold themselves, as far as readers see them. */
export function strayParents(deps: Deps, rows: readonly queries.CommentRow[]): Promise<ThreadContext['parents']> {
  const here = new Set(rows.map((row) => row.id))
  return queries.parentsOf(deps.db, [...new Set(rows.flatMap((row) => (row.parent_id !== null && !here.has(row.parent_id) ? [row.parent_id] : [])))])
}

export async function contextOf(deps: Deps, article: ArticleRow, reader: Reader, rows: readonly queries.CommentRow[], view: ThreadView = plainView('threaded'), news: News | null = null): Promise<ThreadContext> {
  return {
    viewer: reader.viewer,
    thread: threadOf(deps, article),
    articleId: article.id,
    posterId: article.account_id,
    view,
    mutes: reader.mutes,
    editMinutes: deps.settings().editMinutes,
    withdrawn: await withdrawnTimes(deps.db, rows.flatMap((row) => (row.state === 'withdrawn' ? [row.id] : []))),
    news: news?.ids ?? new Set(),
    featured: await queries.featuredIds(deps.db, article.id),
    reworded: await queries.rewordedIds(deps.db, article.id),
    recommending: deps.settings().recommendations,
    recommends: reader.viewer === null ? new Set() : await recommendedBy(deps.db, reader.viewer.id, article.id),
    now: deps.clock(),
    dates: reader.dates,
    parents: await strayParents(deps, rows),
  }
}

/** Where the chain of new comments goes on after a page's last one. */
const chainEnd = (news: News | null, writes: boolean): Comment['next'] =>
  news !== null && news.elsewhere !== null ? { href: urls.comment(news.elsewhere), text: 'Next new, on another page' } : writes ? { href: '#post', text: 'That was the last new one: write a comment' } : null

/** Everything that the argument below an article shows; null when the article has no such page. */
export async function readThread(deps: Deps, article: ArticleRow, reader: Reader, view: ThreadView, page: number): Promise<{ thread: Thread; state: ThreadState & ThreadWays } | null> {
  const found = await threadPage(deps, article, view, page)
  if (found === null) return null
  const threaded = (view.order === 'threaded' || view.order === 'recommended') && !view.top && !view.featured
  // Deeper levels continue on a page of their own: this one has not shown them.
  const shown = threaded ? placeThread(found.rows).flatMap(({ row, level }) => (level <= DEEPEST_LEVEL ? [row] : [])) : found.rows
  const news = await newsOf(deps, reader, article, shown)
  const rows = standing(found.rows)
  const context = await contextOf(deps, article, reader, rows, view, news)
  const href = urls.article(article)
  const at = (n: number): string => `${href}?${viewQuery(view)}&page=${n}#comments`
  const comments = chained(gathered(threaded ? threadedComments(rows, context) : found.tops ? topComments(standingTops(found.tops), context) : flatComments(rows, context)), chainEnd(news, !context.thread.closed))
  const first = comments.find((comment) => comment.news === 'first')
  return {
    state: threadOf(deps, article),
    thread: {
      flat: threaded ? '' : ' flat',
      heading: article.comment_count === 0 ? (context.thread.closed ? 'No comments' : 'No comments yet') : count(article.comment_count, 'comment'),
      comments,
      waiting: await readWaiting(deps, article.id, reader),
      views: viewLinks(href, view, context.recommending),
      featured: page > 1 || view.featured ? null : await featuredQuotes(deps, article, context),
      volley: volley(found.pages === 1 && !view.top && !view.featured ? [...rows].sort((a, b) => a.number - b.number).map((row) => ({ depth: row.depth, isNew: context.news.has(row.id) })) : []),
      closed: closedWords(context.thread, article.close_entry, context.dates),
      empty: comments.length === 0 && found.pages === 1 && !view.featured,
      news: news === null || news.first ? null : { href: first ? '#new' : news.elsewhere === null ? '' : urls.comment(news.elsewhere), text: `${count(news.total, 'new', 'new')}`, since: sinceWhen(moment(news.since, context.now, context.dates)) },
      options: optionsOf(href, view, comments.length, context.recommending),
      pages: found.pages === 1 ? null : { label: `Page ${found.page} of ${found.pages}`, previous: found.page > 1 ? at(found.page - 1) : '', next: found.page < found.pages ? at(found.page + 1) : '' },
      live: context.thread.closed || view.featured ? '' : urls.live(article.id, (await newestLive(deps.db, article.id, 1))[0]?.number ?? 0),
      rest: found.cut === null ? null : { href: `${urls.branch(found.cut.root_id ?? found.cut.id)}?after=${found.cut.id}`, text: 'The rest of this branch' },
    },
  }
}

/** A moment in the middle of a sentence. */
const sinceWhen = ({ iso, text }: Moment): Moment => ({ iso, text: text.replace(/^Yesterday/, 'yesterday') })

/** What moderators feature, quoted apart from the thread; null where there is nothing. */
async function featuredQuotes(deps: Deps, article: ArticleRow, context: ThreadContext): Promise<Thread['featured']> {
  if (context.featured.size === 0) return null
  const quotes = featuredQuotesOf(await queries.featuredRows(deps.db, article.id, PAGE_SIZE), context)
  return quotes.length === 0 ? null : { quotes: quotes.slice(0, QUOTES), all: quotes.length > QUOTES ? { href: `${urls.article(article)}?featured=1#comments`, text: `All ${quotes.length} featured comments` } : null }
}

function optionsOf(href: string, view: ThreadView, shown: number, recommending: boolean): ViewOptions {
  const limits = view.featured ? (shown === 0 ? 'No comment here is featured yet.' : 'Only featured comments are shown.') : view.top ? 'Only top-level comments are shown.' : ''
  return { action: href, view: view.order, top: view.top, featured: view.featured, least: view.least === null ? '' : String(view.least), recommending, long: view.long === null ? '' : String(view.long), nic: view.nic, word: view.word, limits, all: `${href}?view=${view.order}#comments`, open: !isPlain(view) }
}

/**
 * The address at which a comment is shown, unfolded and marked, whatever the length and depth of its thread.
 * @param view how this reader reads threads; what it leaves out or folds does not hide a comment that is asked for
 * @returns null when there is no such comment for readers; one that was taken back has no place where nothing answers it
 */
export async function addressOf(deps: Deps, id: number, view: ThreadView): Promise<string | null> {
  const place = await queries.placeOf(deps.db, id)
  if (!place || (place.state === 'withdrawn' && !(await queries.holdsUp(deps.db, place)))) return null
  const href = urls.article({ id: place.article_id, slug: place.slug })
  const { order } = view
  const onPage = (page: number): string => `${href}${page > 1 ? `?view=${order}&page=${page}` : isPlain(view) ? '' : `?view=${order}&page=1`}#c${id}`
  if (order === 'flat' || order === 'newest') {
    const unseen = place.last_number <= PAGE_SIZE ? [] : await queries.unseenNumbers(deps.db, place.article_id)
    const rank = seenRank(place.number, unseen)
    return onPage(Math.ceil((order === 'flat' ? rank : place.last_number - unseen.length - rank + 1) / PAGE_SIZE))
  }
  if (place.depth > DEEPEST_LEVEL) return `${urls.branch(id)}#c${id}`
  if (place.last_number <= PAGE_SIZE) return onPage(1)
  const split = splitIntoPages(await rootsIn(deps, place.article_id, order))
  const root = place.root_id ?? place.id
  const page = split.findIndex((roots) => roots.some((one) => one.id === root)) + 1
  const size = (split[page - 1] ?? []).reduce((sum, one) => sum + one.subtree_count, 0)
  return size <= MOST_ROWS ? onPage(page) : `${urls.branch(id)}#c${id}`
}
