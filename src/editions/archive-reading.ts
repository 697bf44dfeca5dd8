// Gathers what the archive shows: years, months and the calendars of both.

import * as totals from '../articles/totals-queries.ts'
import type { Deps } from '../deps.ts'
import { type AppError, missing } from '../errors.ts'
import { count, longDay, monthName, number, shortDay, spelled } from '../format.ts'
import { addDays } from '../time.ts'
import { urls } from '../urls.ts'
import type { Calendar, Cell, DayLink } from './calendar-pages.ts'
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
  /** A whole year: months side by side, days as dots. */
  compact: boolean
  title: string
  intro: string
  key: { size: string; text: string }[]
  /** The nearest months that have editions; null on the page of a year. */
  previous: DayLink
  next: DayLink
  months: MonthTable[]
  years: { href: string; text: string; current: boolean }[]
}

/** Calendars of a year or of one month; null when it has no edition. @param prefix `2030` or `2030-03` */
export async function readCalendar(deps: Deps, prefix: string): Promise<YearPage | null> {
  const days = await totals.daysWithin(deps.db, prefix)
  if (days.length === 0) return null
  const year = prefix.slice(0, 4)
  const bounds = quintileBounds(days.map((row) => row.articles))
  const editions = new Map(days.map((row) => [row.day, row.articles]))
  const stories = days.reduce((sum, row) => sum + row.articles, 0)
  const listed =
    prefix.length === 4 ? Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`) : [prefix]
  const today = pages.currentDay(deps.clock(), deps.settings())
  const compact = prefix.length === 4
  const all = compact ? [] : (await totals.monthTotals(deps.db)).map(({ month }) => month).reverse()
  const neighbour = (by: number): DayLink => {
    const month = compact ? undefined : all[all.indexOf(prefix) + by]
    return month === undefined
      ? null
      : { href: urls.month(month), text: `${monthName(Number(month.slice(5)))} ${Number(month.slice(0, 4))}` }
  }
  return {
    compact,
    title: compact
      ? `${Number(year)}${today.startsWith(year) ? ', so far' : ''}`
      : `${monthName(Number(prefix.slice(5)))} ${Number(year)}`,
    intro: `${spelled(stories)} ${stories === 1 ? 'story' : 'stories'}. The bigger the dot, the busier the day.`,
    key:
      compact && new Set(bounds).size === bounds.length
        ? [
            ...bounds.map((bound, i) => ({ size: `h${i + 1}`, text: i === 0 ? `up to ${bound}` : `to ${bound}` })),
            { size: 'h5', text: 'more' },
          ]
        : [],
    previous: neighbour(-1),
    next: neighbour(1),
    months: listed
      .filter(
        (month) => !compact || month <= today.slice(0, 7) || [...editions.keys()].some((day) => day.startsWith(month)),
      )
      .map((month) => ({
        caption: monthName(Number(month.slice(5))),
        href: compact && [...editions.keys()].some((day) => day.startsWith(month)) ? urls.month(month) : '',
        weeks: calendarWeeks(month, editions, bounds, null, compact),
      })),
    years: await readYearLinks(deps, year),
  }
}

export type ArchivePage = {
  intro: string
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
  const when =
    prefix.length === 10
      ? `on ${shortDay(prefix)}`
      : prefix.length === 7
        ? `in ${monthName(Number(prefix.slice(5)))} ${Number(prefix.slice(0, 4))}`
        : `in ${Number(prefix)}`
  return missing(
    prefix > today
      ? 'That date is in the future.'
      : today.startsWith(prefix)
        ? `Nothing has been published ${prefix === today ? 'today' : when} so far.`
        : `Nothing was published ${when}.`,
    [
      ...(before ? [{ href: address(before.day), text: `Previous edition: ${longDay(before.day)}` }] : []),
      ...(after === null ? [] : [{ href: address(after), text: `Next edition: ${longDay(after)}` }]),
    ],
  )
}
