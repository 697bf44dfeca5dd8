// View models of calendars, of the days of a month, of the strip of days and of links to neighbouring editions. Pure.

import { count, dayWithoutYear, longDay, monthName, stripDay } from '../format.ts'
import { addDays, weekday } from '../time.ts'
import { urls } from '../urls.ts'

export type Cell = { date: string; href: string; size: string; label: string; current: boolean; blank: boolean }

export type Calendar = {
  caption: string
  weeks: Cell[][]
  previous: { href: string; text: string } | null
  year: { href: string; text: string } | null
}

/** Upper bounds of the first four quintiles of edition sizes. */
export function quintileBounds(sizes: readonly number[]): number[] {
  const sorted = [...sizes].sort((a, b) => a - b)
  return [1, 2, 3, 4].map((n) => sorted[Math.min(sorted.length - 1, Math.floor((n * sorted.length) / 5))] ?? 0)
}

/** CSS class of a day's dot: the first quintile whose bound the day does not exceed. */
const dotSize = (articles: number, bounds: readonly number[]): string =>
  `h${1 + bounds.filter((bound) => articles > bound).length}`

const blank: Cell = { date: '', href: '', size: '', label: '', current: false, blank: true }

/**
 * The weeks of one month, from Monday.
 * @param month `2030-03`
 * @param editions articles by day
 * @param current day to mark; ignored when it is in another month
 */
export function calendarWeeks(
  month: string,
  editions: ReadonlyMap<string, number>,
  bounds: readonly number[],
  current: string | null,
  compact = false,
): Cell[][] {
  const first = `${month}-01`
  const days: Cell[] = Array.from({ length: weekday(first) }, () => blank)
  for (let day = first; day.startsWith(month); day = addDays(day, 1)) {
    const articles = editions.get(day) ?? 0
    const date = String(Number(day.slice(8)))
    const stories = count(articles, 'story', 'stories')
    days.push({
      date: compact ? '' : date,
      href: articles > 0 ? urls.edition(day) : '',
      size: articles > 0 ? dotSize(articles, bounds) : '',
      label:
        articles > 0 ? (compact ? `${date} ${monthName(Number(month.slice(5)))}, ${stories}` : `, ${stories}`) : '',
      current: day === current,
      blank: false,
    })
  }
  while (days.length % 7 !== 0) days.push(blank)
  return Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7))
}

export type DayStrip = { href: string; text: string; current: boolean }[]

/** Links to the latest editions, newest first. The month is said once. */
export const dayStrip = (days: readonly { day: string }[], current: string): DayStrip =>
  days.map(({ day }, i) => ({
    href: urls.edition(day),
    text: stripDay(day, days[i - 1]?.day),
    current: day === current,
  }))

/** One day of a month's list. */
export type DayLine = {
  /** Address of the edition; empty for a day without one. */
  href: string
  /** Such as `Thu 5`. */
  day: string
  /** The lead; null if its reader has muted all stories of the day, and without an edition. */
  lead: { href: string; headline: string } | null
  /** What stands for the lead. */
  nothing: string
  counts: string
}

type Edition = { day: string; articles: number; comments: number }

/**
 * The days of a month from one day on, latest first, up to today. A day without an edition keeps its line.
 * @param leads lead of each day, as far as the reader has not muted it
 */
export function dayLines(
  from: string,
  editions: readonly Edition[],
  leads: ReadonlyMap<string, { id: number; slug: string; headline: string }>,
  today: string,
): DayLine[] {
  const byDay = new Map(editions.map((row) => [row.day, row]))
  const lines: DayLine[] = []
  for (let day = from; day.startsWith(from.slice(0, 7)); day = addDays(day, 1)) {
    const edition = byDay.get(day)
    const lead = leads.get(day)
    if (edition === undefined && day > today) continue
    lines.unshift({
      href: edition === undefined ? '' : urls.edition(day),
      day: stripDay(day).replace(/ \D+$/, ''),
      lead: lead === undefined ? null : { href: urls.article(lead), headline: lead.headline },
      nothing: edition !== undefined ? 'Everything is muted' : day === today ? 'No edition yet' : 'No edition',
      counts:
        edition === undefined
          ? ''
          : `${count(edition.articles, 'story', 'stories')}, ${count(edition.comments, 'comment')}`,
    })
  }
  return lines
}

export type DayLink = { href: string; text: string } | null

/** A link to another edition. The year is shown only when it differs from that of `from`. */
export const dayLink = (day: string | null | undefined, from: string): DayLink =>
  day == null
    ? null
    : { href: urls.edition(day), text: day.slice(0, 4) === from.slice(0, 4) ? dayWithoutYear(day) : longDay(day) }
