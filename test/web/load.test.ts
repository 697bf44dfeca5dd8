// Load shedding: pages that are not cached answer 503, and everything that costs nothing is still served.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { loadLimits } from '../../src/load-limits.ts'
import { openDeps } from '../../src/open-deps.ts'
import { isOverloaded } from '../../src/web/load.ts'
import { openSite, type Site } from '../support/site.ts'

const calm = { eventLoopDelay: 3, eventLoopUtilized: 0.2, heapUsed: 40e6 }
const heapLimit = 1e9

/** Every load is above a limit of less than nothing. */
const overload = (site: Site): void => {
  site.deps.loadLimits = { ...loadLimits, heapShare: -1 }
}

test('a busy event loop is an overload only if its turns are late as well; a full heap always is', () => {
  const isOver = (load: Partial<typeof calm>) => isOverloaded({ ...calm, ...load }, loadLimits, heapLimit)
  expect(isOver({})).toBe(false)
  expect(isOver({ eventLoopUtilized: 1 })).toBe(false)
  expect(isOver({ eventLoopDelay: 5000 })).toBe(false)
  expect(isOver({ eventLoopUtilized: 1, eventLoopDelay: 1001 })).toBe(true)
  expect(isOver({ heapUsed: 0.86 * heapLimit })).toBe(true)
})

test('a server without limits never sheds load, and one with limits does so by those of the settings', async () => {
  const { config, store } = (await openSite()).deps
  expect((await openDeps({ ...config, rateLimits: false }, { store })).loadLimits).toBe(null)
  expect((await openDeps({ ...config, rateLimits: true }, { store })).loadLimits).toBe(loadLimits)
})

test('under load a page that is not cached is 503 with Retry-After and the site’s own page', async () => {
  const site = await openSite()
  overload(site)
  const { statusCode, headers, body } = await site.get('/archive')
  expect([statusCode, headers['retry-after'], headers['cache-control']]).toEqual([503, '5', 'private, no-store'])
  expect(body).toContain('<h1 class="title" id="oops">Temporarily unavailable</h1>')
  expect(body).toContain('The presses are being oiled.')
})

test('under load cached pages, assets and /health/live are still served', async () => {
  const site = await openSite()
  const id = await site.article()
  const url = (await site.get(`/articles/${id}`)).headers.location!
  await site.get(url)
  overload(site)
  expect((await site.get(url)).statusCode).toBe(200)
  expect((await site.get(`${url}?before=1`)).statusCode).toBe(503)
  expect((await site.get(site.deps.assets.href('site.css'))).statusCode).toBe(200)
  expect((await site.get('/health/live')).statusCode).toBe(200)
  expect((await site.get('/health/ready')).statusCode).toBe(503)
  site.deps.loadLimits = null
  expect((await site.get('/health/ready')).statusCode).toBe(200)
})

test('under load a form comes back with what was typed, and a program reads problem details', async () => {
  const site = await openSite()
  const form = { article: String(await site.article()), nic: 'Ada', body: 'Mud at <low> water.' }
  overload(site)
  const page = await site.post('/comments', form)
  expect(page.statusCode).toBe(503)
  expect(page.body).toContain('name="body" rows="8">\nMud at &lt;low&gt; water.</textarea>')
  expect(page.body).toContain('Send it again')
  const program = await site.post('/comments', form, null, { accept: 'application/json' })
  expect([program.statusCode, program.headers['retry-after'], program.headers['content-type']]).toEqual([
    503,
    '5',
    'application/problem+json; charset=utf-8',
  ])
  expect(program.json()).toMatchObject({ title: 'Temporarily unavailable', status: 503 })
  expect(await site.deps.db.selectFrom('comments').select('id').execute()).toEqual([])
})

test('the server is not ready while its front page fails, and says so', async () => {
  const site = await openSite()
  await site.article()
  expect((await site.get('/health/ready')).statusCode).toBe(200)
  await sql`alter table articles rename to gone`.execute(site.deps.store.writer)
  await site.deps.refresh()
  expect((await site.get('/')).statusCode).toBe(500)
  const ready = await site.get('/health/ready')
  expect([ready.statusCode, ready.body]).toEqual([503, 'not ready: the front page is 500\n'])
  await sql`alter table gone rename to articles`.execute(site.deps.store.writer)
  expect((await site.get('/health/ready')).statusCode).toBe(200)
})
