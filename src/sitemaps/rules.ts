// How the map of the site is cut into files. Pure functions.

/** Articles of one file. A file may name 50,000 addresses; the rest is room for the days of a month. */
export const ARTICLES_PER_FILE = 49_000

/** How many files a month needs. @param articles as the month's total counts them */
export const fileCount = (articles: number): number => Math.max(1, Math.ceil(articles / ARTICLES_PER_FILE))

/** `2030-03` for the first file of a month, `2030-03-2` for the second. */
export const fileName = (month: string, part: number): string => (part === 1 ? month : `${month}-${part}`)

/** A month and the number of its file, from 1, out of such a name; null for any other. */
export function parseFileName(name: string): { month: string; part: number } | null {
  const [, month, part = '1'] = /^(\d{4}-(?:0[1-9]|1[0-2]))(?:-([2-9]|[1-9]\d{1,3}))?$/.exec(name) ?? []
  return month === undefined ? null : { month, part: Number(part) }
}
