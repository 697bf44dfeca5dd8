// The view model of the front page, from what everybody sees there and what is the reader's own. Pure.
import { clockTime, count, type Dates } from '../format.ts'
import type { Settings } from '../settings.ts'
import { addDays } from '../time.ts'
import { urls } from '../urls.ts'
import { type Calendar, type DayLink, type DayStrip, dayLink, dayStrip } from './calendar-pages.ts'
import type { FrontBase } from './front-base-reading.ts'
import {
  type Ear,
  type FrontLine,
  type LatestCommentLine,
  type Lead,
  latestCommentLines,
  leadView,
  mastheadEar,
  type SinceLastVisit,
  totalLines,
} from './front-pages.ts'
import * as pages from './pages.ts'

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

/** What is new to the reader. */
export type FrontNews = {
  /** Number of new comments, by story id. */
  fresh: ReadonlyMap<number, number>
  /** Stories that were corrected since the reader last opened them. */
  corrected: ReadonlySet<number>
  /** The new ones among the latest comments. */
  freshComments: ReadonlySet<number>
}

/** What is the reader's own on the page. */
export type FrontOwn = { news: FrontNews; since: SinceLastVisit | null; frontLine: FrontLine | null }

export const nothingOwn: FrontOwn = {
  news: { fresh: new Map(), corrected: new Set(), freshComments: new Set() },
  since: null,
  frontLine: null,
}

/** What the page says of the time of its making. */
export const clockLines = (
  { day, today, archive, edition, ofToday }: FrontBase,
  now: number,
  dates: Dates,
): Pick<FrontPage, 'updated' | 'totals'> => ({
  updated: `updated ${clockTime(now, dates)}`,
  totals: totalLines(archive, ofToday, day === today ? edition.comments : null, now, dates),
})

/** The block of yesterday's stories that are still discussed; null when there are none. */
const yesterdayBlock = (
  { today, editions: [, yesterday], discussed }: FrontBase,
  context: pages.StoryContext,
): FrontPage['yesterday'] =>
  yesterday === undefined || discussed.ofYesterday.length === 0
    ? null
    : {
        heading: yesterday.day === addDays(today, -1) ? 'Yesterday, still arguing' : 'The day before, still arguing',
        href: urls.edition(yesterday.day),
        count: count(yesterday.articles, 'story', 'stories'),
        stories: discussed.ofYesterday.map((row) => pages.storyView(row, context)),
      }

export function frontPage(
  base: FrontBase,
  { news, since, frontLine }: FrontOwn,
  { now, settings, dates }: { now: number; settings: Settings; dates: Dates },
): FrontPage {
  const { day, today, editions, archive, lead, discussed } = base
  const context = { now, settings, dates, day, ...news }
  return {
    day,
    ear: mastheadEar(day, base.number, base.edition, day === today, since),
    strip: dayStrip(editions, day),
    frontLine,
    headlines: urls.headlines,
    lead: lead && leadView(lead, context),
    blocks: pages.sectionBlocks(base.rows, lead?.row.id ?? null, context, day === today ? ' today' : ''),
    yesterday: yesterdayBlock(base, context),
    previous: dayLink(editions[1]?.day, day),
    latest: latestCommentLines(base.latest, now, dates, news.freshComments),
    since: archive.first === null ? '' : `since ${Number(archive.first.slice(0, 4))}`,
    calendar: base.calendar,
    ...clockLines(base, now, dates),
    onThisDay: discussed.onThisDay.map((row) => ({
      year: String(Number(row.day.slice(0, 4))),
      href: urls.edition(row.day),
      story: pages.storyView(row, context),
    })),
    discussed: discussed.ofWeek.map((row) => pages.storyView(row, context)),
  }
}
