// The budget of pages that are made afresh: nobody makes so many that others get none.
import { expect, test } from 'vitest'
import { pageBudget } from '../../src/load-limits.ts'
import { createPageQueue } from '../../src/web/page-queue.ts'
import { aThread, openSite } from '../support/site.ts'

const turns = () => new Promise<void>((resolve) => void setImmediate(resolve))

test('as many pages are made at once as the budget says; of those that wait, members come first', async () => {
  const queue = createPageQueue({ making: 2, waiting: 9 })
  const leave = [await queue.enter(false), await queue.enter(false)]
  const begun: string[] = []
  const enter = (name: string, isMember: boolean) =>
    queue.enter(isMember).then((done) => {
      begun.push(name)
      leave.push(done)
    })
  const all = [enter('stranger 1', false), enter('stranger 2', false), enter('member 1', true), enter('member 2', true)]
  await turns()
  expect([begun, queue.size()]).toEqual([[], 6])
  for (let i = 0; i < 6; i++) {
    leave[i]!()
    leave[i]!()
    await turns()
  }
  await Promise.all(all)
  expect(begun).toEqual(['member 1', 'member 2', 'stranger 1', 'stranger 2'])
  expect(queue.size()).toBe(0)
})

test('beyond those that may wait a stranger is refused, and a member takes the place of the last stranger', async () => {
  const queue = createPageQueue({ making: 1, waiting: 2 })
  const leave = await queue.enter(false)
  const waiting = [queue.enter(false), queue.enter(false)]
  const refusal = { kind: 'unavailable', retryAfter: 5 }
  await expect(queue.enter(false)).rejects.toMatchObject(refusal)
  const member = queue.enter(true)
  await expect(waiting[1]).rejects.toMatchObject(refusal)
  const another = queue.enter(true)
  await expect(waiting[0]).rejects.toMatchObject(refusal)
  await expect(queue.enter(true)).rejects.toMatchObject(refusal)
  leave()
  ;(await member)()
  ;(await another)()
  expect(queue.size()).toBe(0)
})

const proxied = { RATE_LIMITS: 'on', TRUST_PROXY: 'on' }
const from = (address: string) => ({ 'x-forwarded-for': address })

async function opened() {
  const site = await openSite(proxied)
  const id = await site.article({ comments: aThread('c', [null, 0]) })
  const href = `/articles/${id}-the-slipway-is-repainted`
  /** Uses up the budget of a network, without making the pages. */
  const spend = (address: string) => {
    for (let n = 0; n < pageBudget.network.max; n++) site.deps.limiter.count('pages', address, pageBudget.network)
  }
  return { site, id, href, spend }
}

test('a network that has used up its budget gets 503 with Retry-After for every kind of page that is made afresh, and cached pages as ever', async () => {
  const { site, id, href, spend } = await opened()
  await site.get(href)
  await site.get('/')
  spend('2001:db8::1')
  const made = [
    `${href}?least=1`,
    `${href}?view=flat&word=mud`,
    '/moderation/log?act=close',
    '/search?q=slipway',
    '/latest',
    '/people/Nobody',
    `/comments/new?article=${id}`,
    '/feeds/articles.xml',
    '/accounts/login',
  ]
  for (const url of made) {
    // Another address of the same subscriber.
    const answer = await site.get(url, null, from('2001:db8::2'))
    expect([url, answer.statusCode]).toEqual([url, 503])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  }
  expect((await site.get(href, null, from('2001:db8::2'))).statusCode).toBe(200)
  expect((await site.get('/', null, from('2001:db8::2'))).statusCode).toBe(200)
  expect((await site.get('/health/ready', null, from('2001:db8::2'))).statusCode).toBe(200)
  expect((await site.get(site.deps.assets.href('site.css'), null, from('2001:db8::2'))).statusCode).toBe(200)
  // Neighbours, and members in the same network, have budgets of their own.
  expect((await site.get('/latest', null, from('2001:db8:0:1::1'))).statusCode).toBe(200)
  const ada = await site.member('Ada')
  expect((await site.get(`${href}?least=1`, ada, from('2001:db8::2'))).statusCode).toBe(200)
})

test('a member has a budget too, wherever they are', async () => {
  const { site, href } = await opened()
  const ada = await site.member('Ada')
  for (let n = 0; n < pageBudget.member.max; n++)
    site.deps.limiter.countKey('pages', `account ${ada.id}`, pageBudget.member)
  expect((await site.get(href, ada, from('192.0.2.1'))).statusCode).toBe(503)
  expect((await site.get(href, null, from('192.0.2.1'))).statusCode).toBe(200)
})

test('a hundred readers who ask at once for a page that is not cached all get it, and leave no place taken', async () => {
  const { site, href } = await opened()
  const answers = await Promise.all(Array.from({ length: 100 }, () => site.get(href)))
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
  for (const url of ['/articles/99', `${href}?least=1`, '/nowhere']) await site.get(url)
  await site.app.inject({ method: 'HEAD', url: '/latest', headers: { host: 'localhost:3000' } })
  expect(site.deps.pageQueue.size()).toBe(0)
})

test('more strangers than may wait get 503 for pages that are made for each of them, and members get theirs', async () => {
  const { site, href } = await opened()
  const ada = await site.member('Ada')
  const enough = pageBudget.making + pageBudget.waiting
  const strangers = Array.from({ length: enough + 30 }, (_, n) =>
    site.get(`${href}?least=${n}`, null, from(`192.0.2.${n}`)),
  )
  const members = Array.from({ length: 5 }, () => site.get(href, ada))
  const statuses = (await Promise.all(strangers)).map(({ statusCode }) => statusCode)
  expect(new Set(statuses)).toEqual(new Set([200, 503]))
  expect((await Promise.all(members)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200])
  expect(site.deps.pageQueue.size()).toBe(0)
})
