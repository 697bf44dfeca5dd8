// Gathers one comment alone, or a branch with the comments above it.

import { type ArticleRow, publishedArticle, unpublishedArticle, wasPublished } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { type AppError, gone, missing } from '../../errors.ts'
import { rowId } from '../../faults.ts'
import { atLeast, may } from '../../permissions.ts'
import { PAGE_SIZE, plainView } from '../../thread-view.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { withdrawalOf, writtenComment } from '../edits/queries.ts'
import { type ThreadActs, threadActs } from './action-pages.ts'
import { chainNews } from './chain-pages.ts'
import type { Comment } from './comment-pages.ts'
import type { ThreadFlash } from './flash-pages.ts'
import { readNews } from './news-reading.ts'
import { branchPointers } from './page-reading.ts'
import { branchComments, placedComment, placeFlat } from './pages.ts'
import { branchOf } from './path.ts'
import type { CommentRow } from './queries.ts'
import { ancestors, branchRows, visibleComment } from './queries.ts'
import { readContext } from './reading.ts'
import { DEEPEST_LEVEL } from './rules.ts'
import { withoutTombstones } from './tombstone-pages.ts'
import { placeThread } from './tree.ts'

/**
 * Finds the live comment with the id in a field or query, and its article.
 * @throws AppError `missing` if there is none, `gone` if there was one
 */
export async function commentNamed(
  deps: Deps,
  text: string | undefined,
): Promise<{ comment: CommentRow; article: ArticleRow }> {
  const id = rowId(text)
  const comment = id === null ? undefined : await visibleComment(deps.db, id)
  const article = comment?.state === 'live' ? await publishedArticle(deps.db, comment.article_id) : undefined
  if (!comment || !article) throw await commentAbsence(deps, id)
  return { comment, article }
}

/** The same for moderators: a comment in any state but withdrawn. */
export async function moderatedComment(
  deps: Deps,
  text: string,
): Promise<{ comment: { id: number }; article: ArticleRow }> {
  const id = rowId(text)
  const comment = id === null ? undefined : await writtenComment(deps.db, id)
  const article = comment && (await publishedArticle(deps.db, comment.article_id))
  return comment && article && comment.state !== 'withdrawn' ? { comment, article } : commentNamed(deps, text)
}

/**
 * The error page for a comment that is not shown: `gone` if readers saw it once, else `missing`. Held and spam comments
 * stay secret.
 */
export async function commentAbsence(deps: Deps, id: number | null): Promise<AppError> {
  const row = id === null ? undefined : await visibleComment(deps.db, id)
  // A comment withdrawn while it was held was never seen.
  if (!row || (row.state === 'withdrawn' && ((await withdrawalOf(deps.db, row.id))?.state_before ?? 'live') !== 'live'))
    return missing()
  const article = await publishedArticle(deps.db, row.article_id)
  if (article)
    return row.state === 'live'
      ? missing()
      : gone('comment', [{ href: `${urls.article(article)}#comments`, text: 'The thread' }])
  return (await wasPublished(deps.db, row.article_id)) ? gone() : missing()
}

/** One comment alone, as the thread shows it, above a reply to it. */
export async function readOne(deps: Deps, article: ArticleRow, reader: Reader, row: CommentRow): Promise<Comment> {
  return placedComment(placeFlat([row])[0]!, await readContext(deps, article, reader, [row]))
}

export type BranchPage = {
  article: { href: string; headline: string }
  /** The ancestors, then the branch. */
  comments: Comment[]
  acts: ThreadActs
  /** What was done about a comment that the page does not show. */
  flash: ThreadFlash | null
  whole: string
  rest: { href: string; text: string } | null
}

/**
 * Reads a branch with its ancestors.
 * @param after id of the last comment of the page before, or null
 * @returns null if there is no such branch
 */
/** The article of a branch; for editors also one that was unpublished. */
const readableArticle = async ({ db }: Deps, id: number, { viewer }: Reader): Promise<ArticleRow | undefined> =>
  (await publishedArticle(db, id)) ?? (may.edit(viewer) === null ? await unpublishedArticle(db, id) : undefined)

export async function readBranch(
  deps: Deps,
  reader: Reader,
  id: number,
  after: number | null,
): Promise<{ article: ArticleRow; page: BranchPage } | null> {
  const row = await visibleComment(deps.db, id)
  const article = row ? await readableArticle(deps, row.article_id, reader) : undefined
  if (!row || !article) return null
  const before = after === null ? null : await visibleComment(deps.db, after)
  const rows = before === undefined ? null : await branchRows(deps.db, row, before, PAGE_SIZE + 1)
  if (rows === null) return null
  // Tombstones alone have nothing to show, except to moderators, who read removed texts.
  const isReadable = ({ state }: CommentRow): boolean =>
    state === 'live' || (state === 'removed' && atLeast(reader.viewer, 'moderator'))
  if (before === null && !rows.some(isReadable)) return null
  const page = rows.slice(0, PAGE_SIZE)
  const found = await branchPointers(deps, article, branchOf(row), page, rows.length > PAGE_SIZE)
  const kept = withoutTombstones(found)
  const parents = before ? [] : await ancestors(deps.db, row)
  const shown = placeThread(found).flatMap(({ row: one, level }) => (level <= DEEPEST_LEVEL ? [one] : []))
  const news = await readNews(deps, reader, article, [...parents, ...shown])
  const context = await readContext(deps, article, reader, [...parents, ...kept], plainView('threaded'), news)
  const end =
    news === null || news.elsewhere === null
      ? null
      : { href: urls.comment(news.elsewhere), text: 'Go to the next new comment, elsewhere in the thread' }
  return {
    article,
    page: {
      article: { href: urls.article(article), headline: article.headline },
      comments: chainNews(branchComments(parents, kept, context, id), end),
      acts: threadActs(context),
      flash: null,
      whole: `${urls.article(article)}#comments`,
      rest:
        rows.length > PAGE_SIZE
          ? { href: `${urls.branch(id)}?after=${page[page.length - 1]!.id}`, text: 'Rest of this branch' }
          : null,
    },
  }
}
