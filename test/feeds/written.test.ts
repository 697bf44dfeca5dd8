// Serialized feeds: well-formed for any content, and valid by both standards.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atom } from '../../src/feeds/atom.ts'
import { jsonFeed } from '../../src/feeds/json.ts'
import { parseFeedName } from '../../src/feeds/rules.ts'
import type { Entry, Feed } from '../../src/feeds/shape.ts'
import { dataBlock } from '../../src/markup/data-block.ts'
import { render } from '../../src/markup/render.ts'
import { withAbsoluteLinks } from '../../src/markup/syndication.ts'
import { element, xmlDocument } from '../../src/markup/xml.ts'
import { all, one, readXml } from '../support/xml.ts'

const base = 'https://news.example'

const entry: Entry = {
  id: `${base}/comments/7`,
  url: `${base}/comments/7`,
  title: 'Ada K. on “Steps”',
  author: { name: 'Ada K.', url: `${base}/people/Ada%20K.` },
  published: Date.UTC(2030, 2, 12, 8),
  updated: Date.UTC(2030, 2, 12, 9),
  summary: '',
  html: '<p>So.</p>',
  section: null,
  tags: [],
  source: null,
  image: null,
  inReplyTo: { id: `${base}/comments/3`, url: `${base}/comments/3` },
  comments: null,
}
const feed: Feed = {
  id: `${base}/feeds/comments`,
  title: 'Comments',
  subtitle: '',
  home: `${base}/`,
  stem: `${base}/feeds/comments`,
  before: '',
  older: '',
  icon: `${base}/icon.png`,
  updated: entry.updated,
  entries: [entry],
}

/** Texts with everything that can break a feed. */
const wild = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '\ud800',
        '\udc00',
        '\u0000',
        '\u0008',
        '\u000b',
        '\u001f',
        '\ufffe',
        '\uffff',
        ']]>',
        '<!--',
        '-->',
        '</script>',
        '<![CDATA[',
        '&',
        '&amp;',
        '"',
        "'",
        '\u2028',
        '\r',
        '\n',
        '\t',
        'a',
        '\u{1f30a}',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
)

describe('Whatever headline, nic and text say', () => {
  test('a feed is XML that a strict parser reads, and says them but for what XML cannot hold', () => {
    fc.assert(
      fc.property(wild, wild, wild, (title, nic, html) => {
        const read = readXml(
          atom(
            {
              ...feed,
              title,
              entries: [
                {
                  ...entry,
                  title,
                  author: { name: nic, url: null },
                  html,
                  summary: html,
                  tags: [nic],
                  section: { name: title, slug: nic, url: base },
                },
              ],
            },
            base,
          ),
        )
        const said = (text: string): string =>
          text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
        const first = one(read, 'entry')
        expect(one(first, 'title').text).toBe(said(title))
        expect(one(one(first, 'author'), 'name').text).toBe(said(nic))
        expect(one(first, 'content').text).toBe(said(html))
        expect(all(first, 'category').map(({ attributes }) => attributes['term'])).toEqual([said(nic), said(nic)])
      }),
      { numRuns: 2000 },
    )
  })

  test('a feed is JSON that says the same', () => {
    fc.assert(
      fc.property(wild, wild, wild, (title, nic, html) => {
        const { items } = JSON.parse(
          jsonFeed({ ...feed, entries: [{ ...entry, title, author: { name: nic, url: null }, html }] }),
        ) as { items: { title: string; content_html: string; authors: { name: string }[] }[] }
        expect(
          [items[0]!.title, items[0]!.content_html, items[0]!.authors[0]!.name].every(
            (text) => text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text),
          ),
        ).toBe(true)
        if (/^[\w ]*$/.test(title)) expect(items[0]!.title).toBe(title)
      }),
      { numRuns: 1000 },
    )
  })

  test('data in a page stays inside its element, and is the JSON it was made of', () => {
    fc.assert(
      fc.property(wild, wild, (headline, name) => {
        const { html } = dataBlock({ headline, author: { name } })
        const [, json] = /^<script type="application\/ld\+json">([^<>&\u2028\u2029]*)<\/script>$/.exec(html)!
        const read = JSON.parse(json!) as { headline: string; author: { name: string } }
        expect(read.headline.isWellFormed()).toBe(true)
        if (!/[\ud800-\udfff\u0000-\u001f\ufffe\uffff]/.test(headline)) expect(read.headline).toBe(headline)
      }),
      { numRuns: 1000 },
    )
  })
})

