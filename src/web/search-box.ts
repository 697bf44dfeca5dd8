// View models of the search box: of the whole site, or preset to a period of the archive. Pure.
import { monthName, shortDay } from '../format.ts'

export type SearchBox = {
  /** Name of the form, also shown in its empty field. */
  label: string
  q: string
  /** Periods to choose from; the first one is preset. Empty for a box without a choice. */
  periods: { value: string; text: string }[]
}

/** The search box of the whole site, filled with words. */
export const siteSearch = (siteName: string, q: string): SearchBox => ({ label: `Search ${siteName}`, q, periods: [] })

/** `2030`, `March 2030` or `12 March 2030`. */
const periodName = (period: string): string =>
  period.length === 10
    ? shortDay(period)
    : `${period.length === 7 ? `${monthName(Number(period.slice(5)))} ` : ''}${Number(period.slice(0, 4))}`

/** A period in a sentence: `on 12 March 2030`, `in March 2030`. */
export const inPeriod = (period: string): string => `${period.length === 10 ? 'on' : 'in'} ${periodName(period)}`

const everything = { value: '', text: 'in the whole archive' }

/** The search box of a period, which can be widened. @param period `2030`, `2030-03` or `2030-03-12` */
export const archiveSearch = (period: string): SearchBox => ({
  label: `Search ${periodName(period)}`,
  q: '',
  periods: [
    ...[10, 7, 4]
      .filter((length) => length <= period.length)
      .map((length) => ({ value: period.slice(0, length), text: inPeriod(period.slice(0, length)) })),
    everything,
  ],
})

/** The search box of the whole archive, which can be narrowed to one of its years. */
export const wholeArchiveSearch = (years: readonly string[]): SearchBox => ({
  label: 'Search the archive',
  q: '',
  periods: [everything, ...years.map((year) => ({ value: year, text: inPeriod(year) }))],
})
