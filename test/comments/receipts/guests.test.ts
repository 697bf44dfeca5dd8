// Guests comment without an account, by the policy of the site: holds, names, and what the browser remembers.
import { describe, expect, test } from 'vitest'
import { postComment } from '../../../src/comments/posting/actions.ts'
import { changeState } from '../../../src/comments/state-actions.ts'
import { write } from '../../../src/db/write.ts'
import type { GuestPolicy } from '../../../src/settings.ts'
import { postOffice, sendAll } from '../../inbox/threads.ts'
import { linksIn } from '../../mail/sink.ts'
import { browserOf, type Jar } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'
import { commentHtml, faultOn, fieldOn, shown, textOn, wordsOn } from '../page.ts'

async function open(guests?: GuestPolicy) {
  const site = await openSite()
  if (guests) await site.set('guests', guests)
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  const say = (browser: Jar, body: string, more: Record<string, string> = {}) =>
    browser.post('/comments', { article: String(id), nic: 'Passer-by', body, ...more })
  const states = async (): Promise<string[]> =>
    (await site.deps.db.selectFrom('comments').select('state').orderBy('id').execute()).map((row) => row.state)
  const approve = (comment: number) => site.post('/moderation/approvals', { comment: String(comment) }, mo)
  return {
    site,
    id,
    mo,
    say,
    states,
    approve,
    browser: browserOf(site),
    article: async (browser: Jar = browserOf(site)) =>
      (await browser.get(`/articles/${id}-the-slipway-is-repainted`)).body,
  }
}

const idIn = (location: unknown): number => Number(/^\/comments\/(\d+)$/.exec(String(location))![1])

