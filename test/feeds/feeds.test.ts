// The feeds of the site: content, privacy, paging and revalidation.
import { describe, expect, test } from 'vitest'
import { countPublished } from '../../src/articles/totals-queries.ts'
import { setState } from '../../src/comments/queries.ts'
import { write } from '../../src/db/write.ts'
import { MINUTE, SECOND } from '../../src/time.ts'
import { topic } from '../../src/topics.ts'
import { urls } from '../../src/urls.ts'
import { aThread, type Member, NOON, openSite, type Site } from '../support/site.ts'
import { all, type Node, one, readXml } from '../support/xml.ts'

const base = 'http://localhost:3000'
const texts = (feed: Node, name: string): string[] => all(feed, 'entry').map((entry) => one(entry, name).text)
const read = async (site: Site, address: string): Promise<Node> => readXml((await site.get(address)).body)

/** Posts a comment as a member would. */
async function post(
  site: Site,
  as: Member,
  article: number,
  body: string,
  more: Record<string, string> = {},
): Promise<number> {
  const answer = await site.post('/comments', { article: String(article), nic: as.nic, body, ...more }, as)
  expect(answer.statusCode, answer.body).toBe(303)
  return Number(/\d+$/.exec(String(answer.headers.location))![0])
}

const guest = {
  key: 'g',
  nic: 'Passer-by',
  nameKind: 'guest' as const,
  format: 'markup' as const,
  postedAt: NOON - 30 * MINUTE,
}

