// Gathers what the front page shows.
import * as totals from '../articles/totals-queries.ts'
import { unreadInThread } from '../comments/thread/news-reading.ts'
import type { Deps } from '../deps.ts'
import { clockTime, count, moment } from '../format.ts'
import { visitSite } from '../marks/rules.ts'
import { unmutedComments, unmutedStories } from '../mutes/reading.ts'
import { addDays } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import { readMonthCalendar } from './archive-reading.ts'
import { type Calendar, type DayLink, type DayStrip, dayLink, dayStrip } from './calendar-pages.ts'
import {
  type Ear,
  type FrontLine,
  type LatestCommentLine,
  type Lead,
  latestCommentLines,
  mastheadEar,
  type SinceLastVisit,
  sinceLastVisit,
  strangerLine,
  totalLines,
  unconfirmedLine,
} from './front-pages.ts'
import { latestComments } from './list-queries.ts'
import * as pages from './pages.ts'
import * as queries from './queries.ts'
import { readLead, rowsToFetch } from './reading.ts'
import { sameDayInEarlierYears } from './rules.ts'
import { readNewSince } from './since-reading.ts'
import { readStoryContext } from './story-reading.ts'

export type FrontPage = {
  day: string
  ear: Ear
  strip: DayStrip
  frontLine: FrontLine | null
  headlines: string
  lead: Lead | null
  blocks: pages.SectionBlock[]
  yesterday: { heading: string; href: string; count: string; stories: pages.Story[] } | null
  previous: DayLink
  latest: LatestCommentLine[]
  updated: string
  since: string
  calendar: Calendar
  totals: string[]
  onThisDay: { year: string; href: string; story: pages.Story }[]
  discussed: pages.Story[]
}

/** Days with an edition that the strip above the page lists. */
const STRIP_DAYS = 7
/** Earlier years under "On this day". */
const ON_THIS_DAY_YEARS = 3
/** Comments in the list of the latest. */
const LATEST_COMMENTS = 5

type DiscussedStories = {
  ofYesterday: queries.StoryRow[]
  ofWeek: queries.StoryRow[]
  /** One story of each earlier year that has an edition of this date, newest year first. */
  onThisDay: queries.StoryRow[]
}

/** The most discussed stories of yesterday, of the week and of the same date in earlier years, muted ones left out. Fetches all rows in one query. */
async function readDiscussed(
  { db }: Deps,
  { mutes }: Reader,
  day: string,
  yesterday: string | null,
  first: string | null,
): Promise<DiscussedStories> {
  const years = await totals.editionsAmong(db, sameDayInEarlierYears(day, first ?? day), ON_THIS_DAY_YEARS)
  const ofYesterday =
    yesterday === null ? [] : await queries.mostDiscussedIds(db, yesterday, yesterday, rowsToFetch(mutes, 4))
  const ofWeek = await queries.mostDiscussedIds(db, addDays(day, -6), day, rowsToFetch(mutes, 5))
  const ofYears = await queries.mostDiscussedIdsByDay(db, years, rowsToFetch(mutes, 1))
  const ids = [...new Set([...ofYesterday, ...ofWeek, ...ofYears])]
  const rows = new Map(
    (await unmutedStories(db, mutes, await queries.storiesByIds(db, ids))).map((row) => [row.id, row]),
  )
  const rowsOf = (some: readonly number[]): queries.StoryRow[] => some.flatMap((id) => rows.get(id) ?? [])
  return {
    ofYesterday: rowsOf(ofYesterday).slice(0, 4),
    ofWeek: rowsOf(ofWeek).slice(0, 5),
    onThisDay: years.flatMap((one) => rowsOf(ofYears).find((row) => row.day === one) ?? []),
  }
}

/** What is new since the reader's last visit, for the masthead; null without read marks and on a first visit. */
async function readSinceLastVisit(deps: Deps, reader: Reader): Promise<SinceLastVisit | null> {
  const { marks, dates } = reader
  if (marks === null) return null
  const now = deps.clock()
  const visit = visitSite(marks.site, now)
  marks.keepSite(visit)
  if (marks.site === null || visit.since >= visit.visitedAt) return null
  return sinceLastVisit(moment(visit.since, now, dates), await readNewSince(deps, reader, visit.since))
}

