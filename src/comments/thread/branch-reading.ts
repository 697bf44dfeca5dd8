// Gathers what stands on a page beside the thread: one comment alone, or a branch with what stands above it.

import { type ArticleRow, publishedArticle, wasPublished } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { type AppError, gone, missing } from '../../errors.ts'
import { rowId } from '../../faults.ts'
import { PAGE_SIZE, plainView } from '../../thread-view.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { withdrawalOf } from '../edits/queries.ts'
import * as queries from '../queries.ts'
import { chained } from './chain-pages.ts'
import { newsOf } from './news-reading.ts'
import { branchPointers } from './page-reading.ts'
import { branchComments, type Comment, flatComments } from './pages.ts'
import { branchOf } from './path.ts'
import { contextOf } from './reading.ts'
import { DEEPEST_LEVEL } from './rules.ts'
import { withoutTombstones } from './tombstone-pages.ts'
import { placeThread } from './tree.ts'

/**
 * The live comment whose id a field or a query names, with its article.
 * @throws AppError `missing` when there is none, `gone` when there was one
 */
export async function commentNamed(
  deps: Deps,
  text: string | undefined,
): Promise<{ comment: queries.CommentRow; article: ArticleRow }> {
  const id = rowId(text)
  const comment = id === null ? undefined : await queries.visibleComment(deps.db, id)
  const article = comment?.state === 'live' ? await publishedArticle(deps.db, comment.article_id) : undefined
  if (!comment || !article) throw await noComment(deps, id)
  return { comment, article }
}

/**
 * Why readers get no page for a comment: it went with its article, or was taken away and nobody had answered it. That of
 * one that waits or is spam is nobody's business.
 */
export async function noComment(deps: Deps, id: number | null): Promise<AppError> {
  const row = id === null ? undefined : await queries.visibleComment(deps.db, id)
  // Readers never saw what waited until it was taken back.
  if (!row || (row.state === 'withdrawn' && ((await withdrawalOf(deps.db, row.id))?.state_before ?? 'live') !== 'live'))
    return missing()
  const article = await publishedArticle(deps.db, row.article_id)
  if (article)
    return row.state === 'live'
      ? missing()
      : gone('comment', [{ href: `${urls.article(article)}#comments`, text: 'The thread it stood in' }])
  return (await wasPublished(deps.db, row.article_id)) ? gone() : missing()
}

/** One comment alone, as its place in the thread shows it: what a reply answers. */
export async function readOne(
  deps: Deps,
  article: ArticleRow,
  reader: Reader,
  row: queries.CommentRow,
): Promise<Comment> {
  return flatComments([row], await contextOf(deps, article, reader, [row]))[0]!
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
export async function readBranch(
  deps: Deps,
  reader: Reader,
  id: number,
  after: number | null,
): Promise<{ article: ArticleRow; page: BranchPage } | null> {
  const row = await queries.visibleComment(deps.db, id)
  const article = row ? await publishedArticle(deps.db, row.article_id) : undefined
  if (!row || !article) return null
  const before = after === null ? null : await queries.visibleComment(deps.db, after)
  const rows = before === undefined ? null : await queries.branchRows(deps.db, row, before, PAGE_SIZE + 1)
  if (rows === null) return null
  // A tombstone stands for the sake of what was answered to it; without that there is nothing to show alone.
  if (before === null && rows.every(({ state }) => state !== 'live')) return null
  const page = rows.slice(0, PAGE_SIZE)
  const found = await branchPointers(deps, article, branchOf(row), page, rows.length > PAGE_SIZE)
  const kept = withoutTombstones(found)
  const parents = before ? [] : await queries.ancestors(deps.db, row)
  const shown = placeThread(found).flatMap(({ row: one, level }) => (level <= DEEPEST_LEVEL ? [one] : []))
  const news = await newsOf(deps, reader, article, [...parents, ...shown])
  const context = await contextOf(deps, article, reader, [...parents, ...kept], plainView('threaded'), news)
  const end =
    news === null || news.elsewhere === null
      ? null
      : { href: urls.comment(news.elsewhere), text: 'Next new, elsewhere in the thread' }
  return {
    article,
    page: {
      article: { href: urls.article(article), headline: article.headline },
      comments: chained(branchComments(parents, kept, context, id), end),
      whole: `${urls.article(article)}#comments`,
      rest:
        rows.length > PAGE_SIZE
          ? { href: `${urls.branch(id)}?after=${page[page.length - 1]!.id}`, text: 'The rest of this branch' }
          : null,
    },
  }
}