describe('Every feed', () => {
  const addresses = (id: number) => [
    urls.articlesFeed,
    urls.commentsFeed,
    urls.sectionFeed('harbour'),
    urls.tagFeed('paint & oil'),
    urls.personFeed('Ada K.'),
    urls.threadFeed(id),
  ]

  async function peopled(): Promise<{ site: Site; id: number; ada: Member }> {
    const site = await openSite()
    const ada = await site.member('Ada K.')
    const id = await site.article({ tags: ['paint & oil'], account: 'Ada K.', nic: 'Ada K.' })
    await post(site, ada, id, 'A first coat.')
    return { site, id, ada }
  }

  test('comes as Atom and as JSON Feed, with its content type, for everybody and cached, with the headers of every answer', async () => {
    const { site, id, ada } = await peopled()
    for (const stem of addresses(id)) {
      for (const [format, type] of [
        ['xml', 'application/atom+xml; charset=utf-8'],
        ['json', 'application/feed+json; charset=utf-8'],
      ] as const) {
        const address = urls.feed(stem, format)
        const answer = await site.get(address)
        expect(
          [answer.statusCode, answer.headers['content-type'], answer.headers['cache-control'], answer.headers['vary']],
          address,
        ).toEqual([200, type, 'public, no-cache', 'Accept-Encoding'])
        expect(answer.headers['x-content-type-options']).toBe('nosniff')
        expect(site.deps.pages.get(address, NOON), `${address} is kept`).toBeDefined()
        // Neither theme nor session changes it.
        for (const headers of [{ cookie: 'bs_theme=dark; bs_view=flat' }, { cookie: ada.cookie }])
          expect((await site.get(address, null, headers as Record<string, string>)).headers.etag).toBe(
            answer.headers.etag,
          )
        const head = await site.app.inject({ method: 'HEAD', url: address, headers: { host: 'localhost:3000' } })
        expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([
          200,
          '',
          String(Buffer.byteLength(answer.body)),
        ])
        if (format === 'xml')
          expect(one(readXml(answer.body), 'link', { rel: 'self' }).attributes['href']).toBe(base + address)
        else
          expect(JSON.parse(answer.body)).toMatchObject({
            version: 'https://jsonfeed.org/version/1.1',
            feed_url: base + address,
            items: expect.any(Array),
          })
      }
    }
  })

  test('takes its host from the configuration, never from the request', async () => {
    const { site } = await peopled()
    const answer = await site.get('/feeds/articles.xml', null, {
      host: '127.0.0.1:3000',
      'x-forwarded-host': 'evil.example',
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.body).not.toMatch(/127\.0\.0\.1|evil/)
  })

  test.each([
    '/feeds/articles',
    '/feeds/articles.rss',
    '/feeds/nothing.xml',
    '/feeds/sections/nowhere.xml',
    '/feeds/tags/nothing.json',
    '/feeds/people/Nobody.xml',
    '/feeds/articles/999.xml',
    '/feeds/articles/01.xml',
    '/feeds/articles/a.xml',
    '/feeds/articles.xml?before=abc',
    '/feeds/articles.xml?before=999',
    '/feeds/comments.xml?before=0',
    '/feeds/comments.xml?before=1&before=2',
    '/feeds/people/Ada%20K..xml?before=7',
    '/feeds/people/Ada%20K..xml?before=x7',
  ])('%s is not there', async (address) => {
    const { site } = await peopled()
    expect((await site.get(address)).statusCode).toBe(404)
  })

  test('answers 304 by ETag or by date, and shows a change at once', async () => {
    const { site, id, ada } = await peopled()
    const address = urls.feed(urls.threadFeed(id), 'xml')
    const first = await site.get(address)
    const tag = { 'if-none-match': String(first.headers.etag) }
    const date = { 'if-modified-since': String(first.headers['last-modified']) }
    expect(Date.parse(date['if-modified-since'])).toBe(NOON - (NOON % SECOND))
    for (const headers of [
      tag,
      date,
      { 'if-none-match': `W/${first.headers.etag}` },
      { 'if-modified-since': new Date(NOON + MINUTE).toUTCString() },
    ]) {
      const answer = await site.get(address, null, headers as Record<string, string>)
      expect([answer.statusCode, answer.body, answer.headers.etag, answer.headers['content-type']]).toEqual([
        304,
        '',
        first.headers.etag,
        undefined,
      ])
    }
    expect(
      (await site.get(address, null, { ...date, 'if-none-match': '"another"' })).statusCode,
      'the tag goes before the date',
    ).toBe(200)
    // Within the same second, so that the date alone would not show it.
    await post(site, ada, id, 'A second coat.')
    for (const headers of [tag, date])
      expect((await site.get(address, null, headers as Record<string, string>)).statusCode).toBe(200)
  })

  test('is answered from memory, without a query, until a change drops it', async () => {
    const { site, id, ada } = await peopled()
    const kept = addresses(id).map((stem) => urls.feed(stem, 'json'))
    for (const address of kept) await site.get(address)
    const { db } = site.deps
    site.deps.db = null as never
    for (const address of kept) expect((await site.get(address, ada)).statusCode, address).toBe(200)
    site.deps.db = db
    site.deps.pages.drop(topic.lists, topic.article(id))
    for (const address of kept) expect(site.deps.pages.get(address, NOON), address).toBeUndefined()
  })

  test('keeps its date when it is rendered again without a change', async () => {
    const { site, id } = await peopled()
    const address = urls.feed(urls.threadFeed(id), 'xml')
    const first = await site.get(address)
    site.deps.pages.clear()
    site.advance(5 * MINUTE)
    expect((await site.get(address)).headers['last-modified']).toBe(first.headers['last-modified'])
  })
})

describe('The feed of articles', () => {
  test('has every published article, newest first, with lede, text, section, tags and source', async () => {
    const site = await openSite()
    await site.member('Bosun')
    await site.article({ headline: 'Older', postedAt: NOON - 2 * 86_400_000 })
    const id = await site.article({
      headline: 'Tom & “Jerry” <x>',
      account: 'Bosun',
      kind: 'link',
      source: { url: 'https://other.example/a?b=1&c=2', name: 'Other' },
      tags: ['oil', 'paint'],
      body: 'See <a href="/archive">the archive</a>.',
    })
    const feed = await read(site, '/feeds/articles.xml')
    expect(texts(feed, 'title')).toEqual(['Tom & “Jerry” <x>', 'Older'])
    const entry = all(feed, 'entry')[0]!
    expect(one(entry, 'id').text).toBe(`${base}/articles/${id}`)
    expect(one(entry, 'link', { rel: 'alternate' }).attributes['href']).toBe(`${base}/articles/${id}-tom-jerry-x`)
    expect(one(entry, 'link', { rel: 'via' }).attributes['href']).toBe('https://other.example/a?b=1&c=2')
    expect(one(entry, 'link', { rel: 'replies' }).attributes['href']).toBe(`${base}/feeds/articles/${id}.xml`)
    expect(one(entry, 'summary').text).toBe('It is the same grey as before.')
    expect(one(entry, 'content').text).toBe(
      `<p>It is the same grey as before.</p><p>See <a href="${base}/archive">the archive</a>.</p><p>Source: <a href="https://other.example/a?b=1&amp;c=2">Other</a></p>`,
    )
    expect(all(entry, 'category').map(({ attributes }) => attributes['label'] ?? attributes['term'])).toEqual([
      'Harbour',
      'oil',
      'paint',
    ])
    expect(one(one(entry, 'author'), 'uri').text).toBe(`${base}/people/Bosun`)
  })

  test('updates the date of a revised article, but not for comments', async () => {
    const site = await openSite()
    const id = await site.article({ comments: aThread('t', [null]) })
    const published = one(all(await read(site, '/feeds/articles.xml'), 'entry')[0]!, 'updated').text
    expect(published).toBe('2030-03-12T08:00:00.000Z')
    await write(site.deps, (db) => db.updateTable('articles').set({ revised_at: NOON }).where('id', '=', id).execute())
    site.deps.pages.clear()
    const feed = await read(site, '/feeds/articles.xml')
    expect([one(feed, 'updated').text, texts(feed, 'updated')[0], texts(feed, 'published')[0]]).toEqual([
      new Date(NOON).toISOString(),
      new Date(NOON).toISOString(),
      published,
    ])
  })

  test('has nothing unpublished', async () => {
    const site = await openSite()
    const id = await site.article({ comments: aThread('t', [null]), tags: ['oil'], account: 'Bosun' })
    await site.member('Bosun')
    await write(site.deps, async (db) => {
      const article = await db
        .updateTable('articles')
        .set({ state: 'unpublished' })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow()
      await countPublished(db, { ...article, day: article.day!, published_at: article.published_at! }, -1)
    })
    for (const address of [
      '/feeds/articles.xml',
      '/feeds/comments.xml',
      '/feeds/sections/harbour.xml',
      '/feeds/people/Bosun.xml',
    ])
      expect(all(await read(site, address), 'entry'), address).toEqual([])
    for (const address of ['/feeds/tags/oil.xml', `/feeds/articles/${id}.xml`])
      expect((await site.get(address)).statusCode, address).toBe(404)
  })

  test('an empty site has an empty feed, which is valid too', async () => {
    const site = await openSite()
    const feed = await read(site, '/feeds/articles.xml')
    expect(all(feed, 'entry')).toEqual([])
    expect(one(feed, 'updated').text).toBe('1970-01-01T00:00:00.000Z')
  })
})

describe('A feed has older pages', () => {
  /** Follows rel=next to the end. @returns the entries of every page */
  async function walk(site: Site, address: string): Promise<string[][]> {
    const pages: string[][] = []
    for (let next: string | undefined = address; next !== undefined; ) {
      const feed = await read(site, next.replace(base, ''))
      pages.push(texts(feed, 'id'))
      next = all(feed, 'link').find(({ attributes }) => attributes['rel'] === 'next')?.attributes['href']
    }
    return pages
  }

  test('paged by key, with every article once, also with equal times', async () => {
    const site = await openSite()
    const ids = []
    for (let i = 0; i < 85; i++)
      ids.push(await site.article({ tags: ['oil'], postedAt: NOON - Math.floor(i / 3) * 60 * MINUTE }))
    for (const address of ['/feeds/articles.xml', '/feeds/sections/harbour.xml', '/feeds/tags/oil.xml']) {
      const pages = await walk(site, address)
      expect(
        pages.map((page) => page.length),
        address,
      ).toEqual([40, 40, 5])
      expect(pages.flat().sort()).toEqual(ids.map((id) => `${base}/articles/${id}`).sort())
    }
  })

  test('comments of the site, of a thread and of a person, whose articles stand among them', async () => {
    const site = await openSite()
    await site.member('Ada K.')
    const comments = Array.from({ length: 50 }, (_, i) => ({
      key: `c${i}`,
      nic: 'Ada K.',
      account: 'Ada K.',
      nameKind: 'member' as const,
      format: 'markup' as const,
      postedAt: NOON - 90 * MINUTE + Math.floor(i / 2) * MINUTE,
      text: `Number ${i}.`,
      state: 'live' as const,
    }))
    const id = await site.article({ comments })
    for (let i = 0; i < 5; i++)
      await site.article({ account: 'Ada K.', nic: 'Ada K.', postedAt: NOON - 90 * MINUTE + i * MINUTE })
    for (const [address, wanted] of [
      ['/feeds/comments.xml', [40, 10]],
      [`/feeds/articles/${id}.xml`, [40, 10]],
      ['/feeds/people/Ada%20K..xml', [40, 15]],
    ] as const) {
      const pages = await walk(site, address)
      expect(
        pages.map((page) => page.length),
        address,
      ).toEqual(wanted)
      expect(new Set(pages.flat()).size).toBe(pages.flat().length)
    }
  })
})

test('a person’s articles and comments stand in one order, and none is lost between two pages at the same moment', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const said = {
    nic: 'Ada K.',
    account: 'Ada K.',
    nameKind: 'member' as const,
    format: 'markup' as const,
    text: 'So.',
    state: 'live' as const,
  }
  const minute = (n: number): number => NOON - n * MINUTE
  await site.article({
    comments: Array.from({ length: 41 }, (_, i) => ({ ...said, key: `c${i}`, postedAt: minute(Math.min(i, 38)) })),
    postedAt: minute(100),
  })
  const ids = []
  for (const at of [10.5, 38, 38, 50])
    ids.push(await site.article({ nic: 'Ada K.', account: 'Ada K.', postedAt: minute(at) }))
  const first = await read(site, urls.feed(urls.personFeed(ada.nic), 'xml'))
  const next = one(first, 'link', { rel: 'next' }).attributes['href']!.replace(base, '')
  const second = await read(site, next)
  const times = [...texts(first, 'published'), ...texts(second, 'published')]
  expect(times).toEqual([...times].sort().reverse())
  expect([times.length, texts(first, 'id').indexOf(`${base}/articles/${ids[0]}`)]).toEqual([45, 11])
  expect(texts(second, 'id').slice(-3)).toEqual([ids[2], ids[1], ids[3]].map((id) => `${base}/articles/${id}`))
  // The same again, with an article at the end of the first page.
  const after = await read(site, `/feeds/people/Ada%20K..xml?before=a${ids[2]}`)
  expect(texts(after, 'id')).toEqual([ids[1], ids[3]].map((id) => `${base}/articles/${id}`))
})

