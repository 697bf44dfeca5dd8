// Gathers what an edition and its headlines show.

import * as totals from '../articles/totals-queries.ts'
import type { Deps } from '../deps.ts'
import { count, longDay, number, spelled } from '../format.ts'
import { unmutedComments, unmutedStories } from '../mutes/reading.ts'
import { hasNoMutes, type Mutes } from '../mutes/rules.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import { archiveSearch, type SearchBox } from '../web/search-box.ts'
import { readYearLinks } from './archive-reading.ts'
import { type DayLink, dayLink } from './calendar-pages.ts'
import { type Lead, type LeadRows, leadView } from './front-pages.ts'
import { type HeadlineArea, headlineAreas } from './headline-pages.ts'
import * as pages from './pages.ts'
import * as queries from './queries.ts'
import { leadOf } from './rules.ts'
import { readStoryContext } from './story-reading.ts'

/** Rows to fetch where `count` are shown: a reader's mutes may hide some of them. */
export const rowsToFetch = (mutes: Mutes, count: number): number => (hasNoMutes(mutes) ? count : count + 20)

/** The lead of an edition; null when there are no stories. */
export async function readLead(
  { db }: Deps,
  mutes: Mutes,
  rows: readonly queries.StoryRow[],
  day: string,
): Promise<LeadRows | null> {
  const row = leadOf(rows, (await queries.leadInForce(db, day))?.article_id)
  if (!row) return null
  const picked = await queries.chosenQuotes(db, row.id)
  return {
    row,
    quoted: await unmutedComments(
      db,
      mutes,
      picked.length > 0 ? picked : await queries.mostRepliedComments(db, row.id, rowsToFetch(mutes, 2)),
    ),
    isChosen: picked.length > 0,
    depths: await queries.commentDepths(db, row.id),
  }
}

export type EditionPage = {
  title: string
  intro: string
  headlines: string
  search: SearchBox
  previous: DayLink
  next: DayLink
  lead: Lead | null
  blocks: pages.SectionBlock[]
  years: { href: string; text: string; current: boolean }[]
}

/** One line about an edition: number, stories, people who posted them, comments. */
async function editionSummary(deps: Deps, day: string, rows: readonly queries.StoryRow[]): Promise<string> {
  const people = new Set(rows.map((row) => row.nic)).size
  const comments = rows.reduce((sum, row) => sum + row.comment_count, 0)
  return `No. ${number(await totals.editionNumber(deps.db, day))}. ${spelled(rows.length)} ${rows.length === 1 ? 'story' : 'stories'} by ${count(people, 'person', 'people')}, ${count(comments, 'comment')}.`
}

/** The edition of one day; null when the day has none. */
export async function readEdition(
  deps: Deps,
  day: string,
  reader: Reader,
): Promise<{ page: EditionPage; expires: number; rows: readonly queries.StoryRow[] } | null> {
  const { db } = deps
  const settings = deps.settings()
  const now = deps.clock()
  const edition = await queries.editionStories(db, day)
  if (edition.length === 0) return null
  const rows = await unmutedStories(db, reader.mutes, edition)
  const context = await readStoryContext(deps, reader, rows, day)
  const lead = await readLead(deps, reader.mutes, rows, day)
  const [, before] = await totals.editionsUpTo(db, day, 2)
  return {
    rows,
    expires: pages.listExpiry(rows, settings, now),
    page: {
      title: longDay(day),
      intro: await editionSummary(deps, day, edition),
      headlines: urls.headlinesOf(day),
      search: archiveSearch(day),
      previous: dayLink(before?.day, day),
      next: dayLink(await totals.editionAfter(db, day), day),
      lead: lead && leadView(lead, context),
      blocks: pages.sectionBlocks(rows, lead?.row.id ?? null, context, ''),
      years: await readYearLinks(deps, day.slice(0, 4)),
    },
  }
}

export type HeadlinesPage = {
  heading: string
  intro: string
  edition: { href: string; text: string }
  previous: DayLink
  next: DayLink
  areas: HeadlineArea[]
}

/** The headlines of one day's edition, or of the newest edition for null; null when there is no such edition. */
export async function readHeadlines(
  deps: Deps,
  requested: string | null,
  reader: Reader,
): Promise<{ page: HeadlinesPage; expires: number } | null> {
  const { db } = deps
  const settings = deps.settings()
  const now = deps.clock()
  const newest = await totals.newestDay(db)
  const day = requested ?? newest
  const rows = day === null ? [] : await queries.editionHeadlines(db, day)
  if (day === null || rows.length === 0) return null
  const unmuted = await unmutedStories(db, reader.mutes, rows)
  const [, before] = await totals.editionsUpTo(db, day, 2)
  const headlinesLink = (other: string | null | undefined): DayLink => {
    const link = dayLink(other, day)
    return link && { href: urls.headlinesOf(other!), text: link.text }
  }
  return {
    expires: pages.listExpiry(rows, settings, now),
    page: {
      heading: `${day === pages.currentDay(now, settings) ? 'Today’s headlines' : 'Headlines'}, ${longDay(day)}`,
      intro: await editionSummary(deps, day, rows),
      edition:
        day === newest ? { href: urls.front, text: 'Front page' } : { href: urls.edition(day), text: 'This edition' },
      previous: headlinesLink(before?.day),
      next: headlinesLink(await totals.editionAfter(db, day)),
      areas: headlineAreas(unmuted, await readStoryContext(deps, reader, unmuted, day), reader.mutes),
    },
  }
}
