// The key in the address of a page of recommenders. It names a time, so that it outlives an undone recommendation. Pure.
import { queryValue } from '../../faults.ts'

type RecommendationKey = { at: number; id: number }

export const recommendationKeyText = ({ at, id }: RecommendationKey): string => `${at}-${id}`

/** Parses `?before=`; null for the first page, undefined for anything that is not a key. */
export function parseRecommendationKey(before: unknown): RecommendationKey | null | undefined {
  if (before === undefined) return null
  const [, at, id] = /^(\d{1,15})-([1-9]\d{0,14})$/.exec(queryValue(before) ?? '') ?? []
  return at === undefined || id === undefined ? undefined : { at: Number(at), id: Number(id) }
}
