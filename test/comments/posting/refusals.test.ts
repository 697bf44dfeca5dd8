// Refused requests: the status of the specification, a sentence, and everything typed returned.
import { describe, expect, test } from 'vitest'
import { postComment } from '../../../src/comments/posting/actions.ts'
import { closeThread } from '../../../src/moderation/threads/closure-actions.ts'
import { DRAFT_RETENTION_MS, limits, routeRateLimits } from '../../../src/settings.ts'
import { DAY, HOUR } from '../../../src/time.ts'
import { browserOf } from '../../support/jar.ts'
import { aThread, type Member, openSite, type Site } from '../../support/site.ts'
import { commentHtml, faultOn, fieldOn, linkOn, shown, textOn, wordsOn } from '../page.ts'

const body = 'First "line" & <b>more</b>.\n\n  Indented, </textarea> and all.'
const count = async (site: Site): Promise<number> =>
  (await site.deps.db.selectFrom('comments').select('id').execute()).length

async function open(env: Record<string, string> = {}) {
  const site = await openSite(env)
  const id = await site.article()
  const ada = await site.member('Ada Quill')
  const form = { article: String(id), nic: 'Ada Quill', email: 'ada@x.example', website: 'https://x.example', body }
  return { site, id, ada, form }
}

describe('Bad input gets 422, the form as it was typed, and the fault beside the field:', () => {
  const long = (n: number): string => 'é'.repeat(n)
  test.each<[string, string, Record<string, string>, RegExp]>([
    ['an empty comment', 'body', { body: '' }, /Write something/],
    ['a comment of spaces', 'body', { body: ' \n\t ' }, /Write something/],
    ['a comment of nothing but markup', 'body', { body: '<b></b>\n<i> </i>' }, /Write something/],
    [
      'a comment one character too long',
      'body',
      { body: long(limits.comment + 1) },
      /at most 10,000 characters\. This one has 10,001\./,
    ],
    ['an e-mail that is none', 'email', { email: 'not an address' }, /does not look like an e-mail/],
    ['an e-mail too long', 'email', { email: `${long(limits.email)}@x.example` }, /at most 254/],
    ['a website without https://', 'website', { website: 'x.example' }, /https:\/\/ at the front/],
    ['a website that is a script', 'website', { website: 'javascript:alert(1)' }, /begins with https/],
    ['a website that is none', 'website', { website: 'https://nowhere' }, /does not look like a web address/],
    ...['\u202e', '\u2066', '\u200f', '\u061c'].map((control): [string, string, Record<string, string>, RegExp] => [
      `a website with U+${control.codePointAt(0)!.toString(16)}`,
      'website',
      { website: `https://x.example/${control}gpj.exe` },
      /cannot contain characters that change the direction of writing/,
    ]),
    ['a website with a password', 'website', { website: 'https://a:b@x.example' }, /does not look like a web address/],
    ['a website too long', 'website', { website: `https://x.example/${'a'.repeat(limits.address)}` }, /at most 2,000/],
    ['a nic too short', 'nic', { nic: 'x' }, /2 to 40 characters/],
    ['a nic too long', 'nic', { nic: 'x'.repeat(limits.nic.max + 1) }, /2 to 40 characters/],
    ['a nic with a tag', 'nic', { nic: '<b>Ada</b>' }, /cannot contain/],
    ['a nic of the site’s', 'nic', { nic: 'Moderator' }, /reserved for the site/],
  ])('%s', async (_what, field, over, fault) => {
    const { site, ada, form } = await open()
    const typed = { ...form, ...over }
    const answer = await site.post('/comments', typed, ada)
    expect(answer.statusCode).toBe(422)
    expect(faultOn(answer.body, field)).toMatch(fault)
    for (const name of ['nic', 'email', 'website'] as const) expect(fieldOn(answer.body, name)).toBe(typed[name])
    expect(textOn(answer.body)).toBe(typed.body)
    expect(answer.body).toContain(`<li><a href="#${field}">`)
    expect(answer.body).toContain('Please fix one thing. Your text is safe.')
    expect(await count(site)).toBe(0)
  })

  test('a parent that does not exist, or of another article, is a fault, and the text is kept', async () => {
    const { site, ada, form } = await open()
    const elsewhere = await site.article({ comments: aThread('elsewhere', [null]) })
    const [other] = shown((await site.get(`/articles/${elsewhere}-the-slipway-is-repainted`)).body)
    for (const parent of [String(other), '99999', '0', '-1', '1e0', 'x']) {
      const answer = await site.post('/comments', { ...form, parent }, ada)
      expect(answer.statusCode).toBe(422)
      expect(wordsOn(answer.body)).toContain('The comment you are replying to is no longer in this thread.')
      expect(textOn(answer.body)).toBe(body)
    }
    expect(await count(site)).toBe(1)
  })

  test('all faults are shown at once, with their number in words', async () => {
    const { site, ada } = await open()
    const answer = await site.post(
      '/comments',
      { article: '1', nic: '', body: '', email: 'x', website: 'x', parent: '99' },
      ada,
    )
    expect(wordsOn(answer.body)).toContain('Please fix four things.')
    const five = await site.post(
      '/comments',
      { article: '1', nic: 'x', body: '', email: 'x', website: 'x', parent: '99' },
      ada,
    )
    expect(wordsOn(five.body)).toContain('Please fix five things.')
    expect(five.body.match(/<li><a href="#/g)!.length).toBeGreaterThanOrEqual(5)
  })

  test.each<[string, Record<string, string>]>([
    ['ten thousand characters, however many bytes they are', { body: '𠮷'.repeat(limits.comment) }],
    ['ten thousand characters with line ends of two', { body: `${'x'.repeat(99)}\r\n`.repeat(100).slice(0, -2) }],
    ['a website of two thousand characters', { website: `https://x.example/${'a'.repeat(limits.address - 18)}` }],
    ['a nic of two characters', { nic: 'Xy' }],
    ['a nic of forty', { nic: 'x'.repeat(40) }],
    ['neither e-mail nor website', { email: ' ', website: ' ' }],
  ])('but %s passes', async (_what, over) => {
    const { site, ada, form } = await open()
    expect((await site.post('/comments', { ...form, ...over }, ada)).statusCode).toBe(303)
  })
})

describe('A comment without an account, where only members comment,', () => {
  async function members() {
    const opened = await open()
    await opened.site.set('guests', 'membersOnly')
    return { ...opened, browser: browserOf(opened.site) }
  }

  test('is answered 403 with the text kept and a sign-in link that leads back to it', async () => {
    const { site, id, ada, form, browser } = await members()
    const [parent] = [
      Number(
        (await site.post('/comments', { ...form, body: 'First.' }, ada)).headers.location!.slice('/comments/'.length),
      ),
    ]
    const answer = await browser.post('/comments', { ...form, nic: 'Visitor', parent: String(parent) })
    expect(answer.statusCode).toBe(403)
    expect([
      textOn(answer.body),
      fieldOn(answer.body, 'nic'),
      fieldOn(answer.body, 'email'),
      fieldOn(answer.body, 'website'),
    ]).toEqual([body, 'Visitor', form.email, form.website])
    const login = linkOn(answer.body, 'Sign in and post')!
    const next = new URL(login, 'http://x').searchParams.get('next')!
    expect(next).toBe(`/comments/new?article=${id}&parent=${parent}`)
    expect(fieldOn((await browser.get(login)).body, 'next')).toBe(next)
    browser.signIn(ada)
    const back = await browser.get(next)
    expect([
      textOn(back.body),
      fieldOn(back.body, 'nic'),
      fieldOn(back.body, 'email'),
      fieldOn(back.body, 'parent'),
    ]).toEqual([body, 'Ada Quill', form.email, String(parent)])
    expect(back.headers['cache-control']).toBe('private, no-store')
    expect(await count(site)).toBe(1)
  })

  test('is kept for two weeks, for this browser and place alone', async () => {
    const { site, id, form, browser } = await members()
    await site.set('closeAfterDays', null)
    const other = await site.article()
    await browser.post('/comments', form)
    const at = async (query: string, who = browser): Promise<string | null> =>
      textOn((await who.get(`/comments/new?${query}`)).body)
    expect(await at(`article=${id}`)).toBe(body)
    expect(await at(`article=${other}`)).toBe('')
    expect(await at(`article=${id}`, browserOf(site))).toBe('')
    site.advance(DRAFT_RETENTION_MS)
    expect(await at(`article=${id}`)).toBe(body)
    site.advance(1)
    expect(await at(`article=${id}`)).toBe('')
    await browser.post('/comments', { ...form, article: String(other), body: 'Another.' })
    expect(await site.deps.db.selectFrom('drafts').select('body').execute()).toEqual([{ body: 'Another.' }])
  })

  test('keeps a text as long as a comment, and returns a longer one with the page', async () => {
    const { id, form, browser } = await members()
    const [longest, tooLong] = ['x'.repeat(limits.comment), 'y'.repeat(limits.comment * 3)]
    expect((await browser.post('/comments', { ...form, body: longest })).statusCode).toBe(403)
    const refused = await browser.post('/comments', { ...form, body: tooLong })
    expect([refused.statusCode, textOn(refused.body)]).toEqual([403, tooLong])
    expect(textOn((await browser.get(`/comments/new?article=${id}`)).body)).toBe(longest)
  })

  test('can still be previewed and marked up', async () => {
    const { form, browser } = await members()
    for (const more of [{ action: 'preview' }, { tool: 'bold' }, { action: 'pick-nic' }, { action: 'own-nic' }])
      expect((await browser.post('/comments', { ...form, ...more })).statusCode).toBe(200)
  })
})

describe('A comment on a closed thread', () => {
  const refuse = async (site: Site, form: Record<string, string>, as: Member | null): Promise<void> => {
    const answer = await site.post('/comments', form, as)
    expect(answer.statusCode).toBe(409)
    expect(textOn(answer.body)).toBe(form['body'])
    expect(wordsOn(answer.body)).toContain('Sorry. Comments have been closed on this article.')
    expect(answer.body).not.toContain('name="body"')
  }

  test('that a moderator closed is refused with 409 and the text returned, for members and strangers', async () => {
    const { site, id, ada, form } = await open()
    const mo = await site.member('Mo', 'moderator')
    await site.post('/moderation/closures', { article: String(id), reason: 'Said enough' }, mo)
    for (const who of [ada, null, await site.member('Ed', 'editor')]) await refuse(site, { ...form, nic: '' }, who)
    expect(wordsOn((await site.post('/comments', form, ada)).body)).toContain(
      'Closed by Mo, 12 March 2030, 14:25. Reason: Said enough.',
    )
    expect(await count(site)).toBe(0)
  })

  test('that its age closed is refused the same', async () => {
    const { site, form } = await open()
    site.advance(14 * DAY - 7 * HOUR)
    const ada = await site.member('Ada')
    expect((await site.post('/comments', { ...form, nic: 'Ada' }, ada)).statusCode).toBe(303)
    site.advance(HOUR)
    await refuse(site, { ...form, nic: 'Ada', body: 'Too late.' }, ada)
  })

  test('that is closed during the request is refused too', async () => {
    const { site, id, ada, form } = await open()
    const mo = await site.member('Mo', 'moderator')
    const [, outcome] = await Promise.all([
      closeThread(site.deps, { ...mo, commentCount: 0, trusted: false }, id, 'Said enough'),
      postComment(
        site.deps,
        { ...ada, commentCount: 0, trusted: false },
        { ...form, parent: '', key: '', action: 'post', tool: '' },
      ),
    ])
    expect(outcome).toMatchObject({ kind: 'refused', refusal: 'threadClosed', thread: { closed: true } })
    expect(await count(site)).toBe(0)
  })

  test('is accepted from moderators, marked as after the closing', async () => {
    const { site, id, ada, form } = await open()
    const mo = await site.member('Mo', 'moderator')
    await site.post('/comments', { ...form, body: 'In time.' }, ada)
    site.advance(1000)
    await site.post('/moderation/closures', { article: String(id), reason: 'Said enough' }, mo)
    site.advance(1000)
    const page = await site.get(`/articles/${id}-the-slipway-is-repainted`, mo)
    expect(fieldOn(page.body, 'nic')).toBe('Mo')
    expect(
      (await site.post('/comments', { article: String(id), nic: 'Mo', body: 'A last word.' }, mo)).statusCode,
    ).toBe(303)
    const after = (await site.get(`/articles/${id}-the-slipway-is-repainted`)).body
    const [first, second] = shown(after)
    expect(commentHtml(after, second!)).toContain('After closing')
    expect(commentHtml(after, first!)).not.toContain('After closing')
    expect(after).not.toContain('href="/comments/new')
  })
})

describe('A request that no form of the site sends:', () => {
  test.each(['99999', '0', '01', '+1', '1e0', '1.0', ' 1', '1 ', '-1', '', 'x', '１', '9'.repeat(30)])(
    'article %j is missing: 404 with the text returned',
    async (article) => {
      const { site, ada, form } = await open()
      const answer = await site.post('/comments', { ...form, article }, ada)
      expect(answer.statusCode).toBe(404)
      expect(textOn(answer.body)).toBe(body)
    },
  )

  test('an unknown field is 400, and so is a field sent twice', async () => {
    const { site, ada, form } = await open()
    expect((await site.post('/comments', { ...form, colour: 'red' }, ada)).statusCode).toBe(400)
    const twice = await site.app.inject({
      method: 'POST',
      url: '/comments',
      headers: {
        host: 'localhost:3000',
        cookie: ada.cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
      },
      payload: `${new URLSearchParams(form)}&body=again`,
    })
    expect(twice.statusCode).toBe(400)
    expect(await count(site)).toBe(0)
  })

  test.each([
    ['text/plain', 'hello'],
    ['multipart/form-data', '--x--'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nThe pai'],
    ['application/json', '{"body":'],
    ['application/json', '[1]'],
    ['application/json', '{"article":1}'],
    ['application/json', '{"__proto__":{"a":"b"}}'],
  ])('a body of %s %s is 400', async (type, payload) => {
    const { site, ada } = await open()
    const answer = await site.app.inject({
      method: 'POST',
      url: '/comments',
      headers: { host: 'localhost:3000', cookie: ada.cookie, 'content-type': type, 'sec-fetch-site': 'same-origin' },
      payload,
    })
    expect(answer.statusCode).toBe(400)
  })

  test('a body over the limit of forms is 413', async () => {
    const { site, ada, form } = await open()
    expect((await site.post('/comments', { ...form, body: 'x'.repeat(limits.form) }, ada)).statusCode).toBe(413)
    expect(await count(site)).toBe(0)
  })

  test.each([
    '/comments/new?article=1&parent=1&parent=2',
    '/comments/new?article=1&draft=a&draft=b',
    '/comments/new?article=1&article=1',
    '/comments/1/thread?after=1&after=2',
    '/comments/new',
    '/comments/new?article=1%00',
    '/comments/new?article=99',
  ])('%s gets a response, not an error', async (url) => {
    const { site } = await open()
    expect([200, 404]).toContain((await site.get(url)).statusCode)
  })

  test.each([
    '/comments/+1',
    '/comments/01',
    '/comments/1e0',
    '/comments/-1',
    '/comments/1.0',
    '/comments/x',
    '/comments/99',
    '/comments/99/thread',
    '/nowhere',
    '/comments',
    '/comments/1/nowhere',
    '/comments/01/thread',
    '/comments/1%20',
  ])('%s is 404', async (url) => {
    const { site, ada, form } = await open()
    await site.post('/comments', form, ada)
    expect((await site.get('/comments/1')).statusCode).toBe(302)
    expect((await site.get(url)).statusCode).toBe(404)
  })
})

describe('A POST from another site', () => {
  const send = (
    site: Site,
    ada: Member,
    form: Record<string, string>,
    headers: Record<string, string>,
    url = '/comments',
  ) =>
    site.app.inject({
      method: 'POST',
      url,
      headers: {
        host: 'localhost:3000',
        cookie: ada.cookie,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      payload: new URLSearchParams(form).toString(),
    })

  test.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:3001' },
    { referer: 'https://evil.example/page' },
    { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' },
  ])('is refused with 403: %j', async (headers) => {
    const { site, ada, form } = await open()
    expect((await send(site, ada, form, headers)).statusCode).toBe(403)
    for (const url of ['/accounts/login', '/accounts/register', '/accounts/logout', '/theme', '/moderation/closures'])
      expect((await send(site, ada, {}, headers, url)).statusCode).toBe(403)
    expect(await count(site)).toBe(0)
    expect((await site.get('/', ada)).body).toContain('Sign out')
  })

  test.each<Record<string, string>>([
    { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost:3000', 'user-agent': 'Mozilla/5.0' },
    { referer: 'http://localhost:3000/articles/1' },
    { 'user-agent': 'curl/8.5' },
  ])('is none: %j', async (headers) => {
    const { site, ada, form } = await open()
    expect((await send(site, ada, form, headers)).statusCode).toBe(303)
  })
})

describe('A wrong Host', () => {
  test.each(['evil.example', 'localhost', 'localhost:3001', 'localhost:3000.evil.example', ''])(
    '%j is 421, for pages that are cached too',
    async (host) => {
      const { site, ada, form } = await open()
      await site.get('/')
      expect((await site.get('/', null, { host })).statusCode).toBe(421)
      expect((await site.post('/comments', form, ada, { host })).statusCode).toBe(421)
      expect(await count(site)).toBe(0)
    },
  )

  test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])('is not %s on loopback', async (host) => {
    const { site } = await open()
    expect((await site.get('/', null, { host })).statusCode).toBe(200)
  })

  test('is every other name where BASE_URL is public', async () => {
    const { site } = await open({ BASE_URL: 'https://news.example' })
    expect((await site.get('/')).statusCode).toBe(200)
    for (const host of ['localhost', '127.0.0.1:3000', 'www.news.example'])
      expect((await site.get('/', null, { host })).statusCode).toBe(421)
  })
})

describe('The rate limit', () => {
  test('is 429 with Retry-After and the text returned, from one address', async () => {
    const { site, id } = await open({ RATE_LIMITS: 'on' })
    const say = (i: number) =>
      browserOf(site).post('/comments', { article: String(id), nic: `Walker ${i}`, body: `Number ${i}.` })
    for (let i = 0; i < routeRateLimits.guestComment.max; i++) expect((await say(i)).statusCode).toBe(303)
    const answer = await say(99)
    expect(answer.statusCode).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(routeRateLimits.guestComment.window / 1000)
    expect(textOn(answer.body)).toBe('Number 99.')
    expect(wordsOn(answer.body)).toContain('10 guest comments in 5 minutes')
    expect(await count(site)).toBe(routeRateLimits.guestComment.max)
  })

  test('does not count previews and toolbar buttons as comments', async () => {
    const { site, ada, form } = await open({ RATE_LIMITS: 'on' })
    for (let i = 0; i < routeRateLimits.guestComment.max + 5; i++) {
      expect((await site.post('/comments', { ...form, action: 'preview' }, ada)).statusCode).toBe(200)
      expect((await site.post('/comments', { ...form, tool: 'bold' }, ada)).statusCode).toBe(200)
    }
    expect((await site.post('/comments', form, ada)).statusCode).toBe(303)
  })

  test('applies to previews with a limit of their own', async () => {
    const { site, ada, form } = await open({ RATE_LIMITS: 'on' })
    for (let i = 0; i < routeRateLimits.preview.max; i++)
      await site.post('/comments', { ...form, action: 'preview' }, ada)
    const answer = await site.post('/comments', { ...form, action: 'preview' }, ada)
    expect([answer.statusCode, textOn(answer.body)]).toEqual([429, body])
  })
})

describe('A caller that takes JSON gets problem details', () => {
  test.each<
    [
      number,
      (
        site: Site,
        ada: Member,
        form: Record<string, string>,
      ) => Promise<{ statusCode: number; headers: Record<string, unknown>; json: () => unknown }>,
    ]
  >([
    [400, (site, ada, form) => site.post('/comments', { ...form, colour: 'red' }, ada, { accept: 'application/json' })],
    [
      403,
      async (site, _ada, form) => {
        await site.set('guests', 'membersOnly')
        return site.post('/comments', form, null, { accept: 'application/json' })
      },
    ],
    [
      403,
      (site, ada) =>
        site.post('/moderation/closures', { article: '1', reason: 'x' }, ada, { accept: 'application/json' }),
    ],
    [404, (site) => site.get('/articles/99', null, { accept: 'application/json' })],
    [404, (site) => site.get('/nowhere', null, { accept: 'application/json' })],
    [
      413,
      (site, ada, form) =>
        site.post('/comments', { ...form, body: 'x'.repeat(limits.form) }, ada, { accept: 'application/json' }),
    ],
    [421, (site) => site.get('/', null, { accept: 'application/json', host: 'evil.example' })],
    [422, (site, ada, form) => site.post('/comments', { ...form, body: '' }, ada, { accept: 'application/json' })],
    [
      422,
      (site) =>
        site.post('/accounts/register', { nic: 'x', email: '', password: '' }, null, { accept: 'application/json' }),
    ],
    [422, (site) => site.post('/accounts/login', { nic: 'x', password: 'y' }, null, { accept: 'application/json' })],
  ])('with %i', async (status, ask) => {
    const { site, ada, form } = await open()
    const answer = await ask(site, ada, form)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.json()).toMatchObject({
      type: 'about:blank',
      status,
      title: expect.stringMatching(/\w/),
      detail: expect.stringMatching(/\w.*\.$/),
    })
  })

  test('and 409 on a closed thread', async () => {
    const { site, id, ada, form } = await open()
    const mo = await site.member('Mo', 'moderator')
    const close = () =>
      site.post('/moderation/closures', { article: String(id), reason: 'Said enough' }, mo, {
        accept: 'application/json',
      })
    expect((await close()).statusCode).toBe(303)
    for (const answer of [await site.post('/comments', form, ada, { accept: 'application/json' }), await close()])
      expect(answer.json()).toMatchObject({ status: 409, detail: expect.stringMatching(/closed/) })
  })
})

describe('Sign in and Register in a guest’s form', () => {
  test.each([
    ['sign-in', '/accounts/login'],
    ['register', '/accounts/register'],
  ])('%s keeps the text and leads back to it', async (action, address) => {
    const { site, id, ada, form } = await open()
    const browser = browserOf(site)
    const answer = await browser.post('/comments', { ...form, nic: 'Visitor', action })
    expect(answer.statusCode).toBe(303)
    const target = new URL(answer.headers.location!, 'http://x')
    expect(target.pathname).toBe(address)
    browser.signIn(ada)
    const back = await browser.get(target.searchParams.get('next')!)
    expect([textOn(back.body), fieldOn(back.body, 'nic')]).toEqual([body, 'Visitor'])
    const empty = await site.post('/comments', { article: String(id), body: ' ', action })
    expect(new URL(empty.headers.location!, 'http://x').searchParams.get('next')).toBe(`/comments/new?article=${id}`)
  })
})

test('an unknown button posts nothing and loses nothing', async () => {
  const { site, ada, form } = await open()
  for (const odd of [{ tool: 'zzz' }, { action: 'zzz' }]) {
    const answer = await site.post('/comments', { ...form, ...odd }, ada)
    expect([answer.statusCode, textOn(answer.body)]).toEqual([422, body])
  }
  expect(await count(site)).toBe(0)
})

test('the preview shows the name and the faults, and posts nothing', async () => {
  const { site, ada, form } = await open()
  expect(
    wordsOn((await site.post('/comments', { ...form, nic: 'Wobbin Tarlock 41', action: 'preview' }, ada)).body),
  ).toContain('Wobbin Tarlock 41 Preview, not posted yet')
  const answer = await site.post('/comments', { ...form, nic: 'а mixed аlphabet', action: 'preview' }, ada)
  expect([answer.statusCode, faultOn(answer.body, 'nic')]).toEqual([
    200,
    expect.stringMatching(/^Use one alphabet; that nic mixes several\. [A-Z][a-z]+ [A-Z][a-z]+ \d+ is free\.$/),
  ])
  expect(await count(site)).toBe(0)
})

test('an address with a slash too many leads to the one without', async () => {
  const { site } = await open()
  for (const [asked, meant] of [
    ['/archive/', '/archive'],
    ['/archive/2030/03/12/?x=1', '/archive/2030/03/12?x=1'],
  ] as const) {
    const answer = await site.get(asked)
    expect([answer.statusCode, answer.headers.location]).toEqual([301, meant])
  }
  expect((await site.get('//evil.example/')).statusCode).toBe(404)
})
