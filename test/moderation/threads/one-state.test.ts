// The state of a thread is the same on its page, in every list, in the hits of the search and for the live stream.
import { expect, test } from 'vitest'
import { DAY, HOUR } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { ask } from '../../live/stream.ts'
import { openSite, type Site } from '../../support/site.ts'

async function open(over: { closeAfterDays?: number } = {}) {
  const site = await openSite()
  const id = await site.article({
    ...over,
    nic: 'Bosun',
    tags: ['paint'],
    source: { url: 'https://example.org/paint' },
  })
  const mo = await site.member('Mo', 'moderator')
  const act = async (noun: string, form: Record<string, string>) => {
    const answer = await site.post(`/moderation/${noun}`, { article: String(id), reason: 'A reason', ...form }, mo)
    expect(answer.statusCode).toBe(303)
  }
  return { site, id, act }
}

const lists = [
  '/headlines',
  '/sources/example.org',
  '/archive/2030/03/12',
  '/sections/harbour',
  '/tags/paint',
  '/search?q=slipway',
]

/** Where the thread is said to be closed. */
async function closedIn(site: Site, id: number): Promise<string[]> {
  const found: string[] = []
  for (const url of lists) {
    const answer = await site.get(url)
    expect([url, answer.statusCode]).toEqual([url, 200])
    expect(wordsOn(answer.body)).toContain('The slipway is repainted')
    if (/\bclosed\b/.test(wordsOn(answer.body))) found.push(url)
  }
  if (wordsOn((await site.get(`/articles/${id}-the-slipway-is-repainted`)).body).includes('Comments have been closed'))
    found.push('page')
  const stream = await ask(site, `/live/articles/${id}`)
  if (stream.statusCode === 204) found.push('live')
  stream.destroy()
  return found
}

const everywhere = [...lists, 'page', 'live']

test('a moderator’s number of days for one thread holds everywhere', async () => {
  const { site, id, act } = await open()
  await act('thread-settings', { who: 'anyone', days: '2' })
  expect(await closedIn(site, id)).toEqual([])
  site.advance(3 * DAY)
  expect(await closedIn(site, id)).toEqual(everywhere)
})

test('a moderator’s longer time for one thread holds everywhere, against the article’s own and the site’s', async () => {
  const { site, id, act } = await open({ closeAfterDays: 1 })
  await site.set('closeAfterDays', 1)
  await act('thread-settings', { who: 'anyone', days: '10' })
  site.advance(3 * DAY)
  expect(await closedIn(site, id)).toEqual([])
})

test('a closing that ends, ends everywhere at its time, on cached pages too', async () => {
  const { site, id, act } = await open()
  await act('closures', { until: '2030-03-12T18:00' })
  expect(await closedIn(site, id)).toEqual(everywhere)
  site.advance(4 * HOUR)
  expect(await closedIn(site, id)).toEqual([])
})
