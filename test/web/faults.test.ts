// When the database fails, the reader gets a sentence and their text, and no internals.
import { expect, test } from 'vitest'
import { write } from '../../src/db/write.ts'
import { aThread, openSite } from '../support/site.ts'

test('a broken database gives a sentence without internals, and the text back', async () => {
  const site = await openSite()
  const id = await site.article()
  await site.deps.store.reader.destroy()
  const answer = await site.post('/comments', { article: String(id), body: 'Do not lose me.', action: 'post' })
  expect(answer.statusCode).toBe(500)
  expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
  expect(answer.body).toContain('Something went wrong.')
  expect(answer.body).toContain('Do not lose me.')
  expect(answer.body).not.toMatch(/sqlite|kysely|driver|FST_|\bat \//i)
})

test('a page that many ask for at once is made once, and one asked for after a change is made after it', async () => {
  const site = await openSite()
  await site.article()
  const cache = site.deps.pages
  let made = 0
  let finish = (): void => undefined
  const waiting = new Promise<void>((resolve) => (finish = resolve))
  const make = async () => {
    made += 1
    const mark = cache.mark()
    await waiting
    return cache.put('key', mark, {
      text: `made ${made}`,
      headers: {},
      expires: Infinity,
      topics: ['lists'],
      articleId: null,
    })
  }
  const first = [cache.once('key', make), cache.once('key', make)]
  expect(made).toBe(1)
  cache.drop('lists')
  const late = cache.once('key', make)
  finish()
  const [one, two] = await Promise.all(first)
  expect(one).toBe(two)
  expect(await late).not.toBe(one)
  expect(made).toBe(2)
})

test('a missing page offers a search for the words that its address seems to mean', async () => {
  const site = await openSite()
  const looksFor = async (url: string): Promise<string | undefined> => {
    const answer = await site.get(url)
    expect(answer.statusCode).toBe(404)
    expect(answer.body).toContain('action="/search" role="search"')
    return /name="q" type="search" value="([^"]*)"/.exec(answer.body)?.[1]
  }
  expect(await looksFor('/articles/99-the-old-tide-gauge?view=flat')).toBe('the old tide gauge')
  expect(await looksFor('/2012/05/a%20cello_again.html')).toBe('a cello again')
  expect(await looksFor('/archive/1999/01/02')).toBe('')
  expect(await looksFor('/tags/caf%C3%A9')).toBe('café')
  expect(await looksFor('/%E0%A4%A')).toBe('')
  expect(await looksFor(`/${'x'.repeat(1500)}`)).toHaveLength(60)
  expect(await looksFor('/articles/99-%22%3E%3Cscript%3E')).toBe('script')
})

test('an unpublished article is gone, not missing, and nothing of it is shown', async () => {
  const site = await openSite()
  const id = await site.article({
    comments: [
      {
        key: 'g',
        nic: 'Fogbank',
        nameKind: 'guest',
        postedAt: 1_800_000_000_000,
        text: 'I was here.',
        format: 'markup',
        state: 'live',
      },
    ],
  })
  await write(site.deps, (db) =>
    db.updateTable('articles').set({ state: 'unpublished' }).where('id', '=', id).execute(),
  )
  for (const url of [`/articles/${id}-the-slipway-is-repainted`, `/articles/${id}`, `/comments/new?article=${id}`]) {
    const { statusCode, body } = await site.get(url)
    expect(statusCode, url).toBe(410)
    expect(body).toContain('This was removed')
    expect(body).not.toMatch(/Bosun|Two coats|Fogbank|I was here/)
  }
  await write(site.deps, (db) =>
    db.updateTable('articles').set({ state: 'draft', published_at: null, day: null }).where('id', '=', id).execute(),
  )
  expect((await site.get(`/articles/${id}`)).statusCode).toBe(404)
})

test('a rate limit on registration gives back the nic and the e-mail address, never the password', async () => {
  const site = await openSite({ RATE_LIMITS: 'on' })
  const press = () =>
    site.post('/accounts/register', { nic: 'Kelp & Sons', email: 'kelp@example.org', password: 'slack water' })
  for (let i = 0; i < 20; i++) await press()
  const { statusCode, headers, body } = await press()
  expect(statusCode).toBe(429)
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  expect(body).toContain('value="Kelp &amp; Sons"')
  expect(body).toContain('value="kelp@example.org"')
  expect(body).not.toContain('slack water')
})