describe('A guest', () => {
  test('comments with a nic, an e-mail and a website, is marked as a guest, and the e-mail address is never shown', async () => {
    const { site, say, browser, article } = await open('open')
    const answer = await say(browser, 'From the road.', {
      email: 'road@mail.example',
      website: 'https://road.example/',
    })
    expect(answer.statusCode).toBe(303)
    const page = await article()
    const html = commentHtml(page, idIn(answer.headers.location))
    expect(wordsOn(html)).toContain('Passer-by guest')
    expect(html).toContain('<a href="https://road.example/" rel="nofollow ugc noopener">Website')
    for (const url of [
      page,
      ...(await Promise.all(
        ['/latest', '/feeds/comments.xml', '/feeds/comments.json', '/search?q=road'].map(
          async (path) => (await site.get(path)).body,
        ),
      )),
    ])
      expect(url).not.toContain('road@mail.example')
    expect(await site.deps.db.selectFrom('comments').select(['name_kind', 'account_id', 'email']).execute()).toEqual([
      { name_kind: 'guest', account_id: null, email: 'road@mail.example' },
    ])
  })

  test.each<[GuestPolicy, string[]]>([
    ['open', ['live', 'live']],
    ['firstHeld', ['held', 'live']],
    ['allHeld', ['held', 'held']],
  ])('waits by the policy of the site: %s', async (guests, expected) => {
    const { say, states, approve, browser } = await open(guests)
    const first = await say(browser, 'First.')
    if ((await states())[0] === 'held') await approve(idIn(first.headers.location))
    await say(browser, 'Second.')
    expect((await states())[1]).toBe(expected[1])
    expect(expected[0] === 'held' ? 'live' : expected[0]).toBe((await states())[0])
  })

  test('waits for a moderator by default, hidden and uncounted everywhere', async () => {
    const { site, id, say, states, browser } = await open()
    const answer = await say(browser, 'An unseen heron.')
    expect(await states()).toEqual(['held'])
    const held = idIn(answer.headers.location)
    for (const url of [
      `/articles/${id}-the-slipway-is-repainted`,
      `/articles/${id}-the-slipway-is-repainted?view=newest`,
      '/',
      '/latest',
      '/headlines',
      '/search?q=heron',
      '/feeds/comments.xml',
      `/feeds/articles/${id}.xml`,
    ])
      expect(wordsOn((await site.get(url)).body)).not.toContain('unseen heron')
    for (const url of [`/comments/${held}`, `/comments/${held}/thread`, `/comments/${held}/history`])
      expect((await site.get(url)).statusCode).toBe(404)
    expect(
      await site.deps.db.selectFrom('articles').select(['comment_count', 'last_comment_id']).executeTakeFirst(),
    ).toEqual({ comment_count: 0, last_comment_id: null })
  })

  test('is published at once after one approval, recognised by the browser, not by the name', async () => {
    const { say, states, approve, browser } = await open()
    await approve(idIn((await say(browser, 'First.')).headers.location))
    const other = await openOther()
    await say(other.browser, 'Under the same name.', { article: String(other.id) })
    await say(browser, 'Second.')
    expect(await states()).toEqual(['live', 'live'])
    expect(await other.states()).toEqual(['held'])
  })
  const openOther = () => open()

  test('is recognised in another browser once that one has confirmed the e-mail, never by typing it', async () => {
    const { site, say, states, approve, browser } = await open()
    const office = postOffice()
    const email = 'road@mail.example'
    const sayElsewhere = async (who: typeof browser, body: string, more: Record<string, string> = {}) =>
      say(who, body, { article: String(await site.article()), ...more })
    /** Presses the button of the newest e-mail. */
    const confirm = async (who: typeof browser) => {
      await sendAll(site, office)
      const link = linksIn(office.sent.at(-1)!.text).find((one) => one.startsWith('/inbox/confirm/'))!
      const action = /<form[^>]* action="([^"]*confirm[^"]*)"/.exec((await who.get(link)).body)![1]!
      expect(wordsOn((await who.follow(await who.post(action, { action: 'confirm' }))).body)).toContain('by e-mail')
    }
    await approve(idIn((await say(browser, 'First.', { email, notify: 'on' })).headers.location))
    await confirm(browser)
    const [stranger, other] = [browserOf(site), browserOf(site)]
    await sayElsewhere(stranger, 'Typed by a stranger.', { email: ' Road@Mail.example' })
    await sayElsewhere(other, 'From the telephone.', { email, notify: 'on' })
    expect(await states()).toEqual(['live', 'held', 'held'])
    await confirm(other)
    await sayElsewhere(other, 'Confirmed.')
    await sayElsewhere(stranger, 'Typed again.', { email })
    expect((await states()).slice(3)).toEqual(['live', 'held'])
  })

  test('keeps the key that the browser has when it confirms, and gets one where it has none', async () => {
    const { site, say, states, approve, browser } = await open()
    const office = postOffice()
    await approve(idIn((await say(browser, 'First.', { email: 'road@mail.example', notify: 'on' })).headers.location))
    await sendAll(site, office)
    const link = linksIn(office.sent.at(-1)!.text).find((one) => one.startsWith('/inbox/confirm/'))!
    const reader = browserOf(site)
    await reader.post(link.replace('/inbox/confirm/', '/comments/confirmations/'), { action: 'confirm' })
    expect(reader.cookies()).toContain('bs_guest /comments')
    await say(reader, 'From the telephone.', { article: String(await site.article()), nic: 'Rambler' })
    expect(await states()).toEqual(['live', 'live'])
  })

  test('is new again when the approved comment was removed', async () => {
    const { site, mo, say, states, approve, browser } = await open()
    const first = idIn((await say(browser, 'First.')).headers.location)
    await approve(first)
    await site.post('/moderation/removals', { comment: String(first), reason: 'Advertising' }, mo)
    await say(browser, 'Second.')
    expect(await states()).toEqual(['removed', 'held'])
  })

  test('sees before writing that the first comment waits, but not once recognised', async () => {
    const { site, id, say, approve, browser, article } = await open()
    expect(wordsOn(await article())).toContain('A moderator reads a guest’s first comment before it appears.')
    await approve(idIn((await say(browser, 'First.')).headers.location))
    expect(wordsOn((await browser.get(`/comments/new?article=${id}`)).body)).not.toContain('before it appears')
    await site.set('guests', 'allHeld')
    expect(wordsOn((await browser.get(`/comments/new?article=${id}`)).body)).toContain(
      'A moderator reads a guest’s comment before it appears.',
    )
  })

  test('who only reads gets no cookie, and the shared page has no key', async () => {
    const { id, browser, article } = await open()
    expect(fieldOn(await article(browser), 'key')).toBeNull()
    expect(browser.cookies()).toEqual([])
    expect(fieldOn((await browser.get(`/comments/new?article=${id}`)).body, 'key')).toMatch(/^[\w-]{22}$/)
    expect(browser.cookies()).toEqual([])
  })
})