test('elements are serialized in order; null is left out', () => {
  expect(xmlDocument(element('a', { b: 'x"<\n', c: null, d: 3 }, 'one & ]]>', element('e'), null, false))).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<a b="x&quot;&lt;&#10;" d="3">one &amp; ]]&gt;<e/></a>\n',
  )
})

test('an Atom entry has its permanent id, its times, its author with a page, and what it answers', () => {
  const read = readXml(atom({ ...feed, older: '7' }, base))
  expect(read.attributes['xmlns']).toBe('http://www.w3.org/2005/Atom')
  expect(all(read, 'link').map(({ attributes }) => [attributes['rel'], attributes['href']])).toEqual([
    ['alternate', `${base}/`],
    ['self', `${base}/feeds/comments.xml`],
    ['first', `${base}/feeds/comments.xml`],
    ['next', `${base}/feeds/comments.xml?before=7`],
  ])
  const first = one(read, 'entry')
  expect([one(first, 'id').text, one(first, 'published').text, one(first, 'updated').text]).toEqual([
    `${base}/comments/7`,
    '2030-03-12T08:00:00.000Z',
    '2030-03-12T09:00:00.000Z',
  ])
  expect(one(one(first, 'author'), 'uri').text).toBe(`${base}/people/Ada%20K.`)
  expect(one(first, 'thr:in-reply-to').attributes).toEqual({
    ref: `${base}/comments/3`,
    href: `${base}/comments/3`,
    type: 'text/html',
  })
  expect(one(first, 'content').attributes).toEqual({ type: 'html' })
})

test('a JSON Feed has what version 1.1 requires, and nothing that it forbids', () => {
  const read = JSON.parse(jsonFeed({ ...feed, before: '9', older: '7' })) as Record<string, unknown>
  expect(read).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Comments',
    home_page_url: `${base}/`,
    feed_url: `${base}/feeds/comments.json?before=9`,
    next_url: `${base}/feeds/comments.json?before=7`,
  })
  expect(read['items']).toEqual([
    {
      id: entry.id,
      url: entry.url,
      title: entry.title,
      content_html: entry.html,
      date_published: '2030-03-12T08:00:00.000Z',
      date_modified: '2030-03-12T09:00:00.000Z',
      authors: [{ name: 'Ada K.', url: `${base}/people/Ada%20K.` }],
    },
  ])
  for (const empty of Object.values(read)) expect(empty).not.toBeNull()
})

test('links and pictures of the site become absolute, in tags only, and others stay', () => {
  const picture = `/media/${'0'.repeat(32)}-640x480.webp`
  const { html } = render(
    `[see href="/x"] <a href="/articles/1?a=1&b=2">here</a> <a href="https://other.example/">there</a> src="/y"\n\n<photo src="${picture}" alt='a > b "href=" src="/z"'>A caption</photo>`,
    { format: 'markup', place: 'article' },
  )
  const out = withAbsoluteLinks(html, base)
  expect(out).toContain(`href="${base}/articles/1?a=1&amp;b=2"`)
  expect(out).toContain(`src="${base}${picture}"`)
  expect(out).toContain('href="https://other.example/"')
  expect(out.replace(/<[^>]*>/g, '')).toBe(html.replace(/<[^>]*>/g, ''))
  expect(out.replaceAll(base, '')).toBe(html)
})

test.each([
  ['harbour.xml', { name: 'harbour', format: 'xml' }],
  ['Ada K..json', { name: 'Ada K.', format: 'json' }],
  ['a.b.xml', { name: 'a.b', format: 'xml' }],
  ['harbour', null],
  ['.xml', null],
  ['harbour.rss', null],
  ['harbour.XML', null],
])('the file %j names %j', (file, named) => expect(parseFeedName(file)).toEqual(named))
