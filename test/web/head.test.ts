// Metadata of pages: canonical address, feeds, card, structured data that a search engine accepts.

import { type DefaultTreeAdapterMap, parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/time.ts'
import { aThread, NOON, openSite, type Site } from '../support/site.ts'

type Element = DefaultTreeAdapterMap['element']
type Head = { links: Record<string, string>[]; metas: Record<string, string>[]; data: Record<string, unknown>[] }

/** The head of a page by an independent parser. */
function headOf(html: string): Head {
  const found: Head = { links: [], metas: [], data: [] }
  const walk = (node: DefaultTreeAdapterMap['node']): void => {
    if ('attrs' in node) {
      const attributes = Object.fromEntries((node as Element).attrs.map(({ name, value }) => [name, value]))
      if (node.nodeName === 'link') found.links.push(attributes)
      if (node.nodeName === 'meta') found.metas.push(attributes)
      if (node.nodeName === 'script' && attributes['type'] === 'application/ld+json')
        found.data.push(JSON.parse((node.childNodes[0] as DefaultTreeAdapterMap['textNode']).value))
    }
    if ('childNodes' in node) node.childNodes.forEach(walk)
  }
  walk(parse(html))
  return found
}

const head = async (site: Site, address: string): Promise<Head> => headOf((await site.get(address)).body)
const linked = (found: Head, rel: string): string[] =>
  found.links.filter((link) => link['rel'] === rel).map((link) => link['href']!)
const said = (found: Head, name: string): string[] =>
  found.metas.filter((meta) => meta['property'] === name || meta['name'] === name).map((meta) => meta['content']!)

const base = 'http://localhost:3000'

describe('Every page says', () => {
  test('its canonical address with the site’s host: a later page’s own, and the article’s for another order', async () => {
    const site = await openSite()
    for (let i = 0; i < 41; i++) await site.article({ postedAt: NOON - i * MINUTE })
    const id = await site.article({
      comments: aThread(
        'long',
        Array.from({ length: 501 }, () => null),
      ),
    })
    const article = `/articles/${id}-the-slipway-is-repainted`
    const older = /href="(\/sections\/harbour\?before=\d+)"/.exec((await site.get('/sections/harbour')).body)![1]!
    for (const [address, canonical] of [
      ['/', '/'],
      ['/archive', '/archive'],
      ['/archive/2030/03/12', '/archive/2030/03/12'],
      ['/sections/harbour', '/sections/harbour'],
      [older, older],
      ['/sections/harbour?utm=x', '/sections/harbour'],
      [article, article],
      [`${article}?view=flat`, article],
      [`${article}?view=flat&page=2`, article],
      [`${article}?page=2`, `${article}?page=2`],
      [`${article}?view=threaded&page=2`, `${article}?page=2`],
      ['/feeds', '/feeds'],
    ] as const) {
      const found = await head(site, address)
      expect(linked(found, 'canonical'), address).toEqual([base + canonical])
      expect(said(found, 'og:site_name'), address).toEqual(['Broadside'])
    }
  })

  test('no such thing on a form or an error', async () => {
    const site = await openSite()
    const id = await site.article()
    const mod = await site.member('Fair Lead', 'moderator')
    for (const [address, as] of [
      ['/accounts/login', null],
      ['/accounts/register', null],
      ['/accounts/logout', null],
      [`/comments/new?article=${id}`, null],
      ['/nowhere', null],
      ['/theme', null],
      ['/search?q=x', null],
      ['/marks', null],
      ['/mutes', mod],
      ['/accounts/settings', mod],
      [`/moderation/closures?article=${id}`, mod],
    ] as const) {
      const found = headOf((await site.get(address, as)).body)
      expect(
        [linked(found, 'canonical'), linked(found, 'alternate'), said(found, 'robots'), said(found, 'og:title')],
        address,
      ).toEqual([[], [], ['noindex'], []])
    }
  })

  test('the feeds of what it shows, in both formats, and each exists', async () => {
    const site = await openSite()
    await site.member('Ada K.')
    const id = await site.article({ tags: ['oil'] })
    for (const [address, stems] of [
      ['/', ['/feeds/articles', '/feeds/comments']],
      ['/archive', ['/feeds/articles']],
      ['/sections/harbour', ['/feeds/sections/harbour']],
      ['/people/Ada%20K.', ['/feeds/people/Ada%20K.']],
      ['/people/Ada%20K./articles', ['/feeds/people/Ada%20K.']],
      ['/tags/oil', ['/feeds/tags/oil']],
      ['/latest', ['/feeds/comments']],
      ['/headlines', ['/feeds/articles']],
      [`/articles/${id}-the-slipway-is-repainted`, [`/feeds/articles/${id}`]],
    ] as const) {
      const { links } = await head(site, address)
      const feeds = links.filter(({ rel }) => rel === 'alternate')
      expect(
        feeds.map(({ href }) => href),
        address,
      ).toEqual(stems.flatMap((stem) => [`${stem}.xml`, `${stem}.json`]))
      for (const feed of feeds)
        expect((await site.get(feed['href']!)).headers['content-type']).toBe(`${feed['type']}; charset=utf-8`)
    }
  })

  test('its manifest, icons and colours, all of which are there; a chosen theme leaves one colour', async () => {
    const site = await openSite()
    const found = await head(site, '/')
    const files = [...linked(found, 'icon'), ...linked(found, 'apple-touch-icon'), ...linked(found, 'manifest')]
    expect(files.length).toBe(3)
    const manifest = (await site.get('/manifest.webmanifest')).json<{
      name: string
      start_url: string
      display: string
      theme_color: string
      icons: { src: string; sizes: string; purpose: string; type: string }[]
    }>()
    expect(manifest).toMatchObject({ name: 'Broadside', start_url: '/', display: 'minimal-ui', theme_color: '#f6f6f2' })
    expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
      '192x192 any',
      '512x512 any',
      '512x512 maskable',
      'any any',
    ])
    for (const address of [...files, ...manifest.icons.map(({ src }) => src)])
      expect((await site.get(address)).statusCode, address).toBe(200)
    for (const { src, sizes, type } of manifest.icons.filter(({ type }) => type === 'image/png')) {
      const { rawPayload, headers } = await site.get(src, null, { 'accept-encoding': 'gzip' })
      expect([headers['content-type'], `${rawPayload.readUInt32BE(16)}x${rawPayload.readUInt32BE(20)}`]).toEqual([
        type,
        sizes,
      ])
    }
    expect(found.metas.filter(({ name }) => name === 'theme-color')).toEqual([
      { name: 'theme-color', media: '(prefers-color-scheme: dark)', content: '#131517' },
      { name: 'theme-color', content: '#f6f6f2' },
    ])
    const dark = headOf((await site.get('/', null, { cookie: 'bs_theme=dark' })).body)
    expect(dark.metas.filter(({ name }) => name === 'theme-color')).toEqual([
      { name: 'theme-color', content: '#131517' },
    ])
    const icon = await site.get('/favicon.ico')
    expect([icon.statusCode, (await site.get(String(icon.headers.location))).headers['content-type']]).toEqual([
      302,
      'image/png',
    ])
  })

  test('the name that the site has now', async () => {
    const site = await openSite()
    await site.article()
    await site.get('/manifest.webmanifest')
    await site.set('siteName', 'The Tide')
    expect((await site.get('/manifest.webmanifest')).json()).toMatchObject({ name: 'The Tide' })
    expect((await head(site, '/')).data[0]).toMatchObject({ name: 'The Tide' })
  })
})

