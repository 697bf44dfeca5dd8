// Cached answers over real HTTP: given before Fastify makes a request of them, and the same as those that Fastify gives.
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { cacheKey } from '../../src/web/cached-answers.ts'
import { plainVariant } from '../../src/web/cookies.ts'
import { ask } from '../live/stream.ts'
import { aThread, openSite, type Site } from '../support/site.ts'

const navigation = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }

/** A site with an article in its cache, compressed both ways, and a look at which requests reach Fastify. */
async function open() {
  const site = await openSite()
  const id = await site.article({ comments: aThread('c', [null, 0]) })
  const href = `/articles/${id}-the-slipway-is-repainted`
  for (const url of [href, '/feeds/articles.xml']) {
    for (let request = 0; request < 2; request++) await site.get(url)
    await (keptFor(site, href) ?? site.deps.pages.get(url, site.deps.clock()))!.settled
  }
  let reached: boolean[] = []
  // Fastify notes the address of every request before it looks for its route.
  site.app.server.on('request', (request: IncomingMessage & { originalUrl?: string }) =>
    reached.push(request.originalUrl !== undefined),
  )
  const whole = async (url: string, headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await ask(site, url, null, headers, method)
    const body = Buffer.concat((await answer.toArray()) as Buffer[])
    return { status: answer.statusCode, headers: answer.headers, body }
  }
  const takeReached = (): boolean[] => {
    const taken = reached
    reached = []
    return taken
  }
  return { site, id, href, whole, takeReached }
}

const keptFor = ({ deps }: Site, href: string) => deps.pages.get(cacheKey(href, plainVariant), deps.clock())

/** What a client sees of an answer, but for the connection and the moment. */
const told = ({ date, connection, 'keep-alive': _keep, ...headers }: Record<string, unknown>) => headers

test('a cached page is answered before Fastify makes a request of it, letter for letter as Fastify does', async () => {
  const { site, href, whole, takeReached } = await open()
  const tag = String((await site.get(href, null, { 'accept-encoding': 'gzip' })).headers.etag)
  for (const url of [href, '/feeds/articles.xml'])
    for (const method of ['GET', 'HEAD'] as const)
      for (const headers of [
        { 'accept-encoding': 'gzip' },
        { 'accept-encoding': 'gzip, br' },
        { 'accept-encoding': 'gzip', 'if-none-match': tag },
        { 'accept-encoding': 'br', 'if-none-match': '*' },
        { 'accept-encoding': 'gzip', 'if-modified-since': 'Tue, 12 Mar 2030 14:25:00 GMT' },
        { 'accept-encoding': 'gzip', cookie: 'other=1' },
      ] as Record<string, string>[]) {
        const direct = await whole(url, headers, method)
        expect(takeReached(), `${method} ${url} ${JSON.stringify(headers)}`).toEqual([false])
        const injected = await site.app.inject({ method, url, headers: { host: 'localhost:3000', ...headers } })
        expect([direct.status, told(direct.headers), direct.body]).toEqual([
          injected.statusCode,
          told(injected.headers),
          injected.rawPayload,
        ])
      }
})

test('what is not cached, may fail or has to wait reaches Fastify', async () => {
  const { site, href, whole, takeReached } = await open()
  const gzip = { 'accept-encoding': 'gzip' }
  const statuses = [
    await whole(href, {}),
    await whole(`${href}?x`, gzip),
    await whole(href, gzip, 'POST'),
    await whole(href, { ...gzip, host: 'evil.example' }),
    await whole(href, { ...gzip, cookie: 'bs_session=nonsense' }),
    await whole(href, { ...gzip, cookie: 'bs_theme=dark' }),
  ].map(({ status }) => status)
  expect(statuses).toEqual([200, 200, 404, 421, 200, 200])
  expect(takeReached()).toEqual([true, true, true, true, true, true])

  site.deps.schedule.next = site.deps.clock()
  expect((await whole(href, gzip)).status).toBe(200)
  expect((await whole(href, gzip)).status).toBe(200)
  // The first of them has looked what is due, and nothing is.
  expect(takeReached()).toEqual([true, false])
})

test('a view is counted once, whoever gives the answer', async () => {
  const { site, id, href, whole } = await open()
  site.deps.views.take()
  for (const coding of ['gzip', 'br', 'identity']) await whole(href, { 'accept-encoding': coding, ...navigation })
  await whole(href, { 'accept-encoding': 'gzip', ...navigation, 'sec-purpose': 'prefetch' })
  await whole(href, { 'accept-encoding': 'gzip', ...navigation }, 'HEAD')
  expect([...site.deps.views.take()]).toEqual([[id, 3]])
})

test('a cached page that cannot be sent gets the error page, and counts no view', async () => {
  const { site, href, whole } = await open()
  site.deps.views.take()
  const kept = keptFor(site, href)!
  kept.headers = ['x-broken', 'a\nb']
  const broken = await whole(href, { 'accept-encoding': 'gzip', ...navigation })
  expect([broken.status, broken.headers['cache-control']]).toEqual([500, 'private, no-store'])
  expect([...site.deps.views.take()]).toEqual([])
})

test('a server that stops ends the connection of a cached page that it still sends', async () => {
  const { site, href, whole } = await open()
  await whole(href)
  const socket = connect((site.app.server.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(`GET ${href} HTTP/1.1\r\nHost: localhost:3000\r\nAccept-Encoding: gzip\r\n`)
  await expect
    .poll(() => new Promise((resolve) => site.app.server.getConnections((_, n) => resolve(n))))
    .toBeGreaterThan(0)
  const closed = site.app.close()
  await expect.poll(() => site.app.server.listening).toBe(false)
  socket.write('\r\n')
  const answer = Buffer.concat((await socket.toArray()) as Buffer[]).toString('latin1')
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(answer).toMatch(/^connection: close\r$/im)
  await closed
})

test('requests log to the log of the server, and none makes another', async () => {
  const site = await openSite()
  const app = await buildApp(site.deps)
  onTestFinished(() => app.close())
  const loggers: unknown[] = []
  app.addHook('onRequest', async (request) => void loggers.push(request.log))
  await app.inject({ url: '/archive', headers: { host: 'localhost:3000' } })
  expect(loggers).toEqual([app.log])
  expect(loggers[0]).toBe(app.log)
})
