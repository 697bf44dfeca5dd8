// Pages that were joined for a reader, over real HTTP: answered again before Fastify makes a request of them, for as long as they are what the reader would get.
import type { IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { endSession } from '../../src/accounts/queries.ts'
import { write } from '../../src/db/write.ts'
import { emptyMarkCookie, serializeMarkCookie } from '../../src/marks/cookie.ts'
import { visitSite } from '../../src/marks/rules.ts'
import { signToken, tokenHash } from '../../src/random.ts'
import { MINUTE } from '../../src/time.ts'
import { ask } from '../live/stream.ts'
import { aThread, type Member, openSite, type Site } from '../support/site.ts'

const navigation = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }

async function open() {
  const site = await openSite()
  const id = await site.article({ comments: aThread('c', [null, 0]) })
  const href = `/articles/${id}-the-slipway-is-repainted`
  let last: IncomingMessage & { originalUrl?: string }
  site.app.server.on('request', (request) => {
    last = request
  })
  const read = async (cookie: string, url = href, headers: Record<string, string> = {}) => {
    const answer = await ask(site, url, null, { 'accept-encoding': 'gzip', cookie, ...headers })
    const packed = Buffer.concat((await answer.toArray()) as Buffer[])
    const html = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(packed).toString() : packed.toString()
    // Fastify notes the address of every request before it looks for its route.
    return { isAgain: last.originalUrl === undefined, html, headers: answer.headers, length: packed.length }
  }
  /** Reads until the page is kept. */
  const keep = async (cookie: string, url = href): Promise<void> => {
    await read(cookie, url)
    await read(cookie, url)
    expect((await read(cookie, url)).isAgain, url).toBe(true)
  }
  return { site, id, href, read, keep }
}

/** What differs from one answer to the next. */
const masked = (html: string): string => html.replace(/name="key" value="[^"]*"/g, '')

const keyOn = (html: string): string => /name="key" value="([^"]*)"/.exec(html)![1]!

test('a page of a member is answered again before Fastify makes a request of it, with a new key for its form', async () => {
  const { site, href, read } = await open()
  const ada = await site.member('Ada')
  for (const url of [href, '/', '/sections/harbour']) {
    // What a first reading of a thread marks as read makes the second another page.
    const before = url === href ? [await read(ada.cookie, url)] : []
    const [made, again, third] = [await read(ada.cookie, url), await read(ada.cookie, url), await read(ada.cookie, url)]
    const answers = [...before, made, again, third]
    expect([url, made.isAgain, again.isAgain, third.isAgain]).toEqual([url, false, true, true])
    const { date: _, connection: __, 'keep-alive': ___, ...headers } = made.headers
    expect(again.headers).toMatchObject(headers)
    expect(Number(again.headers['content-length'])).toBe(again.length)
    expect(masked(again.html)).toBe(masked(made.html))
    if (url === href) expect(new Set(answers.map(({ html }) => keyOn(html))).size).toBe(4)
  }
})

test('two texts that are written on two copies of a page are both posted', async () => {
  const { site, id, read, keep } = await open()
  const ada = await site.member('Ada')
  await keep(ada.cookie)
  const keys = [keyOn((await read(ada.cookie)).html), keyOn((await read(ada.cookie)).html)]
  for (const key of keys)
    await site.post('/comments', { article: String(id), parent: '', key, body: `A text with the key ${key}.` }, ada)
  const { html } = await read(ada.cookie)
  for (const key of keys) expect(html).toContain(`A text with the key ${key}.`)
})

test('a page that is answered again counts a view and goes on with the visit', async () => {
  const { site, id, read, keep } = await open()
  const ada = await site.member('Ada')
  await keep(ada.cookie)
  site.deps.views.take()
  site.advance(5 * MINUTE)
  expect((await read(ada.cookie, undefined, navigation)).isAgain).toBe(true)
  expect((await read(ada.cookie, undefined, { ...navigation, 'sec-purpose': 'prefetch' })).isAgain).toBe(true)
  expect([...site.deps.views.take()]).toEqual([[id, 1]])
  expect(site.deps.marks.of(ada.id).marks.get(id)!.visitedAt).toBe(site.deps.clock())
})