/** What Google asks of an article's data: stated here, checked on what the pages hold. (The words themselves are held against schema.org's in structured-data.test.ts.) */
function faultsOf(data: Record<string, unknown>): string[] {
  const faults: string[] = []
  const must = (ok: boolean, fault: string): void => void (ok || faults.push(fault))
  const absolute = (value: unknown): boolean =>
    typeof value === 'string' && URL.canParse(value) && /^https?:/.test(value)
  const text = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''
  const moment = (value: unknown): boolean =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)
  const thing = (value: unknown, type: string, known: string[]): Record<string, unknown> => {
    const found = (value ?? {}) as Record<string, unknown>
    must(found['@type'] === type, `not of type ${type}`)
    for (const key of Object.keys(found)) must(['@type', '@context', ...known].includes(key), `${type} has no ${key}`)
    return found
  }
  const person = (value: unknown): void => {
    const found = thing(value, 'Person', ['name', 'url'])
    must(text(found['name']), 'a person without a name')
    must(found['url'] === undefined || absolute(found['url']), 'url of a person')
  }
  must(data['@context'] === 'https://schema.org', 'context')
  const article = thing(data, 'NewsArticle', [
    'headline',
    'mainEntityOfPage',
    'datePublished',
    'dateModified',
    'author',
    'publisher',
    'image',
    'articleSection',
    'keywords',
    'isAccessibleForFree',
    'commentCount',
    'comment',
  ])
  must(text(article['headline']), 'headline')
  must(absolute(article['mainEntityOfPage']), 'mainEntityOfPage')
  must(
    moment(article['datePublished']) &&
      moment(article['dateModified']) &&
      String(article['dateModified']) >= String(article['datePublished']),
    'dates',
  )
  person(article['author'])
  const publisher = thing(article['publisher'], 'Organization', ['name'])
  must(text(publisher['name']), 'publisher')
  if (article['image'] !== undefined) {
    const image = thing(article['image'], 'ImageObject', ['url', 'caption'])
    must(absolute(image['url']) && text(image['caption']), 'image')
  }
  must(text(article['articleSection']), 'articleSection')
  must(
    article['keywords'] === undefined || (Array.isArray(article['keywords']) && article['keywords'].every(text)),
    'keywords',
  )
  must(article['isAccessibleForFree'] === true, 'isAccessibleForFree')
  must(Number.isInteger(article['commentCount']), 'commentCount')
  for (const one of (article['comment'] ?? []) as unknown[]) {
    const comment = thing(one, 'Comment', ['author', 'dateCreated', 'url', 'text'])
    person(comment['author'])
    must(moment(comment['dateCreated']) && absolute(comment['url']) && text(comment['text']), 'comment')
  }
  return faults
}

