// Keys of index entries, derived from their time: newest first, before and after are ranges of keys. Pure.

/** Keys of one millisecond; further entries use the keys of the next one. Keys are safe integers until the year 2248. */
export const KEYS_PER_MILLISECOND = 1024

const MAX_TIME = 2 ** 53 / KEYS_PER_MILLISECOND - 1

/** The first key of a time in Unix milliseconds; every later time has a greater key. */
export const firstKeyOf = (at: number): number =>
  Math.min(MAX_TIME, Math.max(-MAX_TIME, Math.trunc(at))) * KEYS_PER_MILLISECOND

/** The time of a key, in Unix milliseconds. */
export const timeOfKey = (key: number): number => Math.floor(key / KEYS_PER_MILLISECOND)

/** Earlier years share the index of this one. */
const FIRST_YEAR = 1970

/** The UTC year whose index has a key. */
export const yearOf = (key: number): number => Math.max(FIRST_YEAR, new Date(timeOfKey(key)).getUTCFullYear())

/** The first key of the index of a year. */
export const yearStart = (year: number): number =>
  year <= FIRST_YEAR ? -MAX_TIME * KEYS_PER_MILLISECOND : firstKeyOf(Date.UTC(year, 0))
