// Drafts of strangers: only keys that the site signed count, what they may store is limited, and planted cookies show nothing.
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { draftBudget, limits } from '../../../src/settings.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite, type Site } from '../../support/site.ts'
import { textOn, wordsOn } from '../page.ts'

const made = 'A'.repeat(43)
const text = 'Half a thought'

const save = (site: Site, article: number, body: string, headers: Record<string, string> = {}) =>
  site.post('/comments/drafts', { action: 'save', article: String(article), nic: 'Walker', body }, null, headers)

const kept = async (site: Site): Promise<string[]> =>
  (await site.deps.db.selectFrom('drafts').select('body').orderBy('id').execute()).map(({ body }) => body)

const cookieOf = (answer: Awaited<ReturnType<typeof save>>, name: string): string | undefined =>
  answer.cookies.find((one) => one.name === name)?.value

describe('A key that the site did not sign', () => {
  test.each([made, `${made}.${made}`, `${made}.`, '', `${made}.${made}.${made}`])(
    'is replaced by a signed one, and shows nothing: %j',
    async (planted) => {
      const site = await openSite()
      const article = await site.article()
      const answer = await save(site, article, text, { cookie: `bs_guest=${planted}; bs_draft=${planted}` })
      const given = cookieOf(answer, 'bs_guest')
      expect(given).toMatch(/^[\w-]{43}\.[\w-]{43}$/)
      for (const cookie of [`bs_guest=${planted}`, `bs_draft=${planted}`]) {
        expect((await site.get('/comments/drafts', null, { cookie })).body).not.toContain(text)
        expect((await site.get(`/comments/new?article=${article}`, null, { cookie })).body).not.toContain(text)
      }
      const own = await site.get('/comments/drafts', null, { cookie: `bs_guest=${given}` })
      expect(own.body).toContain(text)
    },
  )

  test('is signed if something was stored under it before keys were signed', async () => {
    const site = await openSite()
    const article = await site.article()
    const token = cookieOf(await save(site, article, text), 'bs_guest')!.split('.')[0]!
    const list = await site.get('/comments/drafts', null, { cookie: `bs_guest=${token}` })
    expect(list.body).toContain(text)
    expect(cookieOf(list, 'bs_guest')).toMatch(new RegExp(`^${token}\\.[\\w-]{43}$`))
    const page = await site.get(`/articles/${article}-the-slipway-is-repainted`, null, { cookie: `bs_draft=${token}` })
    expect([textOn(page.body), cookieOf(page, 'bs_draft')?.startsWith(`${token}.`)]).toEqual([text, true])
  })

  test('counts as a stranger in the limit of drafts', async () => {
    const site = await openSite({ RATE_LIMITS: 'on' })
    const article = String(await site.article())
    for (let n = 0; n < 25; n++)
      await site.post('/comments', { article, nic: 'W', body: `${n}`, action: 'preview' }, null, {
        cookie: `bs_guest=${String(n).padStart(43, 'k')}`,
      })
    expect((await kept(site)).length).toBe(20)
  })

  test('signed by another site is none of ours', async () => {
    const site = await openSite()
    const article = await site.article()
    const other = await openSite({ SECRET: 'another secret of at least 32 characters' })
    const key = cookieOf(await save(other, await other.article(), text), 'bs_guest')!
    expect(cookieOf(await save(site, article, text, { cookie: `bs_guest=${key}` }), 'bs_guest')).not.toBe(key)
  })
})

describe('The draft that signing in posts', () => {
  async function open() {
    const site = await openSite()
    await site.set('guests', 'membersOnly')
    const article = await site.article()
    await site.post('/accounts/register', {
      nic: 'Plimsoll',
      email: 'p@mail.example',
      password: 'a long sentence for a sailor',
    })
    const from = { 'user-agent': 'Their browser' }
    const refused = await site.post('/comments', { article: String(article), nic: '', body: text }, null, from)
    return { site, from, waiting: cookieOf(refused, 'bs_waiting')! }
  }

  test('is shown to the browser that wrote it', async () => {
    const { site, from, waiting } = await open()
    const page = await site.get('/accounts/login', null, { ...from, cookie: `bs_waiting=${waiting}` })
    expect(wordsOn(page.body)).toContain('Then post my comment')
  })

  test.each([
    ['planted in another browser', (waiting: string) => waiting, { 'user-agent': 'Another browser' }],
    ['of another draft', (waiting: string) => waiting.replace(/^\d+/, '2'), {}],
    ['with a made-up key', (waiting: string) => `${waiting.split('.')[0]}.${made}.${made}`, {}],
    ['with a bare key', (waiting: string) => waiting.split('.').slice(0, 2).join('.'), {}],
  ])('is not posted %s', async (_, change, headers) => {
    const { site, from, waiting } = await open()
    const planted = { ...from, ...headers, cookie: `bs_waiting=${change(waiting)}` }
    expect(wordsOn((await site.get('/accounts/login', null, planted)).body)).not.toContain('Then post my comment')
    const signedIn = await site.post(
      '/accounts/login',
      { nic: 'Plimsoll', password: 'a long sentence for a sailor', post: 'on' },
      null,
      planted,
    )
    expect(signedIn.headers.location).toBe('/')
    expect(await site.deps.db.selectFrom('comments').select('id').execute()).toEqual([])
  })
})

