// Sitemap documents and robots.txt. Pure.
import { element, xmlDocument } from '../markup/xml.ts'
import { urls } from '../urls.ts'
import { fileCount, fileName } from './rules.ts'

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'

/** A path, and when its page last changed in Unix milliseconds; null if unknown. */
export type SitemapEntry = { href: string; changed: number | null }

const sitemapXml = (root: string, item: string, places: readonly SitemapEntry[], base: string): string =>
  xmlDocument(
    element(
      root,
      { xmlns: NAMESPACE },
      ...places.map(({ href, changed }) =>
        element(
          item,
          {},
          element('loc', {}, `${base}${href}`),
          changed !== null && element('lastmod', {}, new Date(changed).toISOString()),
        ),
      ),
    ),
  )

/** One sitemap file. */
export const sitemap = (places: readonly SitemapEntry[], base: string): string =>
  sitemapXml('urlset', 'url', places, base)

/** The index: the file of pages outside the months first, then the files of every month, newest first. */
export function sitemapIndex(
  months: readonly { month: string; articles: number; changed: number | null }[],
  base: string,
): string {
  const files = months.flatMap(({ month, articles, changed }) =>
    Array.from({ length: fileCount(articles) }, (_, i) => ({ href: urls.sitemapOf(fileName(month, i + 1)), changed })),
  )
  return sitemapXml('sitemapindex', 'sitemap', [{ href: urls.sitemapOf('pages'), changed: null }, ...files], base)
}

/** Entries of a month: its editions, dated by their newest change, and its articles. */
export function monthEntries(
  articles: readonly { id: number; slug: string; day: string; changed: number }[],
): SitemapEntry[] {
  const days = new Map<string, number>()
  for (const { day, changed } of articles) days.set(day, Math.max(days.get(day) ?? 0, changed))
  return [
    ...[...days].map(([day, changed]) => ({ href: urls.edition(day), changed })),
    ...articles.map((article) => ({ href: urls.article(article), changed: article.changed })),
  ]
}

/** Path prefixes that robots.txt disallows: personal pages, and pages that only a person can use. */
const disallowedPaths = [
  '/accounts/',
  '/admin',
  '/articles/*/news',
  '/articles/*/unreads',
  '/comments/new',
  '/marks',
  '/moderation/closures',
  '/moderation/features',
  '/moderation/reopenings',
  '/mutes',
  '/saved',
  '/search',
  '/theme',
]

/** The text of robots.txt. */
export const robots = (base: string): string =>
  [
    'User-agent: *',
    ...disallowedPaths.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${base}${urls.sitemap}`,
    '',
  ].join('\n')
