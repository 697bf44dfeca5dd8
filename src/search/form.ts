// The search form, as the query of an address. Pure.

import { z } from 'zod'
import { type Faults, rowId } from '../faults.ts'
import { addDays, isDay } from '../time.ts'
import { daysOf } from './rules.ts'

/** A parameter that may be missing and is given at most once, as text. */
const onceField = z
  .unknown()
  .optional()
  .refine((value) => value === undefined || typeof value === 'string', { error: 'This field was sent more than once.' })
  .transform((value) => cleanText(value))

const cleanText = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll('\0', '').replace(/\s+/g, ' ').trim() : ''

const dateField = onceField.refine((text) => text === '' || isDay(text), { error: 'Enter a date such as 2030-03-12.' })

/** A number of the site's own addresses, or null. */
const numberField = (parse: (text: string) => number | null) =>
  onceField
    .refine((text) => text === '' || parse(text) !== null, { error: 'That page of results does not exist.' })
    .transform(parse)

/** Parses a key of an address. Keys of times before 1970 are negative. */
const parseKey = (text: string): number | null =>
  /^-?[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null

const orders = ['', 'relevance', 'date'] as const

const placesOf = (value: unknown): string[] => [
  ...new Set(
    [value ?? []]
      .flat()
      .map(String)
      .filter((place) => place !== ''),
  ),
]

const nounsOf = (value: unknown): ('stories' | 'comments')[] =>
  placesOf(value).flatMap((place) =>
    place === 'comments' ? place : place === 'stories' || place === 'articles' ? 'stories' : [],
  )

const searchForm = z.object({
  q: onceField,
  /** Slug, or empty for all sections. */
  section: onceField,
  /** May be given twice; empty for both. */
  in: z
    .unknown()
    .optional()
    .refine((value) => nounsOf(value).length === placesOf(value).length, { error: 'Choose stories, comments or both.' })
    .transform(nounsOf),
  by: onceField,
  /** Dates as typed, both included. */
  from: dateField,
  to: dateField,
  /** A year, a month or a day, from the search boxes of the archive; `readSearchForm` turns it into `from` and `to`. */
  period: onceField.refine((text) => text === '' || daysOf(text) !== null, {
    error: 'Choose a year, a month or a day.',
  }),
  order: onceField
    .refine((text) => orders.some((order) => order === text), { error: 'Sort results by relevance or by date.' })
    .transform((text) => orders.find((order) => order === text) ?? ''),
  /** The key after which a page of results continues. */
  before: numberField(parseKey),
  /** The newest key of the ranked results, so that their pages stay the same while new entries arrive. */
  newest: numberField(parseKey),
  article: numberField((text) => rowId(text)),
})

export type SearchForm = z.output<typeof searchForm>
export type SearchField = keyof SearchForm

const searchFields = Object.keys(searchForm.shape) as SearchField[]

/** What a field with a fault becomes: text stays as typed. */
const faultyValue = (name: SearchField, value: unknown) =>
  name === 'in'
    ? nounsOf(value)
    : name === 'order'
      ? ''
      : name === 'before' || name === 'newest' || name === 'article'
        ? null
        : cleanText(value)

/** Reads the form from a query, with the faults that the site's own form cannot cause. Unknown parameters are ignored. */
export function readSearchForm(query: Readonly<Record<string, unknown>>): {
  form: SearchForm
  faults: Faults<SearchField>
} {
  const faults: Faults<SearchField> = {}
  const values = searchFields.map((name) => {
    const result = searchForm.shape[name].safeParse(query[name])
    if (!result.success) faults[name] = result.error.issues[0]!.message
    return [name, result.success ? result.data : faultyValue(name, query[name])] as const
  })
  return { form: withPeriod(Object.fromEntries(values) as SearchForm), faults }
}

/** The form with its period as dates, unless it has dates of its own. */
function withPeriod(form: SearchForm): SearchForm {
  const days = daysOf(form.period)
  if (days === null || form.from !== '' || form.to !== '') return { ...form, period: '' }
  return { ...form, period: '', from: days.from, to: addDays(days.until, -1) }
}

/** The query of an address for a form, without empty fields. */
export function searchQuery(form: Partial<SearchForm>): string {
  const query = new URLSearchParams()
  for (const name of searchFields)
    for (const value of [form[name] ?? []].flat()) if (value !== '') query.append(name, String(value))
  return query.toString()
}
