// Metadata of an article's page for programs and other sites: feed links, card and structured data. Pure.
import type { Comment } from '../../comments/thread/comment-pages.ts'
import type { Picture } from '../../editions/pages.ts'
import { dataBlock } from '../../markup/data-block.ts'
import type { SafeHtml } from '../../markup/safe-html.ts'
import { excerpt } from '../../markup/text.ts'
import { urls } from '../../urls.ts'
import { cardOf, feedLinks, type Head, type HeadImage } from '../../web/head.ts'

/** Comments in the structured data of an article, and characters of each. */
const MAX_QUOTED_COMMENTS = 20
const QUOTE_CHARACTERS = 200

type ArticleFacts = {
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

/** `base` is scheme and host. */
type Site = { name: string; base: string }

const personData = (name: string, href: string, base: string): object => ({
  '@type': 'Person',
  name,
  ...(href === '' ? {} : { url: `${base}${href}` }),
})

function newsArticle(facts: ArticleFacts, image: HeadImage | null, site: Site): SafeHtml {
  const { base } = site
  const live = facts.comments.filter(({ heading }) => heading === '').slice(0, MAX_QUOTED_COMMENTS)
  return dataBlock({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: facts.headline,
    mainEntityOfPage: `${base}${facts.permalink}`,
    datePublished: new Date(facts.publishedAt).toISOString(),
    dateModified: new Date(facts.revisedAt ?? facts.publishedAt).toISOString(),
    author: personData(facts.by, facts.byHref, base),
    publisher: { '@type': 'Organization', name: site.name },
    ...(image === null
      ? {}
      : { image: { '@type': 'ImageObject', url: image.url, ...(image.alt === '' ? {} : { caption: image.alt }) } }),
    articleSection: facts.section,
    ...(facts.tags.length === 0 ? {} : { keywords: facts.tags }),
    isAccessibleForFree: true,
    commentCount: facts.commentCount,
    ...(live.length === 0
      ? {}
      : {
          comment: live.map(({ by, time, href, body }) => ({
            '@type': 'Comment',
            author: personData(by.nic, by.href, base),
            dateCreated: time.iso,
            url: `${base}${href}`,
            text: excerpt(String(body), QUOTE_CHARACTERS),
          })),
        }),
  })
}

/** The head of an article's page, without the canonical address: that may be a later page of the thread. */
export function articleMetadata(facts: ArticleFacts, site: Site): Omit<Head, 'canonical'> {
  const { base } = site
  const image =
    facts.picture === null
      ? null
      : {
          url: `${base}${facts.picture.src}`,
          width: facts.picture.width,
          height: facts.picture.height,
          alt: facts.picture.alt,
        }
  const more = [
    ['article:published_time', new Date(facts.publishedAt).toISOString()],
    ...(facts.revisedAt === null ? [] : [['article:modified_time', new Date(facts.revisedAt).toISOString()]]),
    ['article:section', facts.section],
    ...facts.tags.map((tag) => ['article:tag', tag]),
  ] as [string, string][]
  return {
    feeds: feedLinks(urls.threadFeed(facts.id), `Comments on “${facts.headline}”`),
    ...cardOf({ kind: 'article', siteName: site.name, canonical: `${base}${facts.permalink}`, image, more }),
    data: [newsArticle(facts, image, site)],
  }
}
