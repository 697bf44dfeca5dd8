// Drafts: a text is saved before it can be refused, is shown in its place, and is private.

import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { DRAFT_RETENTION_MS, limits, personRateLimits } from '../../../src/settings.ts'
import { DAY } from '../../../src/time.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'
import { fieldOn, linkOn, shown, textOn, wordsOn } from '../page.ts'

async function open(env: Record<string, string> = {}) {
  const site = await openSite(env)
  const id = await site.article()
  const ada = await site.member('Ada')
  const [member, guest] = [browserOf(site), browserOf(site)]
  member.signIn(ada)
  const form = { article: String(id), nic: 'Ada', body: 'Half a thought' }
  const article = async (who: typeof member) => (await who.get(`/articles/${id}-the-slipway-is-repainted`)).body
  const kept = () =>
    site.deps.db.selectFrom('drafts').select(['writer', 'article_id', 'parent_id', 'body']).orderBy('id').execute()
  return { site, id, ada, member, guest, form, article, kept }
}

/** The draft that a page offers to throw away, or to send. */
const draftOn = (body: string): string => /name="draft" value="(\d+)"/.exec(body)![1]!

describe('A text is saved', () => {
  test.each(['member', 'guest'] as const)(
    'by every button of the form, and is shown in the form of the page: %s',
    async (who) => {
      const { form, article, kept, ...browsers } = await open()
      const browser = browsers[who]
      const key = 'one-page'
      for (const more of [{ action: 'preview' }, { tool: 'bold' }, { action: 'pick-nic' }, { action: 'own-nic' }]) {
        await browser.post('/comments', { ...form, ...more, key, body: `After ${JSON.stringify(more)}` })
        expect(textOn(await article(browser))).toBe(`After ${JSON.stringify(more)}`)
      }
      expect(await kept()).toHaveLength(1)
      expect(wordsOn(await article(browser))).toContain('Draft saved ')
    },
  )

  test('before it is refused for any fault, also when it is too long', async () => {
    const { member, form, article } = await open()
    for (const more of [
      { email: 'nonsense' },
      { nic: 'x' },
      { parent: '999' },
      { body: 'x'.repeat(limits.comment + 5) },
      { action: 'zzz' },
    ]) {
      const typed = { ...form, ...more }
      expect((await member.post('/comments', typed)).statusCode).toBe(422)
      expect(textOn(await article(member))).toBe(typed.body)
    }
  })

  test('before the rate limit refuses it: it is among the drafts, and the form that comes back links to them', async () => {
    const { member, form, id } = await open({ RATE_LIMITS: 'on' })
    for (let i = 0; i < personRateLimits[0].max; i++)
      expect((await member.post('/comments', { ...form, body: `One of many, number ${i}` })).statusCode).toBe(303)
    const answer = await member.post('/comments', { ...form, body: 'One too many' })
    expect([answer.statusCode, textOn(answer.body)]).toEqual([429, 'One too many'])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(linkOn(answer.body, 'Your drafts')).toBe('/comments/drafts')
    expect(textOn((await member.get(`/comments/new?article=${id}`)).body)).toBe('One too many')
  })

  test('for each writer and place separately, and deleted by posting it', async () => {
    const { site, id, member, guest, form, kept } = await open()
    const first = Number((await member.post('/comments', form)).headers.location!.slice('/comments/'.length))
    const elsewhere = String(await site.article())
    for (const more of [{}, { parent: String(first) }, { article: elsewhere }])
      await member.post('/comments', { ...form, ...more, body: 'Mine', action: 'preview' })
    await guest.post('/comments', { ...form, nic: 'Passer-by', body: 'Theirs', action: 'preview' })
    expect((await kept()).map((row) => [row.article_id, row.parent_id, row.body])).toEqual([
      [id, null, 'Mine'],
      [id, first, 'Mine'],
      [Number(elsewhere), null, 'Mine'],
      [id, null, 'Theirs'],
    ])
    await member.post('/comments', { ...form, parent: String(first), body: 'Mine' })
    expect((await kept()).map((row) => [row.article_id, row.parent_id, row.body])).toEqual([
      [id, null, 'Mine'],
      [Number(elsewhere), null, 'Mine'],
      [id, null, 'Theirs'],
    ])
  })

  test('while typing, by requests of the page every few seconds; an emptied one is deleted', async () => {
    const { guest, id, article, kept } = await open()
    const save = (body: string) =>
      guest.post('/comments/drafts', {
        action: 'save',
        article: String(id),
        parent: '',
        nic: 'Passer-by',
        email: '',
        website: '',
        body,
        key: 'one-page',
      })
    expect((await save('Letter by letter')).json()).toEqual({ others: 0 })
    const page = await article(guest)
    expect([textOn(page), fieldOn(page, 'nic')]).toEqual(['Letter by letter', 'Passer-by'])
    expect((await save(' ')).statusCode).toBe(200)
    expect(await kept()).toEqual([])
    expect(textOn(await article(guest))).toBe('')
  })

  test('neither for a missing article nor in a read-only database: then the response returns it', async () => {
    const { site, member, form, kept } = await open()
    expect(textOn((await member.post('/comments', { ...form, article: '999' })).body)).toBe(form.body)
    await write(site.deps, (db) =>
      sql`create trigger full_disk before insert on drafts begin select raise(abort, 'no'); end`.execute(db),
    )
    const answer = await member.post('/comments', { ...form, email: 'nonsense' })
    expect([answer.statusCode, textOn(answer.body)]).toEqual([422, form.body])
    expect((await member.post('/comments', form)).statusCode).toBe(303)
    expect(await kept()).toEqual([])
  })
})

