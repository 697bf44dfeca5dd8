// Which cookies of the site change which pages: a reader without a session gets the cached page wherever it is theirs too.
import { describe, expect, test } from 'vitest'
import { signToken } from '../../src/random.ts'
import { HOUR } from '../../src/time.ts'
import { cookieNames, plainVariant, variantOf } from '../../src/web/cookies.ts'
import { aThread, NOON, openSite, preparedSite, type Site } from '../support/site.ts'

const prepared = preparedSite(async (site) => {
  await site.article({ comments: aThread('c', [null, 0, 0]), tags: ['Paint'] })
  await site.article({ headline: 'The other one', closed: { at: NOON - HOUR, reason: 'Said enough' } })
  await site.member('Ada')
})

const article = '/articles/1-the-slipway-is-repainted'
const lists = [
  '/',
  '/archive',
  '/archive/2030',
  '/archive/2030/03',
  '/archive/2030/03/12',
  '/sections',
  '/sections/harbour',
  '/areas',
  '/areas/town',
  '/headlines',
  '/headlines/2030/03/12',
  '/tags',
  '/sources',
  '/latest',
  '/moderation/log',
  '/people/Ada',
  '/people/Ada/articles',
  '/corrections',
  '/feeds',
]
const documents = ['/feeds/articles.xml', '/sitemap.xml']

const details = Buffer.from(JSON.stringify(['Nightjar', 'n@mail.example', ''])).toString('base64url')

/** A value of each cookie as the site sets it, and its pages: those that it changes. */
const values: Record<string, string> = {
  [cookieNames.welcome]: '1',
  [cookieNames.receipt]: `1.${'r'.repeat(43)}`,
  [cookieNames.waiting]: `1.${'w'.repeat(43)}.x`,
  [cookieNames.known]: 'k'.repeat(43),
  [cookieNames.invitation]: 'i'.repeat(43),
  [cookieNames.reset]: 'a'.repeat(43),
  [cookieNames.stop]: 'b'.repeat(43),
  [cookieNames.stopRemoval]: 'c'.repeat(43),
  [cookieNames.confirm]: 'd'.repeat(43),
  [cookieNames.application]: 'e'.repeat(43),
  [cookieNames.firstAdmin]: 'f'.repeat(43),
  [cookieNames.pending]: 'g'.repeat(43),
}

const key = (site: Site): string => signToken(site.deps.secret, 'guest-key', 'q'.repeat(43))

/** Cookies that change some page, as the Cookie header of a request. */
const personal: [string, (site: Site) => string][] = [
  ['a theme', () => 'bs_theme=dark'],
  ['a text size', () => 'bs_size=large'],
  ['an order of threads', () => 'bs_view=flat'],
  ['details', () => `bs_details=${details}`],
  ['read marks', () => 'bs_read=1'],
  ['a key', (site) => `bs_guest=${key(site)}`],
  ['a key for drafts', (site) => `bs_draft=${key(site)}`],
  [
    'everything else',
    () =>
      Object.entries(values)
        .map((pair) => pair.join('='))
        .join('; '),
  ],
  ['a bit of everything', (site) => `a=1; bs_details=${details}; bs_known=1; bs_theme=light; bs_guest=${key(site)}`],
]

describe('A reader with', () => {
  test.each(personal)(
    '%s gets of every page what is made for them, and leaves the cache as it is for everybody',
    async (_, of) => {
      const site = await prepared()
      const cookie = of(site)
      for (const url of [article, ...lists, ...documents]) {
        // A cookie that the site does not know is never answered from the cache.
        const own = await site.get(url, null, { cookie: `${cookie}; bs_unknown=1` })
        const plain = documents.includes(url) ? own : await site.get(url, null, { cookie: 'bs_unknown=1' })
        for (const cached of [false, true]) {
          site.deps.pages.clear()
          if (cached) await site.get(url)
          const got = await site.get(url, null, { cookie })
          expect([got.statusCode, got.body], `${url} ${cached}`).toEqual([own.statusCode, own.body])
          const after = await site.get(url)
          expect(after.body, `${url} for everybody`).toBe(plain.body)
          expect(after.headers['set-cookie'], url).toBeUndefined()
        }
      }
    },
  )

  test('details, or any cookie of a form or link elsewhere, gets the cached page of all but articles', async () => {
    const site = await prepared()
    const cookie = [`bs_details=${details}`, ...Object.entries(values).map((pair) => pair.join('='))].join('; ')
    for (const url of [...lists, ...documents]) {
      const etag = (await site.get(url)).headers.etag
      expect(etag, url).toBeDefined()
      expect((await site.get(url, null, { cookie })).headers.etag, url).toBe(etag)
    }
    const own = await site.get(article, null, { cookie })
    expect([own.headers.etag, own.body.includes('Nightjar')]).toEqual([undefined, true])
    expect((await site.get(article, null, { cookie: 'bs_known=1; bs_welcome=1' })).headers.etag).toBeDefined()
  })
})

test('an address that is written differently never makes a personal page the cached one', async () => {
  const site = await openSite()
  await site.article()
  for (const url of [
    article.replace('articles', '%61rticles'),
    `http://localhost:3000${article}`,
    `${article}?`,
    `/${article}`,
  ]) {
    site.deps.pages.clear()
    await site.get(url, null, { cookie: `bs_details=${details}` })
    expect((await site.get(article)).body, url).not.toContain('Nightjar')
  }
})

test('a cookie that may be read in two ways, or that nobody knows, makes a page personal where it would change it', () => {
  const at = (header: string, address = '/') => variantOf(header, address)
  for (const header of [
    'bs_session=x',
    '__Host-bs_session=x',
    'bs_theme=dark; bs_theme=light',
    'bs_theme=',
    'bs_theme="dark"',
    'bs_other=1',
    // Its key may be signed with the answer, which then is for one browser.
    'bs_guest=1',
    'bs_draft=1',
    'bs_theme',
    'x=1;bs_read=2',
    'bs_constructor=1',
  ])
    expect(at(header), header).toBe(null)
  expect(at('bs_known=1; bs_known=2')).toEqual(plainVariant)
  expect(at('bs_known=1', '/accounts/login')).toBe(null)
  expect(at('bs_view=flat')).toEqual(plainVariant)
  expect(at('bs_view=flat', article)).toEqual({ ...plainVariant, view: 'flat' })
  expect(at('bs_view=flat; bs_theme=dark', '/archive')).toEqual({ ...plainVariant, theme: 'dark' })
})
