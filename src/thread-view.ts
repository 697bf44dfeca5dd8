// Views of a thread: order, filters and folds. Read from an address or a cookie. Pure.

import { plainText, wordCount } from './markup/text.ts'
import { limits } from './settings.ts'
import { foldAccents, skeleton } from './skeleton.ts'
import { UNSPACED_OR_KOREAN } from './unspaced.ts'

export type ThreadView = {
  order: View
  /** Top-level comments only. */
  top: boolean
  /** Featured comments only. */
  featured: boolean
  /** Fold comments with fewer recommendations. */
  least: number | null
  /** Hide comments with fewer recommendations. */
  hide: number | null
  /** Fold comments with more words. */
  long: number | null
  /** Fold comments signed with this nic; empty for none. */
  nic: string
  /** Fold comments that contain this word; empty for none. */
  word: string
  /** Fold comments that were read in an earlier visit. */
  read: boolean
}

/** A view with an order only. */
export const plainView = (order: View): ThreadView => ({
  order,
  top: false,
  featured: false,
  least: null,
  hide: null,
  long: null,
  nic: '',
  word: '',
  read: false,
})

/** Fields of the form and parameters of the address. */
export const viewFields = ['view', 'depth', 'featured', 'least', 'hide', 'long', 'nic', 'word', 'read'] as const

const cleanText = (value: unknown, max: number): string =>
  typeof value === 'string' ? [...value.replace(/\s+/gu, ' ').trim()].slice(0, max).join('') : ''

/**
 * Parses a view from an address or a form. Missing parameters have their defaults.
 * @returns null when no valid parameter is given
 */
export function parseView(fields: Record<string, unknown>): ThreadView | null {
  const order = views.find((view) => view === fields['view'])
  const whole = (value: unknown): number | null =>
    /^[1-9]\d{0,4}$/.test(cleanText(value, 6)) ? Number(cleanText(value, 6)) : null
  const view: ThreadView = {
    order: order ?? 'threaded',
    top: fields['depth'] === '1',
    featured: fields['featured'] === '1',
    least: whole(fields['least']),
    hide: whole(fields['hide']),
    long: whole(fields['long']),
    nic: cleanText(fields['nic'], limits.nic.max),
    word: cleanText(fields['word'], limits.tag),
    read: fields['read'] === '1',
  }
  return order === undefined && isPlain(view) ? null : view
}

/** Whether a view has an order only, without filters and folds. */
export const isPlain = (view: ThreadView): boolean => !view.top && !view.featured && !hasFolds(view)

/** Whether replies stand below what they answer. */
export const isThreaded = (view: ThreadView): boolean =>
  (view.order === 'threaded' || view.order === 'recommended') && !view.top && !view.featured

/** Whether a view folds or hides any comments. */
export const hasFolds = (view: ThreadView): boolean =>
  view.least !== null || view.hide !== null || view.long !== null || view.nic !== '' || view.word !== '' || view.read

/** The canonical query of a view, without defaults. */
export function viewQuery(view: ThreadView): string {
  const query = new URLSearchParams({ view: view.order })
  if (view.top) query.set('depth', '1')
  if (view.featured) query.set('featured', '1')
  if (view.least !== null) query.set('least', String(view.least))
  if (view.hide !== null) query.set('hide', String(view.hide))
  if (view.long !== null) query.set('long', String(view.long))
  if (view.nic !== '') query.set('nic', view.nic)
  if (view.word !== '') query.set('word', view.word)
  if (view.read) query.set('read', '1')
  return query.toString()
}

/** A view without recommendations, for sites that have none. */
export const withoutRecommendations = (view: ThreadView): ThreadView => ({
  ...view,
  order: view.order === 'recommended' ? 'threaded' : view.order,
  least: null,
  hide: null,
})

/** A view as saved in the cookie: the name of its order if that is all, else its query. */
export const serializeView = (view: ThreadView): string => (isPlain(view) ? view.order : viewQuery(view))

/** Parses the cookie; anything invalid gives the threaded order. */
export function parseStoredView(text: string | undefined): ThreadView {
  const order = views.find((view) => view === text)
  if (order !== undefined || text === undefined) return plainView(order ?? 'threaded')
  return parseView(Object.fromEntries(new URLSearchParams(text))) ?? plainView('threaded')
}

/** Whether the view folds a comment when the page loads. */
export function isFoldedByView(
  view: ThreadView,
  row: { nic: string; html: string; recommendation_count: number },
): boolean {
  if (view.least !== null && row.recommendation_count < view.least) return true
  if (view.long !== null && wordCount(row.html) > view.long) return true
  if (view.nic !== '' && skeleton(view.nic) === skeleton(row.nic)) return true
  return view.word !== '' && hasWord(plainText(row.html), view.word)
}

/** A letter that makes a word longer. In scripts without spaces, and before a Korean particle, a word ends anywhere. */
const LETTER = new RegExp(`[[\\p{L}\\p{N}]--[${UNSPACED_OR_KOREAN}]]`, 'v')

/** Whether a text contains a whole word: `ferry` is not in `ferryman`. */
function hasWord(comment: string, word: string): boolean {
  const wanted = foldAccents(word)
  if (wanted === '') return false
  const text = foldAccents(comment)
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? ''
    const after = [...text.slice(at + wanted.length, at + wanted.length + 2)][0] ?? ''
    if (!LETTER.test(before) && !LETTER.test(after)) return true
  }
  return false
}

/** The orders in which a thread can be read. */
export const views = ['threaded', 'flat', 'newest', 'recommended'] as const

export type View = (typeof views)[number]

/** Comments of one page of a thread; a page ends only before a top-level comment. */
export const PAGE_SIZE = 500
