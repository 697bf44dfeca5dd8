// Links through a thread: its orders, and the chain from one new comment to the next. Pure.

import { type ThreadView, viewQuery, views } from '../../thread-view.ts'
import type { Comment } from './comment-pages.ts'

export type ViewLink = { href: string; text: string; current: boolean }

/** Links to the orders of a thread. Other options of the view stay. */
export const viewLinks = (articleHref: string, view: ThreadView, recommending: boolean): ViewLink[] =>
  views
    .filter((order) => recommending || order !== 'recommended')
    .map((order) => ({
      href: `${articleHref}?${viewQuery({ ...view, order })}#comments`,
      text: order[0]!.toUpperCase() + order.slice(1),
      current: order === view.order,
    }))

/**
 * Links each new comment to the next one on the page.
 * @param end the link of the last new comment on the page
 */
export function chainNews(comments: readonly Comment[], end: Comment['next']): Comment[] {
  const fresh = comments.filter((one) => one.news !== '')
  const nextOf = new Map(
    fresh.map((one, i) => [
      one.id,
      fresh[i + 1] ? { href: `#c${fresh[i + 1]!.id}`, text: 'Go to the next new comment' } : end,
    ]),
  )
  return comments.map((one) =>
    one.news === ''
      ? one
      : { ...one, news: one.id === fresh[0]!.id ? 'first' : 'new', next: nextOf.get(one.id) ?? null },
  )
}
