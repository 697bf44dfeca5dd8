// Gathers what the page of a month shows: its calendar, and each day with its lead.

import * as totals from '../articles/totals-queries.ts'
import type { Deps } from '../deps.ts'
import { count, monthName } from '../format.ts'
import { unmutedStories } from '../mutes/reading.ts'
import type { Mutes } from '../mutes/rules.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import { archiveSearch, type SearchBox } from '../web/search-box.ts'
import { type Cell, calendarWeeks, type DayLine, type DayLink, dayLines, quintileBounds } from './calendar-pages.ts'
import * as queries from './month-queries.ts'
import { currentDay } from './pages.ts'
import { rowsToFetch } from './reading.ts'
import { leadOf } from './rules.ts'

export type MonthPage = {
  title: string
  intro: string
  search: SearchBox
  weeks: Cell[][]
  days: DayLine[]
  /** The nearest months that have editions. */
  previous: DayLink
  next: DayLink
  years: { href: string; text: string; current: boolean }[]
}

const monthText = (month: string): string => `${monthName(Number(month.slice(5)))} ${Number(month.slice(0, 4))}`

const monthLink = (month: string | undefined): DayLink =>
  month === undefined ? null : { href: urls.month(month), text: monthText(month) }

type Headline = Awaited<ReturnType<typeof queries.headlinesByIds>>[number]

/** The lead of each day of a month by the rule of its edition, muted stories left out. */
async function readLeads(
  { db }: Deps,
  mutes: Mutes,
  month: string,
  days: readonly string[],
): Promise<Map<string, Headline>> {
  const chosen = await queries.leadsInForce(db, month)
  const candidates = await queries.leadCandidateIds(db, days, rowsToFetch(mutes, 1))
  const ids = [...new Set([...chosen.map((row) => row.article_id), ...candidates])]
  const rows = Map.groupBy(await unmutedStories(db, mutes, await queries.headlinesByIds(db, ids)), (row) => row.day!)
  const choices = new Map(chosen.map((row) => [row.day, row.article_id]))
  return new Map([...rows].map(([day, list]) => [day, leadOf(list, choices.get(day))!]))
}

/** The page of a month; null when it has no edition. @param month `2030-03` */
export async function readMonth(deps: Deps, month: string, reader: Reader): Promise<MonthPage | null> {
  const editions = await totals.daysWithin(deps.db, month)
  if (editions.length === 0) return null
  const months = (await totals.monthTotals(deps.db)).map((row) => row.month)
  const years = [...new Set(months.map((one) => one.slice(0, 4)))]
  const at = months.indexOf(month)
  const sum = (column: 'articles' | 'comments'): number => editions.reduce((total, row) => total + row[column], 0)
  // The archive begins with the first edition, which may be in the middle of its month.
  const first = at === months.length - 1 ? editions[0]!.day : `${month}-01`
  const leads = await readLeads(
    deps,
    reader.mutes,
    month,
    editions.map(({ day }) => day),
  )
  return {
    title: monthText(month),
    intro: `${count(editions.length, 'edition')}, ${count(sum('articles'), 'story', 'stories')}, ${count(sum('comments'), 'comment')}.`,
    search: archiveSearch(month),
    weeks: calendarWeeks(
      month,
      new Map(editions.map((row) => [row.day, row.articles])),
      quintileBounds(editions.map((row) => row.articles)),
      null,
    ),
    days: dayLines(first, editions, leads, currentDay(deps.clock(), deps.settings())),
    previous: monthLink(months[at + 1]),
    next: monthLink(months[at - 1]),
    years: years.map((year) => ({
      href: urls.year(year),
      text: String(Number(year)),
      current: month.startsWith(year),
    })),
  }
}