/** A guest who has been here before gets what is new instead. */
async function readFrontLine(
  deps: Deps,
  { viewer, dates }: Reader,
  since: SinceLastVisit | null,
): Promise<FrontLine | null> {
  if (viewer === null) return since === null ? strangerLine(deps.settings()) : null
  const unconfirmed = await deps.header.unconfirmed(viewer)
  return unconfirmed === null ? null : unconfirmedLine(unconfirmed.until, dates)
}

/** The block of yesterday's stories that are still discussed; null when there are none. */
const yesterdayBlock = (
  yesterday: { day: string; articles: number } | undefined,
  rows: readonly queries.StoryRow[],
  day: string,
  context: pages.StoryContext,
): FrontPage['yesterday'] =>
  yesterday === undefined || rows.length === 0
    ? null
    : {
        heading: yesterday.day === addDays(day, -1) ? 'Yesterday, still arguing' : 'The day before, still arguing',
        href: urls.edition(yesterday.day),
        count: count(yesterday.articles, 'story', 'stories'),
        stories: rows.map((row) => pages.storyView(row, context)),
      }

/** The newest comments of the site, muted ones left out. */
async function readLatestComments(deps: Deps, reader: Reader): Promise<LatestCommentLine[]> {
  const { db } = deps
  const rows = await latestComments(db, null, rowsToFetch(reader.mutes, LATEST_COMMENTS))
  const newest = (await unmutedComments(db, reader.mutes, rows)).slice(0, LATEST_COMMENTS)
  return latestCommentLines(newest, deps.clock(), reader.dates, await unreadInThread(deps, reader, newest))
}

/** The front page of the newest edition; null before the first article. */
export async function readFront(deps: Deps, reader: Reader): Promise<{ page: FrontPage; expires: number } | null> {
  const { db } = deps
  const settings = deps.settings()
  const now = deps.clock()
  const today = pages.currentDay(now, settings)
  const day = await totals.newestDay(db)
  if (day === null) return null
  const edition = await queries.editionStories(db, day)
  const rows = await unmutedStories(db, reader.mutes, edition)
  const comments = edition.reduce((sum, row) => sum + row.comment_count, 0)
  const editions = await totals.editionsUpTo(db, day, STRIP_DAYS)
  const yesterday = editions[1]
  const archive = await totals.archiveTotal(db)
  const discussed = await readDiscussed(deps, reader, day, yesterday?.day ?? null, archive.first)
  const listed = [...rows, ...discussed.ofYesterday, ...discussed.ofWeek, ...discussed.onThisDay]
  const context = await readStoryContext(deps, reader, listed, day)
  const found = await readLead(deps, reader, rows, day, context)
  const size = { articles: edition.length, comments }
  const number = await totals.editionNumber(db, day)
  const since = await readSinceLastVisit(deps, reader)
  return {
    expires: pages.listExpiry(listed, settings, now),
    page: {
      day,
      ear: mastheadEar(day, number, size, day === today, since),
      strip: dayStrip(editions, day),
      frontLine: await readFrontLine(deps, reader, since),
      headlines: urls.headlines,
      lead: found?.lead ?? null,
      blocks: pages.sectionBlocks(rows, found?.id ?? null, context, day === today ? ' today' : ''),
      yesterday: yesterdayBlock(yesterday, discussed.ofYesterday, today, context),
      previous: dayLink(yesterday?.day, day),
      latest: await readLatestComments(deps, reader),
      updated: `updated ${clockTime(now, reader.dates)}`,
      since: archive.first === null ? '' : `since ${Number(archive.first.slice(0, 4))}`,
      calendar: await readMonthCalendar(deps, day),
      totals: totalLines(archive, await totals.dayTotal(db, today), day === today ? comments : null, now, reader.dates),
      onThisDay: discussed.onThisDay.map((row) => ({
        year: String(Number(row.day.slice(0, 4))),
        href: urls.edition(row.day),
        story: pages.storyView(row, context),
      })),
      discussed: discussed.ofWeek.map((row) => pages.storyView(row, context)),
    },
  }
}
