// The search form, as the query of an address. Pure.

import { type Faults, rowId } from '../faults.ts'
import { isDay } from '../time.ts'

export const searchFields = ['q', 'section', 'in', 'by', 'from', 'to', 'order', 'before', 'newest', 'article'] as const
export type SearchField = (typeof searchFields)[number]

export type SearchForm = {
  q: string
  /** Slug, or empty for all sections. */
  section: string
  /** Empty for both. */
  in: ('stories' | 'comments')[]
  by: string
  /** Dates as typed, both included. */
  from: string
  to: string
  order: '' | 'relevance' | 'date'
  /** The key after which a page of results continues. */
  before: number | null
  /** The newest key of the ranked results, so that their pages stay the same while new entries arrive. */
  newest: number | null
  article: number | null
}

/** Parses a key of an address. Keys of times before 1970 are negative. */
const parseKey = (text: string): number | null =>
  /^-?[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null

/** Reads the form from a query, with the faults that the site's own form cannot cause. */
export function readSearchForm(query: Readonly<Record<string, unknown>>): {
  form: SearchForm
  faults: Faults<SearchField>
} {
  const faults: Faults<SearchField> = {}
  const one = (name: SearchField): string => {
    const value = query[name]
    if (value === undefined) return ''
    if (typeof value !== 'string') faults[name] = 'This field was sent more than once.'
    return typeof value === 'string' ? value.replaceAll('\0', '').replace(/\s+/g, ' ').trim() : ''
  }
  const places = new Set(
    [query['in'] ?? []]
      .flat()
      .map(String)
      .filter((place) => place !== ''),
  )
  const form: SearchForm = {
    q: one('q'),
    section: one('section'),
    in: [...places].flatMap((place) =>
      place === 'comments' ? place : place === 'stories' || place === 'articles' ? 'stories' : [],
    ),
    by: one('by'),
    from: one('from'),
    to: one('to'),
    order: '',
    before: parseKey(one('before')),
    newest: parseKey(one('newest')),
    article: rowId(one('article')),
  }
  const order = one('order')
  if (order === 'relevance' || order === 'date') form.order = order
  else if (order !== '') faults.order = 'Sort results by relevance or by date.'
  if (form.in.length < places.size) faults.in = 'Choose stories, comments or both.'
  for (const name of ['from', 'to'] as const)
    if (form[name] !== '' && !isDay(form[name])) faults[name] = 'Enter a date such as 2030-03-12.'
  for (const name of ['before', 'newest', 'article'] as const)
    if (form[name] === null && one(name) !== '') faults[name] = 'That page of results does not exist.'
  return { form, faults }
}

/** The query of an address for a form, without empty fields. */
export function searchQuery(form: Partial<SearchForm>): string {
  const query = new URLSearchParams()
  for (const name of searchFields)
    for (const value of [form[name] ?? []].flat()) if (value !== '') query.append(name, String(value))
  return query.toString()
}
