// Sitemaps: the index by month, the files of the months, and robots.txt.
import { describe, expect, test } from 'vitest'
import { monthEntries } from '../../src/sitemaps/pages.ts'
import { articlesAfter, changedMonths, lastArticlesOfFiles } from '../../src/sitemaps/queries.ts'
import { ARTICLES_PER_FILE, fileCount, parseFileName } from '../../src/sitemaps/rules.ts'
import { DAY, MINUTE } from '../../src/time.ts'
import { aThread, NOON, openSite, type Site } from '../support/site.ts'
import { all, one, readXml } from '../support/xml.ts'

const base = 'http://localhost:3000'

/** The entries of a sitemap with their dates. */
async function places(site: Site, address: string): Promise<[string, string][]> {
  const answer = await site.get(address)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/xml; charset=utf-8'])
  return readXml(answer.body).children.map((node) => [
    one(node, 'loc').text.replace(base, ''),
    all(node, 'lastmod')[0]?.text ?? '',
  ])
}

const month = Date.UTC(2030, 1, 1, 12)

async function written(): Promise<{ site: Site; ids: number[] }> {
  const site = await openSite()
  const ids = [
    await site.article({ postedAt: Date.UTC(2004, 5, 30, 12) }),
    await site.article({ postedAt: month }),
    await site.article({ postedAt: month + DAY, comments: aThread('t', [null, null], NOON - 5 * MINUTE) }),
    await site.article({ postedAt: NOON - 60 * MINUTE }),
  ]
  return { site, ids }
}

test('the index has a map for every month that has articles, newest first, dated by the newest change of any of them', async () => {
  const { site } = await written()
  expect(await places(site, '/sitemap.xml')).toEqual([
    ['/sitemaps/pages.xml', ''],
    ['/sitemaps/2030-03.xml', new Date(NOON - 60 * MINUTE).toISOString()],
    ['/sitemaps/2030-02.xml', new Date(NOON - 5 * MINUTE + 1000).toISOString()],
    ['/sitemaps/2004-06.xml', new Date(Date.UTC(2004, 5, 30, 12)).toISOString()],
  ])
})

test('a month names its days and its articles, each dated by publication, revision or last comment, whichever is newest', async () => {
  const { site, ids } = await written()
  await site.deps.store.writer
    .updateTable('articles')
    .set({ revised_at: month + 3 * DAY })
    .where('id', '=', ids[1]!)
    .execute()
  const commented = new Date(NOON - 5 * MINUTE + 1000).toISOString()
  const revised = new Date(month + 3 * DAY).toISOString()
  expect(await places(site, '/sitemaps/2030-02.xml')).toEqual([
    ['/archive/2030/02/01', revised],
    ['/archive/2030/02/02', commented],
    [`/articles/${ids[1]}-the-slipway-is-repainted`, revised],
    [`/articles/${ids[2]}-the-slipway-is-repainted`, commented],
  ])
})

test('every address in every sitemap exists', async () => {
  const { site } = await written()
  for (const [map] of await places(site, '/sitemap.xml'))
    for (const [address] of await places(site, map)) expect((await site.get(address)).statusCode, address).toBe(200)
  expect((await places(site, '/sitemaps/pages.xml')).map(([address]) => address)).toContain('/sections/harbour')
})

test('unpublished articles are in no sitemap', async () => {
  const { site, ids } = await written()
  await site.deps.store.writer.updateTable('articles').set({ state: 'withdrawn' }).where('id', '=', ids[1]!).execute()
  expect((await places(site, '/sitemaps/2030-02.xml')).map(([address]) => address)).not.toContain(
    `/articles/${ids[1]}-the-slipway-is-repainted`,
  )
})

test.each([
  '/sitemaps/2030-04.xml',
  '/sitemaps/2030-13.xml',
  '/sitemaps/2030-03-1.xml',
  '/sitemaps/2030-03-2.xml',
  '/sitemaps/2030-03-02.xml',
  '/sitemaps/2030.xml',
  '/sitemaps/2030-03',
  '/sitemaps/x.xml',
  '/sitemaps/.xml',
])('there is no %s', async (address) => {
  const { site } = await written()
  expect((await site.get(address)).statusCode).toBe(404)
})

