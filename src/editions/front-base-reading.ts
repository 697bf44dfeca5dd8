// Gathers what the front page shows every reader: its stories, comments and totals.
import * as totals from '../articles/totals-queries.ts'
import type { Deps } from '../deps.ts'
import { unmutedComments, unmutedStories } from '../mutes/reading.ts'
import type { Mutes } from '../mutes/rules.ts'
import { addDays } from '../time.ts'
import { readMonthCalendar } from './archive-reading.ts'
import type { Calendar } from './calendar-pages.ts'
import type { LeadRows } from './front-pages.ts'
import { type ListedRow, latestComments } from './list-queries.ts'
import * as pages from './pages.ts'
import * as queries from './queries.ts'
import { readLead, rowsToFetch } from './reading.ts'
import { sameDayInEarlierYears } from './rules.ts'

type Total = { articles: number; comments: number }

export type FrontBase = {
  /** Day of the edition, and today. */
  day: string
  today: string
  /** Number of the edition. */
  number: number
  /** The whole edition, with muted stories. */
  edition: Total
  /** Stories of the edition. */
  rows: queries.StoryRow[]
  lead: LeadRows | null
  /** The latest editions, newest first. */
  editions: { day: string; articles: number }[]
  discussed: DiscussedStories
  latest: ListedRow[]
  calendar: Calendar
  archive: Total & { first: string | null }
  ofToday: Total
  /** When a thread of these stories closes or opens by the clock, at the latest the site's midnight. */
  expires: number
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
  mutes: Mutes,
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

/** All stories that the page names. */
export const listedStories = ({ rows, discussed }: Pick<FrontBase, 'rows' | 'discussed'>): queries.StoryRow[] => [
  ...rows,
  ...discussed.ofYesterday,
  ...discussed.ofWeek,
  ...discussed.onThisDay,
]

/** The newest comments of the site, muted ones left out. */
async function readLatestComments({ db }: Deps, mutes: Mutes): Promise<ListedRow[]> {
  const rows = await latestComments(db, null, rowsToFetch(mutes, LATEST_COMMENTS))
  return (await unmutedComments(db, mutes, rows)).slice(0, LATEST_COMMENTS)
}

/** The newest edition and what stands beside it; null before the first article. */
export async function readFrontBase(deps: Deps, mutes: Mutes): Promise<FrontBase | null> {
  const { db } = deps
  const settings = deps.settings()
  const now = deps.clock()
  const today = pages.currentDay(now, settings)
  const day = await totals.newestDay(db)
  if (day === null) return null
  const edition = await queries.editionStories(db, day)
  const rows = await unmutedStories(db, mutes, edition)
  const editions = await totals.editionsUpTo(db, day, STRIP_DAYS)
  const archive = await totals.archiveTotal(db)
  const discussed = await readDiscussed(deps, mutes, day, editions[1]?.day ?? null, archive.first)
  return {
    day,
    today,
    number: await totals.editionNumber(db, day),
    edition: { articles: edition.length, comments: edition.reduce((sum, row) => sum + row.comment_count, 0) },
    rows,
    lead: await readLead(deps, mutes, rows, day),
    editions,
    discussed,
    latest: await readLatestComments(deps, mutes),
    calendar: await readMonthCalendar(deps, day),
    archive,
    ofToday: await totals.dayTotal(db, today),
    expires: pages.listExpiry(listedStories({ rows, discussed }), settings, now),
  }
}
