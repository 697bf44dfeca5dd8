// Security headers of every kind of response.
import { mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import { expect, test } from 'vitest'
import { insertMedia } from '../../src/articles/queries.ts'
import { write } from '../../src/db/write.ts'
import { openSite, type Site } from '../support/site.ts'

const picture = `${'0'.repeat(32)}-640x480.webp`

/** Adds the picture of an article: its row and its file. */
async function addPicture(site: Site, name = picture): Promise<void> {
  await write(site.deps, (db) =>
    insertMedia(db, { name, alt: '', caption: '', credit: '', width: 640, height: 480, created_at: 0 }),
  )
  const folder = join(site.deps.config.dataDir, 'media')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), 'RIFF')
}

const slug = '-the-slipway-is-repainted'

/** One way to get each kind of answer. */
const answers: Record<
  string,
  { status: number; ask: (site: Site, article: number) => Promise<LightMyRequestResponse> }
> = {
  'a page': { status: 200, ask: (site) => site.get('/comments/markup') },
  'a page made for the cache': { status: 200, ask: (site) => site.get('/') },
  'a page out of the cache': { status: 200, ask: (site) => site.get('/').then(() => site.get('/')) },
  'a page out of the cache, uncompressed and compressed': {
    status: 200,
    ask: async (site, id) => {
      await site.get(`/articles/${id}${slug}`)
      return site.get(`/articles/${id}${slug}`, null, { 'accept-encoding': 'gzip' })
    },
  },
  'a page signed in': {
    status: 200,
    ask: async (site, id) => site.get(`/articles/${id}${slug}`, await site.member('Ada K.')),
  },
  'only the head of a page': {
    status: 200,
    ask: (site) => site.app.inject({ method: 'HEAD', url: '/', headers: { host: 'localhost:3000' } }),
  },
  'a page not modified': {
    status: 304,
    ask: async (site) => site.get('/', null, { 'if-none-match': String((await site.get('/')).headers.etag) }),
  },
  'the log as lines': { status: 200, ask: (site) => site.get('/moderation/log.jsonl') },
  'a sign of life': { status: 200, ask: (site) => site.get('/health/live') },
  'a moved address': { status: 301, ask: (site, id) => site.get(`/articles/${id}-older-words`) },
  'a form that was taken': { status: 303, ask: (site) => site.post('/theme', { theme: 'dark', next: '/' }) },
  'a request nobody can read': { status: 400, ask: (site) => site.post('/theme', { theme: 'dark', colour: 'red' }) },
  'an address nobody can read': { status: 404, ask: (site) => site.get('/articles/%E0%A4%A') },
  'an address without end': { status: 404, ask: (site) => site.get(`/articles/${'1'.repeat(5000)}`) },
  'a form from another site': {
    status: 403,
    ask: (site) => site.post('/theme', { theme: 'dark' }, null, { 'sec-fetch-site': 'cross-site' }),
  },
  'a page for others': { status: 403, ask: (site) => site.get('/moderation/closures') },
  'a page that is not there': { status: 404, ask: (site) => site.get('/nothing') },
  'a method that is not there': {
    status: 404,
    ask: (site) =>
      site.app.inject({
        method: 'DELETE',
        url: '/',
        headers: { host: 'localhost:3000', 'sec-fetch-site': 'same-origin' },
      }),
  },
  'a form that is too large': { status: 413, ask: (site) => site.post('/comments', { body: 'x'.repeat(300_000) }) },
  'another host': { status: 421, ask: (site) => site.get('/', null, { host: 'elsewhere.example' }) },
  'a form to put right': { status: 422, ask: (site) => site.post('/theme', { theme: 'plaid' }) },
  'a feed': { status: 200, ask: (site) => site.get('/feeds/articles.xml') },
  'a feed not modified': {
    status: 304,
    ask: async (site) =>
      site.get('/feeds/articles.json', null, {
        'if-none-match': String((await site.get('/feeds/articles.json')).headers.etag),
      }),
  },
  'a feed that is not there': { status: 404, ask: (site) => site.get('/feeds/tags/nothing.xml') },
  'a private feed': {
    status: 200,
    ask: async (site) =>
      site.get(
        /\/feeds\/replies\/[^"]+/.exec(
          (await site.post('/accounts/tokens', { name: 'Reader' }, await site.member('Ada K.'))).body,
        )![0],
      ),
  },
  'a map of the site': { status: 200, ask: (site) => site.get('/sitemap.xml') },
  'the manifest': { status: 200, ask: (site) => site.get('/manifest.webmanifest') },
  'an icon': { status: 200, ask: (site) => site.get(site.deps.assets.href('icon-192.png')) },
  'a style sheet': { status: 200, ask: (site) => site.get(site.deps.assets.href('site.css')) },
  'a style sheet that is not there': { status: 404, ask: (site) => site.get('/assets/site.000000000000.css') },
  'a picture': {
    status: 200,
    ask: async (site) => {
      await addPicture(site)
      return site.get(`/media/${picture}`)
    },
  },
  'a picture that is not there': { status: 404, ask: (site) => site.get(`/media/${picture}`) },
}

