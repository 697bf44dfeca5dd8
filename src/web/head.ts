// Metadata of a page: canonical address, feeds, card for other sites, structured data. Pure.
import { dataBlock } from '../markup/data-block.ts'
import type { SafeHtml } from '../markup/safe-html.ts'
import { urls } from '../urls.ts'

export type FeedLink = { href: string; type: string; title: string }

export type HeadImage = { url: string; width: number; height: number; alt: string }

export type Head = {
  /** Canonical address with host; empty for unlisted pages. */
  canonical: string
  /** Feeds of what the page shows. */
  feeds: FeedLink[]
  /** Open Graph properties except title and description. */
  properties: { name: string; content: string }[]
  card: 'summary' | 'summary_large_image'
  /** JSON-LD. */
  data: SafeHtml[]
}

/** A feed in both formats. @param stem its address without extension */
export const feedLinks = (stem: string, title: string): FeedLink[] => [
  { href: urls.feed(stem, 'xml'), type: 'application/atom+xml', title },
  { href: urls.feed(stem, 'json'), type: 'application/feed+json', title },
]

type CardFacts = {
  kind: 'website' | 'article' | 'profile'
  siteName: string
  canonical: string
  image?: HeadImage | null
  more?: readonly (readonly [string, string])[]
}

/** Open Graph properties, and the card that follows from them. */
export function cardOf({
  kind,
  siteName,
  canonical,
  image = null,
  more = [],
}: CardFacts): Pick<Head, 'properties' | 'card'> {
  const pictured =
    image === null
      ? []
      : [
          ['og:image', image.url],
          ['og:image:width', String(image.width)],
          ['og:image:height', String(image.height)],
          ...(image.alt === '' ? [] : [['og:image:alt', image.alt]]),
        ]
  const all = [['og:type', kind], ['og:site_name', siteName], ['og:url', canonical], ...pictured, ...more]
  return {
    card: image === null ? 'summary' : 'summary_large_image',
    properties: all.map(([name = '', content = '']) => ({ name, content })),
  }
}

/** Metadata of a page without any of its own. */
export const plainHead = (siteName: string, canonical: string): Head => ({
  canonical,
  feeds: feedLinks(urls.articlesFeed, siteName),
  data: [],
  ...cardOf({ kind: 'website', siteName, canonical }),
})

/** Metadata of the front page: feeds of the whole site, publisher, search. @param logo address of the icon, without host */
export const frontHead = (siteName: string, base: string, logo: string): Partial<Head> => ({
  feeds: [...feedLinks(urls.articlesFeed, siteName), ...feedLinks(urls.commentsFeed, `${siteName}: comments`)],
  data: [
    dataBlock({
      '@context': 'https://schema.org',
      '@type': 'WebSite',
      name: siteName,
      url: `${base}/`,
      publisher: {
        '@type': 'Organization',
        name: siteName,
        url: `${base}/`,
        logo: { '@type': 'ImageObject', url: `${base}${logo}` },
      },
      potentialAction: {
        '@type': 'SearchAction',
        target: { '@type': 'EntryPoint', urlTemplate: `${base}${urls.search()}?q={search_term_string}` },
        'query-input': 'required name=search_term_string',
      },
    }),
  ],
})
