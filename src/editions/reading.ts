// Gathers what the front page, an edition and its headlines show.
import { sections } from '../articles/section-queries.ts'
import * as totals from '../articles/totals-queries.ts'
import { unreadInThread } from '../comments/thread/news-reading.ts'
import { volley } from '../comments/thread/sparkline.ts'
import type { Deps } from '../deps.ts'
import { clockTime, count, longDay, moment, number, spelled } from '../format.ts'
import { commentsSince, countSince, ownCommentsSince } from '../marks/queries.ts'
import { visitSite } from '../marks/rules.ts'
import { unmutedComments, unmutedStories } from '../mutes/reading.ts'
import { hasNoMutes, type Mutes } from '../mutes/rules.ts'
import { addDays, dayOf, nextMidnight } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import { readMonthCalendar, readYearLinks } from './archive-reading.ts'
import { type AreaLink, areaLinks, type HeadlineArea, headlineAreas } from './list-pages.ts'
import { latestComments } from './list-queries.ts'
import * as pages from './pages.ts'
import * as queries from './queries.ts'
import { sameDayInEarlierYears } from './rules.ts'
import { readStoryContext } from './story-reading.ts'

export type FrontPage = {
  day: string
  ear: pages.Ear
  strip: pages.DayStrip
  headlines: string
  areas: AreaLink[]
  lead: pages.Lead | null
  blocks: pages.SectionBlock[]
  yesterday: { heading: string; href: string; count: string; stories: pages.Story[] } | null
  previous: pages.DayLink
  latest: pages.LatestCommentLine[]
  updated: string
  since: string
  calendar: pages.Calendar
  totals: string[]
  onThisDay: { year: string; href: string; story: pages.Story }[]
  discussed: pages.Story[]
}

async function readLead(
  deps: Deps,
  { mutes }: Reader,
  rows: readonly queries.StoryRow[],
  day: string,
  context: pages.StoryContext,
): Promise<{ id: number; lead: pages.Lead } | null> {
  const chosen = await queries.chosenLead(deps.db, day)
  const row =
    rows.find(({ id }) => id === chosen) ??
    [...rows].sort((a, b) => b.comment_count - a.comment_count || a.id - b.id)[0]
  if (!row) return null
  const answered = await unmutedComments(
    deps.db,
    mutes,
    await queries.mostRepliedComments(deps.db, row.id, rowsToFetch(mutes, 2)),
  )
  return {
    id: row.id,
    lead: {
      story: pages.storyView(row, context),
      section: row.section,
      sectionHref: urls.section(row.section_slug),
      sparkline: volley((await queries.commentDepths(deps.db, row.id)).map((depth) => ({ depth, isNew: false }))),
      quotes: pages.leadQuotes(answered, day, context.dates),
    },
  }
}

/** Rows asked for where so many are shown: some of them may be muted. */
const rowsToFetch = (mutes: Mutes, shown: number): number => (hasNoMutes(mutes) ? shown : shown + 20)

/** Years that "On this day" looks back at, at most. */
const ON_THIS_DAY_YEARS = 3

type DiscussedStories = {
  ofYesterday: queries.StoryRow[]
  ofWeek: queries.StoryRow[] /** One of the same day in each earlier year that has an edition of it, newest first. */
  onThisDay: queries.StoryRow[]
}

/** What was discussed the most yesterday, in a week, and on the same day of earlier years, without what the reader has muted: all rows in one query. */
async function readDiscussed(
  { db }: Deps,
  { mutes }: Reader,
  day: string,
  yesterday: string | null,
  first: string | null,
): Promise<DiscussedStories> {
  const earlier = await totals.editionsAmong(db, sameDayInEarlierYears(day, first ?? day), ON_THIS_DAY_YEARS)
  const still =
    yesterday === null ? [] : await queries.mostDiscussedIds(db, yesterday, yesterday, rowsToFetch(mutes, 4))
  const ofWeek = await queries.mostDiscussedIds(db, addDays(day, -6), day, rowsToFetch(mutes, 5))
  const ofDays = await queries.mostDiscussedIdsByDay(db, earlier, rowsToFetch(mutes, 1))
  const rows = new Map(
    (
      await unmutedStories(db, mutes, await queries.storiesByIds(db, [...new Set([...still, ...ofWeek, ...ofDays])]))
    ).map((row) => [row.id, row]),
  )
  const among = (ids: readonly number[]): queries.StoryRow[] => ids.flatMap((id) => rows.get(id) ?? [])
  return {
    ofYesterday: among(still).slice(0, 4),
    ofWeek: among(ofWeek).slice(0, 5),
    onThisDay: earlier.flatMap((one) => among(ofDays).find((row) => row.day === one) ?? []),
  }
}

