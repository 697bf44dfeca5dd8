// Gathers what is new to a reader: new comments in opened threads, and stories since the last visit.
import { unreadCounts } from '../../comments/thread/news-reading.ts'
import type { Deps } from '../../deps.ts'
import { sinceLastVisit } from '../../editions/front-pages.ts'
import { type Story, storyView } from '../../editions/pages.ts'
import { type StoryRow, storiesByIds, storiesSince } from '../../editions/queries.ts'
import { readNewSince } from '../../editions/since-reading.ts'
import { readStoryContext } from '../../editions/story-reading.ts'
import { moment, number } from '../../format.ts'
import { unmutedStories } from '../../mutes/reading.ts'
import { dayOf } from '../../time.ts'
import type { Reader } from '../../web/reader.ts'
import { visitSite } from '../rules.ts'

/** Threads checked for new comments, those opened last first. */
const MAX_THREADS = 200
const LINES_PER_LIST = 40

type Lines = { heading: string; stories: Story[]; more: boolean }

export type NewsPage = {
  /** What is new since the last visit, in the words of the front page. */
  intro: string
  lists: Lines[]
}

/** The page of what is new; null for a reader without read marks. */
export async function readNews(deps: Deps, reader: Reader): Promise<NewsPage | null> {
  const { marks, dates } = reader
  if (marks === null) return null
  const now = deps.clock()
  const { since } = visitSite(marks.site, now)
  const found = await readNewSince(deps, reader, since)
  const opened = await readOpenedThreads(deps, reader)
  const unopened = await readStories(deps, reader, [...found.unopened.keys()])
  const fresh = await unmutedStories(
    deps.db,
    reader.mutes,
    await storiesSince(deps.db, since, dayOf(since, deps.settings().timeZone), LINES_PER_LIST + 1),
  )
  const context = await readStoryContext(deps, reader, [...opened, ...unopened, ...fresh], null)
  const list = (rows: readonly StoryRow[], heading: (n: string) => string): Lines[] =>
    rows.length === 0
      ? []
      : [
          {
            heading: heading(rows.length > LINES_PER_LIST ? `More than ${LINES_PER_LIST}` : number(rows.length)),
            stories: rows.slice(0, LINES_PER_LIST).map((row) => storyView(row, context)),
            more: rows.length > LINES_PER_LIST,
          },
        ]
  const threads = (rows: readonly unknown[]): string => (rows.length === 1 ? 'thread' : 'threads')
  const { heading, text } = sinceLastVisit(moment(since, now, dates), found)
  const lists = [
    ...list(opened, (n) => `${n} ${threads(opened)} you have opened, with new comments`),
    ...list(unopened, (n) => `${n} ${threads(unopened)} you have not opened, with new comments`),
    ...list(fresh, (n) => `${n} new ${fresh.length === 1 ? 'story' : 'stories'}`),
  ]
  const isNothing = found.articles + found.comments === 0
  const said = isNothing ? `${heading}.` : `${heading}: ${text[0]!.toLowerCase()}${text.slice(1)}`
  // On a first visit the only new comments are older than it.
  return { intro: isNothing && lists.length > 0 ? 'New comments in threads you have opened.' : said, lists }
}

/** Opened threads with unread comments, those opened last first. */
async function readOpenedThreads(deps: Deps, reader: Reader): Promise<StoryRow[]> {
  const opened = await reader.marks!.opened(MAX_THREADS)
  const counts = await unreadCounts(
    deps,
    reader,
    opened.map((id) => ({ id })),
  )
  return readStories(
    deps,
    reader,
    opened.filter((id) => counts.has(id)),
  )
}

const readStories = async (deps: Deps, { mutes }: Reader, ids: readonly number[]): Promise<StoryRow[]> =>
  unmutedStories(deps.db, mutes, await storiesByIds(deps.db, ids))
