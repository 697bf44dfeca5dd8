// Gathers what a page of a thread shows.
import type { ArticleRow } from '../../articles/queries.ts'
import { isMissing, quotationLink } from '../../articles/quotation-rules.ts'
import { publicRevisions, revisionTexts } from '../../articles/revision-queries.ts'
import type { PublicVersion } from '../../articles/revision-rules.ts'
import type { Deps } from '../../deps.ts'
import { count, type Moment, momentInSentence, number } from '../../format.ts'
import { quotedTexts } from '../../markup/quotations.ts'
import { PAGE_SIZE, plainView, type ThreadView, viewQuery } from '../../thread-view.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { idsMovedInto } from '../branches/pointer-queries.ts'
import { withdrawnTimes } from '../edits/queries.ts'
import { readUsualWait } from '../holds/reading.ts'
import { type ThreadActs, threadActs } from './action-pages.ts'
import { chainNews, type ViewLink, viewLinks } from './chain-pages.ts'
import { choicesIn, noChoices } from './choice-queries.ts'
import { type ClosedNotice, closedNotice } from './closed-pages.ts'
import type { Comment } from './comment-pages.ts'
import type { ThreadContext } from './context-pages.ts'
import { type FeaturedQuote, featuredQuotes } from './featured-pages.ts'
import type { ThreadFlash } from './flash-pages.ts'
import { foldsOf, withoutLow } from './fold-rules.ts'
import { type HeldNotice, heldNotice } from './held-pages.ts'
import { type News, readNews } from './news-reading.ts'
import { noOwnHidden, type OwnHidden, readOwnHidden } from './own-hidden-reading.ts'
import { readThreadRows, type ThreadRows } from './page-reading.ts'
import { flatComments, foldTombstones, threadedComments, topComments, withOwnHidden } from './pages.ts'
import type { CommentRow } from './queries.ts'
import { featuredIds, featuredRows, moderatorEditedIds, newestLive, visibleParents } from './queries.ts'
import { DEEPEST_LEVEL, type ThreadSettings, type ThreadState, threadNote } from './rules.ts'
import { type Slice, type Sparkline, sparkline, timeSlices } from './sparkline.ts'
import { threadOf } from './state-checks.ts'
import { withoutTombstones, withoutUnansweredTombstones } from './tombstone-pages.ts'
import { placeThread } from './tree.ts'
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

/** Visible parents that are not among the rows. */
function readMissingParents(deps: Deps, rows: readonly CommentRow[]): Promise<ThreadContext['parents']> {
  const here = new Set(rows.map((row) => row.id))
  return visibleParents(deps.db, [
    ...new Set(rows.flatMap((row) => (row.parent_id !== null && !here.has(row.parent_id) ? [row.parent_id] : []))),
  ])
}

/** Earlier versions in which a quotation is looked for. */
const MAX_VERSIONS = 20

/** Looks into earlier versions only for a quotation that the article of now does not have. */
async function readQuotations(
  deps: Deps,
  article: ArticleRow,
  rows: readonly CommentRow[],
  versions: readonly PublicVersion[],
): Promise<ThreadContext['quotation']> {
  const numbers = versions.map(({ number }) => number).reverse()
  const isAsked =
    numbers.length > 1 && rows.some((row) => quotedTexts(row.html).some((text) => isMissing(article, text)))
  const earlier = isAsked ? await revisionTexts(deps.db, article.id, numbers.slice(1, MAX_VERSIONS + 1)) : []
  return (text) => quotationLink(article, earlier, numbers[0] ?? 1, text)
}

export async function readContext(
  deps: Deps,
  article: ArticleRow,
  reader: Reader,
  rows: readonly CommentRow[],
  view: ThreadView = plainView('threaded'),
  news: News | null = null,
  waiting: OwnHidden['notes'] = new Map(),
): Promise<ThreadContext> {
  const settings = deps.settings()
  const versions = article.revised_at === null ? [] : await publicRevisions(deps.db, article.id)
  const choices = reader.viewer === null ? noChoices : await choicesIn(deps.db, reader.viewer.id, article.id)
  const isRead = news?.isRead ?? (() => false)
  return {
    viewer: reader.viewer,
    thread: threadOf(deps, article),
    articleId: article.id,
    posterId: article.account_id,
    view,
    mutes: reader.mutes,
    editMinutes: settings.editMinutes,
    waiting,
    withdrawn: await withdrawnTimes(
      deps.db,
      rows.flatMap((row) => (row.state === 'withdrawn' ? [row.id] : [])),
    ),
    news: news?.ids ?? new Set(),
    isRead,
    featured: await featuredIds(deps.db, article.id),
    reworded: await moderatorEditedIds(deps.db, article.id),
    moved: await idsMovedInto(deps.db, article.id),
    versions,
    quotation: await readQuotations(deps, article, rows, versions),
    reasons: { deciding: settings.commentReasons, restoring: settings.restoringReasons },
    recommending: settings.recommendations,
    ...choices,
    folds: foldsOf(rows, view, { viewer: reader.viewer, isRead, ...choices }),
    now: deps.clock(),
    dates: reader.dates,
    parents: await readMissingParents(deps, rows),
  }
}