/** Comments and stories since a moment that are looked at one by one; of more than that only the reader's own are left out. */
const MAX_ROWS_CHECKED = 500

/** Of what has come since a moment that which is news to the reader: not their own, nor what they have muted. */
async function countNewToReader(
  { db }: Deps,
  { viewer, mutes }: Reader,
  at: number,
  day: string,
  all: { articles: number; comments: number },
): Promise<{ articles: number; comments: number }> {
  const few = all.comments <= MAX_ROWS_CHECKED
  const comments = few
    ? (await unmutedComments(db, mutes, await commentsSince(db, at, MAX_ROWS_CHECKED))).filter(
        (row) => viewer === null || row.account_id !== viewer.id,
      ).length
    : all.comments - (viewer === null ? 0 : await ownCommentsSince(db, viewer.id, at))
  const articles =
    hasNoMutes(mutes) || all.articles > MAX_ROWS_CHECKED
      ? all.articles
      : (await unmutedStories(db, mutes, await queries.storiesSince(db, at, day, MAX_ROWS_CHECKED))).length
  return { articles, comments }
}

/** What has come since the reader was here last, for the right ear of the masthead; null for strangers, and on a first visit. */
async function readSinceLastVisit(deps: Deps, reader: Reader): Promise<pages.SinceLastVisit | null> {
  const { marks, dates } = reader
  if (marks === null) return null
  const now = deps.clock()
  const zone = deps.settings().timeZone
  const here = visitSite(marks.site, now)
  marks.keepSite(here)
  if (marks.site === null || here.since >= here.visitedAt) return null
  const day = dayOf(here.since, zone)
  const all = await countSince(deps.db, here.since, day, nextMidnight(here.since, zone))
  return pages.sinceLastVisit(
    moment(here.since, now, dates),
    await countNewToReader(deps, reader, here.since, day, all),
  )
}

/** The front page of the current edition: today's, or the newest day's that has one; null before the first article. */
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
  const editions = await totals.editionsUpTo(db, day, 7)
  const yesterday = editions[1]
  const archive = await totals.archiveTotal(db)
  const {
    ofYesterday: still,
    ofWeek: discussed,
    onThisDay: earlier,
  } = await readDiscussed(deps, reader, day, yesterday?.day ?? null, archive.first)
  const context = await readStoryContext(deps, reader, [...rows, ...still, ...discussed, ...earlier], day)
  const found = await readLead(deps, reader, rows, day, context)
  const newest = await unmutedComments(db, reader.mutes, await latestComments(db, null, rowsToFetch(reader.mutes, 5)))
  const areas = areaLinks(await sections(db), null)
  return {
    expires: pages.listExpiry([...rows, ...still, ...discussed, ...earlier], settings, now),
    page: {
      day,
      ear: pages.mastheadEar(
        day,
        await totals.editionNumber(db, day),
        { articles: edition.length, comments },
        day === today,
        await readSinceLastVisit(deps, reader),
      ),
      strip: pages.dayStrip(editions, day),
      headlines: urls.headlines,
      // One area alone is the front page itself.
      areas: areas.length > 2 ? areas : [],
      lead: found?.lead ?? null,
      blocks: pages.sectionBlocks(rows, found?.id ?? null, context, day === today ? ' today' : ''),
      yesterday:
        yesterday && still.length > 0
          ? {
              heading:
                yesterday.day === addDays(today, -1) ? 'Yesterday, still arguing' : 'The day before, still arguing',
              href: urls.edition(yesterday.day),
              count: count(yesterday.articles, 'story', 'stories'),
              stories: still.map((row) => pages.storyView(row, context)),
            }
          : null,
      previous: pages.dayLink(yesterday?.day, day),
      latest: pages.latestCommentLines(
        newest.slice(0, 5),
        now,
        reader.dates,
        await unreadInThread(deps, reader, newest.slice(0, 5)),
      ),
      updated: `updated ${clockTime(now, reader.dates)}`,
      since: archive.first === null ? '' : `since ${Number(archive.first.slice(0, 4))}`,
      calendar: await readMonthCalendar(deps, day),
      totals: pages.totalLines(
        archive,
        await totals.dayTotal(db, today),
        day === today ? comments : null,
        now,
        reader.dates,
      ),
      onThisDay: earlier.map((row) => ({
        year: String(Number(row.day.slice(0, 4))),
        href: urls.edition(row.day),
        story: pages.storyView(row, context),
      })),
      discussed: discussed.map((row) => pages.storyView(row, context)),
    },
  }
}

