// A feed written as Atom (RFC 4287), with what answers what (RFC 4685) and its older pages (RFC 5005). Pure.
import { element, type Xml, xmlDocument } from '../markup/xml.ts'
import { urls } from '../urls.ts'
import type { Entry, Feed } from './shape.ts'

export const atomType = 'application/atom+xml; charset=utf-8'

const time = (at: number): string => new Date(at).toISOString()

const link = (rel: string, href: string, type: string): Xml => element('link', { rel, href, type })

function entry(said: Entry, base: string): Xml {
  return element(
    'entry',
    {},
    element('id', {}, said.id),
    element('title', {}, said.title),
    link('alternate', said.url, 'text/html'),
    said.source !== null && element('link', { rel: 'via', href: said.source }),
    said.comments !== null && link('replies', urls.feed(said.comments, 'xml'), 'application/atom+xml'),
    element('published', {}, time(said.published)),
    element('updated', {}, time(said.updated)),
    element(
      'author',
      {},
      element('name', {}, said.author.name),
      said.author.url !== null && element('uri', {}, said.author.url),
    ),
    said.answers !== null &&
      element('thr:in-reply-to', { ref: said.answers.id, href: said.answers.url, type: 'text/html' }),
    said.section !== null &&
      element('category', { term: said.section.slug, scheme: `${base}${urls.sections}`, label: said.section.name }),
    ...said.tags.map((tag) => element('category', { term: tag })),
    said.summary !== '' && element('summary', {}, said.summary),
    element('content', { type: 'html' }, said.html),
  )
}

/** @param base scheme and host of the site */
export function atom(feed: Feed, base: string): string {
  const { stem } = feed
  return xmlDocument(
    element(
      'feed',
      { xmlns: 'http://www.w3.org/2005/Atom', 'xmlns:thr': 'http://purl.org/syndication/thread/1.0', 'xml:lang': 'en' },
      element('id', {}, feed.id),
      element('title', {}, feed.title),
      feed.subtitle !== '' && element('subtitle', {}, feed.subtitle),
      element('updated', {}, time(feed.updated)),
      element('generator', {}, 'Broadside'),
      element('icon', {}, feed.icon),
      link('alternate', feed.home, 'text/html'),
      stem !== null && link('self', urls.feed(stem, 'xml', feed.before), 'application/atom+xml'),
      stem !== null && link('first', urls.feed(stem, 'xml'), 'application/atom+xml'),
      stem !== null && feed.older !== '' && link('next', urls.feed(stem, 'xml', feed.older), 'application/atom+xml'),
      ...feed.entries.map((said) => entry(said, base)),
    ),
  )
}
