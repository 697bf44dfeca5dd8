// The page cache: pages that are the same for everybody are cached, never out of date, and never shown to the wrong reader.

import { randomBytes } from 'node:crypto'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { PluginTransformResultArgs } from 'kysely'
import { describe, expect, test } from 'vitest'
import { countAll } from '../../src/db/sql.ts'
import { loadArticles } from '../../src/importers/actions.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { createPageCache } from '../../src/web/cache.ts'
import { cacheKey } from '../../src/web/cached-answers.ts'
import { plainVariant } from '../../src/web/cookies.ts'
import { createVersions } from '../../src/web/versions.ts'
import { wordsOn } from '../comments/page.ts'
import { anArticle, aThread, NOON, openSite, type Site } from '../support/site.ts'

async function open() {
  const site = await openSite()
  const id = await site.article({ comments: aThread('c', [null, 0]) })
  return {
    site,
    id,
    href: `/articles/${id}-the-slipway-is-repainted`,
    ada: await site.member('Ada'),
    mo: await site.member('Mo', 'moderator'),
  }
}

const publicPages = (href: string): string[] => [
  '/',
  href,
  `${href}?view=flat`,
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
]

describe('A page for everybody', () => {
  test('has an ETag, is revalidated, and answers 304 to a browser that has it', async () => {
    const { site, href } = await open()
    for (const url of publicPages(href)) {
      for (const _ of ['made', 'kept']) {
        const page = await site.get(url)
        expect(page.statusCode, url).toBe(200)
        expect(page.headers.etag).toMatch(/^"[\w-]{22}"$/)
        expect(page.headers['cache-control']).toBe('public, no-cache')
        expect(String(page.headers['vary']).toLowerCase()).toContain('cookie')
        for (const known of [page.headers.etag!, `W/${page.headers.etag}`, `"other", ${page.headers.etag}`, '*']) {
          const again = await site.get(url, null, { 'if-none-match': known })
          expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', page.headers.etag])
          expect(again.headers['content-encoding']).toBeUndefined()
        }
        expect((await site.get(url, null, { 'if-none-match': '"other"' })).statusCode).toBe(200)
      }
    }
  })

  test('is compressed once, and says the same either way', async () => {
    const { site, href } = await open()
    for (const url of publicPages(href)) {
      for (const _ of ['made', 'kept']) {
        const small = await site.get(url, null, { 'accept-encoding': 'gzip' })
        expect(small.headers['content-encoding']).toBe('gzip')
        expect(Number(small.headers['content-length'])).toBe(small.rawPayload.length)
        const whole = await site.get(url)
        expect(whole.headers['content-encoding']).toBeUndefined()
        expect(Number(whole.headers['content-length'])).toBe(whole.rawPayload.length)
        expect(gunzipSync(small.rawPayload).equals(whole.rawPayload)).toBe(true)
        expect(
          (await site.get(url, null, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding'],
        ).toBeUndefined()
      }
    }
  })

  test('is compressed with brotli at the second request, for browsers that accept it', async () => {
    const { site, href } = await open()
    const accept = { 'accept-encoding': 'gzip, deflate, br' }
    const first = await site.get(href, null, accept)
    expect(first.headers['content-encoding']).toBe('gzip')
    await site.get(href, null, accept)
    const kept = site.deps.pages.get(cacheKey(href, plainVariant), site.deps.clock())!
    await kept.settled
    const small = await site.get(href, null, accept)
    expect([small.headers['content-encoding'], Number(small.headers['content-length'])]).toEqual([
      'br',
      small.rawPayload.length,
    ])
    expect(brotliDecompressSync(small.rawPayload).equals(gunzipSync(first.rawPayload))).toBe(true)
    expect(small.rawPayload.length).toBeLessThan(first.rawPayload.length)
    for (const without of ['gzip', 'gzip, br;q=0'])
      expect((await site.get(href, null, { 'accept-encoding': without })).headers['content-encoding'], without).toBe(
        'gzip',
      )
    expect((await site.get(href, null, { ...accept, 'if-none-match': small.headers.etag! })).statusCode).toBe(304)
  })

  test('has a strong ETag for each coding, and any of them is answered 304', async () => {
    const { site, href } = await open()
    const codings = ['identity', 'gzip', 'br']
    for (const url of [href, '/feeds/articles.xml']) {
      const ask = (coding: string, known?: string) =>
        site.get(url, null, { 'accept-encoding': coding, ...(known === undefined ? {} : { 'if-none-match': known }) })
      for (let request = 0; request < 2; request++) await ask('br')
      const now = site.deps.clock()
      await (site.deps.pages.get(cacheKey(url, plainVariant), now) ?? site.deps.pages.get(url, now))!.settled
      const tags: string[] = []
      for (const coding of codings) {
        const answer = await ask(coding)
        expect(answer.headers['content-encoding'] ?? 'identity').toBe(coding)
        tags.push(String(answer.headers.etag))
      }
      expect(new Set(tags).size).toBe(3)
      for (const [i, coding] of codings.entries())
        for (const known of tags) {
          const answer = await ask(coding, known)
          expect([answer.statusCode, answer.headers.etag, answer.body]).toEqual([304, tags[i], ''])
        }
      expect((await ask('gzip', tags[0]!.replace(/.-?b?r?"$/, '_"'))).statusCode).toBe(200)
    }
  })

  test('that cannot be sent from the cache is an error of that request, and not of the server', async () => {
    const { site, href } = await open()
    await site.get(href)
    const kept = site.deps.pages.get(cacheKey(href, plainVariant), site.deps.clock())!
    const whole = kept.body
    kept.body = Buffer.from('no gzip')
    const broken = await site.get(href)
    expect([broken.statusCode, broken.headers['cache-control']]).toEqual([500, 'private, no-store'])
    expect(broken.body).toContain('Something went wrong')
    kept.body = whole
    expect((await site.get(href)).statusCode).toBe(200)
  })

  test('has the security headers of every page, cached or not', async () => {
    const { site, href, ada } = await open()
    const wanted = [
      'content-security-policy',
      'x-content-type-options',
      'referrer-policy',
      'x-frame-options',
      'cross-origin-opener-policy',
    ]
    const [made, kept, own, missing] = [
      await site.get(href),
      await site.get(href),
      await site.get(href, ada),
      await site.get('/nowhere'),
    ]
    for (const page of [made, kept, own, missing])
      for (const name of wanted) expect(page.headers[name], name).toBe(made.headers[name])
    expect(made.headers['content-security-policy']).toContain("default-src 'none'")
  })

  test('answers HEAD as GET, without a body', async () => {
    const { site, href, ada } = await open()
    const head = (url: string, headers: Record<string, string> = {}) =>
      site.app.inject({ method: 'HEAD', url, headers: { host: 'localhost:3000', ...headers } })
    for (const _ of ['made', 'kept']) {
      for (const encoding of ['gzip', 'identity']) {
        const [top, whole] = [
          await head(href, { 'accept-encoding': encoding }),
          await site.get(href, null, { 'accept-encoding': encoding }),
        ]
        expect([top.statusCode, top.body, top.headers.etag, top.headers['content-length']]).toEqual([
          200,
          '',
          whole.headers.etag,
          whole.headers['content-length'],
        ])
      }
    }
    expect((await head(href, { cookie: ada.cookie })).statusCode).toBe(200)
    expect((await head('/articles/99')).statusCode).toBe(404)
  })

  test('has the theme of the cookie, each cached separately', async () => {
    const { site, href } = await open()
    const themed = async (cookie: string): Promise<string> =>
      /<html lang="en"([^>]*)>/.exec((await site.get(href, null, cookie === '' ? {} : { cookie })).body)![1]!
    for (const _ of ['made', 'kept']) {
      expect(await themed('bs_theme=dark')).toBe(' data-theme="dark"')
      expect(await themed('bs_theme=light')).toBe(' data-theme="light"')
      expect(await themed('bs_theme=auto')).toBe('')
      expect(await themed('')).toBe('')
      expect(await themed('bs_theme="><script>')).toBe('')
      expect(await themed('other=1; bs_theme=dark; more=2')).toBe(' data-theme="dark"')
    }
  })

  test('is cached under its canonical address only: unknown queries, views, pages and numbers are not cached', async () => {
    const { site, href } = await open()
    for (const url of publicPages(href)) await site.get(url)
    const full = site.deps.pages.size()
    for (let i = 0; i < 20; i++) {
      for (const url of [
        `/?x=${i}`,
        `${href}?x=${i}`,
        `${href}?view=x${i}`,
        `${href}?page=${i + 2}`,
        `${href}?view=flat&x=${i}`,
        `${href}?view=flat&page=0${i}`,
        `/archive?x=${i}`,
        `/archive/${2031 + i}`,
        `/archive/2030/03/12?x=${i}`,
        `/sections/harbour?x=${i}`,
        `/sections/harbour?before=${i + 50}`,
        `/sections/x${i}`,
        `/areas/town?before=${i + 50}`,
        `/areas/x${i}`,
        `/headlines?x=${i}`,
        `/headlines/2030/04/${i + 10}`,
        `/tags/x${i}`,
        `/sources/x${i}`,
        `/tags?before=${i + 5}`,
        `/latest?x=${i}`,
        `/latest?before=${i + 50}`,
        `/people/Ada?before=${i + 50}`,
        `/people/Ada/articles?before=${i + 50}`,
        `/people/x${i}`,
        `/moderation/log?x=${i}`,
        `/moderation/log?before=${i + 5}`,
        `/articles/1-x${i}`,
      ])
        await site.get(url)
      await site.get('/', null, { cookie: `bs_theme=x${i}; bs_view=y${i}` })
    }
    expect(site.deps.pages.size()).toBe(full)
  })
})

describe('A signed-in page', () => {
  test('is private and never cached', async () => {
    const { site, href, ada } = await open()
    for (const url of publicPages(href)) {
      const page = await site.get(url, ada)
      expect(page.headers['cache-control']).toBe('private, no-store')
      expect(page.headers.etag).toBeUndefined()
      expect(page.body).toContain('Sign out')
    }
    expect(site.deps.pages.size()).toBe(0)
    for (const url of publicPages(href)) expect((await site.get(url)).body).not.toContain('Sign out')
  })

  test('is never from the cache, nor is a page whose cookie only looks like a session', async () => {
    const { site, href, ada } = await open()
    for (const url of publicPages(href)) {
      await site.get(url)
      expect((await site.get(url, ada)).body).toContain('Sign out')
      const ended = await site.get(url, null, { cookie: 'bs_session=nonsense' })
      expect([ended.headers['cache-control'], ended.body.includes('Sign out')]).toEqual(['private, no-store', false])
    }
  })

  test('is not answered 304 for the ETag of the cached one', async () => {
    const { site, href, ada } = await open()
    const { etag } = (await site.get(href)).headers
    expect((await site.get(href, ada, { 'if-none-match': etag! })).statusCode).toBe(200)
  })
})

describe('The next public page shows', () => {
  const lists = (href: string): string[] => [
    href,
    '/',
    '/sections/harbour',
    '/areas/town',
    '/archive/2030/03/12',
    '/headlines',
  ]
  const read = async (site: Site, urls: string[]): Promise<string[]> =>
    Promise.all(urls.map(async (url) => wordsOn((await site.get(url)).body)))

  test('a comment that was posted', async () => {
    const { site, id, href, ada } = await open()
    for (const page of await read(site, lists(href))) expect(page).toContain('2 comments')
    await read(site, ['/people/Ada'])
    await site.post('/comments', { article: String(id), nic: '', body: 'Quite new words.' }, ada)
    for (const page of await read(site, lists(href))) expect(page).toContain('3 comments')
    const [thread, front, person] = await read(site, [href, '/', '/people/Ada'])
    for (const page of [thread, front, person]) expect(page).toContain('Quite new words.')
    expect(front).toContain('Today: 1 article and 3 comments as of 14:25.')
    expect(person).toContain('Ada AD 1 comment 0 stories published')
  })

  test('a closing and a reopening', async () => {
    const { site, id, href, mo } = await open()
    await read(site, [...lists(href), '/moderation/log'])
    await site.post('/moderation/closures', { article: String(id), reason: 'Said enough' }, mo)
    for (const page of await read(site, lists(href))) expect(page).toMatch(/closed/i)
    expect((await read(site, [href]))[0]).toContain('Reason: Said enough.')
    expect((await read(site, ['/moderation/log']))[0]).toContain(
      'Mo closed the thread on The slipway is repainted Said enough',
    )
    await site.post('/moderation/reopenings', { article: String(id), reason: 'A new fact' }, mo)
    for (const page of await read(site, lists(href))) expect(page).not.toMatch(/closed/i)
    expect((await read(site, ['/moderation/log']))[0]).toContain('Mo reopened the thread')
  })

  test('a thread’s closing by age, in the minute the clock passes it', async () => {
    const { site, href } = await open()
    const closing = NOON - (NOON % DAY) + 8 * HOUR + 14 * DAY
    await read(site, lists(href))
    site.advance(closing - NOON - 1)
    for (const page of await read(site, lists(href))) expect(page).not.toMatch(/closed/i)
    site.advance(1)
    for (const page of await read(site, lists(href))) expect(page).toMatch(/closed/i)
    expect((await site.get(href)).body).not.toContain('name="body"')
  })

  test('the new day: what was today’s is yesterday’s', async () => {
    const { site } = await open()
    await site.set('timeZone', 'America/New_York')
    expect((await read(site, ['/']))[0]).toContain('Today: 1 article')
    site.advance(NOON - (NOON % DAY) + DAY + 4 * HOUR - NOON - 1)
    expect((await read(site, ['/']))[0]).toContain('Today: 1 article')
    site.advance(1)
    expect((await read(site, ['/']))[0]).toContain('Today: 0 articles')
  })

  test('the number of comments of an article that another page links to', async () => {
    const { site, id, ada } = await open()
    const other = await site.article({ headline: 'The other one' })
    const href = `/articles/${other}-the-other-one`
    expect((await read(site, [href]))[0]).toContain('Also in Harbour The slipway is repainted 2 comments')
    await site.post('/comments', { article: String(id), nic: '', body: 'A third.' }, ada)
    expect((await read(site, [href]))[0]).toContain('Also in Harbour The slipway is repainted 3 comments')
  })

  test('a changed setting, and an imported article', async () => {
    const { site, href } = await open()
    await read(site, [...lists(href), '/archive', '/sections'])
    await site.set('siteName', 'The Hawsing Bell')
    for (const page of await read(site, lists(href))) expect(page).toContain('The Hawsing Bell')
    await loadArticles(site.deps, 'test', [anArticle({ key: 'new', headline: 'Quite new' })], {
      dryRun: false,
      actor: 'test',
    })
    for (const page of await read(site, ['/', '/sections/harbour', '/archive/2030/03/12', href]))
      expect(page).toContain('Quite new')
  })

  test('a change during rendering', async () => {
    const { site, id, href, ada } = await open()
    const { db } = site.deps
    for (const url of [
      href,
      '/',
      '/sections/harbour',
      '/areas/town',
      '/headlines',
      '/archive/2030/03/12',
      '/people/Ada',
    ]) {
      // The comment arrives after the first read of the page, then after the second, and so on.
      for (let nth = 1, left = 0; left === 0; nth++) {
        site.deps.pages.clear()
        left = nth
        const words = `${url} ${nth}`
        const transformResult = async ({ result }: PluginTransformResultArgs) => {
          if (--left === 0) {
            site.deps.db = db
            expect((await site.post('/comments', { article: String(id), nic: '', body: words }, ada)).statusCode).toBe(
              303,
            )
          }
          return result
        }
        site.deps.db = db.withPlugin({ transformQuery: ({ node }) => node, transformResult })
        expect((await site.get(url)).statusCode).toBe(200)
        site.deps.db = db
        const { n } = await db.selectFrom('comments').select(countAll().as('n')).executeTakeFirstOrThrow()
        if (url !== '/people/Ada') expect(wordsOn((await site.get(url)).body), words).toContain(`${n} comments`)
        else expect(wordsOn((await site.get(url)).body), words).toContain(`${n - 2} comment`)
      }
    }
  })
})

describe('The cache', () => {
  const page = (text: string, over = {}) => ({
    text,
    headers: {},
    expires: Infinity,
    topics: ['t'],
    articleId: null,
    ...over,
  })

  test('rejects a page of which a topic, or everything, changed while it was made', async () => {
    for (const changed of ['t', '*']) {
      const pages = createPageCache()
      const mark = pages.mark()
      pages.drop(changed)
      await pages.put('a', mark, page('old'))
      expect(pages.get('a', 0)).toBeUndefined()
    }
  })

  test('keeps a page during whose making other topics changed', async () => {
    const pages = createPageCache()
    const mark = pages.mark()
    for (let i = 0; i < 50; i++) pages.drop(`article:${i}`, 'lists')
    await pages.put('a', mark, page('still true'))
    expect(pages.get('a', 0)).toBeDefined()
  })

  test('makes a page once for everybody who asks while other topics change, and once more for all after a change of its own', async () => {
    const pages = createPageCache()
    let made = 0
    const making: PromiseWithResolvers<void>[] = []
    const request = () => {
      const mark = pages.mark()
      return pages.once(
        'a',
        async () => {
          const mine = Promise.withResolvers<void>()
          making.push(mine)
          made += 1
          const text = `made ${made}`
          await mine.promise
          return pages.put('a', mark, page(text))
        },
        mark,
      )
    }
    const first = [request()]
    for (let i = 0; i < 20; i++) {
      pages.drop(`article:${i}`)
      first.push(request())
    }
    making[0]!.resolve()
    expect(new Set(await Promise.all(first)).size).toBe(1)
    expect(made).toBe(1)

    const before = request()
    const after = []
    for (let i = 0; i < 20; i++) {
      pages.drop('t')
      after.push(request())
    }
    expect(made).toBe(2)
    making[1]!.resolve()
    const old = await before
    await expect.poll(() => making.length).toBe(3)
    making[2]!.resolve()
    const newer = await Promise.all(after)
    expect([new Set(newer).size, newer[0] === old, made]).toEqual([1, false, 3])
    expect(pages.get('a', 0)).toBe(newer[0])
  })

  test('takes a change that it no longer remembers for one of every page that was being made', () => {
    const versions = createVersions(2)
    versions.raise(['a'])
    versions.raise(['b'])
    expect([versions.areUnchanged(['c'], 0), versions.areUnchanged(['b'], 1)]).toEqual([true, false])
    versions.raise(['d'])
    expect([versions.areUnchanged(['c'], 0), versions.areUnchanged(['c'], 1)]).toEqual([false, true])
  })

  test('returns a page until it expires', async () => {
    const pages = createPageCache()
    await pages.put('a', pages.mark(), page('x', { expires: 5 * MINUTE }))
    expect(pages.get('a', 5 * MINUTE - 1)).toBeDefined()
    expect(pages.get('a', 5 * MINUTE)).toBeUndefined()
    expect(pages.size()).toBe(0)
  })

  test('evicts the least recently used page, and only when it is full', async () => {
    // Room for two pages, one of them also as brotli, which is made once it is asked for again.
    const pages = createPageCache({ capacity: 1500 })
    const put = (key: string) => pages.put(key, pages.mark(), page(randomBytes(400).toString('base64')))
    await put('a')
    await put('b')
    expect(pages.size()).toBe(2)
    await pages.get('a', 0)!.settled
    await put('c')
    expect(['a', 'b', 'c'].map((key) => pages.get(key, 0) !== undefined)).toEqual([true, false, true])
  })

  test('is never larger than its capacity, with the brotli of its pages, and knows its size after any changes', async () => {
    const capacity = 6000
    const pages = createPageCache({ capacity })
    let seed = 7
    const next = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    const keys = Array.from({ length: 12 }, (_, i) => `page ${i}`)
    const kept = () => keys.flatMap((key) => pages.get(key, 0) ?? [])
    for (let act = 0; act < 150; act++) {
      const key = keys[next(keys.length)]!
      const topics = [`t${next(4)}`, `t${next(4)}`]
      if (next(3) > 0)
        await pages.put(key, pages.mark(), page(randomBytes(200 + next(600)).toString('base64'), { topics }))
      else if (next(9) === 0) pages.clear()
      else {
        const [dropped, before] = [topics[0]!, kept()]
        pages.drop(dropped)
        expect(kept()).toEqual(before.filter((one) => !one.topics.includes(dropped)))
      }
      await Promise.all(kept().map(({ settled }) => settled))
      const bytes = kept().reduce((sum, { body, brotli }) => sum + body.length + (brotli?.body.length ?? 0), 0)
      expect(pages.bytes()).toBe(bytes)
      expect(bytes).toBeLessThanOrEqual(capacity)
    }
    pages.drop('t0', 't1', 't2', 't3')
    expect([pages.size(), pages.bytes()]).toEqual([0, 0])
  })

  test('drops the pages of a changed topic, and nothing else', async () => {
    const pages = createPageCache()
    await pages.put('a', pages.mark(), page('a', { topics: ['article:1', 'lists'] }))
    await pages.put('b', pages.mark(), page('b', { topics: ['article:2'] }))
    pages.drop('article:1', 'article:3')
    expect([pages.get('a', 0), pages.get('b', 0)?.topics]).toEqual([undefined, ['article:2']])
  })
})