describe('Feeds of comments', () => {
  test('have live comments only, never held, removed, withdrawn or spam, and drop a removed one', async () => {
    const site = await openSite()
    const ada = await site.member('Ada K.')
    const states = ['live', 'held', 'withdrawn', 'removed'] as const
    const id = await site.article({
      comments: [
        ...states.map((state) => ({ ...guest, key: state, text: `This is ${state}.`, state })),
        { ...guest, key: 'spam', text: 'This is spam.', state: 'live' as const },
      ],
    })
    await write(site.deps, (db) =>
      db.updateTable('comments').set({ state: 'spam' }).where('source', '=', 'This is spam.').execute(),
    )
    await post(site, ada, id, 'Taken down later.')
    const addresses = ['/feeds/comments.xml', `/feeds/articles/${id}.xml`]
    for (const address of addresses)
      expect(texts(await read(site, address), 'content'), address).toEqual([
        '<p>Taken down later.</p>',
        '<p>This is live.</p>',
      ])
    // No act of a moderator does this yet; what it will drop are the thread and the lists.
    await write(site.deps, async (db) =>
      setState(
        db,
        (
          await db
            .selectFrom('comments')
            .select('id')
            .where('source', '=', 'Taken down later.')
            .executeTakeFirstOrThrow()
        ).id,
        'removed',
      ),
    )
    site.deps.pages.drop(topic.article(id), topic.lists)
    for (const address of addresses)
      expect(texts(await read(site, address), 'content'), address).toEqual(['<p>This is live.</p>'])
    expect(all(await read(site, '/feeds/people/Ada%20K..xml'), 'entry')).toEqual([])
  })

  test('say what each replies to: a comment or the article, never a hidden comment', async () => {
    const site = await openSite()
    const id = await site.article({
      comments: [
        { ...guest, key: 'a', text: 'Top.', state: 'live' },
        { ...guest, key: 'b', parent: 'a', text: 'Answer.', state: 'live' },
        { ...guest, key: 'c', text: 'Waiting.', state: 'held' },
        { ...guest, key: 'd', parent: 'c', text: 'Answers what waits.', state: 'live' },
      ],
    })
    const feed = await read(site, `/feeds/articles/${id}.xml`)
    const ids = await site.deps.db.selectFrom('comments').select('id').orderBy('id').execute()
    expect(all(feed, 'entry').map((entry) => one(entry, 'thr:in-reply-to').attributes['ref'])).toEqual([
      `${base}/articles/${id}`,
      `${base}/comments/${ids[0]!.id}`,
      `${base}/articles/${id}`,
    ])
    expect(one(feed, 'title').text).toBe('Comments on “The slipway is repainted”')
  })

  test('link members to their page, and never a picked nic', async () => {
    const site = await openSite()
    const ada = await site.member('Ada K.')
    const [one_, two] = [await site.article(), await site.article()]
    await post(site, ada, one_, 'As myself.')
    await post(site, ada, two, 'As another.', { nic: 'Wendorin 44' })
    const feed = await read(site, '/feeds/comments.xml')
    const authors = new Map(
      all(feed, 'entry').map((entry) => [
        one(one(entry, 'author'), 'name').text,
        all(one(entry, 'author'), 'uri').map(({ text }) => text),
      ]),
    )
    expect(authors).toEqual(
      new Map([
        ['Wendorin 44', []],
        ['Ada K.', [`${base}/people/Ada%20K.`]],
      ]),
    )
    for (const format of ['xml', 'json']) {
      expect((await site.get(`/feeds/people/Ada%20K..${format}`)).body).not.toMatch(/Wendorin|As another/)
      expect((await site.get(`/feeds/articles/${two}.${format}`)).body).not.toContain('Ada')
      expect((await site.get(`/feeds/people/Wendorin%2044.${format}`)).statusCode).toBe(404)
    }
  })

  test('show a comment exactly as its page does', async () => {
    const site = await openSite()
    const ada = await site.member('Ada K.')
    const id = await site.article()
    await post(
      site,
      ada,
      id,
      '<b>So</b> <squish>folded & long</squish>\n\n> quoted <x>\n\nhttps://other.example/?a=1&b=2',
    )
    const page = (await site.get(`/articles/${id}-the-slipway-is-repainted`)).body
    const [content] = texts(await read(site, `/feeds/articles/${id}.xml`), 'content')
    expect(page).toContain(`<div class="comment-body">${content}</div>`)
  })

  test('another spelling of a nic or a tag redirects to its feed', async () => {
    const site = await openSite()
    await site.member('Ada K.')
    const answer = await site.get('/feeds/people/ada%20k..json')
    expect([answer.statusCode, answer.headers.location]).toEqual([301, '/feeds/people/Ada%20K..json'])
    await site.article({ tags: ['Oil'] })
    expect((await site.get('/feeds/tags/oil.xml?before=1')).headers.location).toBe('/feeds/tags/Oil.xml?before=1')
  })

  test('an edited comment gets a new date', async () => {
    const site = await openSite()
    const id = await site.article({ comments: aThread('t', [null]) })
    await write(site.deps, (db) => db.updateTable('comments').set({ edited_at: NOON }).execute())
    expect(texts(await read(site, `/feeds/articles/${id}.xml`), 'updated')).toEqual([new Date(NOON).toISOString()])
  })

  test('a thread’s feed changes with a comment in that thread, and with nothing else', async () => {
    const site = await openSite()
    const ada = await site.member('Ada K.')
    const [here, there] = [await site.article(), await site.article()]
    const address = `/feeds/articles/${here}.xml`
    await site.get(address)
    await post(site, ada, there, 'Elsewhere.')
    expect(site.deps.pages.get(address, NOON)).toBeDefined()
    await post(site, ada, here, 'Here.')
    expect(site.deps.pages.get(address, NOON)).toBeUndefined()
    expect(texts(await read(site, address), 'content')).toEqual(['<p>Here.</p>'])
  })
})
