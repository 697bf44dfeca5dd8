// View model of the page of read marks, and links to new comments. Pure.

import { number } from '../format.ts'
import { PAGE_SIZE } from '../thread-view.ts'
import { urls } from '../urls.ts'
import { MAX_NEW_COUNT } from './rules.ts'

/** `member` is whether the marks belong to an account; `on` whether read marks are on. */
export type MarksPage = { member: boolean; on: boolean; message: string }

/** What the page says after a change, by the `done` of its address. */
export const marksDoneMessages = new Map(
  Object.entries({
    on: 'New comments are now highlighted when you return.',
    off: 'Highlighting is off. Your read marks were deleted.',
    forgotten: 'Your read marks were deleted. Highlighting starts again now.',
  }),
)

export type NewCommentsLink = { href: string; text: string }

/** The link to the new comments of a story; null when there are none. @param fresh number of new comments, by article id */
export function newCommentsLink(
  row: { id: number; comment_count?: number },
  href: string,
  fresh: ReadonlyMap<number, number>,
): NewCommentsLink | null {
  const n = fresh.get(row.id)
  if (n === undefined) return null
  // In a thread of several pages the first new comment may be on any page.
  return {
    href: (row.comment_count ?? 0) > PAGE_SIZE ? urls.articleNews(row.id) : `${href}#new`,
    text: n > MAX_NEW_COUNT ? `${MAX_NEW_COUNT}+ new` : `+${number(n)} new`,
  }
}
