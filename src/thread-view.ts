// How a thread is to be read: its order, what of it, and what of that folded. An address says it, and a cookie can keep it. Pure.

import { plainText, wordCount } from './markup/text.ts'
import { limits } from './settings.ts'
import { foldAccents, skeleton } from './skeleton.ts'

export type ThreadView = {
  order: View
  /** Top-level comments alone. */
  top: boolean
  /** Comments that a moderator features, and nothing else. */
  featured: boolean
  /** Fold comments that fewer members recommend than this. */
  least: number | null
  /** Fold comments of more words than this. */
  long: number | null
  /** Fold what is signed so; empty for nobody. */
  nic: string
  /** Fold what says so; empty for nothing. */
  word: string
}

export const plainView = (order: View): ThreadView => ({
  order,
  top: false,
  featured: false,
  least: null,
  long: null,
  nic: '',
  word: '',
})

/** Fields of the form and of the address. */
export const viewFields = ['view', 'depth', 'featured', 'least', 'long', 'nic', 'word'] as const

type Asked = Record<string, unknown>

const cleanText = (value: unknown, most: number): string =>
  typeof value === 'string' ? [...value.replace(/\s+/gu, ' ').trim()].slice(0, most).join('') : ''

/**
 * What an address or a form asks for; an address that says anything of the view says all of it.
 * @returns null when it asks for nothing that there is
 */
export function parseView(asked: Asked): ThreadView | null {
  const order = views.find((view) => view === asked['view'])
  const whole = (value: unknown): number | null =>
    /^[1-9]\d{0,4}$/.test(cleanText(value, 6)) ? Number(cleanText(value, 6)) : null
  const view: ThreadView = {
    order: order ?? 'threaded',
    top: asked['depth'] === '1',
    featured: asked['featured'] === '1',
    least: whole(asked['least']),
    long: whole(asked['long']),
    nic: cleanText(asked['nic'], limits.nic.max),
    word: cleanText(asked['word'], limits.tag),
  }
  return order === undefined && isPlain(view) ? null : view
}

/** Whether a view is an order and nothing more. */
export const isPlain = (view: ThreadView): boolean => !view.top && !view.featured && !hasFolds(view)

/** Whether a view folds comments on arrival. */
export const hasFolds = (view: ThreadView): boolean =>
  view.least !== null || view.long !== null || view.nic !== '' || view.word !== ''

/** The query of an address that asks for a view, in one order and without what it need not say. */
export function viewQuery(view: ThreadView): string {
  const query = new URLSearchParams({ view: view.order })
  if (view.top) query.set('depth', '1')
  if (view.featured) query.set('featured', '1')
  if (view.least !== null) query.set('least', String(view.least))
  if (view.long !== null) query.set('long', String(view.long))
  if (view.nic !== '') query.set('nic', view.nic)
  if (view.word !== '') query.set('word', view.word)
  return query.toString()
}

/** The same where comments are not recommended: an order, or a fold, that goes by it says nothing. */
export const withoutRecommendations = (view: ThreadView): ThreadView => ({
  ...view,
  order: view.order === 'recommended' ? 'threaded' : view.order,
  least: null,
})

/** A view as the cookie keeps it: an order by its name alone, anything more as its query. */
export const serializeView = (view: ThreadView): string => (isPlain(view) ? view.order : viewQuery(view))

/** What the cookie keeps; what we never wrote is the usual order. */
export function parseStoredView(kept: string | undefined): ThreadView {
  const order = views.find((view) => view === kept)
  if (order !== undefined || kept === undefined) return plainView(order ?? 'threaded')
  return parseView(Object.fromEntries(new URLSearchParams(kept))) ?? plainView('threaded')
}

/** Whether the view folds a comment on arrival. */
export function isFoldedByView(
  view: ThreadView,
  row: { nic: string; html: string; recommendation_count: number },
): boolean {
  if (view.least !== null && row.recommendation_count < view.least) return true
  if (view.long !== null && wordCount(row.html) > view.long) return true
  if (view.nic !== '' && skeleton(view.nic) === skeleton(row.nic)) return true
  return view.word !== '' && hasWord(plainText(row.html), view.word)
}

/** Whole words: `ferry` is not in `ferryman`. */
function hasWord(said: string, word: string): boolean {
  const wanted = foldAccents(word)
  if (wanted === '') return false
  const letter = /[\p{L}\p{N}]/u
  const text = foldAccents(said)
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? ''
    const after = [...text.slice(at + wanted.length, at + wanted.length + 2)][0] ?? ''
    if (!letter.test(before) && !letter.test(after)) return true
  }
  return false
}

/** The orders in which a thread can be read. */
export const views = ['threaded', 'flat', 'newest', 'recommended'] as const

export type View = (typeof views)[number]

/** Comments of one page of a thread; a page ends only before a top-level comment. */
export const PAGE_SIZE = 500
