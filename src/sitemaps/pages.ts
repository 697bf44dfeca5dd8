// The map of the site as search engines read it, and what they are asked to leave alone. Pure.
import { element, xmlDocument } from '../markup/xml.ts'
import { urls } from '../urls.ts'
import { fileCount, fileName } from './rules.ts'

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'

/** An address without its host, and when what it shows changed last; null where nobody can say. */
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

export const sitemap = (places: readonly SitemapEntry[], base: string): string =>
  sitemapXml('urlset', 'url', places, base)

/** The file of pages that belong to no month first, then every month, newest first. */
export function sitemapIndex(
  months: readonly { month: string; articles: number; changed: number | null }[],
  base: string,
): string {
  const files = months.flatMap(({ month, articles, changed }) =>
    Array.from({ length: fileCount(articles) }, (_, i) => ({ href: urls.sitemapOf(fileName(month, i + 1)), changed })),
  )
  return sitemapXml('sitemapindex', 'sitemap', [{ href: urls.sitemapOf('pages'), changed: null }, ...files], base)
}

/** Articles of a month with the days they stand in, each day dated by the newest change of its articles. */
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

/** Pages that are a person's own, or that only make sense to one; an address that begins so is meant. */
const disallowedPaths = [
  '/accounts/',
  '/articles/*/news',
  '/articles/*/unreads',
  '/comments/new',
  '/marks',
  '/moderation/closures',
  '/moderation/features',
  '/moderation/reopenings',
  '/mutes',
  '/search',
  '/theme',
]

export const robots = (base: string): string =>
  [
    'User-agent: *',
    ...disallowedPaths.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${base}${urls.sitemap}`,
    '',
  ].join('\n')
