// A scheduled article appears at its time by the clock: the first request after it finds the article everywhere.
import { expect, test } from 'vitest'
import { fileArticle } from '../../../src/articles/change-actions.ts'
import { write } from '../../../src/db/write.ts'
import { jobs } from '../../../src/jobs/jobs.ts'
import { HOUR, SECOND } from '../../../src/time.ts'
import { counted } from '../../support/counted.ts'
import { openBeside, openSite, type Site } from '../../support/site.ts'

const schedule = (site: Pick<Site, 'deps'>, id: number, at: number) =>
  write(site.deps, (db) => fileArticle(db, id, { state: 'scheduled', scheduled_at: at, published_at: null, day: null }))

async function open() {
  const site = await openSite()
  await site.article()
  const id = await site.article({ headline: 'The lock is mended', tags: ['Locks'] })
  const at = site.deps.clock() + HOUR
  await schedule(site, id, at)
  return { site, id, at }
}

const pages = [
  '/',
  '/headlines',
  '/latest',
  '/feeds/articles.xml',
  '/feeds/articles.json',
  '/search?q=mended',
  '/sections/harbour',
]

test('no list, feed or search has a scheduled article before its time, and all have it from that moment, without a job', async () => {
  const { site, id, at } = await open()
  const has = async (path: string): Promise<boolean> => /lock is (?:<mark>)?mended/i.test((await site.get(path)).body)
  site.advance(HOUR - 1)
  for (const path of pages) expect([path, await has(path)]).toEqual([path, false])
  expect((await site.get(`/articles/${id}-the-lock-is-mended`)).statusCode).toBe(404)
  site.advance(1)
  expect((await site.get(`/articles/${id}-the-lock-is-mended`)).statusCode).toBe(200)
  for (const path of pages.filter((path) => path !== '/latest' && path !== '/sections/harbour'))
    expect([path, await has(path)]).toEqual([path, true])
  expect((await site.get('/tags/Locks')).body).toContain('The lock is mended')
  expect(
    await site.deps.db
      .selectFrom('articles')
      .select(['published_at', 'day', 'scheduled_at'])
      .where('id', '=', id)
      .execute(),
  ).toEqual([{ published_at: at, day: '2030-03-12', scheduled_at: null }])
  await counted(site)
})

test('a page from the cache is not served beyond the time of an article that it has to show', async () => {
  const { site } = await open()
  await site.get('/')
  site.advance(HOUR)
  expect((await site.get('/')).body).toContain('The lock is mended')
})

test('however late the first request is, an article is in the edition of the day that it was scheduled for', async () => {
  const { site, at } = await open()
  site.advance(50 * HOUR)
  expect((await site.get('/archive/2030/03/12')).body).toContain('The lock is mended')
  expect((await site.get('/feeds/articles.xml')).body).toContain(new Date(at).toISOString().slice(0, 19))
})

test('what another process schedules appears as well', async () => {
  const { site, id } = await open()
  const beside = await openBeside(site)
  await schedule(beside, id, site.deps.clock() + SECOND)
  await site.deps.readForeignChanges()
  site.advance(SECOND)
  expect((await site.get('/')).body).toContain('The lock is mended')
})

test('the job publishes what nobody asks for', async () => {
  const { site } = await open()
  site.advance(HOUR)
  const job = jobs.find(({ name }) => name === 'publish what is due')!
  await job.work({ deps: site.deps, post: null as never, stopped: () => false })
  expect(await site.deps.db.selectFrom('articles').select('id').where('state', '=', 'scheduled').execute()).toEqual([])
})
