// A feed as Atom (RFC 4287), with threading (RFC 4685) and paging (RFC 5005). Pure.
import { element, type Xml, xmlDocument } from '../markup/xml.ts'
import { urls } from '../urls.ts'
import type { Entry, Feed } from './shape.ts'

export const atomType = 'application/atom+xml; charset=utf-8'

const isoTime = (at: number): string => new Date(at).toISOString()

const linkElement = (rel: string, href: string, type: string): Xml => element('link', { rel, href, type })

function entryElement(item: Entry, base: string): Xml {
  return element(
    'entry',
    {},
    element('id', {}, item.id),
    element('title', {}, item.title),
    linkElement('alternate', item.url, 'text/html'),
    item.source !== null && element('link', { rel: 'via', href: item.source }),
    item.comments !== null && linkElement('replies', urls.feed(item.comments, 'xml'), 'application/atom+xml'),
    element('published', {}, isoTime(item.published)),
    element('updated', {}, isoTime(item.updated)),
    element(
      'author',
      {},
      element('name', {}, item.author.name),
      item.author.url !== null && element('uri', {}, item.author.url),
    ),
    item.inReplyTo !== null &&
      element('thr:in-reply-to', { ref: item.inReplyTo.id, href: item.inReplyTo.url, type: 'text/html' }),
    item.section !== null &&
      element('category', { term: item.section.slug, scheme: `${base}${urls.sections}`, label: item.section.name }),
    ...item.tags.map((tag) => element('category', { term: tag })),
    item.summary !== '' && element('summary', {}, item.summary),
    element('content', { type: 'html' }, item.html),
  )
}

/** The Atom document of a feed. @param base scheme and host of the site */
export function atom(feed: Feed, base: string): string {
  const { stem } = feed
  return xmlDocument(
    element(
      'feed',
      { xmlns: 'http://www.w3.org/2005/Atom', 'xmlns:thr': 'http://purl.org/syndication/thread/1.0', 'xml:lang': 'en' },
      element('id', {}, feed.id),
      element('title', {}, feed.title),
      feed.subtitle !== '' && element('subtitle', {}, feed.subtitle),
      element('updated', {}, isoTime(feed.updated)),
      element('generator', {}, 'Broadside'),
      element('icon', {}, feed.icon),
      linkElement('alternate', feed.home, 'text/html'),
      stem !== null && linkElement('self', urls.feed(stem, 'xml', feed.before), 'application/atom+xml'),
      stem !== null && linkElement('first', urls.feed(stem, 'xml'), 'application/atom+xml'),
      stem !== null &&
        feed.older !== '' &&
        linkElement('next', urls.feed(stem, 'xml', feed.older), 'application/atom+xml'),
      ...feed.entries.map((item) => entryElement(item, base)),
    ),
  )
}
