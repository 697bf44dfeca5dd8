// What an article says of itself to programs and other sites: its lede, its card, its data. Pure.
import type { Comment } from '../../comments/thread/pages.ts'
import type { Picture } from '../../editions/pages.ts'
import { dataBlock } from '../../markup/data-block.ts'
import type { SafeHtml } from '../../markup/safe-html.ts'
import { excerpt } from '../../markup/text.ts'
import { urls } from '../../urls.ts'
import { cardOf, feedLinks, type Head, type HeadImage } from '../../web/head.ts'

/** Comments that an article's data quotes at most, and characters of each. */
const QUOTED = 20
const QUOTE = 200

type Told = {
  id: number
  headline: string
  by: string
  byHref: string
  section: string
  tags: readonly string[]
  picture: Picture | null
  permalink: string
  publishedAt: number
  revisedAt: number | null
  commentCount: number
  /** Comments as the page shows them, tombstones included. */
  comments: readonly Pick<Comment, 'heading' | 'by' | 'time' | 'href' | 'body'>[]
}

type Site = { name: string /** Scheme and host. */; base: string }

const person = (name: string, href: string, base: string): object => ({
  '@type': 'Person',
  name,
  ...(href === '' ? {} : { url: `${base}${href}` }),
})

function newsArticle(told: Told, image: HeadImage | null, site: Site): SafeHtml {
  const { base } = site
  const live = told.comments.filter(({ heading }) => heading === '').slice(0, QUOTED)
  return dataBlock({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: told.headline,
    mainEntityOfPage: `${base}${told.permalink}`,
    datePublished: new Date(told.publishedAt).toISOString(),
    dateModified: new Date(told.revisedAt ?? told.publishedAt).toISOString(),
    author: person(told.by, told.byHref, base),
    publisher: { '@type': 'Organization', name: site.name },
    ...(image === null
      ? {}
      : { image: { '@type': 'ImageObject', url: image.url, ...(image.alt === '' ? {} : { caption: image.alt }) } }),
    articleSection: told.section,
    ...(told.tags.length === 0 ? {} : { keywords: told.tags }),
    isAccessibleForFree: true,
    commentCount: told.commentCount,
    ...(live.length === 0
      ? {}
      : {
          comment: live.map(({ by, time, href, body }) => ({
            '@type': 'Comment',
            author: person(by.nic, by.href, base),
            dateCreated: time.iso,
            url: `${base}${href}`,
            text: excerpt(String(body), QUOTE),
          })),
        }),
  })
}

/** The head of an article's page; the canonical address is that of the page itself, which may be a later one of the thread. */
export function articleHead(told: Told, site: Site): Omit<Head, 'canonical'> {
  const { base } = site
  const image =
    told.picture === null
      ? null
      : {
          url: `${base}${told.picture.src}`,
          width: told.picture.width,
          height: told.picture.height,
          alt: told.picture.alt,
        }
  const more = [
    ['article:published_time', new Date(told.publishedAt).toISOString()],
    ...(told.revisedAt === null ? [] : [['article:modified_time', new Date(told.revisedAt).toISOString()]]),
    ['article:section', told.section],
    ...told.tags.map((tag) => ['article:tag', tag]),
  ] as [string, string][]
  return {
    feeds: feedLinks(urls.threadFeed(told.id), `Comments on “${told.headline}”`),
    ...cardOf({ kind: 'article', siteName: site.name, canonical: `${base}${told.permalink}`, image, more }),
    data: [newsArticle(told, image, site)],
  }
}
