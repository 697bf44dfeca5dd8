// Gathers what is new to a reader: new comments in opened threads, and stories since the last visit.
import { unreadCounts } from '../../comments/thread/news-reading.ts'
import type { Deps } from '../../deps.ts'
import { type Story, storyView } from '../../editions/pages.ts'
import { storiesByIds, storiesSince } from '../../editions/queries.ts'
import { readStoryContext } from '../../editions/story-reading.ts'
import { count, moment } from '../../format.ts'
import { unmutedStories } from '../../mutes/reading.ts'
import { dayOf } from '../../time.ts'
import type { Reader } from '../../web/reader.ts'
import { visitSite } from '../rules.ts'

/** Threads checked for new comments, those opened last first, and lines of each list. */
const MAX_THREADS = 200
const LINES_PER_LIST = 40

export type NewsPage = {
  since: string
  threads: { heading: string; stories: Story[] }
  stories: { heading: string; stories: Story[]; more: boolean }
}

/** The page of what is new; null for a reader without read marks. */
export async function readNews(deps: Deps, reader: Reader): Promise<NewsPage | null> {
  const { marks, mutes, dates } = reader
  if (marks === null) return null
  const { db } = deps
  const now = deps.clock()
  const { since } = visitSite(marks.site, now)
  const opened = await marks.opened(MAX_THREADS)
  const counts = await unreadCounts(
    deps,
    reader,
    opened.map((id) => ({ id })),
  )
  const threads = (
    await unmutedStories(
      db,
      mutes,
      await storiesByIds(
        db,
        opened.filter((id) => counts.has(id)),
      ),
    )
  ).slice(0, LINES_PER_LIST)
  const fresh = await unmutedStories(
    db,
    mutes,
    await storiesSince(db, since, dayOf(since, deps.settings().timeZone), LINES_PER_LIST + 1),
  )
  const context = await readStoryContext(deps, reader, [...threads, ...fresh], null)
  const comments = threads.reduce((sum, row) => sum + (counts.get(row.id) ?? 0), 0)
  return {
    since: moment(since, now, dates).text.replace(/^Yesterday/, 'yesterday'),
    threads: {
      heading:
        threads.length === 0
          ? ''
          : `${count(comments, 'new comment')} in ${count(threads.length, 'thread')} you have opened`,
      stories: threads.map((row) => storyView(row, context)),
    },
    stories: {
      heading:
        fresh.length === 0
          ? ''
          : fresh.length > LINES_PER_LIST
            ? `More than ${LINES_PER_LIST} new stories`
            : count(fresh.length, 'new story', 'new stories'),
      stories: fresh.slice(0, LINES_PER_LIST).map((row) => storyView(row, context)),
      more: fresh.length > LINES_PER_LIST,
    },
  }
}
