// A feed written as JSON Feed 1.1. Pure.
import { sayable } from '../markup/xml.ts'
import { urls } from '../urls.ts'
import type { Author, Entry, Feed } from './shape.ts'

export const jsonType = 'application/feed+json; charset=utf-8'

const author = ({ name, url }: Author): object => ({ name, ...(url === null ? {} : { url }) })

const item = (said: Entry): object => ({
  id: said.id,
  url: said.url,
  ...(said.source === null ? {} : { external_url: said.source }),
  title: said.title,
  content_html: said.html,
  ...(said.summary === '' ? {} : { summary: said.summary }),
  ...(said.image === null ? {} : { image: said.image }),
  date_published: new Date(said.published).toISOString(),
  date_modified: new Date(said.updated).toISOString(),
  authors: [author(said.author)],
  ...(said.section === null && said.tags.length === 0
    ? {}
    : { tags: [...(said.section === null ? [] : [said.section.name]), ...said.tags] }),
})

/** Texts hold no half surrogates and no control characters, as in the other way of writing it. */
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
      items: feed.entries.map(item),
    },
    (_key, value: unknown) => (typeof value === 'string' ? sayable(value) : value),
  )
}
