// Sending in news over HTTP: the address first, the form, the preview, what is stored, and who may.
import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { counted } from '../../support/counted.ts'
import { browserOf } from '../../support/jar.ts'
import { NOON, openSite, preparedSite, type Site } from '../../support/site.ts'

const openFilled = preparedSite((site) => site.article({ section: 'Science', tags: ['Night sky'] }))

const telescopes = {
  url: 'https://www.example.org/library/telescopes',
  headline: 'Library to lend telescopes',
  lede: 'Six instruments, bookable by the night.',
  body: 'The town library will lend six small telescopes.',
  section: 'science',
  tags: 'night SKY, Library',
}

const articles = (site: Site) => site.deps.db.selectFrom('articles').selectAll().orderBy('id').execute()
const sent = async (site: Site) => (await articles(site)).slice(1)
const tagsOf = async (site: Site, id: number) =>
  (
    await site.deps.db.selectFrom('article_tags').select('tag').where('article_id', '=', id).orderBy('tag').execute()
  ).map(({ tag }) => tag)

test('a link is asked for its address first, and then for the rest, with the address filled in', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const first = await site.get('/desk/links', nell)
  expect(first.statusCode).toBe(200)
  expect(first.body).toContain('name="url"')
  expect(first.body).not.toContain('name="headline"')
  const bad = await site.post('/desk/links', { url: 'example.org', action: 'continue' }, nell)
  expect([bad.statusCode, bad.body.includes('Put https:// at the front.')]).toEqual([422, true])
  expect(bad.body).toContain('value="example.org"')
  const second = await site.post('/desk/links', { url: telescopes.url, action: 'continue' }, nell)
  expect(second.statusCode).toBe(200)
  expect(second.body).toContain(`value="${telescopes.url}"`)
  expect(second.body).toContain('name="headline"')
})

test('what a member sends in waits for an editor, is published nowhere, and has the site’s spelling of its tags', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const before = (await site.get('/')).body
  const answer = await site.post('/desk/links', { ...telescopes, key: 'member-1', action: 'submit' }, nell)
  const [row] = await sent(site)
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `/desk/submissions/${row!.id}`])
  expect(row).toMatchObject({
    kind: 'link',
    state: 'waiting',
    headline: 'Library to lend telescopes',
    slug: 'library-to-lend-telescopes',
    source_url: telescopes.url,
    source_host: 'example.org',
    account_id: nell.id,
    nic: 'Nell',
    submitted_at: NOON,
    published_at: null,
    day: null,
    body_place: 'submission',
    body_html: '<p>The town library will lend six small telescopes.</p>',
  })
  expect(await tagsOf(site, row!.id)).toEqual(['Library', 'Night sky'])
  expect((await site.get('/')).body).toBe(before)
  expect((await site.get(`/articles/${row!.id}`)).statusCode).toBe(404)
  const page = await site.get(`/desk/submissions/${row!.id}`, nell)
  expect(page.body).toContain('Waiting for an editor')
  expect(page.body).toContain('usually within two hours')
  expect((await site.get(`/desk/submissions/${row!.id}`, await site.member('Moss'))).statusCode).toBe(404)
})

test('a form pressed twice sends one article, pressed together too; the second press leads to the same place', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const press = () => site.post('/desk/articles', { ...telescopes, url: '', key: 'member-1', action: 'submit' }, nell)
  const answers = [...(await Promise.all([press(), press()])), await press()]
  const rows = await sent(site)
  expect(rows).toHaveLength(1)
  expect(new Set(answers.map(({ headers }) => headers.location))).toEqual(new Set([`/desk/submissions/${rows[0]!.id}`]))
  site.advance(5 * MINUTE)
  expect((await press()).headers.location).toBe(`/desk/submissions/${rows[0]!.id}?done=again`)
  const other = await site.post('/desk/articles', { ...telescopes, url: '', key: 'member-2', action: 'submit' }, nell)
  expect(other.headers.location).toBe(`/desk/submissions/${rows[0]!.id}?done=again`)
  site.advance(HOUR)
  const later = { ...telescopes, url: '', key: 'member-3', reason: 'It is news again.' }
  expect((await site.post('/desk/articles', later, nell)).statusCode).toBe(303)
  expect(await sent(site)).toHaveLength(2)
})

