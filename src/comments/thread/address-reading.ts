// Finds the page of a thread that shows a comment.
import { publishedArticle } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { isPlain, PAGE_SIZE, type ThreadView } from '../../thread-view.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { writtenComment } from '../edits/queries.ts'
import { hasReceipt } from '../receipts/queries.ts'
import { hiddenNumbers, MAX_ROWS, orderedRoots, pointersOf } from './page-reading.ts'
import { commentPlace, hasVisibleReplies } from './place-queries.ts'
import { DEEPEST_LEVEL, seenRank, splitIntoPages } from './rules.ts'

/**
 * The address of the page that shows a comment, with its anchor.
 * @param view the reader's order. Options that hide or fold comments are ignored
 * @param isEditor finds comments of unpublished articles, too
 * @returns null if readers see no such comment
 */
export async function commentAddress(
  deps: Deps,
  id: number,
  view: ThreadView,
  isEditor = false,
): Promise<string | null> {
  const place = await commentPlace(deps.db, id, isEditor)
  if (!place) return null
  const article = { id: place.article_id, last_number: place.last_number, moved_away_count: place.moved_away_count }
  const pointers = await pointersOf(deps, article)
  if (
    place.state === 'withdrawn' &&
    !(await hasVisibleReplies(deps.db, place)) &&
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
  const split = splitIntoPages(await orderedRoots(deps, article, pointers, order))
  const root = place.root_id ?? place.id
  const page = split.findIndex((roots) => roots.some((one) => one.id === root)) + 1
  const size = (split[page - 1] ?? []).reduce((sum, one) => sum + one.subtree_count, 0)
  return size <= MAX_ROWS ? onPage(page) : `${urls.branch(id)}#c${id}`
}

/**
 * The address at which the writer of a comment that is not published sees it in its place: an account, or a guest by the
 * key in the browser.
 * @returns null for everybody else, and for a comment in any other state
 */
export async function ownHiddenAddress(
  deps: Deps,
  id: number,
  view: ThreadView,
  { viewer, guest }: Pick<Reader, 'viewer' | 'guest'>,
): Promise<string | null> {
  if (viewer === null && guest === null) return null
  const comment = await writtenComment(deps.db, id)
  if (comment === undefined || (comment.state !== 'held' && comment.state !== 'spam')) return null
  const isOwn =
    comment.account_id !== null
      ? comment.account_id === viewer?.id
      : viewer === null && guest !== null && (await hasReceipt(deps.db, id, guest.key))
  const article = isOwn ? await publishedArticle(deps.db, comment.article_id) : undefined
  if (!article) return null
  const parent = comment.parent_id === null ? null : await commentAddress(deps, comment.parent_id, view)
  const page =
    parent === null || parent.startsWith(urls.branch(comment.parent_id!))
      ? `${urls.article(article)}${isPlain(view) ? '' : `?view=${view.order}&page=1`}`
      : parent.replace(/#.*/, '')
  return `${page}#c${id}`
}
