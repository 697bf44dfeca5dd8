// Gathers what a page of a thread shows every reader of the same kind, without what is a reader's own.
import type { ArticleRow } from '../../articles/queries.ts'
import { isMissing, quotationLink } from '../../articles/quotation-rules.ts'
import { publicRevisions, revisionTexts } from '../../articles/revision-queries.ts'
import type { PublicVersion } from '../../articles/revision-rules.ts'
import type { Deps } from '../../deps.ts'
import { quotedTexts } from '../../markup/quotations.ts'
import { noMutes } from '../../mutes/rules.ts'
import type { Viewer } from '../../permissions.ts'
import { isThreaded, PAGE_SIZE, type ThreadView } from '../../thread-view.ts'
import type { Reader } from '../../web/reader.ts'
import { idsMovedInto } from '../branches/pointer-queries.ts'
import { withdrawnTimes } from '../edits/queries.ts'
import { readUsualWait } from '../holds/reading.ts'
import { noChoices } from './choice-queries.ts'
import type { ThreadContext } from './context-pages.ts'
import { foldsOf } from './fold-rules.ts'
import { readThreadRows, type ThreadRows } from './page-reading.ts'
import { type Placed, placeFlat, placeThreaded, placeTops, withOwnHidden } from './pages.ts'
import type { CommentRow, TopRow } from './queries.ts'
import { featuredIds, featuredRows, moderatorEditedIds, newestLive, visibleParents } from './queries.ts'
import { DEEPEST_LEVEL, hasNote, type ThreadSettings, type ThreadState } from './rules.ts'
import { threadOf } from './state-checks.ts'
import { withoutTombstones, withoutUnansweredTombstones } from './tombstone-pages.ts'
import { placeThread } from './tree.ts'

export type ThreadBase = {
  view: ThreadView
  found: ThreadRows
  /** The rows without tombstones that nobody answered; and those of the view of top-level comments. */
  rows: CommentRow[]
  tops: TopRow[] | null
  /** The page's comments in their order. */
  placed: Placed[]
  /** Rows whose comments the page shows, tombstones included: what it marks as read. */
  shown: CommentRow[]
  /** Rows of the sparkline; none where it is not drawn. */
  bars: CommentRow[]
  /** Featured comments above the thread. */
  featured: CommentRow[]
  state: ThreadState & ThreadSettings
  /** The facts for a reader who has nothing of their own in the thread. */
  context: ThreadContext
  /** Empty where the head of the thread has no note. */
  usualWait: string
  /** Number of the newest live comment; 0 for none. */
  newest: number
}

/** Visible parents that are not among the rows. */
export function readMissingParents(deps: Deps, rows: readonly CommentRow[]): Promise<ThreadContext['parents']> {
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

/** The facts of a page for a reader who has nothing of their own in the thread. @param viewer decides what may be done */
export async function readBaseContext(
  deps: Deps,
  article: ArticleRow,
  { viewer, dates }: Pick<Reader, 'viewer' | 'dates'>,
  rows: readonly CommentRow[],
  view: ThreadView,
): Promise<ThreadContext> {
  const settings = deps.settings()
  const versions = article.revised_at === null ? [] : await publicRevisions(deps.db, article.id)
  const isRead = (): boolean => false
  return {
    viewer,
    thread: threadOf(deps, article),
    articleId: article.id,
    posterId: article.account_id,
    view,
    mutes: noMutes,
    editMinutes: settings.editMinutes,
    waiting: new Map(),
    withdrawn: await withdrawnTimes(
      deps.db,
      rows.flatMap((row) => (row.state === 'withdrawn' ? [row.id] : [])),
    ),
    news: new Set(),
    isRead,
    featured: await featuredIds(deps.db, article.id),
    reworded: await moderatorEditedIds(deps.db, article.id),
    moved: await idsMovedInto(deps.db, article.id),
    versions,
    quotation: await readQuotations(deps, article, rows, versions),
    reasons: { deciding: settings.commentReasons, restoring: settings.restoringReasons },
    recommending: settings.recommendations,
    ...noChoices,
    folds: foldsOf(rows, view, { viewer, isRead, ...noChoices }),
    now: deps.clock(),
    dates,
    parents: await readMissingParents(deps, rows),
  }
}

/** A member who has nothing of their own anywhere: their page is the same for every member of the role. */
const someMember = (role: Viewer['role']): Viewer => ({
  id: 0,
  nic: '',
  role,
  commentCount: 0,
  trusted: false,
  onHold: false,
  leavingAt: null,
})

/** @returns null if there is no such page */
export async function readThreadBase(
  deps: Deps,
  article: ArticleRow,
  { viewer, dates }: Pick<Reader, 'viewer' | 'dates'>,
  view: ThreadView,
  page: number,
): Promise<ThreadBase | null> {
  const found = await readThreadRows(deps, article, view, page)
  if (found === null) return null
  const rows = withoutTombstones(found.rows)
  const tops = found.tops ?? null
  const context = await readBaseContext(
    deps,
    article,
    { viewer: viewer === null ? null : someMember(viewer.role), dates },
    rows,
    view,
  )
  const state = threadOf(deps, article)
  return {
    view,
    found,
    rows,
    tops,
    placed: placeComments({ rows, tops }, [], view),
    // Deeper levels are on a page of their own, so this page does not mark them as read.
    shown: isThreaded(view)
      ? placeThread(found.rows).flatMap(({ row, level }) => (level <= DEEPEST_LEVEL ? [row] : []))
      : found.rows,
    bars: found.pages === 1 && !view.top && !view.featured ? rows : [],
    featured:
      page > 1 || view.featured || context.featured.size === 0
        ? []
        : await featuredRows(deps.db, article.id, PAGE_SIZE),
    state,
    context,
    usualWait: hasNote(state) ? await readUsualWait(deps) : '',
    newest: context.thread.closed || view.featured ? 0 : ((await newestLive(deps.db, article.id, 1))[0]?.number ?? 0),
  }
}

/** @param own the reader's own comments that nobody else sees */
export function placeComments(
  { rows, tops }: Pick<ThreadBase, 'rows' | 'tops'>,
  own: readonly CommentRow[],
  view: ThreadView,
): Placed[] {
  if (isThreaded(view)) return placeThreaded(withOwnHidden(rows, own, view.order === 'threaded'))
  const list = tops ? placeTops(withoutUnansweredTombstones(tops)) : placeFlat(rows)
  const added = placeFlat(own)
  return view.order === 'newest' ? [...added, ...list] : [...list, ...added]
}
