// Gathers what a page of a thread shows: one indexed query in display order, and where the page begins and ends.

import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { count, type Moment, moment } from '../../format.ts'
import { isPlain, PAGE_SIZE, plainView, type ThreadView, viewQuery } from '../../thread-view.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { movedInto } from '../branches/pointer-queries.ts'
import { withdrawnTimes } from '../edits/queries.ts'
import * as queries from '../queries.ts'
import { newestLive } from '../queries.ts'
import { recommendedBy } from '../recommendations/queries.ts'
import { chained, type ViewLink, viewLinks } from './chain-pages.ts'
import { type Closed, closedWords } from './closed-pages.ts'
import { type FeaturedQuote, featuredQuotesOf } from './featured-pages.ts'
import { type News, newsOf } from './news-reading.ts'
import { readWaiting, type Waiting } from './own-hidden-reading.ts'
import { readThreadRows } from './page-reading.ts'
import {
  type Comment,
  flatComments,
  foldTombstones,
  type ThreadContext,
  threadedComments,
  topComments,
} from './pages.ts'
import { DEEPEST_LEVEL, type ThreadState, type ThreadWays } from './rules.ts'
import { type Sparkline, volley } from './sparkline.ts'
import { threadOf } from './state-checks.ts'
import { standingTops, withoutTombstones } from './tombstone-pages.ts'
import { placeThread } from './tree.ts'

