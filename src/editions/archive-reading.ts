// Gathers what the archive shows: its years and months, the calendars of a year, and the error for a period without an edition.

import * as totals from '../articles/totals-queries.ts'
import type { Deps } from '../deps.ts'
import { type AppError, missing } from '../errors.ts'
import { count, longDay, monthName, number, shortDay, spelled } from '../format.ts'
import { addDays } from '../time.ts'
import { urls } from '../urls.ts'
import { archiveSearch, inPeriod, type SearchBox, wholeArchiveSearch } from '../web/search-box.ts'
import type { Calendar, Cell } from './calendar-pages.ts'
import { calendarWeeks, quintileBounds } from './calendar-pages.ts'
import * as pages from './pages.ts'

/** The calendar of a day's month, for the side of the front page. */
export async function readMonthCalendar(deps: Deps, day: string): Promise<Calendar> {
  const month = day.slice(0, 7)
  const editions = new Map((await totals.daysWithin(deps.db, month)).map((row) => [row.day, row.articles]))
  const bounds = quintileBounds(await totals.editionSizes(deps.db, addDays(day, -365)))
  const [earlier] = await totals.editionsUpTo(deps.db, addDays(`${month}-01`, -1), 1)
  const before = earlier?.day.slice(0, 7)
  const year = month.slice(0, 4)
  return {
    caption: `${monthName(Number(month.slice(5)))} ${Number(year)}`,
    weeks: calendarWeeks(month, editions, bounds, day),
    previous:
      before === undefined
        ? null
        : {
            href: urls.month(before),
            text: `${monthName(Number(before.slice(5)))}${before.startsWith(year) ? '' : ` ${Number(before.slice(0, 4))}`}`,
          },
    year: { href: urls.year(year), text: `All of ${Number(year)}` },
  }
}

/** Links to all years that have editions; the current one is marked. */
export async function readYearLinks(
  deps: Deps,
  current: string,
): Promise<{ href: string; text: string; current: boolean }[]> {
  const years = [...new Set((await totals.monthTotals(deps.db)).map(({ month }) => month.slice(0, 4)))]
  return years.map((year) => ({ href: urls.year(year), text: String(Number(year)), current: year === current }))
}

type MonthTable = { caption: string; href: string; weeks: Cell[][] }
export type YearPage = {
  title: string
  intro: string
  search: SearchBox
  key: { size: string; text: string }[]
  months: MonthTable[]
  years: { href: string; text: string; current: boolean }[]
}

/** The calendars of a year; null when it has no edition. @param year `2030` */
export async function readYear(deps: Deps, year: string): Promise<YearPage | null> {
  const days = await totals.daysWithin(deps.db, year)
  if (days.length === 0) return null
  const bounds = quintileBounds(days.map((row) => row.articles))
  const editions = new Map(days.map((row) => [row.day, row.articles]))
  const stories = days.reduce((sum, row) => sum + row.articles, 0)
  const today = pages.currentDay(deps.clock(), deps.settings())
  const hasEdition = (month: string): boolean => days.some(({ day }) => day.startsWith(month))
  return {
    title: `${Number(year)}${today.startsWith(year) ? ', so far' : ''}`,
    intro: `${spelled(stories)} ${stories === 1 ? 'story' : 'stories'}. The bigger the dot, the busier the day.`,
    search: archiveSearch(year),
    key:
      new Set(bounds).size === bounds.length
        ? [
            ...bounds.map((bound, i) => ({ size: `h${i + 1}`, text: i === 0 ? `up to ${bound}` : `to ${bound}` })),
            { size: 'h5', text: 'more' },
          ]
        : [],
    months: Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`)
      .filter((month) => month <= today.slice(0, 7) || hasEdition(month))
      .map((month) => ({
        caption: monthName(Number(month.slice(5))),
        href: hasEdition(month) ? urls.month(month) : '',
        weeks: calendarWeeks(month, editions, bounds, null, true),
      })),
    years: await readYearLinks(deps, year),
  }
}

export type ArchivePage = {
  intro: string
  search: SearchBox
  years: {
    href: string
    year: string
    count: string
    months: { href: string; text: string; articles: string; comments: string }[]
  }[]
}

/** The archive: every year and month that has editions, with totals. */
export async function readArchive(deps: Deps): Promise<ArchivePage> {
  const months = await totals.monthTotals(deps.db)
  const total = await totals.archiveTotal(deps.db)
  const first = await totals.firstDay(deps.db)
  const years = new Map<string, typeof months>()
  for (const month of months) years.set(month.month.slice(0, 4), [...(years.get(month.month.slice(0, 4)) ?? []), month])
  return {
    intro:
      first === null
        ? 'Nothing has been published yet.'
        : `${count(total.articles, 'article')} and ${count(total.comments, 'comment')} since ${shortDay(first)}. Every edition stays as it was.`,
    search: wholeArchiveSearch([...years.keys()]),
    years: [...years].map(([year, list]) => ({
      href: urls.year(year),
      year: String(Number(year)),
      count: count(
        list.reduce((sum, row) => sum + row.articles, 0),
        'article',
      ),
      months: list.map((row) => ({
        href: urls.month(row.month),
        text: monthName(Number(row.month.slice(5))),
        articles: number(row.articles),
        comments: number(row.comments),
      })),
    })),
  }
}

/**
 * The error for a period without an edition, with links to the nearest editions.
 * @param prefix `2030`, `2030-03` or `2030-03-12`
 * @param address builds the address of an edition's page
 */
export async function noEditionError(
  deps: Deps,
  prefix: string,
  address: (day: string) => string = urls.edition,
): Promise<AppError> {
  const start = `${prefix}-01-01`.slice(0, 10)
  const [before] = await totals.editionsUpTo(deps.db, start, 1)
  const after = await totals.editionAfter(deps.db, start)
  const today = pages.currentDay(deps.clock(), deps.settings())
  return missing(
    prefix > today
      ? 'That date is in the future.'
      : today.startsWith(prefix)
        ? `Nothing has been published ${prefix === today ? 'today' : inPeriod(prefix)} so far.`
        : `Nothing was published ${prefix.length === 10 ? 'that day' : inPeriod(prefix)}.`,
    [
      ...(before ? [{ href: address(before.day), text: `Previous edition: ${longDay(before.day)}` }] : []),
      ...(after === null ? [] : [{ href: address(after), text: `Next edition: ${longDay(after)}` }]),
    ],
    {
      title: `No edition ${prefix.length === 10 ? `on ${longDay(prefix).replace(',', '')}` : inPeriod(prefix)}`,
      period: prefix,
    },
  )
}
