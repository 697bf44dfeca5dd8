// Assets and pictures: immutable under names with a content hash, and no other file of the disk.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { insertMedia } from '../../src/articles/queries.ts'
import { write } from '../../src/db/write.ts'
import { openSite, type Site } from '../support/site.ts'

const publicFile = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../public/${name}`, import.meta.url)))
const picture = `${'a1'.repeat(16)}-640x480.webp`

function addFile(site: Site, name: string, bytes: string): void {
  const folder = join(site.deps.config.dataDir, 'media')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), bytes)
}

test.each([
  ['site.css', ['tokens.css', 'site.css'], 'text/css; charset=utf-8'],
  ['mark.svg', ['mark.svg'], 'image/svg+xml'],
])('%s is served under a name made of its content, for a year, and never changes', async (name, parts, type) => {
  const site = await openSite()
  const source = String(Buffer.concat(parts.map(publicFile)))
  const bytes = Buffer.from(name.endsWith('.css') ? source.replace(/\s*\/\*[^]*?\*\//g, '') : source)
  const [stem, ending] = name.split('.')
  const href = site.deps.assets.href(name)
  expect(href).toBe(`/assets/${stem}.${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.${ending}`)
  const answer = await site.get(href)
  expect(answer.statusCode).toBe(200)
  expect(answer.rawPayload.equals(bytes)).toBe(true)
  expect(answer.headers).toMatchObject({
    'content-type': type,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  })
  expect(answer.headers['content-encoding']).toBeUndefined()
})

const scriptNames = readdirSync(fileURLToPath(new URL('../../public/scripts', import.meta.url))).sort()

test('every script is served as it is, for a year, in one folder named after the content of all', async () => {
  const site = await openSite()
  const hash = createHash('sha256')
  for (const name of scriptNames) hash.update(`${name}\0`).update(publicFile(`scripts/${name}`))
  expect(site.deps.assets.scripts).toBe(`/assets/scripts-${hash.digest('hex').slice(0, 12)}`)
  for (const name of scriptNames) {
    const answer = await site.get(`${site.deps.assets.scripts}/${name}`)
    expect(answer.statusCode).toBe(200)
    expect(answer.rawPayload.equals(publicFile(`scripts/${name}`))).toBe(true)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
  }
})

test('a browser that accepts Brotli gets the same file smaller, once it has been made', async () => {
  const site = await openSite()
  const href = site.deps.assets.href('site.css')
  const ask = () => site.get(href, null, { 'accept-encoding': 'gzip, deflate, br' })
  const first = await ask()
  expect(first.headers['content-encoding']).toBe('gzip')
  await vi.waitFor(async () => expect((await ask()).headers['content-encoding']).toBe('br'), { timeout: 20_000 })
  const smaller = await ask()
  expect(smaller.rawPayload.length).toBeLessThan(first.rawPayload.length)
  expect(brotliDecompressSync(smaller.rawPayload).equals(gunzipSync(first.rawPayload))).toBe(true)
  const refused = await site.get(href, null, { 'accept-encoding': 'gzip, br;q=0' })
  expect(refused.headers['content-encoding']).toBe('gzip')
})

test('a browser that accepts gzip gets the same file compressed', async () => {
  const site = await openSite()
  const href = site.deps.assets.href('site.css')
  const plain = await site.get(href)
  const zipped = await site.get(href, null, { 'accept-encoding': 'gzip, deflate, br' })
  expect(zipped.headers['content-encoding']).toBe('gzip')
  expect(zipped.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
  expect(gunzipSync(zipped.rawPayload).equals(plain.rawPayload)).toBe(true)
})

test.each([
  ['gzip', true],
  ['deflate, gzip;q=0.5', true],
  ['GZIP', true],
  ['gzip;q=0', false],
  ['gzip; q=0.0, deflate', false],
  ['deflate', false],
  ['identity', false],
  ['', false],
])('“accept-encoding: %s” is respected', async (header, zipped) => {
  const site = await openSite()
  for (const url of ['/', '/', '/accounts/register', site.deps.assets.href('site.css')]) {
    expect((await site.get(url, null, { 'accept-encoding': header })).headers['content-encoding']).toBe(
      zipped ? 'gzip' : undefined,
    )
  }
})

test('every page names the files as they are now, and no other host', async () => {
  const site = await openSite()
  const id = await site.article()
  for (const url of ['/', '/archive', `/articles/${id}-the-slipway-is-repainted`, '/accounts/register', '/nothing']) {
    const { body } = await site.get(url)
    expect(body).toContain(`<script type="module" src="${site.deps.assets.scripts}/keys.js"></script>`)
    for (const name of ['site.css', 'mark.svg']) expect(body).toContain(`"${site.deps.assets.href(name)}"`)
    expect(body).not.toMatch(/(?:src|srcset|action)="(?:https?:)?\/\//)
    expect(body).not.toMatch(/<link(?! rel="canonical")[^>]* href="(?:https?:)?\/\//)
  }
})

test.each([
  '/assets/site.css',
  '/assets/tokens.css',
  '/assets/scripts/keys.js',
  '/assets/scripts-000000000000/keys.js',
  '/assets/keys.js',
  '/assets',
  '/assets/..%2fpackage.json',
  '/assets/%2e%2e%2fsite.css',
  '/assets/constructor',
  '/assets/__proto__',
])('%s is not there', async (url) => {
  const site = await openSite()
  expect((await site.get(url)).statusCode).toBe(404)
})

test('the picture of an article is served with its type, as immutable', async () => {
  const site = await openSite()
  await write(site.deps, (db) =>
    insertMedia(db, { name: picture, alt: '', caption: '', credit: '', width: 640, height: 480, created_at: 0 }),
  )
  addFile(site, picture, 'RIFF and so on')
  const answer = await site.get(`/media/${picture}`)
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toBe('RIFF and so on')
  expect(answer.headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
  })
})

test.each([
  'notes.txt',
  'page.html',
  'a.svg',
  `${'A1'.repeat(16)}-640x480.webp`,
  `${'a1'.repeat(16)}-640x480.gif`,
  `${'a1'.repeat(16)}-640x480.webp.html`,
  `x${picture}`,
  `${'a1'.repeat(15)}-1x1.png`,
  `.${picture}`,
  `${picture}~`,
])('a file called %s in the folder of pictures is not served', async (name) => {
  const site = await openSite()
  addFile(site, name, 'not for readers')
  const answer = await site.get(`/media/${encodeURIComponent(name)}`)
  expect(answer.statusCode).toBe(404)
  expect(answer.body).not.toContain('not for readers')
})

test.each([
  '..%2fbroadside.sqlite',
  '%2e%2e%2fbroadside.sqlite',
  '..%5cbroadside.sqlite',
  '../broadside.sqlite',
  '..%00',
  `..%2fmedia%2f${picture}`,
  `.%2f${picture}`,
  `${picture}%00.html`,
  `${picture}%2f..%2f..%2fbroadside.sqlite`,
  '%252e%252e%252fbroadside.sqlite',
  '/etc/passwd',
  '%2fetc%2fpasswd',
])('nothing outside the folder of pictures is reached by /media/%s', async (path) => {
  const site = await openSite()
  addFile(site, picture, 'RIFF and so on')
  const answer = await site.get(`/media/${path}`)
  expect(answer.statusCode).toBe(404)
  expect(answer.body).not.toMatch(/SQLite format|root:|RIFF/)
})
