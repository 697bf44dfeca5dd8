// The orders of a list of articles. Pure.
import { missing } from '../errors.ts'

/** Newest articles of a list that are put into another order. */
export const MAX_SORTED = 200

export type ListSort = 'activity' | 'recommended'

/** Orders of the links, with their texts. The empty one is by time of publication. */
const sorts: readonly ['' | ListSort, string][] = [
  ['', 'Newest'],
  ['activity', 'Latest comment'],
  ['recommended', 'Most recommended'],
]

/**
 * The order that an address asks for; empty for newest first.
 * @param recommending whether the site has recommendations
 * @throws AppError `missing` for any other word
 */
export function listSort(wanted: unknown, recommending: boolean): '' | ListSort {
  if (wanted === undefined) return ''
  if (wanted === 'activity' || (wanted === 'recommended' && recommending)) return wanted
  throw missing()
}

/** The links to the orders of a list. */
export const sortLinks = (
  current: '' | ListSort,
  recommending: boolean,
  address: (sort: string) => string,
): { href: string; text: string; current: boolean }[] =>
  sorts
    .filter(([sort]) => sort !== 'recommended' || recommending)
    .map(([sort, text]) => ({ href: address(sort), text, current: sort === current }))

const endings: Record<ListSort, string> = {
  activity: 'with the latest comment first',
  recommended: 'with the most recommended comments first',
}

/** Such as `1,204 articles: the newest 200, with the latest comment first.` */
export const sortedIntro = (articles: number, counted: string, sort: ListSort): string =>
  `${counted}${articles > MAX_SORTED ? `: the newest ${MAX_SORTED}` : ''}, ${endings[sort]}.`

/** Ids by rank, the highest first; of the same rank in the order given. */
export const byRank = (ids: readonly number[], ranks: ReadonlyMap<number, number>): number[] =>
  [...ids].sort((a, b) => (ranks.get(b) ?? 0) - (ranks.get(a) ?? 0))
