// View model of a page of a thread: its head, its comments, and what stands around them. Pure.
import type { ArticleRow } from '../../articles/queries.ts'
import { count, type Moment, momentInSentence, number } from '../../format.ts'
import { isThreaded, viewQuery } from '../../thread-view.ts'
import { urls } from '../../urls.ts'
import { type ThreadActs, threadActs } from './action-pages.ts'
import type { ThreadBase } from './base-reading.ts'
import { chainNews, type ViewLink, viewLinks } from './chain-pages.ts'
import { type ClosedNotice, closedNotice } from './closed-pages.ts'
import type { Comment } from './comment-pages.ts'
import type { ThreadContext } from './context-pages.ts'
import { type FeaturedQuote, featuredQuotes } from './featured-pages.ts'
import type { ThreadFlash } from './flash-pages.ts'
import { type HeldNotice, heldNotice } from './held-pages.ts'
import type { News } from './news-rules.ts'
import type { ThreadRows } from './page-reading.ts'
import { foldTombstones } from './pages.ts'
import type { CommentRow } from './queries.ts'
import { hasNote, threadNote } from './rules.ts'
import { type Slice, type Sparkline, sparkline, timeSlices } from './sparkline.ts'
import { type ViewOptions, viewOptions } from './view-option-pages.ts'

export type Thread = {
  flat: '' | ' flat'
  heading: string
  comments: Comment[]
  acts: ThreadActs
  /** What was done about a comment that the page does not show. */
  flash: ThreadFlash | null
  views: ViewLink[]
  /** Excerpts of featured comments, above the thread. */
  featured: { quotes: FeaturedQuote[]; all: { href: string; text: string } | null } | null
  sparkline: Sparkline | null
  /** The sparkline as links to its hours; empty for a short thread. */
  slices: Slice[]
  closed: ClosedNotice | null
  /** Says that the thread is held or slow; empty for others. */
  note: string
  /** The notice that every comment waits, for more than this thread's sake. */
  held: HeldNotice | null
  empty: boolean
  /** Number of new comments; null without a read mark. */
  news: { href: string; text: string; since: Moment } | null
  /** How much of the thread the reader has read before this page; empty without a read mark. */
  read: string
  options: ViewOptions
  pages: { label: string; previous: string; next: string } | null
  /** Address of live updates; empty if the thread is closed, or the view would not show new comments. */
  live: string
  /** Link to the rest of a branch too large for the page. */
  rest: { href: string; text: string } | null
}

const MAX_QUOTES = 3

/** What a reader sees of a page's comments: their facts, what is new to them, and how many comments the view hides. */
type Seen = { context: ThreadContext; news: News | null; hidden: number }

/** Joins muted comments and links new ones, as the page shows them. @param models in their order */
export const joinedComments = (models: readonly Comment[], { context, news }: Omit<Seen, 'hidden'>): Comment[] =>
  chainNews(foldTombstones(models), chainEnd(news, !context.thread.closed))

/** @param comments as the page shows them */
export function threadPage(
  base: ThreadBase,
  article: ArticleRow,
  comments: readonly Comment[],
  { context, news, hidden }: Seen,
): Thread {
  const { state, view, found } = base
  const href = urls.article(article)
  return {
    flat: isThreaded(view) ? '' : ' flat',
    heading: threadHeading(article.comment_count, context.thread.closed),
    comments: [...comments],
    acts: threadActs(context),
    flash: null,
    views: viewLinks(href, view, context.recommending),
    featured: featuredBlock(base, article, context),
    ...drawSparkline(base.bars, comments, context),
    closed: closedNotice(context.thread, article.close_entry, context.dates),
    held: heldNotice(context.thread, context.dates),
    note: hasNote(state) ? threadNote(state, base.usualWait) : '',
    empty: comments.length === 0 && hidden === 0 && found.pages === 1 && !view.featured,
    read: readSentence(news, article.comment_count),
    news: newsSummary(news, comments, context),
    options: viewOptions(href, view, { shown: comments.length, hidden, marking: news !== null }, context.recommending),
    pages: pageLinks(found, (n) => `${href}?${viewQuery(view)}&page=${n}#comments`),
    live: context.thread.closed || view.featured ? '' : urls.live(article.id, base.newest),
    rest:
      found.cut === null
        ? null
        : {
            href: `${urls.branch(found.cut.root_id ?? found.cut.id)}?after=${found.cut.id}`,
            text: 'Rest of this branch',
          },
  }
}

/** The link after the last new comment of a page. */
const chainEnd = (news: News | null, writes: boolean): Comment['next'] =>
  news !== null && news.elsewhere !== null
    ? { href: urls.comment(news.elsewhere), text: 'Go to the next new comment, on another page' }
    : writes
      ? { href: '#post', text: 'No more new comments: write one' }
      : null

const threadHeading = (comments: number, closed: boolean): string =>
  comments > 0 ? count(comments, 'comment') : closed ? 'No comments' : 'No comments yet'

/** The comments of a page as bars. */
export function drawSparkline(
  rows: readonly CommentRow[],
  comments: readonly Comment[],
  { news, now, dates }: ThreadContext,
): Pick<Thread, 'sparkline' | 'slices'> {
  const bars = rows.filter(({ pointer }) => pointer === undefined).sort((a, b) => a.number - b.number)
  const here = new Set(comments.map(({ id }) => id))
  return {
    sparkline: sparkline(bars.map((row) => ({ depth: row.depth, isNew: news.has(row.id) }))),
    slices: timeSlices(bars, (id) => here.has(id), now, dates),
  }
}

/** Nothing on a first visit: nobody needs to hear that they have read nothing. */
export const readSentence = (news: News | null, comments: number): string =>
  news === null || news.read <= 0 || comments === 0
    ? ''
    : news.read >= comments
      ? `All ${number(comments)} read`
      : `${number(news.read)} of ${number(comments)} read`

export function newsSummary(
  news: News | null,
  comments: readonly Comment[],
  { now, dates }: ThreadContext,
): Thread['news'] {
  if (news === null || news.first) return null
  const onPage = comments.some((comment) => comment.news === 'first')
  return {
    href: onPage ? '#new' : news.elsewhere === null ? '' : urls.comment(news.elsewhere),
    text: count(news.total, 'new', 'new'),
    since: momentInSentence(news.since, now, dates),
  }
}

const pageLinks = ({ page, pages }: ThreadRows, at: (page: number) => string): Thread['pages'] =>
  pages === 1
    ? null
    : {
        label: `Page ${page} of ${pages}`,
        previous: page > 1 ? at(page - 1) : '',
        next: page < pages ? at(page + 1) : '',
      }

/** Excerpts of featured comments; null for none. */
export function featuredBlock(
  { featured }: Pick<ThreadBase, 'featured'>,
  article: ArticleRow,
  context: ThreadContext,
): Thread['featured'] {
  const quotes = featuredQuotes(featured, context)
  return quotes.length === 0
    ? null
    : {
        quotes: quotes.slice(0, MAX_QUOTES),
        all:
          quotes.length > MAX_QUOTES
            ? { href: `${urls.article(article)}?featured=1#comments`, text: `All ${quotes.length} featured comments` }
            : null,
      }
}
