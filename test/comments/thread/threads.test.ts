// Threads: three orders, pages of five hundred, permalinks, and branches of any depth and size.

import { describe, expect, test } from 'vitest'
import { MAX_PATH_LEVELS } from '../../../src/comments/thread/path.ts'
import { DEEPEST_LEVEL } from '../../../src/comments/thread/rules.ts'
import { PAGE_SIZE } from '../../../src/thread-view.ts'
import { aThread, openSite, preparedSite, type Site } from '../../support/site.ts'
import { commentHtml, linkOn, shown, wordsOn } from '../page.ts'

const withThread = (parents: readonly (number | null)[]) => (site: Site) =>
  site.article({ comments: aThread('t', parents) })

async function open(parents: readonly (number | null)[]) {
  const site = await openSite()
  await withThread(parents)(site)
  return threadOn(site)
}

/** The only article of a site, and its comments. */
async function threadOn(site: Site) {
  const id = 1
  const rows = await site.deps.db
    .selectFrom('comments')
    .select(['id', 'number', 'depth', 'parent_id'])
    .where('article_id', '=', id)
    .orderBy('number')
    .execute()
  return { site, id, href: `/articles/${id}-the-slipway-is-repainted`, rows, ids: rows.map((row) => row.id) }
}

const chain = (n: number, from = 0): (number | null)[] =>
  Array.from({ length: n }, (_, i) => (i + from === 0 ? null : i + from - 1))

/** Follows a permalink, and says on which page the comment stands. */
async function follow(site: Site, id: number, cookie = ''): Promise<{ url: string; body: string }> {
  const answer = await site.get(`/comments/${id}`, null, cookie === '' ? {} : { cookie })
  expect(answer.statusCode).toBe(302)
  const [url = '', hash] = answer.headers.location!.split('#')
  expect(hash).toBe(`c${id}`)
  const page = await site.get(url, null, cookie === '' ? {} : { cookie })
  expect(page.statusCode).toBe(200)
  return { url, body: page.body }
}

