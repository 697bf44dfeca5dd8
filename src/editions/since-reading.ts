// Counts what is new to a reader since their last visit: the front page and the page that it leads to say the same number.
import type { Deps } from '../deps.ts'
import { commentsSince, countSince, ownCommentsSince } from '../marks/queries.ts'
import { isUnread, markForLists } from '../marks/rules.ts'
import { unmutedComments, unmutedStories } from '../mutes/reading.ts'
import { hasNoMutes } from '../mutes/rules.ts'
import { dayOf, nextMidnight } from '../time.ts'
import type { Reader } from '../web/reader.ts'
import * as queries from './queries.ts'

/** New comments and stories that are checked one by one. Above this number only the reader's own comments are subtracted. */
const MAX_ROWS_CHECKED = 500

export type NewSince = {
  articles: number
  comments: number
  /** Threads with new comments that the reader has never opened, by article id, with the number of new comments. */
  unopened: ReadonlyMap<number, number>
}

/** What is new to the reader since a moment: not their own, not muted, and not shown to them by a page since. */
export async function readNewSince(deps: Deps, reader: Reader, at: number): Promise<NewSince> {
  const { db } = deps
  const { viewer, mutes } = reader
  const zone = deps.settings().timeZone
  const day = dayOf(at, zone)
  const all = await countSince(db, at, day, nextMidnight(at, zone))
  const articles =
    hasNoMutes(mutes) || all.articles > MAX_ROWS_CHECKED
      ? all.articles
      : (await unmutedStories(db, mutes, await queries.storiesSince(db, at, day, MAX_ROWS_CHECKED))).length
  const rows = (await unmutedComments(db, mutes, await commentsSince(db, at, MAX_ROWS_CHECKED))).filter(
    (row) => viewer === null || row.account_id !== viewer.id,
  )
  const marks = (await reader.marks?.of([...new Set(rows.map((row) => row.article_id))])) ?? new Map()
  const now = deps.clock()
  const unread = rows.filter((row) => {
    const mark = marks.get(row.article_id)
    return mark === undefined || isUnread(markForLists(mark, now), row.number)
  })
  const unopened = new Map<number, number>()
  for (const { article_id: id } of unread) if (!marks.has(id)) unopened.set(id, (unopened.get(id) ?? 0) + 1)
  const comments =
    all.comments <= MAX_ROWS_CHECKED
      ? unread.length
      : all.comments - (viewer === null ? 0 : await ownCommentsSince(db, viewer.id, at))
  return { articles, comments, unopened }
}
