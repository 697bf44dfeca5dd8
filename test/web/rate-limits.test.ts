// Rate limits: one registration, one counter for each route, name and address.
import { expect, test } from 'vitest'
import { routeRateLimits } from '../../src/settings.ts'
import { openSite } from '../support/site.ts'

const from = (address: string) => ({ 'x-forwarded-for': address })

test('a rate limit counts the requests of one name and one address', async () => {
  const site = await openSite({ RATE_LIMITS: 'on', TRUST_PROXY: 'on' })
  const press = async (url: string, address: string) =>
    (await site.post(url, { nic: 'Nobody', password: 'x' }, null, from(address))).statusCode
  for (let n = 0; n < routeRateLimits.login.max; n++) expect(await press('/accounts/login', '192.0.2.1')).toBe(422)
  expect(await press('/accounts/login', '192.0.2.1')).toBe(429)
  expect(await press('/accounts/login', '192.0.2.2')).toBe(422)
  expect(await press('/accounts/register', '192.0.2.1')).toBe(422)
})

test('routes that share a rate limit are counted separately', async () => {
  const site = await openSite({ RATE_LIMITS: 'on' })
  const press = async (url: string) => (await site.post(url, { body: '' })).statusCode
  for (let n = 0; n < routeRateLimits.appeal.max; n++) expect(await press('/accounts/appeals')).not.toBe(429)
  expect(await press('/accounts/appeals')).toBe(429)
  expect(await press('/comments/1/appeals')).not.toBe(429)
})

test('without limits no response has a limit header', async () => {
  const limited = await openSite({ RATE_LIMITS: 'on' })
  const open = await openSite()
  const header = async (site: typeof open) => (await site.get('/search?q=tide')).headers['x-ratelimit-limit']
  expect([await header(limited), await header(open)]).toEqual([String(routeRateLimits.search.max), undefined])
})

test('a press of Post with NUL in its name counts as a comment', async () => {
  const site = await openSite({ RATE_LIMITS: 'on' })
  const article = String(await site.article())
  const press = async (n: number) =>
    (await site.post('/comments', { article, nic: `Walker ${n}`, body: `Word ${n}.`, action: 'post\0' })).statusCode
  for (let n = 0; n < routeRateLimits.guestComment.max; n++) expect(await press(n)).not.toBe(429)
  expect(await press(99)).toBe(429)
})

/** Addresses of one /64, one each. */
const inSubscriber = (n: number): string => `2001:db8:0:1::${(n + 1).toString(16)}`

test('all addresses of a /64 share a rate limit', async () => {
  const site = await openSite({ RATE_LIMITS: 'on', TRUST_PROXY: 'on' })
  const press = async (address: string) =>
    (await site.post('/accounts/login', { nic: 'Nobody', password: 'x' }, null, from(address))).statusCode
  for (let n = 0; n < routeRateLimits.login.max; n++) expect(await press(inSubscriber(n))).toBe(422)
  expect(await press(inSubscriber(99))).toBe(429)
  expect(await press('2001:db8:0:2::1')).toBe(422)
})

test('drafts and posting share a rate limit by /64', async () => {
  const site = await openSite({ RATE_LIMITS: 'on', TRUST_PROXY: 'on' })
  const article = String(await site.article())
  const { max } = routeRateLimits.guestComment
  const press = (n: number, url: string, name: string) =>
    site.post(url, { article, nic: 'Walker', body: `${name} ${n}.`, action: 'draft' }, null, from(inSubscriber(n)))
  for (let n = 0; n < max; n++)
    await site.post('/comments', { article, nic: `W ${n}`, body: `Word ${n}.` }, null, from(inSubscriber(n)))
  const refused = await site.post('/comments', { article, nic: 'W x', body: 'One more.' }, null, from(inSubscriber(99)))
  expect(refused.statusCode).toBe(429)
  for (let n = 0; n < routeRateLimits.freshDraft.max + 5; n++) await press(n, '/comments', 'Draft')
  const { drafts } = await site.deps.db
    .selectFrom('drafts')
    .select((column) => column.fn.countAll<number>().as('drafts'))
    .executeTakeFirstOrThrow()
  expect(Number(drafts)).toBeLessThanOrEqual(routeRateLimits.freshDraft.max)
})