test('a preview is the page of the article, with the form as typed below it, and stores nothing', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const answer = await site.post('/desk/links', { ...telescopes, action: 'preview' }, nell)
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toContain('<h1>Library to lend telescopes</h1>')
  expect(answer.body).toContain('<p class="stand">Six instruments, bookable by the night.</p>')
  expect(answer.body).toContain('<p>The town library will lend six small telescopes.</p>')
  expect(answer.body).toContain('rel="tag" href="/tags/Night%20sky"')
  expect(answer.body).toContain('form="post" name="action" value="submit"')
  expect(await sent(site)).toEqual([])
  // What is published later is what was shown.
  const editor = await site.member('Ed', 'editor')
  const bodyOf = (html: string) => /<div class="body article-body[^]*?<\/div>/.exec(html)![0]
  const published = await site.post('/desk/links', { ...telescopes, action: 'publish' }, editor)
  expect(bodyOf((await site.get(published.headers.location!)).body)).toBe(bodyOf(answer.body))
})

test.each(['/desk/links', '/desk/articles'])(
  '%s: every field empty comes back with the faults beside the fields',
  async (address) => {
    const site = await openFilled()
    const nell = await site.member('Nell')
    const answer = await site.post(address, { action: 'submit' }, nell)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('id="headline-h"')
    expect(answer.body).toContain('Write a headline.')
    expect(answer.body).toContain('Choose a section.')
    expect(await sent(site)).toEqual([])
  },
)

test('wrong input keeps the form as typed: too long, with markup, with control characters, in a section that is gone', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const press = (over: Record<string, string>) => site.post('/desk/links', { ...telescopes, ...over }, nell)
  for (const [field, most] of [
    ['headline', 200],
    ['lede', 1000],
    ['body', 200_000],
    ['reason', 500],
  ] as const) {
    const long = 'é'.repeat(most + 1)
    const answer = await press({ [field]: long })
    expect([field, answer.statusCode]).toEqual([field, 422])
    expect(answer.body).toContain(long)
  }
  for (const over of [{ section: 'nowhere' }, { section: "'; drop" }]) {
    const answer = await press(over)
    expect([answer.statusCode, answer.body.includes('Choose another.')]).toEqual([422, true])
  }
  expect((await press({ key: 'a\u0007b' })).statusCode).toBe(400)
  expect(await sent(site)).toEqual([])
  const odd = await press({
    headline: ' <b>Bold</b>\u0007 &\u202e news\t',
    lede: '<script>alert(1)</script>\u0000',
    body: 'a\u0008b <script>alert(1)</script> <ednote>not mine</ednote>',
  })
  expect(odd.statusCode).toBe(303)
  expect(await sent(site)).toMatchObject([
    {
      headline: '<b>Bold</b> & news',
      lede: '<script>alert(1)</script>',
      body_html: '<p>ab &lt;script&gt;alert(1)&lt;/script&gt; &lt;ednote&gt;not mine&lt;/ednote&gt;</p>',
    },
  ])
})

test('the longest article fits into a form, percent-encoded in four-byte letters', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const body = '🔭'.repeat(200_000)
  expect((await site.post('/desk/articles', { ...telescopes, body }, nell)).statusCode).toBe(303)
  expect((await sent(site))[0]!.body_source).toBe(body)
})

