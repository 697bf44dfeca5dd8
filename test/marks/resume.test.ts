// Reading on: counts of new comments, marks and links between them, across pages, without scripts, with and without an account.

import { describe, expect, test } from 'vitest'
import { PAGE_SIZE } from '../../src/thread-view.ts'
import { MINUTE } from '../../src/time.ts'
import { commentHtml } from '../comments/page.ts'
import { browserOf } from '../support/jar.ts'
import { aThread, type Member, openSite, type Site } from '../support/site.ts'

const HREF = /\/articles\/\d+-the-slipway-is-repainted/

async function opened(parents: readonly (number | null)[]) {
  const site = await openSite()
  const id = await site.article({ comments: aThread('t', parents) })
  const ada = await site.member('Ada')
  const bob = await site.member('Bob')
  return { site, id, ada, bob, href: `/articles/${id}-the-slipway-is-repainted` }
}

async function says(site: Site, who: Member, article: number, body: string, parent = ''): Promise<number> {
  const answer = await site.post('/comments', { article: String(article), body, parent, nic: who.nic }, who)
  expect(answer.statusCode).toBe(303)
  return Number(/\/comments\/(\d+)/.exec(answer.headers.location!)![1])
}

const marked = (body: string): number[] =>
  [...body.matchAll(/<li class="cm is-new">[^]*?<article class="comment" id="c(\d+)"/g)].map((match) =>
    Number(match[1]),
  )
const chain = (body: string, from: number): string =>
  /<a class="new" href="([^"]*)"/.exec(commentHtml(body, from))?.[1] ?? ''