describe('Drafts', () => {
  test('are listed for their writer alone, newest first, with links to continue and buttons to delete', async () => {
    const { site, id, member, guest, form } = await open()
    const first = Number((await member.post('/comments', form)).headers.location!.slice('/comments/'.length))
    await member.post('/comments', { ...form, body: 'On the article.', action: 'preview' })
    site.advance(60_000)
    await member.post('/comments', {
      ...form,
      body: 'A <b>reply</b> & more.',
      parent: String(first),
      action: 'preview',
    })
    const list = (await member.get('/comments/drafts')).body
    expect([...list.matchAll(/<div class="comment-body"><p>([^<]*)/g)].map((found) => found[1])).toEqual([
      'A &lt;b&gt;reply&lt;/b&gt; &amp; more.',
      'On the article.',
    ])
    expect(wordsOn(list)).toContain('To Ada , on The slipway is repainted')
    expect(wordsOn(list)).toContain('deleted after 26 March 2030')
    expect(list).toContain(`href="/comments/new?article=${id}&amp;parent=${first}&amp;draft=2"`)
    for (const other of [guest, browserOf(site)])
      expect(wordsOn((await other.get('/comments/drafts')).body)).toContain('No drafts.')
    const draft = draftOn(list)
    await guest.post('/comments/drafts', { action: 'discard', draft })
    expect((await member.get('/comments/drafts')).body).toContain('reply')
    for (let press = 0; press < 2; press++)
      expect((await member.post('/comments/drafts', { action: 'discard', draft })).headers.location).toBe(
        '/comments/drafts?done=1',
      )
    expect((await member.get('/comments/drafts?done=1')).body).not.toContain('reply&lt;')
  })

  test('can be deleted in the form', async () => {
    const { id, guest, form, article } = await open()
    await guest.post('/comments', { ...form, nic: 'Passer-by', action: 'preview' })
    const answer = await guest.post('/comments', { ...form, action: 'discard' })
    expect(answer.headers.location).toBe(`/articles/${id}-the-slipway-is-repainted#post`)
    expect(textOn(await article(guest))).toBe('')
  })

  test('expire two weeks after the last change', async () => {
    const { site, guest, form, article, kept } = await open()
    await site.set('closeAfterDays', null)
    await guest.post('/comments', { ...form, action: 'preview' })
    site.advance(DRAFT_RETENTION_MS)
    expect(textOn(await article(guest))).toBe(form.body)
    site.advance(1)
    expect(textOn(await article(guest))).toBe('')
    await guest.post('/comments', { ...form, article: String(await site.article()), body: 'New.', action: 'preview' })
    expect((await kept()).map((row) => row.body)).toEqual(['New.'])
  })

  test('of a guest make no shared page personal, and the guest’s own pages only while a draft exists', async () => {
    const { site, guest, form, article } = await open()
    await site.set('guests', 'open')
    await guest.post('/comments', { ...form, nic: 'Passer-by', action: 'preview' })
    expect(textOn(await article(browserOf(site)))).toBe('')
    expect(guest.cookies()).toContain('bs_draft /articles')
    await guest.post('/comments', { ...form, nic: 'Passer-by' })
    expect(guest.cookies()).not.toContain('bs_draft /articles')
    expect(textOn(await article(guest))).toBe('')
  })

  test('have no other action', async () => {
    const { member, id } = await open()
    expect((await member.post('/comments/drafts', { action: 'zzz', draft: '1' })).statusCode).toBe(422)
    expect((await member.post('/comments/drafts', { action: 'discard', draft: '01' })).statusCode).toBe(422)
    expect(
      (await member.post('/comments/drafts', { action: 'save', article: String(id), colour: 'red' })).statusCode,
    ).toBe(400)
  })
})

