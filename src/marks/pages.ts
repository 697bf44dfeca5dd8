// What the page of a reader's marks says. Pure.

import { number } from '../format.ts'
import { PAGE_SIZE } from '../thread-view.ts'
import { urls } from '../urls.ts'
import { MAX_NEW_COUNT } from './rules.ts'

/** What the page says: whose marks they are, and what the buttons do. */
export type MarksPage = { member: boolean; on: boolean; message: string }

/** What was done, as the page says it afterwards. */
export const marksDoneMessages = new Map(
  Object.entries({
    on: 'From now on, what is new since your last visit is marked.',
    off: 'Nothing is marked any more, and what was remembered here is forgotten.',
    forgotten: 'What you had read is forgotten. Marking begins anew.',
  }),
)

export type NewCommentsLink = { href: string; text: string }

/** The marker of a story whose thread has gone on since the reader opened it. @param fresh new comments by article */
export function newCommentsLink(
  row: { id: number; comment_count?: number },
  href: string,
  fresh: ReadonlyMap<number, number>,
): NewCommentsLink | null {
  const n = fresh.get(row.id)
  if (n === undefined) return null
  // A thread of several pages may have what is new on any of them.
  return {
    href: (row.comment_count ?? 0) > PAGE_SIZE ? urls.articleNews(row.id) : `${href}#new`,
    text: n > MAX_NEW_COUNT ? `${MAX_NEW_COUNT}+ new` : `+${number(n)} new`,
  }
}