const changes: Record<string, (site: Site, ada: Member, bo: Member, id: number) => Promise<unknown>> = {
  'somebody comments': (site, _ada, bo, id) =>
    site.post('/comments', { article: String(id), parent: '', body: 'Something new.' }, bo),
  'they mute somebody': (site, ada) =>
    site.post('/mutes', { kind: 'person', value: 'Bo', action: 'mute', next: '' }, ada),
  'they save a draft': (site, ada, _bo, id) =>
    site.post('/comments', { article: String(id), parent: '', body: 'Not finished.', action: 'preview' }, ada),
  'their marks are set back': (site, ada, _bo, id) => site.post(`/articles/${id}/unreads`, {}, ada),
  'a setting changes': (site) => site.set('siteName', 'The Bell'),
  'ten minutes go by': async (site) => site.advance(10 * MINUTE),
  'their session ends': (site, ada) => write(site.deps, (db) => endSession(db, tokenHash(ada.cookie.split('=')[1]!))),
  'another process renames them': (site, ada) =>
    site.deps.store.writer.updateTable('accounts').set({ nic: 'Adelaide' }).where('id', '=', ada.id).execute(),
}

test.for(Object.keys(changes))('a page of a member is made again when %s', async (what) => {
  const { site, id, read, keep } = await open()
  const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
  await keep(ada.cookie)
  const before = await read(ada.cookie)
  await changes[what]!(site, ada, bo, id)
  const after = await read(ada.cookie)
  expect([before.isAgain, after.isAgain]).toEqual([true, false])
})

test('a page whose form says what the clock changes is made each time', async () => {
  const { site, id, read, keep } = await open()
  const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
  const mo = await site.member('Mo', 'moderator')
  const isAgain = async ({ cookie }: Member) => {
    for (let i = 0; i < 3; i++) await read(cookie)
    return (await read(cookie)).isAgain
  }
  const article = String(id)
  await site.post('/comments', { article, parent: '', body: 'Not finished.', action: 'preview' }, bo)
  expect(await isAgain(bo)).toBe(false)
  await site.post('/moderation/slowdowns', { article, reason: 'Heat', minutes: '15', action: 'slow' }, mo)
  await keep(ada.cookie)
  await site.post('/comments', { article, parent: '', body: 'The next one has to wait.' }, ada)
  expect(await isAgain(ada)).toBe(false)
  site.advance(15 * MINUTE)
  expect(await isAgain(ada)).toBe(true)
})

test('what waits for a moderator is counted again after any change, and each second', async () => {
  const { site, read, keep } = await open()
  const mo = await site.member('Mo', 'moderator')
  await keep(mo.cookie)
  await site.deps.flushMarks()
  expect((await read(mo.cookie)).isAgain).toBe(false)
  await keep(mo.cookie)
  site.advance(1000)
  expect((await read(mo.cookie)).isAgain).toBe(false)
})

test('a guest whose browser remembers something is answered again, until they write', async () => {
  const { site, id, href, read, keep } = await open()
  const details = Buffer.from(JSON.stringify(['Walker', 'walker@mail.example', ''])).toString('base64url')
  const key = signToken(site.deps.secret, 'guest-key', 'k'.repeat(43))
  for (const cookie of [`bs_details=${details}`, `bs_draft=${key}`]) await keep(cookie)
  const draft = { article: String(id), parent: '', nic: '', email: '', website: '', body: 'Not finished.' }
  await site.post('/comments', { ...draft, action: 'preview' }, null, { cookie: `bs_guest=${key}` })
  const after = await read(`bs_draft=${key}`)
  expect([after.isAgain, after.html.includes('Not finished.')]).toEqual([false, true])
  expect((await read(`bs_details=${details}`)).isAgain).toBe(true)
  // A page whose answer sets a cookie is another one each time.
  const marks = `bs_read=${serializeMarkCookie({ ...emptyMarkCookie, site: visitSite(null, site.deps.clock()) })}`
  for (let i = 0; i < 4; i++) expect([href, (await read(marks)).isAgain]).toEqual([href, false])
})

test('a page is kept for its reader alone', async () => {
  const { site, read, keep } = await open()
  const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
  await keep(ada.cookie)
  const other = await read(bo.cookie)
  expect([other.isAgain, other.html.includes('<b>Bo</b>') || other.html.includes('>Bo<')]).toEqual([false, true])
  expect((await read(`${ada.cookie}; bs_theme=dark`)).isAgain).toBe(false)
})

test('a page that cannot be sent again is made by Fastify', async () => {
  const { site, read, keep } = await open()
  const ada = await site.member('Ada')
  await keep(ada.cookie)
  const { token } = site.deps.random
  site.deps.random.token = () => {
    site.deps.random.token = token
    throw new Error('no chance')
  }
  const { isAgain, html } = await read(ada.cookie)
  expect([isAgain, html.includes('</html>')]).toEqual([false, true])
})