export type EditionPage = {
  title: string
  intro: string
  headlines: string
  previous: pages.DayLink
  next: pages.DayLink
  lead: pages.Lead | null
  blocks: pages.SectionBlock[]
  years: { href: string; text: string; current: boolean }[]
}

/** How an edition is summed up: its number, stories, posters and comments. */
async function editionSummary(deps: Deps, day: string, rows: readonly queries.StoryRow[]): Promise<string> {
  const people = new Set(rows.map((row) => row.nic)).size
  const comments = rows.reduce((sum, row) => sum + row.comment_count, 0)
  return `No. ${number(await totals.editionNumber(deps.db, day))}. ${spelled(rows.length)} ${rows.length === 1 ? 'story' : 'stories'} by ${count(people, 'person', 'people')}, ${count(comments, 'comment')}.`
}

/** One day of the archive as its front page; null when it has no edition. */
export async function readEdition(
  deps: Deps,
  day: string,
  reader: Reader,
): Promise<{ page: EditionPage; expires: number } | null> {
  const { db } = deps
  const settings = deps.settings()
  const now = deps.clock()
  const edition = await queries.editionStories(db, day)
  if (edition.length === 0) return null
  const rows = await unmutedStories(db, reader.mutes, edition)
  const context = await readStoryContext(deps, reader, rows, day)
  const found = await readLead(deps, reader, rows, day, context)
  const [, before] = await totals.editionsUpTo(db, day, 2)
  return {
    expires: pages.listExpiry(rows, settings, now),
    page: {
      title: longDay(day),
      intro: await editionSummary(deps, day, edition),
      headlines: urls.headlinesOf(day),
      previous: pages.dayLink(before?.day, day),
      next: pages.dayLink(await totals.editionAfter(db, day), day),
      lead: found?.lead ?? null,
      blocks: pages.sectionBlocks(rows, found?.id ?? null, context, ''),
      years: await readYearLinks(deps, day.slice(0, 4)),
    },
  }
}

export type HeadlinesPage = {
  heading: string
  intro: string
  edition: { href: string; text: string }
  previous: pages.DayLink
  next: pages.DayLink
  areas: HeadlineArea[]
}

/** The headlines of a day, or of the newest edition; null when there is no such edition. */
export async function readHeadlines(
  deps: Deps,
  asked: string | null,
  reader: Reader,
): Promise<{ page: HeadlinesPage; expires: number } | null> {
  const { db } = deps
  const settings = deps.settings()
  const now = deps.clock()
  const newest = await totals.newestDay(db)
  const day = asked ?? newest
  const rows = day === null ? [] : await queries.editionHeadlines(db, day)
  if (day === null || rows.length === 0) return null
  const shown = await unmutedStories(db, reader.mutes, rows)
  const [, before] = await totals.editionsUpTo(db, day, 2)
  const to = (other: string | null | undefined): pages.DayLink => {
    const link = pages.dayLink(other, day)
    return link && { href: urls.headlinesOf(other!), text: link.text }
  }
  return {
    expires: pages.listExpiry(rows, settings, now),
    page: {
      heading: `${day === pages.currentDay(now, settings) ? 'Today’s headlines' : 'Headlines'}, ${longDay(day)}`,
      intro: await editionSummary(deps, day, rows),
      edition:
        day === newest ? { href: urls.front, text: 'Front page' } : { href: urls.edition(day), text: 'This edition' },
      previous: to(before?.day),
      next: to(await totals.editionAfter(db, day)),
      areas: headlineAreas(shown, await readStoryContext(deps, reader, shown, day), reader.mutes),
    },
  }
}
