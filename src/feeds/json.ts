// A feed as JSON Feed 1.1. Pure.
import { xmlSafe } from '../markup/xml.ts'
import { urls } from '../urls.ts'
import type { Author, Entry, Feed } from './shape.ts'

export const jsonType = 'application/feed+json; charset=utf-8'

const authorObject = ({ name, url }: Author): object => ({ name, ...(url === null ? {} : { url }) })

const itemObject = (entry: Entry): object => ({
  id: entry.id,
  url: entry.url,
  ...(entry.source === null ? {} : { external_url: entry.source }),
  title: entry.title,
  content_html: entry.html,
  ...(entry.summary === '' ? {} : { summary: entry.summary }),
  ...(entry.image === null ? {} : { image: entry.image }),
  date_published: new Date(entry.published).toISOString(),
  date_modified: new Date(entry.updated).toISOString(),
  authors: [authorObject(entry.author)],
  ...(entry.section === null && entry.tags.length === 0
    ? {}
    : { tags: [...(entry.section === null ? [] : [entry.section.name]), ...entry.tags] }),
})

/** The JSON Feed document of a feed. Removes lone surrogates and control characters, as the Atom form does. */
export function jsonFeed(feed: Feed): string {
  const { stem } = feed
  return JSON.stringify(
    {
      version: 'https://jsonfeed.org/version/1.1',
      title: feed.title,
      ...(feed.subtitle === '' ? {} : { description: feed.subtitle }),
      home_page_url: feed.home,
      ...(stem === null ? {} : { feed_url: urls.feed(stem, 'json', feed.before) }),
      ...(stem === null || feed.older === '' ? {} : { next_url: urls.feed(stem, 'json', feed.older) }),
      favicon: feed.icon,
      language: 'en',
      items: feed.entries.map(itemObject),
    },
    (_key, value: unknown) => (typeof value === 'string' ? xmlSafe(value) : value),
  )
}