test('a stranger signs in first and comes back; a text that arrives without a session is kept, and signing in brings it', async () => {
  const site = await openFilled()
  const browser = browserOf(site)
  const get = await browser.get('/desk/links')
  expect([get.statusCode, get.headers.location]).toEqual([302, '/accounts/login?next=%2Fdesk%2Flinks'])
  const press = await browser.post('/desk/links', { ...telescopes, key: 'member-1' })
  expect(press.statusCode).toBe(403)
  expect(press.body).toContain('sign in, and your text comes back')
  expect(press.body).toContain(telescopes.headline)
  expect(await sent(site)).toEqual([])
  const key = /name="key" value="([^"]*)"/.exec(press.body)![1]!
  const draft = /name="draft" value="([^"]*)"/.exec(press.body)![1]!
  const login = await browser.post('/desk/links', { ...telescopes, key, draft, action: 'sign-in' })
  const id = draft.split('.')[0]
  expect(login.headers.location).toBe(`/accounts/login?next=%2Fdesk%2Fdrafts%2F${id}`)
  const nell = await site.member('Nell')
  expect((await site.get(`/desk/drafts/${id}`, nell)).statusCode).toBe(404)
  browser.signIn(nell)
  const back = await browser.get(`/desk/drafts/${id}`)
  expect([back.statusCode, back.body.includes(telescopes.body)]).toEqual([200, true])
  expect((await browser.post('/desk/links', { ...telescopes, key: 'member-2', draft })).statusCode).toBe(303)
  expect(await site.deps.db.selectFrom('article_drafts').selectAll().execute()).toEqual([])
})

test('a member whose site takes no news from members reads why, and a text that arrives is not lost', async () => {
  const site = await openFilled()
  const [nell, ed] = [await site.member('Nell'), await site.member('Ed', 'editor')]
  await site.set('submitters', 'editors')
  const page = await site.get('/desk/articles', nell)
  expect([page.statusCode, page.body.includes('only editors post news')]).toEqual([403, true])
  const press = await site.post('/desk/links', telescopes, nell)
  expect([press.statusCode, press.body.includes(telescopes.body)]).toEqual([403, true])
  expect((await site.get('/desk/articles', ed)).statusCode).toBe(200)
  await site.set('submitters', 'trusted')
  expect((await site.get('/desk/links', nell)).body).toContain('members whom an editor trusts')
})

