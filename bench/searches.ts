// The searches that are measured, and what all kinds of pages are made of.
import { longThreads } from './filled/plan.ts'
import { wordOf } from './prose.ts'

/** Number of different pages of each kind, where there are as many. */
export const SAMPLE = 60

export type Row = Record<string, string | number>
export type Archive = {
  rows: (sql: string) => Row[]
  /** Some of the rows, chosen at random from a seed. */
  some: (sql: string) => Row[]
}

export type Kind = {
  name: string
  /** The database to compare with: the demo edition where both show the same page, else the small one, whose pages are as long. */
  against: 'demo' | 'small'
  /** Goal for the ratio of the medians. */
  goal: number | null
  signedIn?: boolean
  /** The address redirects to the page. */
  redirects?: boolean
  addresses: (archive: Archive) => string[]
}

export const longest = `select id, slug, last_number from articles where last_number >= ${longThreads[0].comments} limit 1`
export const ordinary = 'select nic from accounts where comment_count between 25 and 80'

const search = (text: string, more = ''): string => `/search?q=${encodeURIComponent(text)}${more}`
const words = (from: number, step: number): string[] =>
  Array.from({ length: SAMPLE }, (_, i) => wordOf(from + i * step))

/** Ranks of words: in every text, in one of fifty, in a few dozen of millions. */
const [COMMON, USUAL, RARE] = [120, 600, 250_000]

/** The mixture of all searches has as many of every kind. */
export const EACH = 5

/** Searches: the quick and the slow ones. */
export const searches: readonly Kind[] = [
  {
    name: 'search, a common word, by relevance',
    against: 'small',
    goal: null,
    addresses: () => words(COMMON, 1).map((word) => search(word, '&order=relevance')),
  },
  {
    name: 'search, a common word, by date',
    against: 'small',
    goal: null,
    addresses: () => words(COMMON, 1).map((word) => search(word, '&order=date')),
  },
  {
    name: 'search, a usual word',
    against: 'small',
    goal: null,
    addresses: () => words(USUAL, 7).map((word) => search(word)),
  },
  {
    name: 'search, a rare word',
    against: 'small',
    goal: null,
    addresses: () => words(RARE, 701).map((word) => search(word)),
  },
  {
    name: 'search, two words',
    against: 'small',
    goal: null,
    addresses: () => words(COMMON, 1).map((word, i) => search(`${word} ${wordOf(USUAL + i * 7)}`)),
  },
  {
    name: 'search, two common words',
    against: 'small',
    goal: null,
    addresses: () => words(COMMON, 1).map((word, i) => search(`${word} ${wordOf(COMMON + 61 + i)}`)),
  },
  {
    name: 'search, a phrase',
    against: 'small',
    goal: null,
    addresses: () => words(COMMON, 1).map((word, i) => search(`"${wordOf(i % 8)} ${word}"`)),
  },
  {
    name: 'search, a common and a rare word',
    against: 'small',
    goal: null,
    addresses: () => words(COMMON, 1).map((word, i) => search(`${word} ${wordOf(20_000 + i * 701)}`)),
  },
  {
    name: 'search, a word and the same left out',
    against: 'small',
    goal: null,
    addresses: () => words(0, 1).map((word) => search(`${word} -${word}`)),
  },
  { name: 'search, the commonest word of all', against: 'small', goal: null, addresses: () => [search(wordOf(0))] },
  {
    name: 'search, one member’s words',
    against: 'small',
    goal: null,
    addresses: (archive) =>
      archive.rows(`${ordinary} limit 30`).map((row, i) => search(`${wordOf(COMMON + i)} by:"${row['nic']}"`)),
  },
  {
    name: 'search inside the thread of 10,000',
    against: 'small',
    goal: null,
    addresses: (archive) =>
      archive.rows(longest).flatMap((row) => words(COMMON, 1).map((word) => search(word, `&article=${row['id']}`))),
  },
]