/** The directives of a Content-Security-Policy by name. */
const policyOf = (answer: LightMyRequestResponse): Record<string, string> =>
  Object.fromEntries(
    String(answer.headers['content-security-policy'] ?? '')
      .split(';')
      .filter((part) => part.trim() !== '')
      .map((part) => part.trim().split(/ +(.*)/, 2) as [string, string]),
  )

test.each(Object.entries(answers))(
  '%s carries what keeps a browser from being misled',
  async (_name, { status, ask }) => {
    const site = await openSite()
    const answer = await ask(site, await site.article())
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['x-frame-options']).toMatch(/^(SAMEORIGIN|DENY)$/)
    expect(answer.headers['referrer-policy']).toMatch(/^(strict-origin-when-cross-origin|no-referrer|same-origin)$/)
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(answer.headers['permissions-policy']).toBe('camera=(), geolocation=(), microphone=(), payment=(), usb=()')
    expect(answer.headers['cross-origin-resource-policy']).toBe(
      /^image\//.test(String(answer.headers['content-type'])) ? 'cross-origin' : 'same-origin',
    )
    expect(answer.headers['strict-transport-security']).toBeUndefined()
    expect(answer.headers['x-powered-by']).toBeUndefined()
    expect(answer.headers['server']).toBeUndefined()
    const policy = policyOf(answer)
    expect(policy['default-src']).toBe("'none'")
    expect(Object.values(policy).join(' ')).not.toMatch(/unsafe-|\*|data:|blob:|https?:/)
    if (!('sandbox' in policy)) {
      expect(policy).toMatchObject({
        'script-src': "'self'",
        'style-src': "'self'",
        'img-src': "'self'",
        'form-action': "'self'",
        'base-uri': "'none'",
        'object-src': "'none'",
        'frame-ancestors': "'none'",
      })
    }
  },
)

test.each(Object.entries(answers))(
  '%s promises https for a year where the site is at https, and there only',
  async (_name, { status, ask }) => {
    const site = await openSite({ BASE_URL: 'https://localhost:3000' })
    const answer = await ask(site, await site.article())
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
  },
)

test('pictures of other sites are shown where the setting lets comments have them, and nowhere else', async () => {
  const site = await openSite()
  const sources = async () => policyOf(await site.get('/'))['img-src']
  expect(await sources()).toBe("'self'")
  await site.set('foreignPictures', true)
  expect(await sources()).toBe("'self' https: http:")
  await site.set('foreignPictures', false)
  expect(await sources()).toBe("'self'")
})

test.each([
  ['http://localhost:3000', 303],
  ['https://localhost:3000', 403],
  ['http://localhost:3001', 403],
  ['http://localhost', 403],
  ['null', 403],
])(
  'a form from the origin %s is answered with %d by a browser that sends no Sec-Fetch-Site',
  async (origin, status) => {
    const site = await openSite()
    const { statusCode } = await site.app.inject({
      method: 'POST',
      url: '/theme',
      headers: { host: 'localhost:3000', origin, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'theme=dark',
    })
    expect(statusCode).toBe(status)
  },
)

test.each([0, 2])(
  'a request that names two hosts is refused, with the page in the cache and without (%d)',
  async (before) => {
    const site = await openSite()
    for (let n = 0; n < before; n++) await site.get('/')
    await site.app.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect((site.app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.end('GET / HTTP/1.1\r\nHost: localhost:3000\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
    const answer = Buffer.concat((await socket.toArray()) as Buffer[]).toString()
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('The request names two hosts.')
  },
)

test('a picture cannot run anything, whatever its bytes are', async () => {
  const site = await openSite()
  await addPicture(site)
  const answer = await site.get(`/media/${picture}`)
  expect(policyOf(answer)).toEqual({ 'default-src': "'none'", sandbox: undefined })
})

test('an address with a secret leads to a page without it, and no other site gets it', async () => {
  const site = await openSite()
  const { createFirstAdminLink } = await import('../../src/accounts/actions.ts')
  const token = await createFirstAdminLink(site.deps)
  const answer = await site.get(`/accounts/first-admin/${token}`)
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/accounts/first-admin'])
  expect(answer.headers['referrer-policy']).toBe('no-referrer')
})