describe('A session that ended while the member was writing', () => {
  test.each(['expired', 'signed out elsewhere'])('keeps the text, and signing in posts it: %s', async (how) => {
    const { site, id, member, kept } = await open()
    const nic = 'Plimsoll'
    await site.post('/accounts/register', { nic, email: 'p@mail.example', password: 'a long sentence for a sailor' })
    const browser = browserOf(site)
    await browser.post('/accounts/login', { nic, password: 'a long sentence for a sailor' })
    const page = (await browser.get(`/articles/${id}-the-slipway-is-repainted`)).body
    if (how === 'expired') await write(site.deps, (db) => db.updateTable('sessions').set({ expires_at: 1 }).execute())
    else await browser.post('/accounts/logout', {})
    const form = {
      article: String(id),
      parent: '',
      nic,
      email: '',
      website: '',
      key: fieldOn(page, 'key')!,
      body: 'Written over lunch.',
    }
    const refused = await browser.post('/comments', form)
    expect([refused.statusCode, textOn(refused.body)]).toEqual([403, 'Written over lunch.'])
    expect(wordsOn(refused.body)).toContain('Your session has expired')
    expect(shown((await member.get(`/articles/${id}-the-slipway-is-repainted`)).body)).toEqual([])
    const login = (await browser.get(linkOn(refused.body, 'Sign in and post')!)).body
    expect(wordsOn(login)).toContain(
      'Then post my comment on “The slipway is repainted”, signed Plimsoll Written over lunch.',
    )
    const posted = await browser.post('/accounts/login', {
      nic,
      password: 'a long sentence for a sailor',
      next: '/',
      post: 'on',
    })
    expect(posted.headers.location).toMatch(/^\/comments\/\d+$/)
    expect(await site.deps.db.selectFrom('comments').select(['nic', 'name_kind', 'source', 'state']).execute()).toEqual(
      [{ nic, name_kind: 'member', source: 'Written over lunch.', state: 'live' }],
    )
    expect(await kept()).toEqual([])
    const again = await browser.post('/accounts/login', {
      nic,
      password: 'a long sentence for a sailor',
      next: '/',
      post: 'on',
    })
    expect(again.headers.location).toBe('/')
    expect(member.cookies().length).toBeGreaterThan(0)
  })

  test('posts nothing when the box is unticked, and leads to the form when it has a fault', async () => {
    const { site, id, form, kept } = await open()
    await site.set('guests', 'membersOnly')
    await site.post('/accounts/register', {
      nic: 'Plimsoll',
      email: 'p@mail.example',
      password: 'a long sentence for a sailor',
    })
    const browser = browserOf(site)
    const signIn = (more: Record<string, string>) =>
      browser.post('/accounts/login', {
        nic: 'Plimsoll',
        password: 'a long sentence for a sailor',
        next: '/latest',
        ...more,
      })
    await browser.post('/comments', { ...form, nic: '' })
    expect((await signIn({})).headers.location).toBe('/latest')
    expect(await kept()).toHaveLength(1)
    browser.forget('bs_session')
    await browser.post('/comments', { ...form, nic: 'Ada' })
    const back = await signIn({ post: 'on' })
    expect(back.headers.location).toBe(`/comments/new?article=${id}`)
    expect(textOn((await browser.get(String(back.headers.location))).body)).toBe(form.body)
  })

  test('posts nothing after signing in with another browser', async () => {
    const { site, guest, form } = await open()
    await site.set('guests', 'membersOnly')
    await site.post('/accounts/register', {
      nic: 'Plimsoll',
      email: 'p@mail.example',
      password: 'a long sentence for a sailor',
    })
    await guest.post('/comments', { ...form, nic: '' })
    const draft = (await site.deps.db.selectFrom('drafts').select('id').executeTakeFirstOrThrow()).id
    for (const cookie of ['', `bs_waiting=${draft}.${'A'.repeat(43)}`, 'bs_waiting=1', 'bs_waiting=.']) {
      const headers: Record<string, string> = cookie === '' ? {} : { cookie }
      expect(wordsOn((await site.get('/accounts/login', null, headers)).body)).not.toContain('Then post my comment')
      expect(
        (
          await site.post(
            '/accounts/login',
            { nic: 'Plimsoll', password: 'a long sentence for a sailor', post: 'on' },
            null,
            headers,
          )
        ).headers.location,
      ).toBe('/')
    }
  })
})