export type Thread = {
  flat: '' | ' flat'
  heading: string
  comments: Comment[]
  /** The reader's own that nobody else sees. */
  waiting: Waiting[]
  views: ViewLink[]
  /** Quoted above the thread. */
  featured: { quotes: FeaturedQuote[]; all: { href: string; text: string } | null } | null
  volley: Sparkline | null
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
export type ViewOptions = {
  action: string
  view: string
  top: boolean
  featured: boolean
  least: string /** Whether comments are recommended on this site. */
  recommending: boolean
  long: string
  nic: string
  word: string
  limits: string
  all: string
  open: boolean
}

/** Featured comments that are quoted above the thread. */
const QUOTES = 3

/** Parents that the rows do not hold themselves, as far as readers see them. */
export function strayParents(deps: Deps, rows: readonly queries.CommentRow[]): Promise<ThreadContext['parents']> {
  const here = new Set(rows.map((row) => row.id))
  return queries.parentsOf(deps.db, [
    ...new Set(rows.flatMap((row) => (row.parent_id !== null && !here.has(row.parent_id) ? [row.parent_id] : []))),
  ])
}

export async function contextOf(
  deps: Deps,
  article: ArticleRow,
  reader: Reader,
  rows: readonly queries.CommentRow[],
  view: ThreadView = plainView('threaded'),
  news: News | null = null,
): Promise<ThreadContext> {
  return {
    viewer: reader.viewer,
    thread: threadOf(deps, article),
    articleId: article.id,
    posterId: article.account_id,
    view,
    mutes: reader.mutes,
    editMinutes: deps.settings().editMinutes,
    withdrawn: await withdrawnTimes(
      deps.db,
      rows.flatMap((row) => (row.state === 'withdrawn' ? [row.id] : [])),
    ),
    news: news?.ids ?? new Set(),
    featured: await queries.featuredIds(deps.db, article.id),
    reworded: await queries.rewordedIds(deps.db, article.id),
    moved: await movedInto(deps.db, article.id),
    recommending: deps.settings().recommendations,
    recommends: reader.viewer === null ? new Set() : await recommendedBy(deps.db, reader.viewer.id, article.id),
    now: deps.clock(),
    dates: reader.dates,
    parents: await strayParents(deps, rows),
  }
}

/** Where the chain of new comments goes on after a page's last one. */
const chainEnd = (news: News | null, writes: boolean): Comment['next'] =>
  news !== null && news.elsewhere !== null
    ? { href: urls.comment(news.elsewhere), text: 'Next new, on another page' }
    : writes
      ? { href: '#post', text: 'That was the last new one: write a comment' }
      : null

/** Everything that the argument below an article shows; null when the article has no such page. */
export async function readThread(
  deps: Deps,
  article: ArticleRow,
  reader: Reader,
  view: ThreadView,
  page: number,
): Promise<{
  thread: Thread
  state: ThreadState & ThreadWays /** Articles that pointers of the page name. */
  names: number[]
} | null> {
  const found = await readThreadRows(deps, article, view, page)
  if (found === null) return null
  const threaded = (view.order === 'threaded' || view.order === 'recommended') && !view.top && !view.featured
  // Deeper levels continue on a page of their own: this one has not shown them.
  const shown = threaded
    ? placeThread(found.rows).flatMap(({ row, level }) => (level <= DEEPEST_LEVEL ? [row] : []))
    : found.rows
  const news = await newsOf(deps, reader, article, shown)
  const rows = withoutTombstones(found.rows)
  const context = await contextOf(deps, article, reader, rows, view, news)
  const href = urls.article(article)
  const at = (n: number): string => `${href}?${viewQuery(view)}&page=${n}#comments`
  const comments = chained(
    foldTombstones(
      threaded
        ? threadedComments(rows, context)
        : found.tops
          ? topComments(standingTops(found.tops), context)
          : flatComments(rows, context),
    ),
    chainEnd(news, !context.thread.closed),
  )
  const first = comments.find((comment) => comment.news === 'first')
  return {
    state: threadOf(deps, article),
    names: found.rows.flatMap(({ pointer }) => (pointer === undefined ? [] : [pointer.to_article_id, pointer.now_id])),
    thread: {
      flat: threaded ? '' : ' flat',
      heading:
        article.comment_count === 0
          ? context.thread.closed
            ? 'No comments'
            : 'No comments yet'
          : count(article.comment_count, 'comment'),
      comments,
      waiting: await readWaiting(deps, article.id, reader),
      views: viewLinks(href, view, context.recommending),
      featured: page > 1 || view.featured ? null : await featuredQuotes(deps, article, context),
      volley: volley(
        found.pages === 1 && !view.top && !view.featured
          ? rows
              .filter(({ pointer }) => pointer === undefined)
              .sort((a, b) => a.number - b.number)
              .map((row) => ({ depth: row.depth, isNew: context.news.has(row.id) }))
          : [],
      ),
      closed: closedWords(context.thread, article.close_entry, context.dates),
      empty: comments.length === 0 && found.pages === 1 && !view.featured,
      news:
        news === null || news.first
          ? null
          : {
              href: first ? '#new' : news.elsewhere === null ? '' : urls.comment(news.elsewhere),
              text: `${count(news.total, 'new', 'new')}`,
              since: sinceWhen(moment(news.since, context.now, context.dates)),
            },
      options: optionsOf(href, view, comments.length, context.recommending),
      pages:
        found.pages === 1
          ? null
          : {
              label: `Page ${found.page} of ${found.pages}`,
              previous: found.page > 1 ? at(found.page - 1) : '',
              next: found.page < found.pages ? at(found.page + 1) : '',
            },
      live:
        context.thread.closed || view.featured
          ? ''
          : urls.live(article.id, (await newestLive(deps.db, article.id, 1))[0]?.number ?? 0),
      rest:
        found.cut === null
          ? null
          : {
              href: `${urls.branch(found.cut.root_id ?? found.cut.id)}?after=${found.cut.id}`,
              text: 'The rest of this branch',
            },
    },
  }
}

/** A moment in the middle of a sentence. */
const sinceWhen = ({ iso, text }: Moment): Moment => ({ iso, text: text.replace(/^Yesterday/, 'yesterday') })

/** What moderators feature, quoted apart from the thread; null where there is nothing. */
async function featuredQuotes(deps: Deps, article: ArticleRow, context: ThreadContext): Promise<Thread['featured']> {
  if (context.featured.size === 0) return null
  const quotes = featuredQuotesOf(await queries.featuredRows(deps.db, article.id, PAGE_SIZE), context)
  return quotes.length === 0
    ? null
    : {
        quotes: quotes.slice(0, QUOTES),
        all:
          quotes.length > QUOTES
            ? { href: `${urls.article(article)}?featured=1#comments`, text: `All ${quotes.length} featured comments` }
            : null,
      }
}

function optionsOf(href: string, view: ThreadView, shown: number, recommending: boolean): ViewOptions {
  const limits = view.featured
    ? shown === 0
      ? 'No comment here is featured yet.'
      : 'Only featured comments are shown.'
    : view.top
      ? 'Only top-level comments are shown.'
      : ''
  return {
    action: href,
    view: view.order,
    top: view.top,
    featured: view.featured,
    least: view.least === null ? '' : String(view.least),
    recommending,
    long: view.long === null ? '' : String(view.long),
    nic: view.nic,
    word: view.word,
    limits,
    all: `${href}?view=${view.order}#comments`,
    open: !isPlain(view),
  }
}
