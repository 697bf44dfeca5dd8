// Addresses: of every script, always ones that a header can carry, and leading somewhere or to a page that says no.
import { expect, test } from 'vitest'
import { slugOf } from '../src/slugs.ts'
import { urls } from '../src/urls.ts'
import { cacheKey } from '../src/web/cached-answers.ts'
import { plainVariant } from '../src/web/cookies.ts'
import { aThread, NOON, openSite } from './support/site.ts'

const headline = '漁港の新しい桟橋は灰色のまま'

test('an article whose headline is of another script has an address that works', async () => {
  const site = await openSite()
  const id = await site.article({ headline, section: 'Æøß 漁港' })
  const moved = await site.get(`/articles/${id}`)
  expect(moved.statusCode).toBe(301)
  const address = String(moved.headers.location)
  expect(address).toMatch(/^\/articles\/\d+-[\x21-\x7e]+$/)
  const page = await site.get(address)
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain(headline)
  const section = /<p class="kicker"><a href="([^"]+)"/.exec(page.body)![1]!
  expect(section).toMatch(/^\/sections\/[\x21-\x7e]+$/)
  expect((await site.get(section)).statusCode).toBe(200)
})

test('what leads back to such an article leads back: permalinks, closing, signing in', async () => {
  const site = await openSite()
  const id = await site.article({ headline, key: 'far', comments: aThread('far', [null]) })
  const place = await site.get('/comments/1')
  expect(place.statusCode).toBe(302)
  expect((await site.get(String(place.headers.location).replace(/#.*/, ''))).statusCode).toBe(200)
  const mod = await site.member('Rudder', 'moderator')
  const closed = await site.post('/moderation/closures', { article: String(id), reason: 'Enough.' }, mod)
  expect(closed.statusCode).toBe(303)
  expect((await site.get(String(closed.headers.location).replace(/#.*/, ''))).body).toContain('Enough.')
  const theme = await site.post('/theme', { theme: 'dark', next: urls.article({ id, slug: slugOf(headline) }) })
  expect(theme.headers.location).toBe(urls.article({ id, slug: slugOf(headline) }))
})

test('such an article comes out of the cache under the address that browsers ask for', async () => {
  const site = await openSite()
  const id = await site.article({ headline })
  const address = String((await site.get(`/articles/${id}`)).headers.location)
  await site.get(address)
  expect(site.deps.pages.get(cacheKey(address, plainVariant), NOON)).toBeDefined()
})

test('the longest nic of any script has a page', async () => {
  const site = await openSite()
  for (const letter of ['m', 'ß', '漁', '𠮷']) {
    await site.member(letter.repeat(40))
    expect((await site.get(urls.person(letter.repeat(40)))).statusCode).toBe(200)
  }
})

test.each([
  '/nothing',
  '/articles',
  '/articles/0',
  '/articles/01',
  '/articles/999999-x',
  '/articles/1e3',
  '/articles/-1',
  '/comments/0',
  '/comments/9999999999999999',
  '/people/nobody',
  '/sections/none',
  '/archive/2031',
  '/archive/2030/13',
  '/archive/2030/02/30',
  '/archive/20300',
  '/%',
  '/articles/%E0%A4%A',
  '/articles/%00',
  '//',
  '/.env',
  '/health',
  '/moderation/nothing',
  '/comments/receipts',
  '/comments/receipts/guess',
  '/desk/nothing',
  '/accounts/first-admin/guess',
])('%s is a page that says that there is no such page', async (url) => {
  const site = await openSite()
  await site.article()
  const answer = await site.get(url)
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.body).toContain('aria-hidden="true">404</p>')
})

test('an address without end is a page that says that there is no such page', async () => {
  const site = await openSite()
  for (const url of [
    `/people/${'x'.repeat(3000)}`,
    `/people/${'%41'.repeat(3000)}`,
    `/${'x'.repeat(9000)}`,
    `/articles/${'1'.repeat(400)}`,
  ]) {
    const answer = await site.get(url)
    expect(answer.statusCode).toBe(404)
    expect(answer.body).toContain('aria-hidden="true">404</p>')
  }
})

test('a query that cannot be decoded does no harm', async () => {
  const site = await openSite()
  expect((await site.get('/?next=%')).statusCode).toBe(200)
  expect((await site.get(`/?${'utm_source=somewhere&'.repeat(200)}`)).statusCode).toBe(200)
})

test('a program that asks for JSON gets problem details', async () => {
  const site = await openSite()
  const answer = await site.get('/nothing', null, { accept: 'application/json' })
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.json()).toEqual({
    type: 'about:blank',
    title: 'Page not found',
    status: 404,
    detail: expect.any(String),
  })
})

test('a slug has the words of its headline, at most 60 characters, and is never empty', () => {
  expect(slugOf('The Slipway’s repainted — again!')).toBe('the-slipways-repainted-again')
  expect(slugOf('Crème brûlée')).toBe('creme-brulee')
  expect(slugOf('!?')).toBe('untitled')
  expect(slugOf('word '.repeat(40))).toBe('word-word-word-word-word-word-word-word-word-word-word-word')
  expect([...slugOf('x'.repeat(300))].length).toBeLessThanOrEqual(60)
})