describe('A member who comes back', () => {
  test('finds new comments marked, counted at the head of the thread and linked one to the next', async () => {
    const { site, id, ada, bob, href } = await opened([null, 0, null])
    expect(marked((await site.get(href, ada)).body)).toEqual([])
    site.advance(40 * MINUTE)
    const first = await says(site, bob, id, 'One more thing.')
    const second = await says(site, bob, id, 'And another.', String(first))
    const { body } = await site.get(href, ada)
    expect(marked(body)).toEqual([first, second])
    expect(body).toMatch(/<a class="new" href="#new">2 new<\/a> since <time datetime="2030-03-12T14:25/)
    expect(commentHtml(body, first)).toContain('id="new">new <')
    expect(chain(body, first)).toBe(`#c${second}`)
    expect(chain(body, second)).toBe('#post')
    expect(body).toMatch(/<path class="hot" d="M/)
  })

  test('keeps the marks through reloading, replying and moderating, however long the reply took to write', async () => {
    const { site, id, ada, bob, href } = await opened([null])
    await site.get(href, ada)
    site.advance(40 * MINUTE)
    const fresh = await says(site, bob, id, 'New.')
    expect(marked((await site.get(href, ada)).body)).toEqual([fresh])
    expect(marked((await site.get(href, ada)).body)).toEqual([fresh])
    site.advance(50 * MINUTE)
    const own = await says(site, ada, id, 'My answer took its time.', String(fresh))
    const { body } = await site.get(href, ada)
    expect(marked(body)).toEqual([fresh])
    expect(marked(body)).not.toContain(own)
    const mod = await site.member('Mo', 'moderator')
    await site.get(href, mod)
    site.advance(40 * MINUTE)
    const newer = await says(site, bob, id, 'Newer.')
    await site.get(href, mod)
    site.advance(40 * MINUTE)
    expect((await site.post('/moderation/closures', { article: String(id), reason: 'Enough.' }, mod)).statusCode).toBe(
      303,
    )
    expect(marked((await site.get(href, mod)).body)).toEqual([newer])
  })

  test('never has their own comments marked as new', async () => {
    const { site, id, ada, href } = await opened([null])
    await site.get(href, ada)
    site.advance(40 * MINUTE)
    await says(site, ada, id, 'From another browser of mine.')
    expect(marked((await site.get(href, ada)).body)).toEqual([])
  })

  test('undoes the visit with "Mark thread as unread"', async () => {
    const { site, id, ada, bob, href } = await opened([null])
    await site.get(href, ada)
    site.advance(40 * MINUTE)
    const fresh = await says(site, bob, id, 'New.')
    const page = await site.get(href, ada)
    expect(page.body).toContain(`action="/articles/${id}/unreads"`)
    const undone = await site.post(`/articles/${id}/unreads`, {}, ada)
    expect(undone.statusCode).toBe(303)
    expect((await site.get(undone.headers.location!, ada)).body).toContain('1 comment counts as new again.')
    site.advance(40 * MINUTE)
    expect(marked((await site.get(href, ada)).body)).toEqual([fresh])
  })

  test('is led from page to page of a long thread, which marks only what each page showed', async () => {
    const { site, id, ada, bob, href } = await opened(Array.from({ length: PAGE_SIZE + 20 }, () => null))
    await site.get(href, ada)
    await site.get(`${href}?view=threaded&page=2`, ada)
    site.advance(40 * MINUTE)
    const ids = (
      await site.deps.db.selectFrom('comments').select('id').where('article_id', '=', id).orderBy('number').execute()
    ).map((row) => row.id)
    const early = await says(site, bob, id, 'Under the first.', String(ids[0]))
    const late = await says(site, bob, id, 'At the end.')
    const one = (await site.get(href, ada)).body
    expect(marked(one)).toEqual([early])
    expect(one).toContain('>2 new</a>')
    expect(chain(one, early)).toBe(`/comments/${late}`)
    const place = (await site.get(`/comments/${late}`, ada)).headers.location!
    const two = (await site.get(place.split('#')[0]!, ada)).body
    expect(marked(two)).toEqual([late])
    expect(chain(two, late)).toBe('#post')
  })

  test('finds as new on the second page what only the first page showed the last time', async () => {
    const { site, ada, href } = await opened(Array.from({ length: PAGE_SIZE + 20 }, () => null))
    await site.get(href, ada)
    site.advance(40 * MINUTE)
    expect(marked((await site.get(`${href}?view=threaded&page=2`, ada)).body)).toHaveLength(20)
  })

  test('loses no mark when the server stops: they are written in the background, never in a request', async () => {
    const { site, id, ada, href } = await opened([null, null])
    await site.get(href, ada)
    const stored = () =>
      site.deps.db
        .selectFrom('read_marks')
        .select(['article_id', 'shown_ranges'])
        .where('account_id', '=', ada.id)
        .execute()
    expect(await stored()).toEqual([])
    await site.deps.flushMarks()
    expect(await stored()).toEqual([{ article_id: id, shown_ranges: '0_2' }])
  })

  test('does not mark anything by a prefetch', async () => {
    const { site, ada, bob, id, href } = await opened([null])
    await site.get(href, ada)
    site.advance(40 * MINUTE)
    const fresh = await says(site, bob, id, 'New.')
    await site.get(href, ada, { 'sec-purpose': 'prefetch' })
    site.advance(40 * MINUTE)
    expect(marked((await site.get(href, ada)).body)).toEqual([fresh])
  })

  test('can turn highlighting off, which deletes all marks', async () => {
    const { site, ada, href } = await opened([null])
    await site.get(href, ada)
    const off = await site.post('/marks', { action: 'off' }, ada)
    expect((await site.get(off.headers.location!, ada)).body).toContain('Highlighting is off.')
    const { body } = await site.get(href, ada)
    expect(body).not.toContain('/unreads')
    await site.deps.flushMarks()
    expect(await site.deps.db.selectFrom('read_marks').selectAll().execute()).toEqual([])
    expect((await site.post('/marks', { action: 'sideways' }, ada)).statusCode).toBe(422)
  })
})

describe('A browser without an account', () => {
  /** Keeps the cookie as a browser does. */
  function browser(site: Site) {
    let cookie = ''
    const keep = (headers: Record<string, unknown>): void => {
      for (const line of [headers['set-cookie'] ?? []].flat()) {
        const [, name, value] = /^(bs_read)=([^;]*)/.exec(String(line)) ?? []
        if (name) cookie = value === '' ? '' : `${name}=${value}`
      }
    }
    return {
      cookie: () => cookie,
      get: async (url: string) => {
        const answer = await site.get(url, null, cookie === '' ? {} : { cookie })
        keep(answer.headers)
        return answer
      },
      post: async (url: string, form: Record<string, string>) => {
        const answer = await site.post(url, form, null, cookie === '' ? {} : { cookie })
        keep(answer.headers)
        return answer
      },
    }
  }

  test('remembers nothing until the reader asks, and then marks new comments as an account does', async () => {
    const { site, id, bob, href } = await opened([null, 0])
    const mine = browser(site)
    const before = await mine.get(href)
    expect(mine.cookie()).toBe('')
    expect(before.headers['cache-control']).toBe('public, no-cache')
    expect(before.body).toContain('Highlight new comments when I return')
    const on = await mine.post('/marks', { action: 'on', next: href })
    expect(on.headers.location).toBe(href)
    expect((await mine.get(href)).headers['cache-control']).toContain('no-store')
    site.advance(40 * MINUTE)
    const fresh = await says(site, bob, id, 'New.')
    const { body } = await mine.get(href)
    expect(marked(body)).toEqual([fresh])
    expect(body).toContain('1 new</a> since')
    expect(await site.deps.db.selectFrom('read_marks').selectAll().execute()).toEqual([])
  })

  test('is the only place with the marks, and deletes them at one press', async () => {
    const { site, href } = await opened([null])
    const mine = browser(site)
    await mine.post('/marks', { action: 'on' })
    await mine.get(href)
    expect(mine.cookie()).toMatch(/^bs_read=1\.[0-9a-z.]+~/)
    await mine.post('/marks', { action: 'off' })
    expect(mine.cookie()).toBe('')
    expect((await mine.get('/marks')).body).toContain('Highlighting is off.')
  })

  test('leaves the pages of everybody else in the cache as they are', async () => {
    const { site, href } = await opened([null])
    const plain = (await site.get(href)).body
    const mine = browser(site)
    await mine.post('/marks', { action: 'on' })
    await mine.get(href)
    expect((await site.get(href)).body).toBe(plain)
    expect(plain).toMatch(HREF)
  })
})

test('Every list says how many comments are new to its reader, and nobody else’s does', async () => {
  const site = await openSite()
  const id = await site.article({
    tags: ['paint'],
    source: { url: 'https://news.example/a' },
    nic: 'Bosun',
    comments: aThread('t', [null, 0]),
  })
  await site.article({ headline: 'Another of that day', comments: aThread('u', [null]) })
  const [ada, bob] = [await site.member('Ada'), await site.member('Bob')]
  await site.get('/', ada)
  await site.get(`/articles/${id}-the-slipway-is-repainted`, ada)
  site.advance(40 * MINUTE)
  await says(site, bob, id, 'New.')
  await says(site, ada, id, 'My own, which is not.')
  const lists = [
    '/',
    '/headlines',
    '/headlines/2030/03/12',
    '/archive/2030/03/12',
    '/areas/town',
    '/sections/harbour',
    '/tags/paint',
    '/sources/news.example',
    '/search?q=slipway',
    '/articles/2-another-of-that-day',
    '/marks/news',
  ]
  for (const url of lists) {
    expect((await site.get(url, ada)).body, url).toContain(
      `<a class="new" href="/articles/${id}-the-slipway-is-repainted#new">+1 new</a>`,
    )
    expect((await site.get(url, bob)).body, url).not.toContain('+1 new')
    expect((await site.get(url)).body, url).not.toContain('+1 new')
  }
  for (const url of ['/', '/latest', '/people/Bob']) {
    expect(
      (await site.get(url, ada)).body.match(/<\/time>(?:<\/a>)? <span class="new">new<\/span>/g),
      url,
    ).toHaveLength(1)
    expect((await site.get(url, bob)).body, url).not.toContain('<span class="new">')
  }
  const front = (await site.get('/', ada)).body
  expect(front).toContain('<b>Since 14:25</b> 1 new comment. <a href="/marks/news">Read what’s new</a>')
  expect((await site.get('/')).body).not.toContain('ear-b')
  await site.get(`/articles/${id}-the-slipway-is-repainted`, ada)
  for (const url of ['/', '/latest', '/people/Bob'])
    expect((await site.get(url, ada)).body, url).not.toMatch(/\+1 new|<span class="new">/)
  expect((await site.get('/marks/news', ada)).body).toContain('Nothing new. Somebody will disagree soon.')
})

test('The front page and the page that it leads to say the same number of new comments, and list every thread that has them', async () => {
  const site = await openSite()
  const id = await site.article({ comments: aThread('front', [null]) })
  const other = await site.article({ headline: 'A thread that nobody opened' })
  const [ada, bob] = [await site.member('Ada'), await site.member('Bob')]
  await site.get('/', ada)
  await site.get(`/articles/${id}-the-slipway-is-repainted`, ada)
  site.advance(40 * MINUTE)
  for (const article of [id, id, other, other, other])
    await says(site, bob, article, `On ${article}, ${Math.random()}.`)
  const said = async (url: string): Promise<string | undefined> =>
    /(\d+|Nothing) new(?: comments?)?\./.exec((await site.get(url, ada)).body)?.[0]
  expect([await said('/'), await said('/marks/news')]).toEqual(['5 new comments.', '5 new comments.'])
  const news = (await site.get('/marks/news', ada)).body
  expect(news).toContain('1 thread you have opened, with new comments')
  expect(news).toContain('1 thread you have not opened, with new comments')
  expect(news).toContain('A thread that nobody opened')
  await site.get(`/articles/${id}-the-slipway-is-repainted`, ada)
  expect([await said('/'), await said('/marks/news')]).toEqual(['3 new comments.', '3 new comments.'])
  await site.get(`/articles/${other}-a-thread-that-nobody-opened`, ada)
  expect([await said('/'), await said('/marks/news')]).toEqual(['Nothing new.', 'Nothing new.'])
})

test('A stranger who has opened one thread is not told that they have read it all', async () => {
  const site = await openSite()
  const id = await site.article({ comments: aThread('stranger', [null]) })
  await site.article({ headline: 'Another story' })
  const browser = browserOf(site)
  await browser.post('/marks', { action: 'on' })
  await browser.get(`/articles/${id}-the-slipway-is-repainted`)
  const { body } = await browser.get('/marks/news')
  expect(body).toContain('Nothing new.')
  expect(body).not.toContain('read it all')
})
