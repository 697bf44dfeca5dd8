// How heavy pages are on the wire: what the server sends a browser, compressed as the browser asks for it.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { chance, prose } from '../../bench/prose.ts'
import type { ImportedArticle } from '../../src/importers/shape.ts'
import { DAY, MINUTE } from '../../src/time.ts'
import { type Member, NOON, preparedSite, type Site } from '../support/site.ts'

const KB = 1024
const COMMENTS = 27

/** An article of ordinary length with 27 comments of 60 words by twelve people, to depth four. */
function ordinaryArticle(): Partial<ImportedArticle> {
  const next = chance(27)
  const { words } = prose(next)
  const depths: number[] = []
  const comments = Array.from({ length: COMMENTS }, (_, i) => {
    const parent = i > 0 && next() < 0.7 ? Math.floor(next() * i) : -1
    const nests = parent >= 0 && depths[parent]! < 4
    depths.push(nests ? depths[parent]! + 1 : 1)
    return {
      key: `weight:c${i}`,
      ...(nests ? { parent: `weight:c${parent}` } : {}),
      nic: `Reader ${Math.floor(next() * 12)}`,
      nameKind: 'guest' as const,
      postedAt: NOON - (COMMENTS - i) * 7 * MINUTE,
      text: `${words(30)}\n\n${words(30)}`,
      format: 'markup' as const,
      state: 'live' as const,
    }
  })
  return { lede: words(24), body: [words(90), words(90)].join('\n\n'), postedAt: NOON - DAY, comments }
}

const opened = preparedSite((site) => site.article(ordinaryArticle()))
const HREF = '/articles/1-the-slipway-is-repainted'

/** The body as a browser of today gets it, or one that takes gzip alone. */
async function sent(site: Site, url: string, coding: 'br' | 'gzip', as: Member | null = null): Promise<Buffer> {
  const headers = { 'accept-encoding': coding === 'br' ? 'gzip, deflate, br, zstd' : 'gzip' }
  // Brotli of what is kept is made after it was asked for.
  await vi.waitUntil(async () => (await site.get(url, as, headers)).headers['content-encoding'] === coding, 5000)
  return (await site.get(url, as, headers)).rawPayload
}

const scriptsOf = (html: string): string[] =>
  [...html.matchAll(/<script type="module" src="([^"]+)"/g)].map(([, src]) => src!)

const readers = ['a stranger', 'a member', 'a moderator'] as const

const signedIn = (site: Site, reader: (typeof readers)[number]): Promise<Member> | null =>
  reader === 'a stranger' ? null : site.member('Ada K.', reader === 'a moderator' ? 'moderator' : 'member')

// The page of a member is joined from pieces, which gzip allows and brotli does not (docs/decisions/0089).
test.each([
  ['a stranger', 'br', 12 * KB],
  ['a stranger', 'gzip', 13 * KB],
  ['a member', 'gzip', 13 * KB],
] as const)('an article with 27 comments is for %s with %s at most %d bytes', async (reader, coding, most) => {
  const site = await opened()
  const body = await sent(site, HREF, coding, await signedIn(site, reader))
  const html = String(coding === 'br' ? brotliDecompressSync(body) : gunzipSync(body))
  expect(html.match(/<article class="comment"/g)).toHaveLength(COMMENTS)
  expect(body.length).toBeLessThanOrEqual(most)
})

test.each(['br', 'gzip'] as const)('the style sheet is with %s at most 16 KB', async (coding) => {
  const site = await opened()
  expect((await sent(site, site.deps.assets.href('site.css'), coding)).length).toBeLessThanOrEqual(16 * KB)
})

test.each(readers)(
  'for %s no page loads more than 10 KB of scripts before anything is used, even with gzip',
  async (reader) => {
    const site = await opened()
    const as = await signedIn(site, reader)
    const pages = [
      HREF,
      '/',
      '/comments/new?article=1&parent=2',
      '/comments/2/thread',
      '/desk/articles',
      '/desk/links',
      '/moderation',
    ]
    for (const url of pages) {
      const scripts = scriptsOf((await site.get(url, as)).body)
      const bodies = await Promise.all(scripts.map((src) => sent(site, src, 'gzip')))
      const bytes = bodies.reduce((sum, { length }) => sum + length, 0)
      expect([url, bytes > 10 * KB]).toEqual([url, false])
    }
  },
)

test('structured data is for robots, which never sign in', async () => {
  const site = await opened()
  expect((await site.get(HREF)).body).toContain('application/ld+json')
  expect((await site.get(HREF, await site.member('Ada K.'))).body).not.toContain('application/ld+json')
})