test('a new comment changes the date of its month at once, and a sitemap can be revalidated', async () => {
  const { site } = await written()
  const ada = await site.member('Ada K.')
  const first = await site.get('/sitemap.xml')
  expect((await site.get('/sitemap.xml', null, { 'if-none-match': String(first.headers.etag) })).statusCode).toBe(304)
  site.advance(MINUTE)
  const { id } = await site.deps.db
    .selectFrom('articles')
    .select('id')
    .orderBy('published_at', 'desc')
    .executeTakeFirstOrThrow()
  await site.post('/comments', { article: String(id), nic: 'Ada K.', body: 'New.' }, ada)
  expect((await places(site, '/sitemap.xml'))[1]).toEqual([
    '/sitemaps/2030-03.xml',
    new Date(NOON + MINUTE).toISOString(),
  ])
})

describe('A month of more articles than a map may name', () => {
  test('is split into files, with every article in exactly one', async () => {
    const site = await openSite()
    const ids = []
    for (let i = 0; i < 11; i++) ids.push(await site.article({ postedAt: month + Math.floor(i / 4) * DAY }))
    const ends = await lastArticlesOfFiles(site.deps.db, '2030-02', 4)
    const parts = []
    for (const after of [null, ...ends])
      parts.push((await articlesAfter(site.deps.db, '2030-02', after, 4)).map(({ id }) => id))
    expect(parts).toEqual([ids.slice(0, 4), ids.slice(4, 8), ids.slice(8)])
  })

  test('has all its files in the index', async () => {
    const site = await openSite()
    await site.article({ postedAt: month })
    await site.deps.store.writer
      .updateTable('month_totals')
      .set({ articles: 2 * ARTICLES_PER_FILE + 1 })
      .where('articles', '>', 0)
      .execute()
    site.deps.pages.clear()
    expect((await places(site, '/sitemap.xml')).map(([address]) => address)).toEqual([
      '/sitemaps/pages.xml',
      '/sitemaps/2030-02.xml',
      '/sitemaps/2030-02-2.xml',
      '/sitemaps/2030-02-3.xml',
    ])
    expect((await site.get('/sitemaps/2030-02-3.xml')).statusCode).toBe(200)
    expect((await site.get('/sitemaps/2030-02-4.xml')).statusCode).toBe(404)
  })

  test('leaves room for the days of the month', () => {
    const days = monthEntries(
      Array.from({ length: ARTICLES_PER_FILE }, (_, i) => ({
        id: i + 1,
        slug: 'a',
        day: `2030-03-${String((i % 31) + 1).padStart(2, '0')}`,
        changed: 1,
      })),
    )
    expect(days.length).toBeLessThanOrEqual(50_000)
    expect([fileCount(0), fileCount(1), fileCount(ARTICLES_PER_FILE), fileCount(ARTICLES_PER_FILE + 1)]).toEqual([
      1, 1, 1, 2,
    ])
    expect([
      parseFileName('2030-03'),
      parseFileName('2030-03-2'),
      parseFileName('2030-03-12'),
      parseFileName('2030-3'),
    ]).toEqual([{ month: '2030-03', part: 1 }, { month: '2030-03', part: 2 }, { month: '2030-03', part: 12 }, null])
  })
})

test('robots.txt names the sitemap and disallows forms and the search, but no page for readers', async () => {
  const { site, ids } = await written()
  const { body, headers } = await site.get('/robots.txt')
  expect(headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(body.split('\n')).toContain(`Sitemap: ${base}/sitemap.xml`)
  const shut = [...body.matchAll(/^Disallow: (.+)$/gm)].map((match) => match[1]!)
  const isShut = (address: string): boolean => shut.some((path) => address.startsWith(path))
  expect(['/accounts/login', '/comments/new?article=1', '/search?q=x'].filter((address) => !isShut(address))).toEqual(
    [],
  )
  expect(
    [
      '/',
      `/articles/${ids[0]}-x`,
      '/archive',
      '/sections/harbour',
      '/comments/1',
      '/comments/markup',
      '/people/x',
      '/feeds/articles.xml',
      '/sitemap.xml',
      '/moderation/log',
      '/media/x',
      '/assets/x',
    ].filter(isShut),
  ).toEqual([])
})

test('a site without articles has a sitemap of its pages', async () => {
  const site = await openSite()
  expect(await places(site, '/sitemap.xml')).toEqual([['/sitemaps/pages.xml', '']])
  expect(await changedMonths(site.deps.db)).toEqual([])
})