describe('A thread that closed while somebody was writing', () => {
  test.each(['member', 'guest'] as const)(
    'returns the text, saves it as a draft, and offers to send it to the editors: %s',
    async (who) => {
      const { site, id, form, kept, ...browsers } = await open()
      const browser = browsers[who]
      const [mo, ed] = [await site.member('Mo', 'moderator'), await site.member('Ed', 'editor')]
      await site.post('/moderation/closures', { article: String(id), reason: 'Said enough' }, mo)
      const answer = await browser.post('/comments', {
        ...form,
        nic: who === 'guest' ? 'Passer-by' : 'Ada',
        email: 'a@mail.example',
      })
      expect([answer.statusCode, textOn(answer.body)]).toEqual([409, form.body])
      expect((await browser.get('/comments/drafts')).body).toContain(form.body)
      const draft = draftOn(answer.body)
      expect((await browserOf(site).post('/comments/letters', { draft })).statusCode).toBe(404)
      const sent = await browser.post('/comments/letters', { draft })
      expect(sent.headers.location).toBe(`/comments/letters?article=${id}`)
      expect(wordsOn((await browser.follow(sent)).body)).toContain('Your letter was sent to the editors.')
      expect(await kept()).toEqual([])
      expect((await browser.post('/comments/letters', { draft })).statusCode).toBe(404)
      const letters = (await site.get('/desk/letters', ed)).body
      expect(wordsOn(letters)).toContain('One unread letter.')
      expect(wordsOn(letters)).toContain(
        `${who === 'guest' ? 'Passer-by guest' : 'Ada'} on The slipway is repainted Half a thought`,
      )
      await site.post('/desk/letters/reads', { letter: '1' }, ed)
      expect(wordsOn((await site.get('/desk/letters', ed)).body)).toContain('All are read.')
    },
  )
})

test('letters are for editors: 403 for others, 404 for a missing letter', async () => {
  const { site, ada } = await open()
  const ed = await site.member('Ed', 'editor')
  expect((await site.get('/desk/letters', ada)).statusCode).toBe(403)
  expect((await site.post('/desk/letters/reads', { letter: '1' }, ada)).statusCode).toBe(403)
  expect(wordsOn((await site.get('/desk/letters', ed)).body)).toContain('No letters yet.')
  for (const letter of ['', '0', 'x'])
    expect((await site.post('/desk/letters/reads', { letter }, ed)).statusCode).toBe(404)
  site.advance(DAY)
})
