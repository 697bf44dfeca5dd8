// How sitemaps are split into files. Pure.

/** A sitemap file may have 50,000 addresses; the difference leaves room for the days of a month. */
export const ARTICLES_PER_FILE = 49_000

/** Number of files for a month. @param articles total of the month */
export const fileCount = (articles: number): number => Math.max(1, Math.ceil(articles / ARTICLES_PER_FILE))

/** `2030-03` for the first file of a month, `2030-03-2` for the second. */
export const fileName = (month: string, part: number): string => (part === 1 ? month : `${month}-${part}`)

/** Parses a file name into month and file number, counted from 1; null for any other name. */
export function parseFileName(name: string): { month: string; part: number } | null {
  const [, month, part = '1'] = /^(\d{4}-(?:0[1-9]|1[0-2]))(?:-([2-9]|[1-9]\d{1,3}))?$/.exec(name) ?? []
  return month === undefined ? null : { month, part: Number(part) }
}