describe('The name of a guest', () => {
  test.each([
    ['', 'Enter a name, or let Pic-a-Nic invent one.'],
    ['x', 'A nic has 2 to 40 characters.'],
    ['Moderator', 'That nic is reserved for the site. Choose another.'],
    ['Halyard (moderator)', 'A nic cannot look like one of the site’s staff. Choose another.'],
    ['The Editors', 'A nic cannot look like one of the site’s staff. Choose another.'],
    ['[deleted]', 'That nic is reserved for the site. Choose another.'],
    ['Removed comment', 'That nic is reserved for the site. Choose another.'],
    ['Ada Quill!', 'A nic cannot contain !, which can be read as a letter.'],
  ])('%j is refused beside the field, with everything typed', async (nic, fault) => {
    const { say, states, browser } = await open('open')
    const answer = await say(browser, 'Words.', { nic, email: 'a@mail.example' })
    expect([answer.statusCode, textOn(answer.body), fieldOn(answer.body, 'email')]).toEqual([
      422,
      'Words.',
      'a@mail.example',
    ])
    expect(faultOn(answer.body, 'nic')).toMatch(new RegExp(`^${fault}${nic === '' ? '$' : ' .* is free\\.$'}`))
    expect(await states()).toEqual([])
  })

  test.each([
    'Ada Quill',
    'ada quill',
    'AdaQuill',
    'Ada Quill,',
    'Ada: Quill',
    '[Ada Quill]',
    'Ada Quill 🌊',
    'Аda Quill',
  ])('cannot be a member’s or a look-alike: %s', async (nic) => {
    const { site, say, browser } = await open('open')
    await site.member('Ada Quill')
    const answer = await say(browser, 'Words.', { nic })
    expect(answer.statusCode).toBe(422)
    expect(faultOn(answer.body, 'nic')).toMatch(
      nic.startsWith('А')
        ? /one alphabet/
        : /^That name (belongs to a member|looks too much like that of a member \(Ada Quill\))\. If it is yours, sign in\. .* is free\.$/,
    )
  })

  test('is the same in the whole thread, and nobody else can use it there', async () => {
    const { site, id, say, browser } = await open('open')
    await say(browser, 'First.')
    expect(fieldOn((await browser.get(`/comments/new?article=${id}`)).body, 'nic')).toBe('Passer-by')
    expect(faultOn((await say(browser, 'Again.', { nic: 'Somebody else' })).body, 'nic')).toBe(
      'You are Passer-by in this thread. The name can’t be changed here.',
    )
    const other = browserOf(site)
    expect(faultOn((await say(other, 'Me too.', { nic: 'passer by' })).body, 'nic')).toMatch(
      /^Somebody else has that name in this thread\. .* is free\.$/,
    )
    const member = await site.member('Bosun')
    expect(
      faultOn(
        (await site.post('/comments', { article: String(id), nic: 'Passer-By', body: 'As a member.' }, member)).body,
        'nic',
      ),
    ).toMatch(/^Somebody else has that name/)
    expect((await say(other, 'Elsewhere.', { article: String(await site.article()) })).statusCode).toBe(303)
  })

  test('belongs to one guest even when two choose it at the same moment', async () => {
    const { site, id } = await open('open')
    const form = {
      article: String(id),
      parent: '',
      nic: 'Passer-by',
      email: '',
      website: '',
      key: '',
      action: 'post',
      tool: '',
    }
    const outcomes = await Promise.all(
      ['one', 'two'].map((key) =>
        postComment(site.deps, { key, fresh: false, address: 'somewhere' }, { ...form, body: key }),
      ),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['invalid', 'posted'])
  })

  test('cannot be one that a member picked in the thread', async () => {
    const { site, id, say, browser } = await open('open')
    await site.post('/comments', { article: String(id), nic: 'Wobbin 41', body: 'Picked.' }, await site.member('Bosun'))
    expect(faultOn((await say(browser, 'Words.', { nic: 'Wobbin 41' })).body, 'nic')).toMatch(
      /^Somebody else has that name/,
    )
  })
})

