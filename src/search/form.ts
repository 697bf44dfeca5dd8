// The fields of the search form, as an address brings them. Pure.

import { type Faults, rowId } from '../faults.ts'
import { isDay } from '../time.ts'

export const searchFields = ['q', 'section', 'in', 'by', 'from', 'to', 'order', 'before', 'newest', 'article'] as const
export type SearchField = (typeof searchFields)[number]

export type SearchForm = {
  q: string
  /** Slug, or empty for all. */
  section: string
  /** What to look in; empty is everything. */
  in: ('stories' | 'comments')[]
  by: string
  /** Days as typed, both included. */
  from: string
  to: string
  order: '' | 'relevance' | 'date'
  /** The key after which a page goes on. */
  before: number | null
  /** The newest key of an ordered window, so that its pages stay as they were. */
  newest: number | null
  article: number | null
}

/** A key as it stands in an address: those of times before 1970 are negative. */
const keyIn = (text: string): number | null =>
  /^-?[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null

/** What an address asks for, and what no form of ours can have asked. */
export function readSearchForm(query: Readonly<Record<string, unknown>>): {
  form: SearchForm
  faults: Faults<SearchField>
} {
  const faults: Faults<SearchField> = {}
  const one = (name: SearchField): string => {
    const value = query[name]
    if (value === undefined) return ''
    if (typeof value !== 'string') faults[name] = 'This was given more than once.'
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
    before: keyIn(one('before')),
    newest: keyIn(one('newest')),
    article: rowId(one('article')),
  }
  const order = one('order')
  if (order === 'relevance' || order === 'date') form.order = order
  else if (order !== '') faults.order = 'Results come by relevance or by date.'
  if (form.in.length < places.size) faults.in = 'There are stories and comments to look in.'
  for (const name of ['from', 'to'] as const)
    if (form[name] !== '' && !isDay(form[name])) faults[name] = 'Type a day such as 2030-03-12.'
  for (const name of ['before', 'newest', 'article'] as const)
    if (form[name] === null && one(name) !== '') faults[name] = 'That is no place in the results.'
  return { form, faults }
}

/** A form as the query of an address, what is empty left out. */
export function searchQuery(form: Partial<SearchForm>): string {
  const query = new URLSearchParams()
  for (const name of searchFields)
    for (const value of [form[name] ?? []].flat()) if (value !== '') query.append(name, String(value))
  return query.toString()
}
