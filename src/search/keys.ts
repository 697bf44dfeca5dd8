// The key of an entry in the index is its time, so that newest first, before and after are ranges of keys. Pure.

/** Entries of one millisecond; more go on into the next ones. Keys stay whole numbers until the year 2248. */
export const SLOTS = 1024

const LAST = 2 ** 53 / SLOTS - 1

/** The first key of a moment (Unix milliseconds): whatever is later has a greater one. */
export const keyOf = (at: number): number => Math.min(LAST, Math.max(-LAST, Math.trunc(at))) * SLOTS

/** The moment of a key. */
export const timeOfKey = (key: number): number => Math.floor(key / SLOTS)

/** Years before this share its index. */
const FIRST_YEAR = 1970

/** The year in whose index a key stands, in UTC. */
export const yearOf = (key: number): number => Math.max(FIRST_YEAR, new Date(timeOfKey(key)).getUTCFullYear())

/** The first key of the index of a year. */
export const yearStart = (year: number): number => (year <= FIRST_YEAR ? -LAST * SLOTS : keyOf(Date.UTC(year, 0)))