test('a guest signs with a name that no member has, and gets a receipt', async () => {
  const site = await openFilled()
  await site.member('Nell')
  await site.set('submitters', 'guests')
  const browser = browserOf(site)
  const taken = await browser.post('/desk/links', { ...telescopes, nic: 'NeII', key: 'k' })
  expect([taken.statusCode, taken.body.includes('belongs to a member')]).toEqual([422, true])
  const press = () => browser.post('/desk/links', { ...telescopes, nic: 'Wren', key: 'k' })
  const answer = await press()
  expect(answer.headers.location).toMatch(/^\/desk\/receipts\/[\w-]{43}$/)
  expect(await sent(site)).toMatchObject([{ nic: 'Wren', account_id: null, state: 'waiting' }])
  const receipt = await site.get(answer.headers.location!)
  expect(receipt.body).toContain('Waiting for an editor')
  expect(receipt.body).toContain(answer.headers.location)
  const again = await press()
  expect(again.headers.location).toMatch(/^\/desk\/receipts\//)
  expect(await sent(site)).toHaveLength(1)
  expect((await site.get('/desk/receipts/nothing')).statusCode).toBe(404)
})

test('whoever may publish does so with one press: the article is on the front page at once, and counted', async () => {
  const site = await openFilled()
  const [nell, ed] = [await site.member('Nell'), await site.member('Ed', 'editor')]
  expect((await site.get('/desk/articles', nell)).body).not.toContain('Publish now')
  const refused = await site.post('/desk/articles', { ...telescopes, action: 'publish' }, nell)
  expect([refused.statusCode, refused.body.includes(telescopes.body)]).toEqual([403, true])
  await site.get('/')
  const answer = await site.post(
    '/desk/articles',
    { ...telescopes, body: 'Mine.\n<ednote>Ours.</ednote>', action: 'publish' },
    ed,
  )
  const [row] = await sent(site)
  expect(answer.headers.location).toBe(`/articles/${row!.id}-library-to-lend-telescopes`)
  expect(row).toMatchObject({ state: 'published', published_at: NOON, day: '2030-03-12', body_place: 'article' })
  expect(row!.body_html).toContain('<p class="ednote">Ours.</p>')
  expect((await site.get('/')).body).toContain('Library to lend telescopes')
  expect((await site.get('/sections/science')).body).toContain('Library to lend telescopes')
  expect(wordsOn((await site.get('/moderation/log')).body)).toContain('Ed published a submission')
  await counted(site)
})

test('a member whom editors trust publishes with one press where the site allows it, and the pages beside it show the article', async () => {
  const site = await openFilled()
  const [nell, ed] = [await site.member('Nell'), await site.member('Ed', 'editor')]
  await site.post('/desk/trusts', { nic: 'Nell', action: 'trust' }, ed)
  const press = () => site.post('/desk/articles', { ...telescopes, action: 'publish' }, nell)
  expect((await press()).statusCode).toBe(403)
  await site.set('trustedPublish', true)
  const neighbor = '/articles/1-the-slipway-is-repainted'
  expect((await site.get(neighbor)).body).not.toContain('Library to lend telescopes')
  expect((await press()).headers.location).toBe('/articles/2-library-to-lend-telescopes')
  expect((await site.get(neighbor)).body).toContain('Library to lend telescopes')
  await counted(site)
})

test('how many can be sent in is said before writing; one too many answers 429 with the text', async () => {
  const site = await openSite({ RATE_LIMITS: 'on' })
  await site.article({ section: 'Science' })
  const nell = await site.member('Nell')
  expect((await site.get('/desk/articles', nell)).body).toContain('You can send in 2 articles in 24 hours.')
  const press = (n: number) => site.post('/desk/articles', { ...telescopes, url: '', headline: `News ${n}` }, nell)
  expect([(await press(1)).statusCode, (await press(2)).statusCode]).toEqual([303, 303])
  expect((await site.get('/desk/articles', nell)).body).toContain('The next one in 24 hours.')
  const third = await press(3)
  expect([third.statusCode, third.headers['retry-after']]).toEqual([429, String(24 * 3600)])
  expect(third.body).toContain(telescopes.body)
  site.advance(24 * HOUR)
  expect((await press(3)).statusCode).toBe(303)
})

test('the site’s filters apply: words are replaced and shown in the preview, and a refused text is refused beside its field', async () => {
  const site = await openFilled()
  const [nell, mo] = [await site.member('Nell'), await site.member('Mo', 'moderator')]
  const turnOn = async (over: Record<string, string>) => {
    const made = await site.post(
      '/moderation/filters',
      { kind: 'word', whole_words: 'on', replacement: '', applies_to: 'everybody', reason: 'Advertising', ...over },
      mo,
    )
    const number = /filters\/(\d+)/.exec(String(made.headers.location))![1]
    await site.post(`/moderation/filters/${number}/rehearsals`, { days: '30' }, mo)
    await site.post(`/moderation/filters/${number}/switches`, { action: 'on', reason: '' }, mo)
  }
  await turnOn({ name: 'Names', match_text: 'telescopes', action: 'replace', replacement: 'spyglasses' })
  await turnOn({ name: 'Gambling', match_text: 'casino', action: 'refuse' })
  await turnOn({ name: 'Waits', match_text: 'library', action: 'hold' })
  const preview = await site.post('/desk/links', { ...telescopes, action: 'preview' }, nell)
  expect(preview.body).toContain('<h1>Library to lend spyglasses</h1>')
  expect(preview.body).toContain('This site replaced:')
  const refused = await site.post('/desk/links', { ...telescopes, lede: 'By the casino.' }, nell)
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toMatch(/id="lede-h">.*casino/)
  expect((await site.post('/desk/links', telescopes, nell)).statusCode).toBe(303)
  expect((await sent(site))[0]).toMatchObject({
    state: 'waiting',
    body_source: 'The town library will lend six small spyglasses.',
  })
})

test('a silenced member cannot send, a warned one confirms first, and a banned one keeps the text', async () => {
  const site = await openFilled()
  const [nell, mo] = [await site.member('Nell'), await site.member('Mo', 'moderator')]
  const press = (over: Record<string, string> = {}) => site.post('/desk/links', { ...telescopes, ...over }, nell)
  await site.post('/moderation/warnings', { nic: 'Nell', reason: 'Be kind' }, mo)
  const warned = await press()
  expect([warned.statusCode, warned.body.includes('Be kind')]).toEqual([403, true])
  const action = /name="action" value="(acknowledge-\d+)"/.exec(warned.body)![1]!
  const confirmed = await press({ action })
  expect([confirmed.statusCode, confirmed.body.includes(telescopes.body)]).toEqual([200, true])
  const reason = { nic: 'Nell', reason: 'Enough for now', until: '2030-03-13' }
  await site.post('/moderation/silences', reason, mo)
  expect([(await press()).statusCode, (await press({ action: 'preview' })).statusCode]).toEqual([403, 200])
  await site.post('/moderation/bans', reason, mo)
  const banned = await press()
  expect([banned.statusCode, banned.body.includes('/desk/drafts')]).toEqual([403, true])
  expect(await sent(site)).toEqual([])
  // The ban has ended the session, so the last press is a guest's.
  expect(await site.deps.db.selectFrom('article_drafts').select(['writer', 'body']).execute()).toEqual([
    { writer: `account:${nell.id}`, body: telescopes.body },
    { writer: expect.stringMatching(/^guest:/), body: telescopes.body },
  ])
})

test('what is here already is shown beside the address and the headline, with its thread, and goes on with a reason', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const known = await site.article({
    kind: 'link',
    section: 'Science',
    source: { url: 'http://m.example.org/library/telescopes/?utm_source=x#top' },
    headline: 'Telescopes on a library card',
  })
  const press = (over: Record<string, string>) => site.post('/desk/links', { ...telescopes, ...over }, nell)
  const first = await press({ action: 'continue', headline: '', lede: '', body: '' })
  const thread = `href="/articles/${known}-telescopes-on-a-library-card#comments"`
  expect(first.body).toContain('The same address was published')
  expect(first.body).toContain(thread)
  expect((await press({ action: 'preview' })).body).toContain(thread)
  const asked = await press({})
  expect([asked.statusCode, asked.body.includes(telescopes.body)]).toEqual([422, true])
  expect(asked.body).toMatch(/id="reason-h">.*Say what yours adds, or join the thread there/)
  expect((await press({ reason: ' \u200b ' })).statusCode).toBe(422)
  expect((await press({ reason: 'It has the opening hours.' })).statusCode).toBe(303)
  const [, row] = await sent(site)
  expect(row).toMatchObject({ state: 'waiting', duplicate_reason: 'It has the opening hours.' })
  // A press that only repeats is not asked about itself.
  expect((await press({ reason: 'It has the opening hours.' })).headers.location).toBe(`/desk/submissions/${row!.id}`)
})