test('a removed comment is gone on its own page, and a tombstone with replies or in its thread', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('g', [null, 0, null]) })
  const [parent, , alone] = (await site.deps.db.selectFrom('comments').select('id').orderBy('number').execute()).map(
    (row) => row.id,
  )
  await write(site.deps, (db) =>
    db.updateTable('comments').set({ state: 'removed' }).where('id', 'in', [parent!, alone!]).execute(),
  )
  const page = await site.get(`/comments/${alone}/thread`)
  expect(page.statusCode).toBe(410)
  expect(page.body).toContain('This comment was removed, or withdrawn by its author.')
  expect(page.body).toContain('#comments">The thread</a>')
  expect(page.body).not.toContain('Comment number 2.')
  expect((await site.get(`/comments/${alone}`)).headers.location).toMatch(new RegExp(`#c${alone}$`))
  const branch = await site.get(`/comments/${parent}/thread`)
  expect(branch.statusCode).toBe(200)
  expect(branch.body).toContain('Comment number 1.')
  for (const state of ['held', 'spam'] as const) {
    await write(site.deps, (db) => db.updateTable('comments').set({ state }).where('id', '=', alone!).execute())
    for (const url of [`/comments/${alone}`, `/comments/${alone}/thread`])
      expect((await site.get(url)).statusCode, `${state} ${url}`).toBe(404)
  }
})

test('the comments of a withdrawn article are gone with it', async () => {
  const site = await openSite()
  const id = await site.article({ comments: aThread('g', [null]) })
  const comment = (await site.deps.db.selectFrom('comments').select('id').executeTakeFirstOrThrow()).id
  await write(site.deps, (db) => db.updateTable('articles').set({ state: 'withdrawn' }).where('id', '=', id).execute())
  for (const url of [`/comments/${comment}`, `/comments/${comment}/thread`]) {
    const answer = await site.get(url)
    expect(answer.statusCode, url).toBe(410)
    expect(answer.body).not.toContain('Comment number')
  }
})

test('too many comments bring back every field, in a form that can be sent again', async () => {
  const site = await openSite({ RATE_LIMITS: 'on' })
  const id = await site.article()
  const ada = await site.member('Ada')
  const press = (body: string) =>
    site.post(
      '/comments',
      {
        article: String(id),
        nic: 'Ada',
        email: 'ada@example.org',
        website: 'https://example.org/',
        body,
        action: 'post',
      },
      ada,
    )
  for (let i = 0; i < 10; i++) await press(`Number ${i}.`)
  const { statusCode, headers, body } = await press('\n<b>One</b> too many.')
  expect(statusCode).toBe(429)
  expect(Number(headers['retry-after'])).toBe(300)
  expect(body).toContain('You can post the next one in 5 minutes.')
  expect(body).toMatch(/<form class="post form" id="post"[^>]* action="\/comments" method="post"/)
  expect(body).toContain('>\n\n&lt;b&gt;One&lt;/b&gt; too many.</textarea>')
  expect(body).toMatch(/name="website"[^>]* value="https:\/\/example\.org\/"/)
  expect(body).toContain('>Post comment</button>')
})

test('a form from another site is refused unread: the page shows nothing of it, and offers nothing to send', async () => {
  const site = await openSite()
  const id = await site.article()
  const answer = await site.post('/comments', { article: String(id), body: 'Not mine.' }, null, {
    'sec-fetch-site': 'cross-site',
  })
  expect(answer.statusCode).toBe(403)
  expect(answer.body).not.toMatch(/Not mine|Send it again/)
})

test('a form sent to an address without one says so, and gives every text back', async () => {
  const site = await openSite()
  const answer = await site.post('/archive', {
    headline: 'A tide',
    lede: 'In short.',
    body: 'At length.',
    password: 'slack water',
  })
  expect(answer.statusCode).toBe(404)
  expect(answer.body).toContain(
    'Your text is safe: it is below. Nothing was saved. No form of this site has this address.',
  )
  for (const text of ['A tide', 'In short.', 'At length.']) expect(answer.body).toContain(text)
  expect(answer.body).not.toMatch(/slack water|Send it again/)
})

test('a guest who sends a form that needs an account signs in in a new tab, and sends it again', async () => {
  const site = await openSite()
  const id = await site.article()
  const answer = await site.post('/moderation/closures', { article: String(id), reason: 'Said enough.' })
  expect(answer.statusCode).toBe(403)
  expect(answer.body).toContain('Your text is safe: it is below. Sign in in a new tab, then send this again.')
  expect(answer.body).toMatch(/href="\/accounts\/login[^"]*" target="_blank">Sign in/)
  expect(answer.body).toMatch(
    /action="\/moderation\/closures" method="post">\s*<input type="hidden" name="article" value="1">/,
  )
  expect(
    (await site.post('/moderation/closures', { article: String(id), reason: 'Said enough.' }, await site.member('Ada')))
      .body,
  ).not.toContain('Send it again')
})