describe('An article says', () => {
  const picture = (site: Site, id: number) =>
    site.deps.store.writer
      .insertInto('media')
      .values({
        name: `${'0'.repeat(32)}-640x480.webp`,
        alt: 'A “grey” slipway',
        caption: 'Grey',
        credit: 'B',
        width: 640,
        height: 480,
        created_at: NOON,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
      .then((row) =>
        site.deps.store.writer
          .updateTable('articles')
          .set({ picture_id: row.id, revised_at: NOON })
          .where('id', '=', id)
          .execute(),
      )

  test('what it is as a NewsArticle with its first twenty live comments, without a fault', async () => {
    const site = await openSite()
    await site.member('Bosun')
    const comments = aThread(
      't',
      Array.from({ length: 25 }, () => null),
    ).map((one, i) => ({
      ...one,
      ...(i === 0 ? { state: 'removed' as const } : {}),
      text: i === 1 ? `Long. ${'word '.repeat(200)}` : one.text,
    }))
    const id = await site.article({ tags: ['oil', 'paint'], account: 'Bosun', comments })
    await picture(site, id)
    const { data } = await head(site, `/articles/${id}-the-slipway-is-repainted`)
    expect(data.length).toBe(1)
    expect(faultsOf(data[0]!)).toEqual([])
    expect(data[0]).toMatchObject({
      headline: 'The slipway is repainted',
      mainEntityOfPage: `${base}/articles/${id}-the-slipway-is-repainted`,
      datePublished: '2030-03-12T08:00:00.000Z',
      dateModified: new Date(NOON).toISOString(),
      author: { name: 'Bosun', url: `${base}/people/Bosun` },
      image: { url: `${base}/media/${'0'.repeat(32)}-640x480.webp`, caption: 'A “grey” slipway' },
      articleSection: 'Harbour',
      keywords: ['oil', 'paint'],
      commentCount: 24,
    })
    const quoted = data[0]!['comment'] as { text: string; author: { name: string; url?: string } }[]
    expect(quoted.map(({ author }) => author.name)).toEqual(Array.from({ length: 20 }, (_, i) => `Guest ${i + 1}`))
    expect(quoted.every(({ text, author }) => text.length <= 200 && author.url === undefined)).toBe(true)
  })

  test('the same when headline and nic are made to break out of it', async () => {
    const site = await openSite()
    const headline = '</script><script>alert(1)</script> "quoted" \u2028 <!-- & \\'
    const id = await site.article({
      headline,
      nic: '"</script>\u2029x',
      tags: ['</script>'],
      comments: [
        {
          key: 'x',
          nic: '<!--<script>',
          nameKind: 'guest',
          postedAt: NOON,
          text: '</script> & "so"',
          format: 'markup',
          state: 'live',
        },
      ],
    })
    const { slug } = await site.deps.db
      .selectFrom('articles')
      .select('slug')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const { body } = await site.get(`/articles/${id}-${slug}`)
    const { data, metas } = headOf(body)
    expect(faultsOf(data[0]!)).toEqual([])
    expect(data[0]).toMatchObject({
      headline,
      author: { name: '"</script>\u2029x' },
      keywords: ['</script>'],
      comment: [{ author: { name: '<!--<script>' }, text: '</script> & "so"' }],
    })
    expect(metas.find(({ property }) => property === 'og:title')!['content']).toBe(headline)
    const modules = body.match(/<script type="module" src="\/assets\/scripts-[0-9a-f]+\/[a-z-]+\.js"><\/script>/g)!
    expect(body.match(/<script/g)!.length).toBe(modules.length + 1)
  })

  test('its card for other sites, with its picture if it has one', async () => {
    const site = await openSite()
    const id = await site.article({ tags: ['oil', 'paint'] })
    const address = `/articles/${id}-the-slipway-is-repainted`
    const plain = await head(site, address)
    expect([said(plain, 'twitter:card'), said(plain, 'og:image'), said(plain, 'article:modified_time')]).toEqual([
      ['summary'],
      [],
      [],
    ])
    await picture(site, id)
    site.deps.pages.clear()
    const found = await head(site, address)
    const card = [
      'og:type',
      'og:title',
      'og:description',
      'og:url',
      'og:image',
      'og:image:width',
      'og:image:height',
      'og:image:alt',
      'article:published_time',
      'article:modified_time',
      'article:section',
      'article:tag',
      'twitter:card',
    ]
    expect(Object.fromEntries(card.map((name) => [name, said(found, name).join(' ')]))).toEqual({
      'og:type': 'article',
      'og:title': 'The slipway is repainted',
      'og:description': 'It is the same grey as before.',
      'og:url': base + address,
      'og:image': `${base}/media/${'0'.repeat(32)}-640x480.webp`,
      'og:image:width': '640',
      'og:image:height': '480',
      'og:image:alt': 'A “grey” slipway',
      'article:published_time': '2030-03-12T08:00:00.000Z',
      'article:modified_time': new Date(NOON).toISOString(),
      'article:section': 'Harbour',
      'article:tag': 'oil paint',
      'twitter:card': 'summary_large_image',
    })
  })
})

test('the front page describes the search, and a member’s page the member', async () => {
  const site = await openSite()
  await site.member('Ada K.')
  await site.article()
  expect((await head(site, '/')).data).toEqual([
    {
      '@context': 'https://schema.org',
      '@type': 'WebSite',
      name: 'Broadside',
      url: `${base}/`,
      publisher: {
        '@type': 'Organization',
        name: 'Broadside',
        url: `${base}/`,
        logo: { '@type': 'ImageObject', url: base + site.deps.assets.href('icon-512.png') },
      },
      potentialAction: {
        '@type': 'SearchAction',
        target: { '@type': 'EntryPoint', urlTemplate: `${base}/search?q={search_term_string}` },
        'query-input': 'required name=search_term_string',
      },
    },
  ])
  expect((await head(site, '/people/Ada%20K.')).data).toEqual([
    {
      '@context': 'https://schema.org',
      '@type': 'ProfilePage',
      mainEntity: { '@type': 'Person', name: 'Ada K.', url: `${base}/people/Ada%20K.` },
    },
  ])
})