test('a headline that is nearly known is pointed at, and needs a reason; what waits is not shown to others', async () => {
  const site = await openFilled()
  const [nell, moss] = [await site.member('Nell'), await site.member('Moss')]
  await site.article({ section: 'Science', headline: 'Library to lend six telescopes to anybody' })
  const near = { ...telescopes, url: '', headline: 'Library to lend telescopes to anybody' }
  const preview = await site.post('/desk/articles', { ...near, action: 'preview' }, nell)
  expect(preview.body).toContain('Nearly the same headline was published')
  const stopped = await site.post('/desk/articles', near, nell)
  expect([stopped.statusCode, stopped.body.includes('Nearly the same headline was published')]).toEqual([422, true])
  expect(stopped.body).toContain('An article with nearly this headline is here already.')
  expect((await site.post('/desk/articles', { ...near, reason: 'Six more.' }, nell)).statusCode).toBe(303)
  const other = await site.post('/desk/links', { ...telescopes, headline: 'Bridge closed', key: 'a' }, nell)
  expect(other.statusCode).toBe(303)
  const page = await site.post('/desk/links', { url: telescopes.url, action: 'continue' }, moss)
  expect(page.body).toContain('The same address was sent in')
  expect(page.body).not.toContain('Bridge closed')
})

test('a section that an admin closes while somebody writes takes no article, and the form comes back as typed', async () => {
  const site = await openFilled()
  await site.article({ section: 'Letters' })
  const nell = await site.member('Nell')
  await site.deps.store.writer.updateTable('sections').set({ closed_at: NOON }).where('slug', '=', 'science').execute()
  const answer = await site.post('/desk/links', { ...telescopes, key: 'closed', action: 'submit' }, nell)
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('This section takes no articles any longer. Choose another.')
  expect(answer.body).toContain(telescopes.headline)
  expect((await site.get('/desk/articles', nell)).body).not.toContain('value="science"')
})
