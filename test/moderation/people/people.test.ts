// Warnings, silences, bans, pardons and notes: each with a reason, checked on every route, undone as a whole.

import { describe, expect, test } from 'vitest'
import { hashPassword } from '../../../src/accounts/passwords/hash.ts'
import { editComment } from '../../../src/comments/edits/actions.ts'
import { postComment } from '../../../src/comments/posting/actions.ts'
import { chainVerifier, entriesAfter } from '../../../src/db/log-chain.ts'
import { write } from '../../../src/db/write.ts'
import { allowedWhileBanned } from '../../../src/sanctions/hooks.ts'
import { DAY, HOUR } from '../../../src/time.ts'
import { faultOn, fieldOn, shown, textOn, wordsOn } from '../../comments/page.ts'
import { follow } from '../../live/stream.ts'
import { browserOf, receiptOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'

const password = 'a short sentence works'

async function open() {
  const site = await openSite()
  const id = await site.article()
  const [mo, mi, ada] = [
    await site.member('Mo', 'moderator'),
    await site.member('Mi', 'moderator'),
    await site.member('Ada'),
  ]
  const hash = await hashPassword(password)
  await write(site.deps, (db) =>
    db
      .updateTable('accounts')
      .set({ password_hash: hash, email: 'Ada@x.example', email_folded: 'ada@x.example' })
      .where('id', '=', ada.id)
      .execute(),
  )
  const act = (noun: string, form: Record<string, string> = {}, as: Member | null = mo) =>
    site.post(
      `/moderation/${noun}`,
      { nic: 'Ada', reason: 'A reason', ...(noun === 'silences' || noun === 'bans' ? { until: 'week' } : {}), ...form },
      as,
    )
  const undo = async (as: Member = mo, batch?: number) =>
    site.post(
      '/moderation/undos',
      {
        batch: String(
          batch ??
            (
              await site.deps.db
                .selectFrom('batches')
                .select('id')
                .orderBy('id', 'desc')
                .limit(1)
                .executeTakeFirstOrThrow()
            ).id,
        ),
      },
      as,
    )
  const post = (body: string, as: Member | null = ada, more: Record<string, string> = {}) =>
    site.post('/comments', { article: String(id), body, nic: as?.nic ?? 'Walker', ...more }, as)
  const signIn = (over: Record<string, string> = {}) => site.post('/accounts/login', { nic: 'Ada', password, ...over })
  const log = async () =>
    (await entriesAfter(site.deps.db, 'log_entries', 0, 100)).map(
      ({ act, actor, reason }) => `${actor} ${act}: ${reason}`,
    )
  const thread = async () => (await site.get(`/articles/${id}-the-slipway-is-repainted`)).body
  const from = (address: string) => ({ 'x-forwarded-for': address })
  return { site, id, mo, mi, ada, act, undo, post, signIn, log, thread, from }
}

/** A site that believes its proxy, so that a request can come from anywhere. */
async function openBehindProxy() {
  const site = await openSite({ TRUST_PROXY: 'on' })
  await site.set('guests', 'open')
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  const say = (body: string, address: string, more: Record<string, string> = {}) =>
    browserOf(site).post(
      '/comments',
      { article: String(id), nic: `Walker ${body.slice(0, 20)}`, body, ...more },
      { 'x-forwarded-for': address },
    )
  const ban = (form: Record<string, string>) =>
    site.post('/moderation/bans', { reason: 'A raid', until: 'day', ...form }, mo)
  return { site, id, mo, say, ban }
}

describe('A warning', () => {
  test('is shown in the comment form with its reason, and has to be acknowledged there before the next post; nothing typed is lost', async () => {
    const { site, id, ada, act, post, log } = await open()
    expect((await act('warnings', { reason: 'Stop shouting' })).headers.location).toBe(
      '/moderation/people/Ada?done=warnings&batch=1',
    )
    const page = await site.get(`/articles/${id}-the-slipway-is-repainted`, ada)
    expect(wordsOn(page.body)).toContain(
      'A moderator has warned you: Stop shouting. Confirm that you have read this to go on posting.',
    )
    const answer = await post('Said in peace.')
    expect(answer.statusCode).toBe(403)
    expect(textOn(answer.body)).toBe('Said in peace.')
    const press = /value="(acknowledge-\d+)"/.exec(answer.body)![1]!
    const read = await post('Said in peace.', ada, { action: press })
    expect([read.statusCode, textOn(read.body)]).toEqual([200, 'Said in peace.'])
    expect(read.body).not.toContain('acknowledge-')
    expect((await post('Said in peace.')).statusCode).toBe(303)
    expect(await log()).toEqual(['Mo warn: Stop shouting'])
  })

  test('is confirmed in the form of an edit, too, which keeps its text', async () => {
    const { site, ada, act, post } = await open()
    await post('Before it.')
    await act('warnings', { reason: 'Stop shouting' })
    const form = (await site.get('/comments/1/edits', ada)).body
    const action = /name="action" value="(acknowledge-\d+)"/.exec(form)![1]!
    const back = await site.post('/comments/1/edits', { body: 'Said in peace.', action }, ada)
    expect([back.statusCode, textOn(back.body)]).toEqual([200, 'Said in peace.'])
    expect((await site.post('/comments/1/edits', { body: 'Said in peace.', action: 'post' }, ada)).statusCode).toBe(303)
  })

  test('has a page with a button; a second warning has to be confirmed as well', async () => {
    const { site, ada, act, post } = await open()
    await act('warnings', { reason: 'First' })
    const page = await site.get('/moderation/acknowledgements', ada)
    expect(wordsOn(page.body)).toContain('A moderator has warned you: First.')
    await act('warnings', { reason: 'Second' })
    expect(
      (await site.post('/moderation/acknowledgements', { warning: fieldOn(page.body, 'warning')! }, ada)).statusCode,
    ).toBe(303)
    expect(wordsOn((await site.get('/moderation/acknowledgements', ada)).body)).toContain('has warned you: Second.')
    expect((await post('Too early.')).statusCode).toBe(403)
  })

  test('is given once for the same reason, and after its undo they can post', async () => {
    const { act, undo, post } = await open()
    await act('warnings')
    const again = await act('warnings')
    expect([
      again.statusCode,
      wordsOn(again.body).includes('They were already warned about this, and have not confirmed it yet.'),
    ]).toEqual([409, true])
    expect(textOn(again.body.replace('id="reason"', 'id="body"'))).toBe('A reason')
    await undo()
    expect((await post('Free again.')).statusCode).toBe(303)
  })
})

describe('A silence', () => {
  test('lets a member read, withdraw and recommend, but neither post nor edit; the form says so beforehand, with reason and end', async () => {
    const { site, id, ada, mo, act, post, log } = await open()
    await post('Before it.')
    await post('Somebody else’s.', mo)
    await post('Also before it.')
    await act('silences', { reason: 'Cool down', until: 'day' })
    const page = wordsOn((await site.get(`/articles/${id}-the-slipway-is-repainted`, ada)).body)
    expect(page).toContain(
      'A moderator has silenced you until 13 March 2030, 14:25: you can’t post or edit comments. You can still read, recommend and withdraw. Reason: Cool down.',
    )
    const answer = await post('Kept for later.')
    expect([answer.statusCode, textOn(answer.body)]).toEqual([403, 'Kept for later.'])
    expect(
      (
        await site.post('/comments', { article: String(id), body: 'Kept for later.', nic: 'Ada' }, ada, {
          accept: 'application/json',
        })
      ).json(),
    ).toMatchObject({ status: 403, detail: expect.stringContaining('Cool down') })
    for (const [path, form] of [
      ['/comments/2/recommendations', {}],
      ['/comments/1/withdrawals', {}],
    ] as const)
      expect((await site.post(path, form, ada)).statusCode).toBe(303)
    const form = (await site.get('/comments/3/edits', ada)).body
    expect(wordsOn(form)).toContain('you can’t post or edit comments.')
    expect(form).toMatch(/<button [^>]*value="post" disabled/)
    const edit = await site.post('/comments/3/edits', { body: 'Changed.', action: 'post' }, ada)
    expect([edit.statusCode, textOn(edit.body), wordsOn(edit.body).includes('Cool down')]).toEqual([
      403,
      'Changed.',
      true,
    ])
    expect((await site.get('/comments/drafts', ada)).body).toContain('Kept for later.')
    expect(await log()).toEqual(['Mo silence: Cool down. Until 13 March 2030, 14:25.'])
  })

  test('had another address before, which redirects with its query, for moderators', async () => {
    const { site, ada, mo } = await open()
    const old = await site.get('/moderation/mutes?nic=Ada', mo)
    expect([old.statusCode, old.headers.location]).toEqual([301, '/moderation/silences?nic=Ada'])
    expect((await site.get('/moderation/mutes', mo)).headers.location).toBe('/moderation/silences')
    expect((await site.get('/moderation/silences?nic=Ada', mo)).body).toContain('value="Ada"')
    expect((await site.get('/moderation/mutes', ada)).statusCode).toBe(403)
  })

  test('ends by time, by a pardon, and by its undo; a second one is refused while it is in force', async () => {
    const { site, ada, act, undo, post } = await open()
    const posts = async () => (await post(`A text ${site.deps.clock()}.`)).statusCode
    await act('silences', { until: 'day' })
    expect((await act('silences')).statusCode).toBe(409)
    site.advance(DAY - 1)
    expect(await posts()).toBe(403)
    site.advance(1)
    expect(await posts()).toBe(303)
    const mo = await site.member('Ma', 'moderator')
    await act('silences', { until: 'ever' }, mo)
    expect((await act('pardons', {}, mo)).statusCode).toBe(303)
    site.advance(1)
    expect(await posts()).toBe(303)
    await undo(mo)
    site.advance(1)
    expect(await posts()).toBe(403)
    expect((await act('pardons', {}, mo)).statusCode).toBe(303)
    expect((await act('pardons', {}, mo)).statusCode).toBe(409)
    expect(ada.id).toBeGreaterThan(0)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['reason', { reason: ' ' }, /Choose a reason/],
    ['until', { until: '' }, /Choose until when/],
    ['until', { until: 'soon' }, /Choose how long/],
    ['until', { date: '2030-03-11' }, /Choose a day that is not over yet/],
    ['nic', { nic: 'Nobody' }, /No member has this nic/],
    ['nic', { nic: '' }, /Enter a nic/],
    ['nic', { nic: 'ada' }, /Did you mean Ada\?/],
  ])('with a faulty %s is 422: the fault beside the field, and everything typed', async (field, over, fault) => {
    const { act } = await open()
    const answer = await act('silences', { reason: 'Typed reason', ...over })
    expect(answer.statusCode).toBe(422)
    expect(faultOn(answer.body, field)).toMatch(fault)
    if (over['reason'] === undefined) expect(answer.body).toContain('Typed reason')
  })
})

describe('A ban of an account', () => {
  test('ends its sessions and streams at once, and shows reason, end and appeal after the right password', async () => {
    const { site, id, ada, act, signIn } = await open()
    await site.set('appeals', 'appeals@x.example')
    const stream = await follow(site, `/live/articles/${id}?since=0`, ada)
    await stream.next()
    expect((await act('bans', { reason: 'Threats' })).statusCode).toBe(303)
    await stream.ended
    expect((await site.get('/archive', ada)).body).not.toContain('Sign out')
    const answer = await signIn()
    expect(answer.statusCode).toBe(403)
    expect(wordsOn(answer.body)).toContain(
      'This account is banned until 19 March 2030, 14:25. Reason: Threats. If you think this is wrong, write to appeals@x.example.',
    )
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  test('is never shown for a wrong password', async () => {
    const { act, signIn } = await open()
    const before = await signIn({ password: 'not this one' })
    await act('bans', { reason: 'Threats' })
    const after = await signIn({ password: 'not this one' })
    expect([after.statusCode, after.body]).toEqual([before.statusCode, before.body])
  })

  test('keeps its browser from writing on as a guest, until the ban ends; other browsers may', async () => {
    const { site, id, ada, act } = await open()
    await site.set('guests', 'open')
    const [mine, other] = [browserOf(site), browserOf(site)]
    mine.signIn(ada)
    const say = (browser: typeof mine, body: string) =>
      browser.post('/comments', { article: String(id), nic: `Passer-by of ${body.length} letters`, body })
    await act('bans', { reason: 'Threats' })
    for (const body of ['Once more.', 'And once more.']) {
      const answer = await say(mine, body)
      expect([answer.statusCode, textOn(answer.body)]).toEqual([403, body])
      expect(wordsOn(answer.body)).toContain('This account is banned until 19 March 2030, 14:25. Reason: Threats.')
    }
    expect((await say(other, 'From elsewhere.')).statusCode).toBe(303)
    await act('pardons')
    expect((await say(mine, 'Pardoned.')).statusCode).toBe(403)
    expect((await say(mine, 'Pardoned, and signed out.')).statusCode).toBe(303)
  })

  test('ends by time, by a pardon and by its undo; an undone pardon bans again at once', async () => {
    const { site, act, undo, signIn } = await open()
    await act('bans', { until: 'day' })
    expect((await act('bans')).statusCode).toBe(409)
    site.advance(DAY)
    expect((await signIn()).statusCode).toBe(303)
    const ma = await site.member('Ma', 'moderator')
    await act('bans', { date: '2030-03-14', until: '' }, ma)
    expect((await signIn()).statusCode).toBe(403)
    await undo(ma)
    expect((await signIn()).statusCode).toBe(303)
    await act('bans', { until: 'ever' }, ma)
    await act('pardons', {}, ma)
    const back = await signIn()
    const session: Member = {
      id: 0,
      nic: 'Ada',
      role: 'member',
      cookie: String(back.headers['set-cookie']).split(';')[0]!,
    }
    expect((await site.get('/archive', session)).body).toContain('Sign out')
    await undo(ma)
    expect((await site.get('/archive', session)).body).not.toContain('Sign out')
    expect((await signIn()).statusCode).toBe(403)
  })

  test('that removes recent comments is one action: its undo restores comments, counters, search and feeds, and lets them in', async () => {
    const { site, id, ada, act, undo, post, thread, signIn, log } = await open()
    await post('An early word.')
    site.advance(2 * HOUR)
    for (const body of ['Rubbish the first.', 'Rubbish the second.']) await post(body)
    const counts = () =>
      site.deps.db
        .selectFrom('articles')
        .select(['comment_count', 'last_comment_id'])
        .where('id', '=', id)
        .executeTakeFirst()
    const before = [
      await counts(),
      shown(await thread()),
      await site.deps.db.selectFrom('accounts').select('comment_count').where('id', '=', ada.id).executeTakeFirst(),
    ]
    const answer = await act('bans', { remove: '1', reason: 'A flood' })
    expect(answer.headers.location).toBe('/moderation/people/Ada?done=bans&batch=1&gone=2')
    expect(await counts()).toMatchObject({ comment_count: 1, last_comment_id: 1 })
    expect(wordsOn((await site.get('/search?q=rubbish')).body)).not.toContain('Rubbish the first')
    expect((await site.get('/feeds/comments.xml')).body).not.toContain('Rubbish')
    expect(await log()).toEqual(['Mo ban: A flood. Until 19 March 2030, 16:25. 2 comments removed.'])
    await undo()
    expect([
      await counts(),
      shown(await thread()),
      await site.deps.db.selectFrom('accounts').select('comment_count').where('id', '=', ada.id).executeTakeFirst(),
    ]).toEqual(before)
    expect((await site.get('/search?q=rubbish')).body).toContain('the first')
    expect((await site.get('/feeds/comments.xml')).body).toContain('Rubbish the second')
    expect((await signIn()).statusCode).toBe(303)
  })
})

describe('A ban of an e-mail address', () => {
  test('keeps it from registrations, guests’ comments and accounts, with the fault beside the field; and bans the account that has it', async () => {
    const { site, mo, act, signIn } = await open()
    await act('bans', { nic: '', email: 'Spam@X.example', reason: 'Sells things' })
    const words = 'This e-mail address is banned until 19 March 2030, 14:25. Reason: Sells things.'
    const registered = await site.post('/accounts/register', { nic: 'Fresh', email: 'spam@x.example', password })
    expect([registered.statusCode, faultOn(registered.body, 'email')]).toEqual([422, words])
    const guest = await browserOf(site).post('/comments', {
      article: '1',
      nic: 'Walker',
      email: 'SPAM@x.example',
      body: 'Buy it.',
    })
    expect([guest.statusCode, faultOn(guest.body, 'email')]).toEqual([422, words])
    const changed = await site.post('/accounts/email', { email: 'spam@x.example', password, action: 'change' }, mo)
    expect(faultOn(changed.body, 'email')).toBe(words)
    await act('bans', { nic: '', email: 'ada@x.example' })
    expect((await signIn()).statusCode).toBe(403)
  })
})

describe('A ban of network addresses', () => {
  test('stops guests and registrations from every address of the range, but not reading, members or other addresses', async () => {
    const { site, id, say, ban } = await openBehindProxy()
    const before = await say('Before the ban.', '203.0.113.9')
    expect(before.statusCode).toBe(303)
    await ban({ address: '203.0.113.0/24' })
    const refused = await say('Kept words.', '203.0.113.77')
    expect(refused.statusCode).toBe(403)
    expect(wordsOn(refused.body)).toContain(
      'Your network address is banned until 13 March 2030, 14:25. Reason: A raid.',
    )
    expect(textOn(refused.body)).toBe('Kept words.')
    expect((await say('From beside it.', '203.0.114.77')).statusCode).toBe(303)
    const registered = await site.post('/accounts/register', { nic: 'Fresh', email: 'f@x.example', password }, null, {
      'x-forwarded-for': '203.0.113.1',
    })
    expect(registered.statusCode).toBe(403)
    expect(fieldOn(registered.body, 'nic') ?? registered.body).toContain('Fresh')
    expect(
      (await site.get(`/articles/${id}-the-slipway-is-repainted`, null, { 'x-forwarded-for': '203.0.113.77' }))
        .statusCode,
    ).toBe(200)
    const bo = await site.member('Bo')
    expect(
      (
        await site.post('/comments', { article: String(id), nic: 'Bo', body: 'A neighbour.' }, bo, {
          'x-forwarded-for': '203.0.113.77',
        })
      ).statusCode,
    ).toBe(303)
    site.advance(DAY)
    expect((await say('After its end.', '203.0.113.77')).statusCode).toBe(303)
  })

  test.each(['post\0', '\0post', 'po\0st', '\0'])(
    'is not passed by a button with NUL in its name: %j',
    async (action) => {
      const { site, id, ban } = await openBehindProxy()
      await ban({ address: '203.0.113.0/24' })
      const form = { article: String(id), nic: 'Walker', body: 'Kept words.', action }
      const refused = await site.post('/comments', form, null, { 'x-forwarded-for': '203.0.113.77' })
      expect(refused.statusCode).toBe(403)
      expect(textOn(refused.body)).toBe('Kept words.')
    },
  )

  test('of an address is asked again where the comment is posted and edited, whatever let the request through', async () => {
    const { site, id, ban } = await openBehindProxy()
    const guest = { key: 'a key', fresh: false, address: 'somewhere' }
    const form = {
      article: String(id),
      parent: '',
      nic: 'Walker',
      email: '',
      website: '',
      key: '',
      action: '',
      tool: '',
    }
    const early = await postComment(site.deps, guest, { ...form, body: 'Before it.' }, '203.0.113.77')
    await ban({ address: '203.0.113.0/24' })
    expect(await postComment(site.deps, guest, { ...form, body: 'After it.' }, '203.0.113.77')).toMatchObject({
      kind: 'refused',
      refusal: 'banned',
    })
    const sender = { account: null, ip: '203.0.113.77' }
    const edit = await editComment(site.deps, { claim: () => null, sender }, (early as { id: number }).id, 'Edited.')
    expect(edit).toMatchObject({ kind: 'refused', refusal: 'banned' })
  })

  test('is not passed by a multipart form whose button has NUL in its name', async () => {
    const { site, id, ban } = await openBehindProxy()
    await ban({ address: '203.0.113.0/24' })
    const fields = { article: String(id), nic: 'Walker', body: 'Kept words.', action: 'post\0' }
    const parts = Object.entries(fields).map(
      ([name, value]) => `--edge\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    const refused = await site.app.inject({
      method: 'POST',
      url: '/comments',
      headers: {
        host: 'localhost:3000',
        'sec-fetch-site': 'same-origin',
        'content-type': 'multipart/form-data; boundary=edge',
        'x-forwarded-for': '203.0.113.77',
      },
      payload: `${parts.join('')}--edge--\r\n`,
    })
    expect(refused.statusCode).toBe(403)
    expect(textOn(refused.body)).toBe('Kept words.')
  })

  test('covers IPv6, letters and receipts; reading, previews and withdrawals stay possible, and the draft is saved', async () => {
    const { site, id, mo, ban } = await openBehindProxy()
    const jar = browserOf(site)
    const ip = { 'x-forwarded-for': '2001:db8:5:1::9' }
    const posted = await jar.post('/comments', { article: String(id), nic: 'Walker', body: 'Mine.' }, ip)
    const receipt = await receiptOf(jar, /\d+/.exec(String(posted.headers.location))![0])
    await ban({ address: '2001:db8:5::/48' })
    expect(
      (await jar.post('/comments', { article: String(id), nic: 'Walker', body: 'Kept as a draft.' }, ip)).statusCode,
    ).toBe(403)
    expect((await jar.get('/comments/drafts')).body).toContain('Kept as a draft.')
    expect(
      (await jar.post('/comments', { article: String(id), nic: 'Walker', body: 'x', action: 'preview' }, ip))
        .statusCode,
    ).toBe(200)
    expect((await jar.post('/comments/letters', { draft: '1' }, ip)).statusCode).toBe(403)
    expect((await jar.post(receipt, { body: 'Changed.', action: 'edit' }, ip)).statusCode).toBe(403)
    expect((await jar.get(receipt)).statusCode).toBe(200)
    expect((await jar.post(receipt, { action: 'withdraw' }, ip)).statusCode).toBe(303)
    expect(wordsOn((await site.get('/moderation/bans', mo)).body)).toContain('2001:db8:5::/48')
  })

  test('removes comments from there; neither the public log nor the page of bans shows a full address', async () => {
    const { site, mo, say, ban } = await openBehindProxy()
    await say('One.', '198.51.100.7')
    await say('Two.', '198.51.101.7')
    const answer = await ban({ address: '198.51.100.7', remove: '24' })
    expect(answer.headers.location).toBe('/moderation/bans?done=bans&batch=1&gone=1')
    expect(
      (await site.deps.db.selectFrom('comments').select('state').orderBy('id').execute()).map(({ state }) => state),
    ).toEqual(['removed', 'live'])
    const page = (await site.get('/moderation/bans', mo)).body
    expect(page).toContain('part of 198.51.100.0/24')
    for (const text of [
      page,
      (await site.get('/moderation/log')).body,
      (await site.get('/moderation/log.jsonl')).body,
      (await site.get('/moderation/log/private', mo)).body,
    ])
      expect(text).not.toContain('198.51.100.7')
    expect((await site.post('/moderation/pardons', { ban: '1', reason: 'A mistake' }, mo)).statusCode).toBe(303)
    expect((await say('Three.', '198.51.100.7')).statusCode).toBe(303)
    expect((await site.post('/moderation/pardons', { ban: '1', reason: 'A mistake' }, mo)).statusCode).toBe(409)
  })

  test('has one target, not too wide, with each fault beside its field', async () => {
    const { ban, site } = await openBehindProxy()
    await site.member('Bo')
    for (const [form, field, fault] of [
      [{}, 'nic', /Enter a nic, an e-mail address or network addresses/],
      [{ nic: 'Bo', email: 'a@x.example' }, 'nic', /only one of the three/],
      [{ address: '300.1.1.1' }, 'address', /looks like/],
      [{ address: '10.0.0.0/8' }, 'address', /too wide/],
      [{ email: 'x' }, 'email', /does not look like/],
      [{ nic: 'Bo', remove: 'all' }, 'remove', /which comments to remove/],
    ] as const) {
      const answer = await ban(form as Record<string, string>)
      expect([answer.statusCode, faultOn(answer.body, field)]).toEqual([422, expect.stringMatching(fault)])
    }
  })
})

describe('The network address of a comment', () => {
  test('is stored for some days, and deleted with the next comment; a site can store none', async () => {
    const { site, say } = await openBehindProxy()
    const kept = async () =>
      await site.deps.db
        .selectFrom('comment_addresses')
        .select(['comment_id', 'address'])
        .orderBy('comment_id')
        .execute()
    await say('First.', '192.0.2.1')
    expect(await kept()).toEqual([{ comment_id: 1, address: '00000000000000000000ffffc0000201' }])
    site.advance(31 * DAY)
    await site.article({ headline: 'Another' })
    const other = String(
      (await site.deps.db.selectFrom('articles').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow())
        .id,
    )
    await site.set('closeAfterDays', null)
    await say('Second.', '::ffff:192.0.2.2', { article: other })
    expect(await kept()).toEqual([{ comment_id: 2, address: '00000000000000000000ffffc0000202' }])
    await site.set('addressDays', 0)
    site.advance(1)
    await say('Third.', '192.0.2.3', { article: other })
    expect(await kept()).toEqual([])
  })
})

describe('Notes', () => {
  test('show moderators who wrote every version and when; they are in the private log, which is a chain, not in the public one', async () => {
    const { site, ada, mo, mi, act, log } = await open()
    expect((await act('notes', { reason: 'Writes at night' })).headers.location).toBe(
      '/moderation/people/Ada?done=notes#notes',
    )
    await act('notes', { reason: 'Writes at night, kindly', note: '1' }, mi)
    expect((await act('notes', { reason: 'Writes at night, kindly', note: '1' }, mi)).statusCode).toBe(409)
    const page = wordsOn((await site.get('/moderation/people/Ada', mo)).body)
    expect(page).toContain('Writes at night, kindly 1 earlier version Mo , 14:25 : Writes at night')
    expect(await log()).toEqual([])
    expect(wordsOn((await site.get('/moderation/log/private', mo)).body)).toContain('Mi corrected a note about Ada')
    const chain = chainVerifier()
    expect((await entriesAfter(site.deps.db, 'private_log_entries', 0, 10)).map((entry) => chain.next(entry))).toEqual([
      null,
      null,
    ])
    for (const who of [null, ada, await site.member('Ed', 'editor')])
      for (const path of [
        '/moderation/people/Ada',
        '/moderation/log/private',
        '/moderation/bans',
        '/moderation/notes?nic=Ada',
        '/moderation/sweeps?comment=1',
      ])
        expect((await site.get(path, who)).statusCode).toBe(403)
    for (const [form, status] of [
      [{ reason: ' ' }, 422],
      [{ note: '2' }, 404],
      [{ note: '9' }, 404],
    ] as const)
      expect((await act('notes', form)).statusCode).toBe(status)
  })

  test('are not read by the moderator whom they are about, nor by moderators about admins, in any version', async () => {
    const { site, mo, mi, act } = await open()
    const [ann, una] = [await site.member('Ann', 'admin'), await site.member('Una')]
    const note = (nic: string, reason: string, number = '') => act('notes', { nic, reason, note: number }, ann)
    for (const [nic, first] of [
      ['Mo', 1],
      ['Una', 3],
    ] as const) {
      await note(nic, `Early words about ${nic}`)
      await note(nic, `Later words about ${nic}`, String(first))
    }
    await act('notes', { nic: 'Ada', reason: 'Of everybody else' }, mo)
    await site.deps.store.writer.updateTable('accounts').set({ role: 'admin' }).where('id', '=', una.id).execute()

    const read = async (path: string, as: typeof mo) => wordsOn((await site.get(path, as)).body)
    const mayRead = async (as: typeof mo, nic: string): Promise<boolean[]> => {
      const record = await read(`/moderation/people/${nic}`, as)
      const log = await read('/moderation/log/private', as)
      return [
        record.includes(`Later words about ${nic}`),
        record.includes(`Early words about ${nic}`),
        log.includes(`Later words about ${nic}`),
        log.includes(`Early words about ${nic}`),
        new RegExp(`note about ${nic}`).test(log),
      ]
    }
    const [all, none] = [Array<boolean>(5).fill(true), Array<boolean>(5).fill(false)]
    expect(await mayRead(mo, 'Mo')).toEqual(none)
    expect(await mayRead(mi, 'Mo')).toEqual(all)
    expect(await mayRead(ann, 'Mo')).toEqual(all)
    for (const who of [mo, mi, una]) expect(await mayRead(who, 'Una')).toEqual(none)
    expect(await mayRead(ann, 'Una')).toEqual(all)
    expect(await read('/moderation/people/Mo', mo)).toContain('Notes about you are for other moderators.')
    expect(await read('/moderation/people/Una', mo)).toContain('Only admins can read notes about admins.')
    for (const who of [mo, mi, una]) expect(await read('/moderation/log/private', who)).toContain('Of everybody else')
    for (const path of [
      '/moderation/notes?nic=Mo&note=1',
      '/moderation/notes?nic=Una&note=3',
      '/moderation/notes?note=1',
    ])
      expect((await site.get(path, mo)).body).not.toContain('words about')
    for (const form of [
      { nic: 'Ada', note: '1' },
      { nic: 'Mo', note: '1' },
      { nic: 'Una', note: '3' },
    ])
      expect((await act('notes', { reason: 'x', ...form }, mo)).body).not.toContain('words about')
  })

  test('are nowhere that members can read', async () => {
    const { site, ada, act, post } = await open()
    await post('A word.')
    await act('notes', { reason: 'Unmistakable words' })
    for (const path of [
      '/people/Ada',
      '/articles/1-the-slipway-is-repainted',
      '/moderation/log',
      '/moderation/log.jsonl',
      '/accounts/settings',
      '/inbox',
    ])
      expect((await site.get(path, ada)).body).not.toContain('Unmistakable')
  })
})

describe('Moderators', () => {
  test('cannot act on themselves, nor on their own rank or above; admins can act on moderators', async () => {
    const { site, mo, act } = await open()
    const root = await site.member('Root', 'admin')
    for (const noun of ['warnings', 'silences', 'bans', 'pardons', 'notes']) {
      for (const [nic, words] of [
        ['Mo', 'You can’t moderate yourself.'],
        ['Mi', 'You can’t moderate someone of your own rank or above.'],
        ['Root', 'You can’t moderate someone of your own rank or above.'],
      ] as const) {
        const answer = await act(noun, { nic })
        expect([answer.statusCode, wordsOn(answer.body).includes(words)]).toEqual([403, true])
        expect((await site.get(`/moderation/${noun}?nic=${nic}`, mo)).statusCode).toBe(403)
      }
      for (const who of [null, await site.member(`Bo ${noun}`), await site.member(`Ed ${noun}`, 'editor')])
        expect((await act(noun, {}, who)).statusCode).toBe(403)
      if (noun !== 'pardons') expect((await act(noun, { nic: 'Mi' }, root)).statusCode).toBe(303)
    }
  })

  test('need the rank for the account that has a banned e-mail address', async () => {
    const { site, mi, act } = await open()
    await write(site.deps, (db) =>
      db
        .updateTable('accounts')
        .set({ email: 'mi@x.example', email_folded: 'mi@x.example' })
        .where('id', '=', mi.id)
        .execute(),
    )
    expect((await act('bans', { nic: '', email: 'MI@x.example' })).statusCode).toBe(403)
    expect(await site.deps.db.selectFrom('bans').selectAll().execute()).toEqual([])
  })

  test('cannot undo what concerns themselves or their rank', async () => {
    const { site, mo, mi, act, undo, post } = await open()
    const root = await site.member('Root', 'admin')
    await act('silences', { nic: 'Mi' }, root)
    for (const who of [mi, mo]) expect((await undo(who)).statusCode).toBe(403)
    await post('What Mi wrote.', mo)
    await site.post('/moderation/removals', { comment: '1', reason: 'No' }, root)
    expect((await undo(mo)).statusCode).toBe(403)
    expect(wordsOn((await undo(mo)).body)).toContain('You can’t undo an action that concerns you.')
    expect((await undo(mi)).statusCode).toBe(303)
  })

  test('cannot approve their own comments', async () => {
    const { site, mo, mi, post } = await open()
    await post('Held for once.', mo)
    await write(site.deps, async (db) => {
      await db.updateTable('comments').set({ state: 'held' }).where('id', '=', 1).execute()
      await db
        .insertInto('holds')
        .values({
          comment_id: 1,
          rule: 'guest',
          matched_text: '',
          account_id: null,
          reason: '',
          log_entry_id: null,
          created_at: site.deps.clock(),
        })
        .execute()
    })
    expect((await site.post('/moderation/approvals', { comment: '1' }, mo)).statusCode).toBe(403)
    expect((await site.post('/moderation/approvals', { comment: '1' }, mi)).statusCode).toBe(303)
  })
})

describe('Every route', () => {
  test('that changes anything is closed to a banned guest, except for the listed ones, which all exist', async () => {
    const site = await openSite()
    const routes = (await import('node:fs'))
      .readFileSync(new URL('../../golden/routes.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line.includes(' POST '))
      .map((line) => line.slice(15).trim())
    expect(Object.keys(allowedWhileBanned).filter((url) => !routes.includes(url))).toEqual([])
    const mo = await site.member('Mo', 'moderator')
    await site.post('/moderation/bans', { address: '127.0.0.1', reason: 'All of it', until: 'ever' }, mo)
    const answers = await Promise.all(
      routes
        .filter((url) => !url.startsWith('/moderation'))
        .map(
          async (url) =>
            [
              url,
              (await site.post(url.replace(/:\w+/g, '1'), {})).statusCode,
              (await site.post(url.replace(/:\w+/g, '1'), {}, null, { accept: 'application/json' })).body.includes(
                'is banned',
              ),
            ] as const,
        ),
    )
    const open = answers
      .filter(([, status, told]) => status !== 403 && !told)
      .map(([url]) => url)
      .sort()
    expect(open).toEqual(
      [
        '/accounts/appeals',
        '/accounts/email/confirm',
        '/accounts/email/confirm/:token',
        '/accounts/email/stop',
        '/accounts/first-admin',
        '/accounts/first-admin/:token',
        '/accounts/login',
        '/accounts/login/passkey',
        '/accounts/login/second-factor',
        '/accounts/logout',
        '/accounts/passkeys/challenges',
        '/accounts/password/forgot',
        '/accounts/password/ratings',
        '/accounts/password/reset',
        '/accounts/password/reset/:token',
        '/accounts/second-factor/stop',
        '/articles/:id/unreads',
        '/comments/drafts',
        '/comments/drafts/texts',
        '/comments/receipts/:token',
        '/desk/drafts',
        '/desk/drafts/:id/deletions',
        '/desk/receipts/:token/withdrawals',
        '/editions/unsubscribe/:token',
        '/inbox/unsubscribe/:token',
        '/marks',
        '/theme',
      ].sort(),
    )
  })
})
