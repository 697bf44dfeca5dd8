// The clock of the machine is set back an hour: nobody has to wait for it, and lists of what waits keep their order.
import { describe, expect, test } from 'vitest'
import { exceededLimit } from '../../src/comments/thread/rules.ts'
import { nextConfirmationAt, planMails } from '../../src/mail/rules.ts'
import { isPurgeDue, purge } from '../../src/moderation/purges/actions.ts'
import { routeRateLimits } from '../../src/settings.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { NOON, openSite, type Site } from '../support/site.ts'

const future = Array.from({ length: 20 }, (_, n) => NOON + HOUR - n * 1000)

test('events that are still to come count in no limit', () => {
  expect(exceededLimit(future, [{ max: 10, window: 5 * MINUTE }], NOON)).toBeNull()
  expect(nextConfirmationAt(future, NOON)).toBe(NOON)
  expect(planMails(1, future, NOON)).toEqual({ kind: 'each' })
})

const post = (site: Site, article: number, form: Record<string, string>, as: Parameters<Site['post']>[2], token = '') =>
  site.post('/comments', { article: String(article), ...form }, as, token === '' ? {} : { cookie: token })

describe('After the clock was set back an hour', () => {
  test('a member who had reached the limit can post', async () => {
    const site = await openSite({ RATE_LIMITS: 'on' })
    const article = await site.article()
    const lee = await site.member('Lee')
    const press = async (body: string) => (await post(site, article, { body }, lee)).statusCode
    for (let n = 0; n < 10; n++) expect(await press(`Remark ${n}.`)).toBe(303)
    expect(await press('One too many.')).toBe(429)
    site.advance(-HOUR)
    expect(await press('One more.')).toBe(303)
  })

  test('slow mode lets a member and a guest post, and then makes them wait as usual', async () => {
    const site = await openSite()
    await site.set('guests', 'open')
    const article = await site.article()
    const moderator = await site.member('Mo', 'moderator')
    const lee = await site.member('Lee')
    await site.post('/moderation/slowdowns', { article: String(article), minutes: '5', reason: 'Heat' }, moderator)
    const first = await post(site, article, { nic: 'Walker', body: 'A remark.' }, null)
    const key = first.cookies.find(({ name }) => name === 'bs_guest')!
    const guest = async (body: string) =>
      (await post(site, article, { nic: 'Walker', body }, null, `bs_guest=${key.value}`)).statusCode
    const member = async (body: string) => (await post(site, article, { body }, lee)).statusCode
    expect([first.statusCode, await member('A remark.'), await guest('Again.'), await member('Again.')]).toEqual([
      303, 303, 429, 429,
    ])
    site.advance(-HOUR)
    expect([await guest('Again.'), await member('Again.')]).toEqual([303, 303])
    expect([await guest('A third.'), await member('A third.')]).toEqual([429, 429])
  })

  test('the queue and the appeals keep the order in which they came', async () => {
    const site = await openSite()
    await site.set('guests', 'allHeld')
    const article = await site.article()
    const moderator = await site.member('Mo', 'moderator')
    await post(site, article, { nic: 'Early', body: 'The first remark.' }, null)
    site.advance(-HOUR)
    await post(site, article, { nic: 'Later', body: 'The second remark.' }, null)
    const page = (await site.get('/moderation', moderator)).body
    expect(page.indexOf('The first remark.')).toBeGreaterThan(-1)
    expect(page.indexOf('The second remark.')).toBeGreaterThan(page.indexOf('The first remark.'))
  })

  test('a purge that ran in a future that never came is no reason to wait for the next', async () => {
    const site = await openSite()
    site.advance(300 * DAY)
    await purge(site.deps)
    expect(await isPurgeDue(site.deps)).toBe(false)
    site.advance(-300 * DAY)
    expect(await isPurgeDue(site.deps)).toBe(true)
  })

  test('a network that had reached a limit waits for its window and no longer', async () => {
    const site = await openSite({ RATE_LIMITS: 'on' })
    const press = async () => (await site.post('/accounts/login', { nic: 'Nobody', password: 'x' })).statusCode
    for (let n = 0; n < routeRateLimits.login.max; n++) await press()
    site.advance(-HOUR)
    expect(await press()).toBe(429)
    site.advance(routeRateLimits.login.window)
    expect(await press()).toBe(422)
  })
})