describe('What strangers store', () => {
  test('is no longer than a comment, in any letters', async () => {
    const site = await openSite()
    const article = await site.article()
    await save(site, article, '🙂'.repeat(limits.comment))
    await save(site, article, 'x'.repeat(limits.comment + 1))
    expect((await kept(site)).map((body) => [...body].length)).toEqual([limits.comment])
  })

  test('is limited for each network, and the rest can still save', async () => {
    const site = await openSite({ TRUST_PROXY: 'on' })
    const article = await site.article()
    const body = '🙂'.repeat(limits.comment)
    const fitting = Math.floor(draftBudget.network / (Buffer.byteLength(body) + 'Walker'.length + draftBudget.row))
    const from = (address: string, typed = body) => save(site, article, typed, { 'x-forwarded-for': address })
    for (let n = 0; n < fitting + 5; n++) expect((await from(`2001:db8::${n + 1}`)).statusCode).toBe(200)
    expect((await kept(site)).length).toBe(fitting)
    await from('2001:db8:0:1::1')
    await from('192.0.2.1')
    expect((await kept(site)).length).toBe(fitting + 2)
  })

  test('is limited for all of them; members are not concerned, nor is a draft that gets shorter', async () => {
    const site = await openSite()
    const article = await site.article()
    const ada = await site.member('Ada')
    const guest = browserOf(site)
    const form = { action: 'save', article: String(article), nic: 'Walker', body: text, key: 'one form' }
    await guest.post('/comments/drafts', form)
    await write(site.deps, (db) => db.updateTable('guest_text_sizes').set({ bytes: draftBudget.all }).execute())
    await save(site, article, 'A stranger’s')
    expect(await kept(site)).toEqual([text])
    await site.post('/comments/drafts', { ...form, body: 'A member’s' }, ada)
    expect(await kept(site)).toEqual([text, 'A member’s'])
    await guest.post('/comments/drafts', { ...form, body: 'Half' })
    expect(await kept(site)).toEqual(['Half', 'A member’s'])
    await save(site, article, 'A stranger’s')
    expect(await kept(site)).toEqual(['Half', 'A member’s', 'A stranger’s'])
  })

  test('is limited in the same way where they type into other forms', async () => {
    const site = await openSite()
    const type = (key: string, body: string, cookie = '') =>
      site.post(
        '/comments/drafts/texts',
        { action: 'save', page: '/accounts/appeals', field: 'body', key, body },
        null,
        {
          cookie,
        },
      )
    const texts = async () =>
      (await site.deps.db.selectFrom('unsent_texts').select('body').execute()).map((row) => row.body)
    const key = cookieOf(await type('one', text), 'bs_guest')
    await type('two', 'x'.repeat(limits.comment + 1))
    await type('three', 'Under a made-up key', `bs_guest=${made}`)
    expect(await texts()).toEqual([text, 'Under a made-up key'])
    await write(site.deps, (db) => db.updateTable('guest_text_sizes').set({ bytes: draftBudget.all }).execute())
    await type('four', 'One more')
    await type('one', 'Half', `bs_guest=${key}`)
    expect(await texts()).toEqual([text, 'Under a made-up key'])
    await write(site.deps, (db) => db.deleteFrom('unsent_texts').where('body', '=', 'Under a made-up key').execute())
    await type('one', 'Half', `bs_guest=${key}`)
    expect(await texts()).toEqual(['Half'])
  })

  test('beyond the limit is still in the page that refuses or previews it', async () => {
    const site = await openSite()
    const article = await site.article()
    await save(site, article, text)
    await write(site.deps, (db) => db.updateTable('guest_text_sizes').set({ bytes: draftBudget.all }).execute())
    const typed = { article: String(article), nic: 'W', body: 'Not lost', action: 'preview' }
    expect(textOn((await site.post('/comments', typed)).body)).toBe('Not lost')
  })
})
