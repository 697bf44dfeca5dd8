// The key of an entry in the index is its time, so that newest first, before and after are ranges of keys. Pure.

/** Entries of one millisecond; more go on into the next ones. Keys stay whole numbers until the year 2248. */
export const KEYS_PER_MILLISECOND = 1024

const MAX_TIME = 2 ** 53 / KEYS_PER_MILLISECOND - 1

/** The first key of a moment (Unix milliseconds): whatever is later has a greater one. */
export const firstKeyOf = (at: number): number =>
  Math.min(MAX_TIME, Math.max(-MAX_TIME, Math.trunc(at))) * KEYS_PER_MILLISECOND

/** The moment of a key. */
export const timeOfKey = (key: number): number => Math.floor(key / KEYS_PER_MILLISECOND)

/** Years before this share its index. */
const FIRST_YEAR = 1970

/** The year in whose index a key stands, in UTC. */
export const yearOf = (key: number): number => Math.max(FIRST_YEAR, new Date(timeOfKey(key)).getUTCFullYear())

/** The first key of the index of a year. */
export const yearStart = (year: number): number =>
  year <= FIRST_YEAR ? -MAX_TIME * KEYS_PER_MILLISECOND : firstKeyOf(Date.UTC(year, 0))