describe('The same comment of a guest', () => {
  test.each<{ key?: string }>([{}, { key: 'abc' }])(
    'sent twice, before and after the browser has its key, is one comment: %j',
    async (more) => {
      const { site, say, states, browser } = await open()
      // The answer to the first press is lost: no cookie comes of it.
      const lost = await say(browserOf(site), 'Once.', more)
      const second = await say(browser, 'Once.', more)
      const third = await say(browser, 'Once.', more)
      const place = `${lost.headers.location}${more.key === undefined ? '?done=again' : ''}`
      expect([second, third].map((answer) => [answer.statusCode, answer.headers.location])).toEqual([
        [303, place],
        [303, place],
      ])
      expect(await states()).toEqual(['held'])
      expect(wordsOn((await browser.follow(third)).body)).toMatch(/waiting for a moderator/i)
      expect((await say(browser, 'And under the same name.')).statusCode).toBe(303)
    },
  )

  test('from another browser, or ten minutes later, is another comment', async () => {
    const { site, say, states, browser } = await open('open')
    await say(browser, 'Twice.')
    await site.post('/comments', { article: '1', nic: 'Other', body: 'Twice.' }, null, {
      'user-agent': 'Another browser',
    })
    await say(browser, 'Twice.')
    expect(await states()).toHaveLength(2)
    site.advance(10 * 60_000 + 1)
    await say(browser, 'Twice.')
    expect(await states()).toHaveLength(3)
  })

  test('by three simultaneous requests is one comment, and counted once', async () => {
    const { site, id } = await open()
    const form = {
      article: String(id),
      parent: '',
      nic: 'Passer-by',
      email: '',
      website: '',
      body: 'At once.',
      key: '',
      action: 'post',
      tool: '',
    }
    const outcomes = await Promise.all(
      [1, 2, 3].map((n) => postComment(site.deps, { key: `key ${n}`, fresh: true, address: 'here' }, form)),
    )
    expect(new Set(outcomes.map((outcome) => outcome.kind === 'posted' && outcome.id)).size).toBe(1)
    expect(new Set(outcomes.map((outcome) => outcome.kind === 'posted' && outcome.receipt)).size).toBe(3)
    expect(await site.deps.db.selectFrom('articles').select('last_number').executeTakeFirst()).toEqual({
      last_number: 1,
    })
  })

  test('that is published gets a second receipt only from the same form, never for typing its e-mail address', async () => {
    const { site, say } = await open('open')
    const press = async (more: Record<string, string>) => {
      const browser = browserOf(site)
      const answer = await say(browser, 'In public.', { email: 'road@mail.example', ...more })
      return String((await browser.get(String(answer.headers.location))).headers.location)
    }
    expect(await press({ key: 'the key of the form' })).toContain('/receipts/')
    expect(await press({ key: 'the key of the form' })).toContain('/receipts/')
    for (const more of [{}, { key: 'another' }, { email: '' }]) expect(await press(more)).not.toContain('/receipts/')
  })
})

describe('The details of a guest', () => {
  test('are remembered only if ticked, in the browser alone, and forgotten when unticked', async () => {
    const { site, say, browser, article } = await open('open')
    const details = { email: 'road@mail.example', website: 'https://road.example/' }
    await say(browser, 'First.', details)
    expect(fieldOn(await article(browser), 'nic')).toBe('')
    await say(browser, 'Second.', { ...details, remember: 'on' })
    const page = await article(browser)
    expect([fieldOn(page, 'nic'), fieldOn(page, 'email'), fieldOn(page, 'website')]).toEqual([
      'Passer-by',
      details.email,
      details.website,
    ])
    expect(page).toContain('name="remember" value="on" checked>')
    expect(fieldOn(await article(), 'email')).toBe('')
    expect(JSON.stringify(await site.deps.db.selectFrom('guest_names').selectAll().execute())).not.toContain(
      'road.example',
    )
    await say(browser, 'Third.', details)
    expect(fieldOn(await article(browser), 'nic')).toBe('')
    expect(browser.cookies().filter((name) => name.startsWith('bs_details'))).toEqual([])
  })

  test('are never in a shared page', async () => {
    const { say, browser, article } = await open('open')
    await say(browser, 'First.', { email: 'road@mail.example', remember: 'on' })
    for (const read of [await article(browser), await article()]) expect(shown(read)).toHaveLength(1)
    expect(await article()).not.toContain('road@mail.example')
    // A page without the form says nothing of them, so it is the one of everybody.
    const front = await browser.get('/')
    expect(front.headers['cache-control']).toContain('public')
    expect(front.body).not.toContain('road@mail.example')
  })

  test.each([
    'nonsense',
    Buffer.from('{"a":1}').toString('base64url'),
    Buffer.from(JSON.stringify(['x'.repeat(99), '', ''])).toString('base64url'),
  ])('in a forged cookie are ignored: %s', async (value) => {
    const { site, id } = await open()
    const answer = await site.get(`/articles/${id}-the-slipway-is-repainted`, null, { cookie: `bs_details=${value}` })
    expect([answer.statusCode, fieldOn(answer.body, 'nic')]).toEqual([200, ''])
  })
})

test('a reply to a guest’s held comment is refused; replies to an approved one are counted and announced', async () => {
  const { site, id, say, approve, browser } = await open()
  const held = idIn((await say(browser, 'First.', { email: 'road@mail.example', notify: 'on' })).headers.location)
  const bo = await site.member('Bo')
  const reply = () =>
    site.post('/comments', { article: String(id), nic: 'Bo', parent: String(held), body: 'Reply.' }, bo)
  expect((await reply()).statusCode).toBe(422)
  await approve(held)
  expect((await reply()).statusCode).toBe(303)
  await write(site.deps, (db) => changeState(db, held, 'removed'))
  expect(await site.deps.db.selectFrom('articles').select('comment_count').executeTakeFirst()).toEqual({
    comment_count: 1,
  })
})
