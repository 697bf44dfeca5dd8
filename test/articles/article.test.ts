// An article's page: the story and everything around it.
import { describe, expect, test } from 'vitest'
import { addViews } from '../../src/articles/queries.ts'
import { write } from '../../src/db/write.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { linkOn, plain, wordsOn } from '../comments/page.ts'
import { aThread, NOON, openSite } from '../support/site.ts'

const morning = NOON - (NOON % DAY) + 8 * HOUR

describe('An article’s page', () => {
  test('has kicker, headline, date, lede, source, body, poster, time, views, length, tags, and the comments’ number', async () => {
    const site = await openSite()
    await site.member('Ada Quill')
    await site.article({
      kind: 'link',
      area: 'World',
      section: 'Afghanistan/South Asia',
      headline: 'Rates & <tides>',
      lede: 'A "lede".',
      source: { url: 'https://www.tides.example/a?b=1&c=2' },
      tags: ['tides', 'rates'],
      nic: 'Ada Quill',
      account: 'Ada Quill',
      views: 9411,
      body: `${'word '.repeat(660)}\n\n<b>Second</b> paragraph.`,
      comments: aThread('p', [null, 0]),
    })
    const { body } = await site.get('/articles/1-rates-tides')
    const words = wordsOn(body)
    expect(body).toContain('<h1>Rates &amp; &lt;tides&gt;</h1>')
    for (const part of [
      'Afghanistan/South Asia Tuesday, 12 March 2030',
      'A "lede".',
      'Posted by Ada Quill',
      'Time 08:00',
      'Read 9,411 times',
      'Length 3 minutes',
      'Tags rates , tides',
      'Source tides.example',
      '2 comments',
    ])
      expect(words).toContain(part)
    expect(body).toContain('<a href="https://www.tides.example/a?b=1&amp;c=2" rel="external noopener">')
    expect(body).toMatch(/<div class="body article-body[^"]*">\s*<p>word /)
    expect(body).toContain('<p><b>Second</b> paragraph.</p>')
    expect(linkOn(body, 'Afghanistan/South Asia')).toBe('/sections/afghanistan-south-asia')
    expect(linkOn(body, 'Tuesday, 12 March 2030')).toBe('/archive/2030/03/12')
    expect(linkOn(body, 'Ada Quill')).toBe('/people/Ada%20Quill')
    expect(linkOn(body, 'Permalink')).toBe('/articles/1-rates-tides')
  })

  test('has an e-mail link with headline and full address, whatever characters they have', async () => {
    const site = await openSite({ BASE_URL: 'https://news.example' })
    await site.article({ headline: 'Ebb & flow: 50 %? Ярмарка' })
    const page = await site.get((await site.get('/articles/1')).headers.location!)
    const mail = new URL(linkOn(page.body, 'E-mail')!)
    expect(mail.searchParams.get('subject')).toBe('Ebb & flow: 50 %? Ярмарка')
    expect(mail.searchParams.get('body')).toBe(
      `https://news.example/articles/1-ebb-flow-50-${encodeURIComponent('ярмарка')}`,
    )
  })

  test('links to the previous and next article of its edition, and of no other day', async () => {
    const site = await openSite()
    for (const [headline, postedAt] of [
      ['First', morning],
      ['Second', morning + HOUR],
      ['Third', morning + HOUR],
      ['Of yesterday', morning - DAY],
    ] as const)
      await site.article({ headline, postedAt })
    const around = async (url: string): Promise<(string | undefined)[]> => {
      const { body } = await site.get(url)
      return ['prev', 'next'].map((rel) => new RegExp(`<a rel="${rel}" href="[^"]*">([^<]*)<`).exec(body)?.[1])
    }
    expect(await around('/articles/1-first')).toEqual([undefined, 'Second'])
    expect(await around('/articles/2-second')).toEqual(['First', 'Third'])
    expect(await around('/articles/3-third')).toEqual(['Second', undefined])
    expect(await around('/articles/4-of-yesterday')).toEqual([undefined, undefined])
  })

  test('marks the article’s poster, staff and the reader’s own comments in the thread', async () => {
    const site = await openSite()
    const [ada, ed, mo] = [
      await site.member('Ada'),
      await site.member('Ed', 'editor'),
      await site.member('Mo', 'moderator'),
    ]
    await site.article({ nic: 'Ada', account: 'Ada', comments: aThread('m', [null]) })
    for (const who of [ada, ed, mo]) await site.post('/comments', { article: '1', nic: '', body: `By ${who.nic}` }, who)
    const words = wordsOn((await site.get('/articles/1-the-slipway-is-repainted', ada)).body)
    expect(words).toMatch(/Guest 0 guest 13:25/)
    expect(words).toMatch(/Ada , member Posted the article You 14:25/)
    expect(words).toMatch(/Ed , member Editor 14:25/)
    expect(words).toMatch(/Mo , member Moderator 14:25/)
    expect((await site.get('/articles/1-the-slipway-is-repainted')).body).not.toContain('>You</span>')
  })

  const navigation = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }

  test('counts its views, cached or not, and shows them once they are written', async () => {
    const site = await openSite()
    await site.article({ views: 5 })
    const url = '/articles/1-the-slipway-is-repainted'
    await site.get(url, null, navigation)
    await site.get(url, null, navigation)
    await site.get(url, await site.member('Ada'), navigation)
    await site.get('/articles/99', null, navigation)
    const counted = site.deps.views.take()
    expect([...counted]).toEqual([[1, 3]])
    await write(site.deps, (db) => addViews(db, counted))
    site.deps.pages.clear()
    expect(wordsOn((await site.get(url)).body)).toContain('Read 8 times')
    expect([...site.deps.views.take()]).toEqual([])
  })

  test.each(['http://localhost:3000', 'https://news.example'])(
    'counts a browser’s navigations as views, and no program: %s',
    async (baseUrl) => {
      const site = await openSite({ BASE_URL: baseUrl })
      const id = await site.article()
      const [url, ada] = [`/articles/${id}-the-slipway-is-repainted`, await site.member('Ada')]
      const counts = async (headers: Record<string, string>, method: 'GET' | 'HEAD' = 'GET'): Promise<number[]> => {
        // Made for this request, from the cache, and for a member.
        site.deps.pages.clear()
        const host = new URL(baseUrl).host
        const numbers = []
        for (const as of [null, null, ada]) {
          await site.app.inject({ method, url, headers: { host, ...(as ? { cookie: as.cookie } : {}), ...headers } })
          numbers.push(site.deps.views.take().get(id) ?? 0)
        }
        return numbers
      }
      const accept = 'text/html,*/*;q=0.8'
      const [all, none] = [
        [1, 1, 1],
        [0, 0, 0],
      ]
      expect(await counts({ ...navigation, accept })).toEqual(all)
      expect(await counts({ ...navigation, accept }, 'HEAD')).toEqual(none)
      for (const headers of [
        {},
        { accept: '*/*', 'user-agent': 'curl/8.0' },
        { accept, 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' },
        { accept, 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' },
        { accept, 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'no-cors' },
        { accept, ...navigation, 'sec-purpose': 'prefetch' },
        { accept, ...navigation, 'sec-purpose': 'prefetch;prerender' },
        { accept, ...navigation, purpose: 'prefetch' },
        { accept, ...navigation, 'x-moz': 'prefetch' },
        { accept, ...navigation, 'x-purpose': 'preview' },
      ])
        expect(await counts(headers), JSON.stringify(headers)).toEqual(none)
      // A browser sends no Sec-Fetch headers over plain HTTP.
      expect(await counts({ accept })).toEqual(baseUrl.startsWith('https:') ? none : all)
    },
  )

  test('that is not published is 404, or 410 if it was, with everything that belongs to it', async () => {
    const site = await openSite()
    const id = await site.article({ headline: 'Hidden story', comments: aThread('h', [null]) })
    await site.article({ headline: 'Shown story' })
    const ada = await site.member('Ada')
    for (const state of ['draft', 'waiting', 'rejected', 'withdrawn', 'unpublished'] as const) {
      await write(site.deps, (db) => db.updateTable('articles').set({ state }).where('id', '=', id).execute())
      site.deps.pages.clear()
      const named = ['withdrawn', 'unpublished'].includes(state) ? 410 : 404
      for (const url of ['/articles/1-hidden-story', '/comments/new?article=1', '/comments/1', '/comments/1/thread'])
        expect((await site.get(url)).statusCode, `${state} ${url}`).toBe(named)
      expect((await site.post('/comments', { article: '1', nic: '', body: 'x' }, ada)).statusCode).toBe(named)
      for (const url of ['/', '/archive/2030/03/12', '/sections/harbour', '/articles/2-shown-story'])
        expect((await site.get(url)).body).not.toContain('Hidden story')
    }
  })
})

test('the page that explains markup shows every button’s tag, as typed and as shown', async () => {
  const site = await openSite()
  const { body, statusCode } = await site.get('/comments/markup')
  expect(statusCode).toBe(200)
  for (const tag of [
    'b',
    'i',
    'u',
    's',
    'ul',
    'blockquote',
    'small',
    'big',
    'a',
    'squish',
    'foto',
    'photo',
    'code',
    'pre',
    'em',
    'strong',
    'del',
  ])
    expect(plain(body)).toContain(`<${tag}`)
  expect(body).toContain('<details class="squish">')
})