/** The link after the last new comment of a page. */
const chainEnd = (news: News | null, writes: boolean): Comment['next'] =>
  news !== null && news.elsewhere !== null
    ? { href: urls.comment(news.elsewhere), text: 'Go to the next new comment, on another page' }
    : writes
      ? { href: '#post', text: 'No more new comments: write one' }
      : null

/** Reads everything that the thread below an article shows; null if there is no such page. */
export async function readThread(
  deps: Deps,
  article: ArticleRow,
  reader: Reader,
  view: ThreadView,
  page: number,
): Promise<{
  thread: Thread
  state: ThreadState & ThreadSettings
  /** Whether the reader follows the thread or has muted it. */
  follow: ThreadContext['follow']
  /** Articles that pointers on the page name. */
  names: number[]
} | null> {
  const found = await readThreadRows(deps, article, view, page)
  if (found === null) return null
  const threaded = isThreaded(view)
  // Deeper levels are on a page of their own, so this page does not mark them as read.
  const shown = threaded
    ? placeThread(found.rows).flatMap(({ row, level }) => (level <= DEEPEST_LEVEL ? [row] : []))
    : found.rows
  const news = await readNews(deps, reader, article, shown)
  const { rows, hidden } = withoutLow(withoutTombstones(found.rows), view, reader.viewer?.id ?? null)
  const tops = found.tops === undefined ? {} : { tops: withoutLow(found.tops, view, reader.viewer?.id ?? null).rows }
  const own = view.featured ? noOwnHidden : await readOwnHidden(deps, article.id, reader)
  const context = await readContext(deps, article, reader, [...rows, ...own.rows], view, news, own.notes)
  const state = threadOf(deps, article)
  const href = urls.article(article)
  const comments = chainNews(
    foldTombstones(layOutComments({ ...found, rows, ...tops }, own.rows, view, context)),
    chainEnd(news, !context.thread.closed),
  )
  return {
    state,
    follow: context.follow,
    names: found.rows.flatMap(({ pointer }) => (pointer === undefined ? [] : [pointer.to_article_id, pointer.now_id])),
    thread: {
      flat: threaded ? '' : ' flat',
      heading: threadHeading(article.comment_count, context.thread.closed),
      comments,
      acts: threadActs(context),
      flash: null,
      views: viewLinks(href, view, context.recommending),
      featured: page > 1 || view.featured ? null : await readFeatured(deps, article, context),
      ...drawSparkline(found.pages === 1 && !view.top && !view.featured ? rows : [], comments, context),
      closed: closedNotice(context.thread, article.close_entry, context.dates),
      held: heldNotice(context.thread, context.dates),
      note:
        state.closed || state.siteHold || (!state.held && state.slow === null)
          ? ''
          : threadNote(state, await readUsualWait(deps)),
      empty: comments.length === 0 && hidden === 0 && found.pages === 1 && !view.featured,
      read: readSentence(news, article.comment_count),
      news: newsSummary(news, comments, context),
      options: viewOptions(
        href,
        view,
        { shown: comments.length, hidden, marking: news !== null },
        context.recommending,
      ),
      pages: pageLinks(found, (n) => `${href}?${viewQuery(view)}&page=${n}#comments`),
      live:
        context.thread.closed || view.featured
          ? ''
          : urls.live(article.id, (await newestLive(deps.db, article.id, 1))[0]?.number ?? 0),
      rest:
        found.cut === null
          ? null
          : {
              href: `${urls.branch(found.cut.root_id ?? found.cut.id)}?after=${found.cut.id}`,
              text: 'Rest of this branch',
            },
    },
  }
}

const isThreaded = (view: ThreadView): boolean =>
  (view.order === 'threaded' || view.order === 'recommended') && !view.top && !view.featured

function layOutComments(
  { rows, tops }: ThreadRows,
  own: readonly CommentRow[],
  view: ThreadView,
  context: ThreadContext,
): Comment[] {
  if (isThreaded(view)) return threadedComments(withOwnHidden(rows, own, view.order === 'threaded'), context)
  const list = tops ? topComments(withoutUnansweredTombstones(tops), context) : flatComments(rows, context)
  const added = flatComments(own, context)
  return view.order === 'newest' ? [...added, ...list] : [...list, ...added]
}

const threadHeading = (comments: number, closed: boolean): string =>
  comments > 0 ? count(comments, 'comment') : closed ? 'No comments' : 'No comments yet'

function drawSparkline(
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
const readSentence = (news: News | null, comments: number): string =>
  news === null || news.read <= 0 || comments === 0
    ? ''
    : news.read >= comments
      ? `All ${number(comments)} read`
      : `${number(news.read)} of ${number(comments)} read`

function newsSummary(news: News | null, comments: readonly Comment[], { now, dates }: ThreadContext): Thread['news'] {
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
async function readFeatured(deps: Deps, article: ArticleRow, context: ThreadContext): Promise<Thread['featured']> {
  if (context.featured.size === 0) return null
  const quotes = featuredQuotes(await featuredRows(deps.db, article.id, PAGE_SIZE), context)
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