describe('A thread is shown', () => {
  const parents = [null, 0, null, 1, 0, 2]
  const threaded = [0, 1, 3, 4, 2, 5]

  test('threaded by default, flat with the oldest first, and newest first', async () => {
    const { site, href, ids } = await open(parents)
    const order = async (query: string): Promise<number[]> =>
      shown((await site.get(`${href}${query}`)).body).map((id) => ids.indexOf(id))
    expect(await order('')).toEqual(threaded)
    expect(await order('?view=threaded')).toEqual(threaded)
    expect(await order('?view=flat')).toEqual([0, 1, 2, 3, 4, 5])
    expect(await order('?view=newest')).toEqual([5, 4, 3, 2, 1, 0])
    expect(await order('?view=sideways')).toEqual(threaded)
  })

  test('in the order that was chosen last, remembered by a cookie', async () => {
    const { site, href, ids } = await open(parents)
    const chosen = await site.get(`${href}?view=newest`)
    const cookie = String(chosen.headers['set-cookie'])
    expect(cookie).toMatch(/^bs_view=newest; Max-Age=31536000; Path=\/; SameSite=Lax$/)
    const later = await site.get(href, null, { cookie: 'bs_view=newest' })
    expect(shown(later.body)).toEqual([...ids].reverse())
    expect(later.body).toMatch(/aria-current="true">Newest</)
    expect(shown((await site.get(href)).body).map((id) => ids.indexOf(id))).toEqual(threaded)
    expect(
      shown((await site.get(href, null, { cookie: 'bs_view=sideways' })).body).map((id) => ids.indexOf(id)),
    ).toEqual(threaded)
  })

  test('with every comment’s permalink, parent and number of folded replies, which need no script', async () => {
    const { site, href, ids } = await open(parents)
    const { body } = await site.get(href)
    expect(body.match(/<input class="fold" type="checkbox"/g)).toHaveLength(6)
    const [first, second] = ids
    expect(commentHtml(body, first!)).toContain('3 replies folded')
    expect(commentHtml(body, second!)).toContain('1 reply folded')
    for (const id of ids) expect(commentHtml(body, id)).toContain(`<a href="/comments/${id}"><time datetime="`)
    expect(commentHtml(body, second!)).toContain(`<a href="#c${first}">Parent`)
    expect((body.match(/<ol\b/g) ?? []).length).toBe((body.match(/<\/ol>/g) ?? []).length)
    expect((body.match(/<li class="cm/g) ?? []).length).toBe(6)
  })

  test('on existing pages only: page 0, a page beyond the last and a page that is not a number are 404 and not cached', async () => {
    const { site, href, ids } = await open(parents)
    for (const view of ['', 'view=flat&', 'view=newest&', 'view=threaded&']) {
      for (const page of ['0', '2', '-1', 'x', '1e0', '01', ''])
        expect((await site.get(`${href}?${view}page=${page}`)).statusCode).toBe(404)
      expect(shown((await site.get(`${href}?${view.slice(0, -1)}`)).body)).toHaveLength(6)
    }
    expect(shown((await site.get(`${href}?page=1`)).body)).toHaveLength(ids.length)
  })
})

describe('A thread of 1,300 comments', () => {
  // Roots of 1 to 40 comments, so that pages end within none.
  const parents: (number | null)[] = []
  while (parents.length < 1300) {
    const root = parents.length
    parents.push(null)
    for (let i = 1; i < (root * 7) % 40 && parents.length < 1300; i++) parents.push(root + Math.trunc(i / 2))
  }
  const openLong = preparedSite(withThread(parents))

  test('splits at top-level comments, leads every permalink to its page in each order, and loses none', async () => {
    const { site, href, ids, rows } = await threadOn(await openLong())
    for (const view of ['threaded', 'flat', 'newest']) {
      const on = new Map<number, string>()
      let url: string | null = `${href}?view=${view}`
      for (let n = 1; url !== null; n++) {
        const { body } = await site.get(url.replace('#comments', ''))
        expect(wordsOn(body)).toContain(`Page ${n} of 3`)
        const found = shown(body)
        expect(found.length).toBeLessThanOrEqual(PAGE_SIZE)
        if (view === 'threaded') expect(rows.find((row) => row.id === found[0])!.depth).toBe(1)
        for (const id of found) {
          expect(on.has(id)).toBe(false)
          on.set(id, `page ${n}`)
        }
        expect(linkOn(body, 'Previous page') === null).toBe(n === 1)
        url = linkOn(body, 'Next page')
      }
      expect([...on.keys()].sort((a, b) => a - b)).toEqual(ids)
      if (view === 'flat') expect([...on.keys()]).toEqual(ids)
      if (view === 'newest') expect([...on.keys()]).toEqual([...ids].reverse())
      for (const id of [
        ids[0]!,
        ids[499]!,
        ids[500]!,
        ids[799]!,
        ids[800]!,
        ids[801]!,
        ids[999]!,
        ids[1000]!,
        ids[1299]!,
      ]) {
        const { url: landed, body } = await follow(site, id, `bs_view=${view}`)
        expect(shown(body)).toContain(id)
        expect(on.get(id)).toBe(`page ${new URL(landed, 'http://x').searchParams.get('page') ?? 1}`)
      }
    }
  })

  test('names the author of a parent on another page, and links to it', async () => {
    const { site, href, rows } = await threadOn(await openLong())
    const { body } = await site.get(`${href}?view=newest`)
    const here = new Set(shown(body))
    const stray = rows.find((row) => here.has(row.id) && row.parent_id !== null && !here.has(row.parent_id))
    const some = rows.find((row) => here.has(row.id) && row.parent_id !== null && here.has(row.parent_id))!
    expect(commentHtml(body, some.id)).toContain(`href="#c${some.parent_id}"`)
    if (stray)
      expect(commentHtml(body, stray.id)).toContain(
        `<a href="/comments/${stray.parent_id}"><bdi>Guest ${rows.findIndex((row) => row.id === stray.parent_id)}</bdi></a>`,
      )
  })

  test('has a second page at an address with the page number alone', async () => {
    const { site, href } = await threadOn(await openLong())
    expect(wordsOn((await site.get(`${href}?page=2`)).body)).toContain('Page 2 of 3')
    expect((await site.get(`${href}?page=4`)).statusCode).toBe(404)
  })
})

describe('A branch', () => {
  /** Follows "Continue this branch" and "Rest of this branch" from a page on, and gathers all that is shown. */
  async function gather(site: Site, href: string): Promise<number[]> {
    const seen = new Set<number>()
    const asked = new Set<string>()
    const next = [href]
    for (let url = next.pop(); url !== undefined; url = next.pop()) {
      if (asked.has(url)) continue
      asked.add(url)
      const page = await site.get(url)
      expect(page.statusCode).toBe(200)
      for (const id of shown(page.body)) seen.add(id)
      for (const [, to] of page.body.matchAll(/href="(\/comments\/\d+\/thread(?:\?after=\d+)?)"/g)) next.push(to!)
    }
    return [...seen].sort((a, b) => a - b)
  }

  test('of forty levels continues on a page of its own, where its permalinks land', async () => {
    const { site, href, ids } = await open(chain(40))
    const { body } = await site.get(href)
    expect(shown(body)).toEqual(ids.slice(0, DEEPEST_LEVEL))
    expect(linkOn(body, 'Continue this branch: 20 more replies')).toBe(`/comments/${ids[DEEPEST_LEVEL - 1]}/thread`)
    for (const at of [0, 19, 20, 21, 39]) {
      const { url, body: landed } = await follow(site, ids[at]!)
      expect(shown(landed)).toContain(ids[at])
      expect(url).toBe(at < DEEPEST_LEVEL ? href : `/comments/${ids[at]}/thread`)
    }
    expect(await gather(site, href)).toEqual(ids)
    expect(shown((await site.get(`/comments/${ids[39]}/thread`)).body)).toEqual(ids)
  })

  test('deeper than paths grow is still shown to its end', async () => {
    const depth = MAX_PATH_LEVELS + 60
    const { site, href, ids } = await open([...chain(depth), depth - 2, depth - 30, null])
    expect(await gather(site, href)).toEqual(ids)
    const { body } = await follow(site, ids[depth - 1]!)
    expect(shown(body)).toContain(ids[0])
    expect(shown((await site.get(`/comments/${ids[MAX_PATH_LEVELS + 40]}/thread`)).body)).not.toContain(ids.at(-1))
  })

  test('shows a comment with its parents and its replies alone', async () => {
    const { site, ids } = await open([null, 0, 1, 1, 0, null, 3])
    const { body } = await site.get(`/comments/${ids[1]}/thread`)
    expect(shown(body).map((id) => ids.indexOf(id))).toEqual([0, 1, 2, 3, 6])
    expect(linkOn(body, 'Whole thread')).toMatch(/#comments$/)
  })

  test('larger than a page is shown to its end, with any replies to the last comment of a page', async () => {
    // One top-level comment under which every comment has a reply: wherever a page ends, something hangs below.
    const { site, href, ids } = await open([null, ...Array.from({ length: 1250 }, (_, i) => (i % 3 === 0 ? 0 : i))])
    const { body } = await site.get(href)
    expect(shown(body)).toHaveLength(2 * PAGE_SIZE)
    expect(linkOn(body, 'Rest of this branch')).toMatch(/^\/comments\/\d+\/thread\?after=\d+$/)
    expect(await gather(site, href)).toEqual(ids)
    expect(await gather(site, `/comments/${ids[0]}/thread`)).toEqual(ids)
    for (const at of [1, 700, 1250]) expect(shown((await follow(site, ids[at]!)).body)).toContain(ids[at])
  })

  test('of exactly one page has no further page', async () => {
    const { site, href } = await open([null, ...Array.from({ length: 2 * PAGE_SIZE - 1 }, () => 0)])
    const { body } = await site.get(href)
    expect(shown(body)).toHaveLength(2 * PAGE_SIZE)
    expect(linkOn(body, 'Rest of this branch')).toBeNull()
  })

  test('goes on only after a comment of its own', async () => {
    const { site, ids } = await open([null, 0, null, 2])
    expect((await site.get(`/comments/${ids[2]}/thread?after=${ids[0]}`)).statusCode).toBe(404)
    expect((await site.get(`/comments/${ids[2]}/thread?after=x`)).statusCode).toBe(404)
    expect((await site.get(`/comments/${ids[0]}/thread?after=${ids[1]}`)).statusCode).toBe(200)
  })
})

describe('The address of an article', () => {
  test.each([
    '/articles/+1',
    '/articles/01',
    '/articles/1e0',
    '/articles/1.0',
    '/articles/-1',
    '/articles/ 1',
    '/articles/0',
    '/articles/x',
    '/articles/2',
    '/articles/1_the-slipway-is-repainted',
    `/articles/${'9'.repeat(20)}`,
  ])('%s is 404', async (url) => {
    const { site } = await open([])
    expect((await site.get(encodeURI(url))).statusCode).toBe(404)
  })

  test('with a wrong slug redirects permanently, and keeps the query', async () => {
    const { site, href } = await open([null])
    for (const [url, to] of [
      ['/articles/1', href],
      ['/articles/1-', href],
      ['/articles/1-other?view=flat&page=1', `${href}?view=flat&page=1`],
      ['/articles/1-THE-slipway-is-repainted', href],
    ] as const) {
      const answer = await site.get(url)
      expect([answer.statusCode, answer.headers.location]).toEqual([301, to])
    }
  })

  test.each(['Ярмарка открыта', '港の祭りが始まる', 'Ünïcödé 𠮷野家', `${'港'.repeat(80)}`])(
    'of “%s” is valid in a header',
    async (headline) => {
      const site = await openSite()
      const id = await site.article({ headline, comments: aThread('u', [null]) })
      const answer = await site.get(`/articles/${id}`)
      expect(answer.statusCode).toBe(301)
      expect(answer.headers.location).toMatch(/^\/articles\/1-[\x21-\x7e]+$/)
      const page = await site.get(answer.headers.location!)
      expect(page.statusCode).toBe(200)
      expect(wordsOn(page.body)).toContain(headline)
      const [comment] = shown(page.body)
      expect((await site.get(`/comments/${comment}`)).headers.location).toBe(`${answer.headers.location}#c${comment}`)
      const ada = await site.member('Ada')
      const mo = await site.member('Mo', 'moderator')
      expect((await site.post('/comments', { article: String(id), nic: '', body: 'Well.' }, ada)).statusCode).toBe(303)
      expect(
        (await site.post('/moderation/closures', { article: String(id), reason: 'Enough' }, mo)).headers.location,
      ).toBe(`${answer.headers.location}#comments`)
    },
  )
})
