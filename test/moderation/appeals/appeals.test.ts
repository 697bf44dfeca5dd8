// Appeals against holds, removals and bans: one for each decision, private, with a public answer.
import { describe, expect, test } from 'vitest'
import { hashPassword } from '../../../src/accounts/passwords/hash.ts'
import { write } from '../../../src/db/write.ts'
import { purge } from '../../../src/moderation/purges/actions.ts'
import { DAY, HOUR } from '../../../src/time.ts'
import { commentHtml, faultOn, linkOn, plain, shown, textOn, wordsOn } from '../../comments/page.ts'
import { browserOf, receiptOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'

const WORDS = 'Quaywort is a plant, not an insult.'
const WHY = 'It names a <plant> that grows on walls.'

async function open() {
  const site = await openSite()
  const id = await site.article()
  const [mo, mi, ada, bo] = [
    await site.member('Mo', 'moderator'),
    await site.member('Mi', 'moderator'),
    await site.member('Ada'),
    await site.member('Bo'),
  ]
  const { db } = site.deps
  let said = 0
  const say = async (body = WORDS, as: Member = ada) =>
    Number(
      /\/comments\/(\d+)/.exec(
        String((await site.post('/comments', { article: String(id), nic: '', body }, as)).headers.location),
      )![1],
    )
  const decide = (noun: string, comment: number, as: Member = mo, reason = 'Off topic') =>
    site.post(`/moderation/${noun}`, { comment: String(comment), reason }, as)
  /** A comment of Ada's that a decision was made about by Mo. */
  const decided = async (noun: string): Promise<number> => {
    const comment = await say(`${WORDS} ${++said}`)
    await decide(noun, comment)
    return comment
  }
  const appeal = (comment: number, as: Member | null = ada, body = WHY) =>
    site.post(`/comments/${comment}/appeals`, { body }, as)
  const page = async (comment: number, as: Member = ada) =>
    wordsOn((await site.get(`/comments/${comment}/appeals`, as)).body)
  const answer = (
    action: 'grant' | 'stand',
    as: Member = mi,
    words = 'We looked again.',
    number = 1,
    more: Record<string, string> = {},
  ) => site.post('/moderation/answers', { appeal: String(number), answer: words, action, ...more }, as)
  const state = async (comment: number) =>
    (await db.selectFrom('comments').select('state').where('id', '=', comment).executeTakeFirstOrThrow()).state
  const stored = () => db.selectFrom('appeals').selectAll().orderBy('id').execute()
  const undo = async (as: Member = mo) =>
    site.post(
      '/moderation/undos',
      {
        batch: String(
          (
            await db
              .selectFrom('batches')
              .select((all) => all.fn.max('id').as('id'))
              .executeTakeFirstOrThrow()
          ).id,
        ),
      },
      as,
    )
  return {
    site,
    db,
    id,
    mo,
    mi,
    ada,
    bo,
    say,
    decide,
    decided,
    appeal,
    page,
    answer,
    state,
    stored,
    undo,
    queue: async (as: Member = mi) => (await site.get('/moderation', as)).body,
  }
}

describe('An appeal about a comment', () => {
  test.each([
    ['holds', 'Held by Mo'],
    ['removals', 'Removed by Mo'],
    ['spam', 'Marked as spam by Mo'],
  ])(
    'against one of %s is made on its own page, which shows who decided, and is shown there as open',
    async (noun, says) => {
      const { site, ada, decided, appeal, page } = await open()
      const comment = await decided(noun)
      const before = await site.get(`/comments/${comment}/appeals`, ada)
      expect(wordsOn(before.body)).toContain(`${says}, 12 March 2030, 14:25. Reason: Off topic.`)
      expect(before.body).toContain(`action="/comments/${comment}/appeals"`)
      const answer = await appeal(comment)
      expect([answer.statusCode, answer.headers.location]).toEqual([303, `/comments/${comment}/appeals#appeals`])
      expect(await page(comment)).toContain('Your appeal is waiting for a moderator.')
      expect(await page(comment)).toContain(WHY)
    },
  )

  test('is made once for each decision: a repeated request finds the first, another text gets 409, and a new decision can be appealed again', async () => {
    const { site, ada, decided, decide, appeal, stored } = await open()
    const comment = await decided('holds')
    for (const body of [WHY, ` ${WHY}\n`]) expect((await appeal(comment, ada, body)).statusCode).toBe(303)
    const other = await appeal(comment, ada, 'Other words.')
    expect([
      other.statusCode,
      textOn(other.body),
      wordsOn(other.body).includes('You have already appealed against this decision'),
    ]).toEqual([409, 'Other words.', true])
    expect(
      (
        await site.post(`/comments/${comment}/appeals`, { body: 'Other words.' }, ada, { accept: 'application/json' })
      ).json(),
    ).toMatchObject({ status: 409, detail: expect.stringContaining('already') })
    expect((await stored()).map(({ body }) => body)).toEqual([WHY])
    await decide('approvals', comment)
    await decide('removals', comment)
    expect((await site.get(`/comments/${comment}/appeals`, ada)).body).toContain('Send appeal')
    await appeal(comment, ada, 'And again.')
    expect((await stored()).map(({ noun, end_reason }) => [noun, end_reason])).toEqual([
      ['holds', 'granted'],
      ['removals', null],
    ])
  })

  test('without text, or with too much, is returned as typed with the fault beside the field', async () => {
    const { decided, appeal, stored, site, ada } = await open()
    const comment = await decided('removals')
    const empty = await appeal(comment, ada, '  ')
    expect([empty.statusCode, /id="appeal-d">[^]*?<\/svg> ([^<]*)</.exec(empty.body)?.[1]]).toEqual([
      422,
      'Say why this should be reconsidered.',
    ])
    const long = await appeal(comment, ada, 'x'.repeat(2001))
    expect([long.statusCode, long.body.includes('x'.repeat(2001)), long.body.includes('aria-invalid="true"')]).toEqual([
      422,
      true,
      true,
    ])
    const problem = await site.post(`/comments/${comment}/appeals`, { body: '' }, ada, { accept: 'application/json' })
    expect([problem.statusCode, problem.json()]).toMatchObject([
      422,
      { faults: { body: 'Say why this should be reconsidered.' } },
    ])
    expect(await stored()).toEqual([])
  })

  test('is the author’s alone: strangers have to sign in for any number, members get 404 for a held comment and 403 for a removed one', async () => {
    const { site, bo, mo, decided, appeal, stored } = await open()
    const [held, removed] = [await decided('holds'), await decided('removals')]
    for (const comment of [held, removed, 9999])
      for (const answer of [await site.get(`/comments/${comment}/appeals`), await appeal(comment, null)])
        expect([answer.statusCode, answer.body.includes('Sign in first')]).toEqual([403, true])
    for (const as of [bo, mo]) {
      for (const answer of [await site.get(`/comments/${held}/appeals`, as), await appeal(held, as)])
        expect([answer.statusCode, answer.body.includes('Quaywort')]).toEqual([404, false])
      for (const answer of [await site.get(`/comments/${removed}/appeals`, as), await appeal(removed, as)])
        expect([answer.statusCode, answer.body.includes('Quaywort')]).toEqual([403, false])
    }
    expect(await stored()).toEqual([])
  })

  test('is refused without a decision, and the text is returned', async () => {
    const { site, ada, say, appeal, page, stored } = await open()
    const comment = await say()
    expect(await page(comment)).toContain('Your comment is published: there is nothing to appeal.')
    const answer = await appeal(comment)
    expect([answer.statusCode, plain(answer.body).includes(WHY)]).toEqual([409, true])
    expect(
      (await site.post(`/comments/${comment}/appeals`, { body: WHY }, ada, { accept: 'application/json' })).json(),
    ).toMatchObject({ status: 409 })
    expect(await stored()).toEqual([])
  })

  test('is linked from the tombstone, the inbox and the edit page of a held comment, for its author alone', async () => {
    const { site, id, ada, bo, say, decide } = await open()
    const [removed, held, spam] = [await say('One is removed.'), await say('Two is held.'), await say('Three is spam.')]
    for (const [noun, comment] of [
      ['removals', removed],
      ['holds', held],
      ['spam', spam],
    ] as const)
      await decide(noun, comment)
    const thread = async (as: Member | null) => (await site.get(`/articles/${id}-the-slipway-is-repainted`, as)).body
    expect(commentHtml(await thread(ada), removed)).toContain(`href="/comments/${removed}/appeals"`)
    for (const other of [bo, null]) expect(await thread(other)).not.toContain('/appeals')
    const inbox = (await site.get('/inbox', ada)).body
    for (const comment of [removed, held, spam])
      expect(inbox).toMatch(new RegExp(`<a href="/comments/${comment}/appeals"[^>]*>Appeal`))
    expect(linkOn((await site.get(`/comments/${held}/edits`, ada)).body, 'Appeal')).toBe(`/comments/${held}/appeals`)
  })

  test('is linked from the thread, where a held comment is shown to its author alone, with the rule and the usual wait', async () => {
    const { site, id, mo, ada, bo, say, decide } = await open()
    for (let i = 0; i < 3; i++) {
      const comment = await say(`Held and let through, number ${i}.`)
      await decide('holds', comment)
      site.advance(40 * 60_000)
      await decide('approvals', comment)
    }
    await site.post('/moderation/thread-holds', { article: String(id), reason: 'Too fast' }, mo)
    const comment = await say('It waits by the rule.')
    const thread = async (as: Member | null) => (await site.get(`/articles/${id}-the-slipway-is-repainted`, as)).body
    const own = await thread(ada)
    const place = commentHtml(own, comment)
    for (const words of [
      'It waits by the rule.',
      'Waiting for a moderator, usually under an hour. In this thread moderators read every comment first.',
    ])
      expect(wordsOn(place)).toContain(words)
    for (const noun of ['edits', 'withdrawals']) expect(place).toContain(`href="/comments/${comment}/${noun}"`)
    // A rule has held it, so there is no decision to appeal against.
    expect(place).not.toContain('/appeals"')
    expect((await site.get(`/comments/${comment}/edits`, ada)).body).toContain('usually under an hour')
    for (const other of [bo, mo, null]) expect(await thread(other)).not.toContain('It waits by the rule.')
    const guest = browserOf(site)
    const walked = Number(
      /\d+/.exec(
        String(
          (await guest.post('/comments', { article: String(id), nic: 'Walker', body: 'A walker waits.' })).headers
            .location,
        ),
      )![0],
    )
    const walks = (await guest.get(`/articles/${id}-the-slipway-is-repainted`)).body
    expect([
      walks.includes('A walker waits.'),
      walks.includes(`action="/comments/${walked}/receipts"`),
      walks.includes(`/comments/${walked}/appeals`),
      walks.includes(`/comments/${walked}/edits`),
    ]).toEqual([true, true, false, false])
    expect(await thread(null)).not.toContain('A walker waits.')
  })

  test('stays possible for those who cannot post: silenced, warned, and guests from a banned network', async () => {
    const { site, id, mo, decide, decided, appeal } = await open()
    const comment = await decided('removals')
    await site.post('/moderation/silences', { nic: 'Ada', reason: 'Shouting', until: 'day' }, mo)
    expect((await appeal(comment)).statusCode).toBe(303)
    const guest = browserOf(site)
    const held = Number(
      /\d+/.exec(
        String(
          (await guest.post('/comments', { article: String(id), nic: 'Walker', body: 'Held words of a walker.' }))
            .headers.location,
        ),
      )![0],
    )
    await decide('removals', held)
    await site.post('/moderation/bans', { address: '127.0.0.1', reason: 'A raid', until: 'day' }, mo)
    expect((await guest.post(`/comments/${held}/appeals`, { body: WHY })).statusCode).toBe(303)
  })
})

describe('A guest appeals', () => {
  const write = async () => {
    const it = await open()
    const guest = browserOf(it.site)
    const answer = await guest.post('/comments', { article: String(it.id), nic: 'Walker', body: WORDS })
    const comment = Number(/\d+/.exec(String(answer.headers.location))![0])
    const receipt = await receiptOf(guest, comment)
    return { ...it, guest, comment, receipt, token: receipt.split('/').at(-1)! }
  }

  test('on the receipt, which shows the rule and later the answer', async () => {
    const { site, guest, comment, receipt, token, mo, answer } = await write()
    const before = (await guest.get(receipt)).body
    expect(wordsOn(before)).toContain('Your comment is waiting for a moderator.')
    expect(before).toContain(`<input type="hidden" name="receipt" value="${token}">`)
    // Another browser, which has nothing but the receipt.
    const other = browserOf(site)
    expect((await other.post(`/comments/${comment}/appeals`, { body: WHY })).statusCode).toBe(403)
    expect((await other.post(`/comments/${comment}/appeals`, { body: WHY, receipt: token })).headers.location).toBe(
      `${receipt}#appeals`,
    )
    expect(wordsOn((await other.get(receipt)).body)).toContain('Your appeal is waiting for a moderator.')
    await answer('grant', mo, 'A plant it is.')
    const after = wordsOn((await other.get(receipt)).body)
    for (const words of ['Your comment is published.', 'Your appeal was granted.', 'Mo: A plant it is.'])
      expect(after).toContain(words)
  })

  test('from the author’s browser without the receipt, and from no other', async () => {
    const { site, guest, comment, bo } = await write()
    expect((await guest.get(`/comments/${comment}/appeals`)).statusCode).toBe(200)
    expect((await guest.post(`/comments/${comment}/appeals`, { body: WHY })).headers.location).toBe(
      `/comments/${comment}/appeals#appeals`,
    )
    expect(wordsOn((await guest.get(`/comments/${comment}/appeals`)).body)).toContain(WHY)
    const stranger = browserOf(site)
    await stranger.post('/comments', { article: '1', nic: 'Other', body: 'Some other words.' })
    expect((await stranger.get(`/comments/${comment}/appeals`)).statusCode).toBe(403)
    expect((await site.get(`/comments/${comment}/appeals`, bo)).statusCode).toBe(404)
  })

  test('with a fault gets the text back on the receipt', async () => {
    const { comment, token, site } = await write()
    const answer = await browserOf(site).post(`/comments/${comment}/appeals`, { body: ' ', receipt: token })
    expect([answer.statusCode, answer.body.includes(`name="receipt" value="${token}"`)]).toEqual([422, true])
    expect(
      (await browserOf(site).post(`/comments/${comment}/appeals`, { body: WHY, receipt: 'x'.repeat(43) })).statusCode,
    ).toBe(404)
  })

  test('no longer once an account has claimed the comment: then the account appeals', async () => {
    const { site, guest, comment, receipt, token, ada } = await write()
    await site.post(receipt, { action: 'claim' }, ada)
    expect((await guest.post(`/comments/${comment}/appeals`, { body: WHY, receipt: token })).statusCode).toBe(404)
    expect((await site.post(`/comments/${comment}/appeals`, { body: WHY }, ada)).statusCode).toBe(303)
  })
})

describe('Moderators', () => {
  test('find appeals in the queue, oldest first, each with the decision, its moderator and the text; counted in the header', async () => {
    const { site, decided, appeal, queue, ada } = await open()
    const [first, second] = [await decided('removals'), await decided('spam')]
    await appeal(second, ada, 'The second complains.')
    site.advance(HOUR)
    await appeal(first, ada, 'The first complains.')
    site.advance(HOUR)
    const body = await queue()
    const words = wordsOn(body.slice(body.indexOf('id="appeals"')))
    expect(words.indexOf('The second complains.')).toBeLessThan(words.indexOf('The first complains.'))
    for (const said of [
      'has waited 2 h',
      'has waited 1 h',
      'Marked as spam by Mo, 12 March 2030, 14:25. Reason: Off topic.',
      'Quaywort',
    ])
      expect(words).toContain(said)
    expect(wordsOn(body)).toContain('Queue 2 waiting')
    expect(body).not.toContain('The queue is empty.')
    expect((await queue(ada)).includes('complains')).toBe(false)
  })

  test.each([
    ['holds', 'held', 'live', 'held'],
    ['removals', 'removed', 'live', 'removed'],
    ['spam', 'spam', 'live', 'spam'],
  ])(
    'grant an appeal against one of %s, or deny it; the author gets the answer, the log has it, and an undo opens the appeal again',
    async (noun, was, granted, stood) => {
      for (const action of ['grant', 'stand'] as const) {
        const { site, ada, mi, decided, appeal, page, answer, state, stored, undo, queue } = await open()
        const comment = await decided(noun)
        await appeal(comment)
        expect(await state(comment)).toBe(was)
        const done = await answer(action)
        expect([done.statusCode, done.headers.location]).toEqual([
          303,
          `/moderation?done=${action === 'grant' ? 'granted' : 'refused'}&batch=2`,
        ])
        expect(await state(comment)).toBe(action === 'grant' ? granted : stood)
        expect(await page(comment)).toContain(
          action === 'grant'
            ? 'Your appeal was granted. Mi: We looked again.'
            : 'Your appeal was denied. Mi: We looked again.',
        )
        const inbox = wordsOn((await site.get('/inbox?kind=decisions', ada)).body)
        expect(inbox).toContain(
          `Your appeal was ${action === 'grant' ? 'granted' : 'denied'} by Mi. Reason: We looked again.`,
        )
        expect(inbox).toContain('We looked again.')
        const log = wordsOn((await site.get('/moderation/log')).body)
        expect(log).toContain(action === 'grant' ? 'granted an appeal' : 'denied an appeal')
        expect(log).toContain('We looked again.')
        expect(wordsOn(await queue())).not.toContain('names a')
        expect((await undo(mi)).statusCode).toBe(303)
        expect(await state(comment)).toBe(was)
        expect((await stored())[0]).toMatchObject({ ended_at: null, end_reason: null, answer: '', log_entry_id: null })
        expect(wordsOn(await queue())).toContain('names a')
        expect((await answer('grant')).statusCode).toBe(303)
      }
    },
  )

  test('have to write an answer: without one the form is shown again, with the fault beside the field', async () => {
    const { decided, appeal, answer, stored, site, mi } = await open()
    await appeal(await decided('removals'))
    const empty = await answer('grant', mi, ' ')
    expect([empty.statusCode, faultOn(empty.body, 'w1')]).toEqual([
      422,
      'Write an answer: it is sent to the person who appealed.',
    ])
    const long = await answer('stand', mi, 'y'.repeat(501))
    expect([long.statusCode, long.body.includes('y'.repeat(501))]).toEqual([422, true])
    expect(
      (await site.post('/moderation/answers', { appeal: '1', answer: 'Yes.', action: 'shred' }, mi)).statusCode,
    ).toBe(422)
    expect((await stored())[0]!.ended_at).toBeNull()
  })

  test('see the answer of a faster moderator; their own text is returned, and nothing is decided twice', async () => {
    const { site, db, mo, mi, decided, appeal, answer } = await open()
    const third = await site.member('Mu', 'moderator')
    await appeal(await decided('removals'))
    await answer('stand', mi, 'It is off topic indeed.')
    const late = await answer('grant', third, 'I would put it back.')
    expect(late.statusCode).toBe(409)
    for (const words of ['Mi has denied the appeal. The answer: It is off topic indeed.', 'I would put it back.'])
      expect(wordsOn(late.body)).toContain(words)
    expect(wordsOn((await site.get('/moderation/answers?appeal=1', mo)).body)).toContain('Mi has denied the appeal')
    expect(await db.selectFrom('log_entries').select('act').orderBy('id').execute()).toEqual([
      { act: 'remove' },
      { act: 'deny-appeal' },
    ])
  })

  test('cannot answer when the comment has changed since they saw it', async () => {
    const { site, ada, mi, decided, appeal, answer, state } = await open()
    const comment = await decided('holds')
    await appeal(comment)
    const seen = /name="seen" value="([^"]+)"/.exec((await site.get('/moderation/answers?appeal=1', mi)).body)![1]!
    await site.post(`/comments/${comment}/edits`, { body: 'Put right.' }, ada)
    const late = await answer('grant', mi, 'It is fine.', 1, { seen })
    expect([
      late.statusCode,
      wordsOn(late.body).includes('The comment has been edited since you saw it'),
      late.body.includes('It is fine.'),
      await state(comment),
    ]).toEqual([409, true, true, 'held'])
  })

  test('see appeals against their own decisions marked; they can grant them, and deny them only without another moderator', async () => {
    const { site, mo, mi, decided, appeal, answer, queue, state } = await open()
    const comment = await decided('removals')
    await appeal(comment)
    expect(wordsOn(await queue(mo))).toContain('You decided this.')
    expect(wordsOn(await queue(mi))).not.toContain('You decided this.')
    expect(await queue(mo)).not.toContain('value="stand"')
    expect((await answer('stand', mo)).statusCode).toBe(403)
    expect((await answer('grant', mo)).statusCode).toBe(303)
    expect(await state(comment)).toBe('live')
    await site.post('/moderation/undos', { batch: '2' }, mo)
    await write(site.deps, (tx) => tx.updateTable('accounts').set({ role: 'member' }).where('id', '=', mi.id).execute())
    expect((await answer('stand', mo)).statusCode).toBe(303)
  })

  test('cannot answer their own appeal, or undo the answer to it', async () => {
    const { site, mo, mi, say, decide, appeal, answer, queue } = await open()
    const comment = await say(WORDS, mo)
    await decide('removals', comment, mi)
    await appeal(comment, mo)
    expect(wordsOn(await queue(mo))).toContain('This is your own comment. Another moderator has to decide.')
    for (const action of ['grant', 'stand'] as const) expect((await answer(action, mo)).statusCode).toBe(403)
    const third = await site.member('Mu', 'moderator')
    expect((await answer('stand', third)).statusCode).toBe(303)
    expect((await site.post('/moderation/undos', { batch: '2' }, mo)).statusCode).toBe(403)
  })

  test('alone see appeals: 403 for members and editors', async () => {
    const { site, ada, bo, decided, appeal, answer, stored } = await open()
    await appeal(await decided('removals'))
    for (const as of [ada, bo, await site.member('Ed', 'editor')]) {
      expect((await answer('grant', as)).statusCode).toBe(403)
      for (const url of ['/moderation/answers', '/moderation/answers?appeal=1'])
        expect((await site.get(url, as)).statusCode).toBe(403)
    }
    expect((await stored())[0]!.ended_at).toBeNull()
  })

  test('also answer by an ordinary decision: it ends the appeal in the same action, and its undo opens the appeal again', async () => {
    for (const [noun, also, how] of [
      ['holds', 'approvals', 'granted'],
      ['removals', 'restorations', 'granted'],
      ['spam', 'restorations', 'granted'],
      ['holds', 'removals', 'overtaken'],
    ] as const) {
      const { decided, decide, appeal, page, stored, undo } = await open()
      const comment = await decided(noun)
      await appeal(comment)
      await decide(also, comment)
      expect((await stored())[0]).toMatchObject({ end_reason: how, answer: '' })
      expect(await page(comment)).toContain(
        how === 'granted' ? 'Your appeal was granted.' : 'The decision was replaced by another one',
      )
      await undo()
      expect((await stored())[0]!.ended_at).toBeNull()
      expect(await page(comment)).toContain('Your appeal is waiting for a moderator.')
    }
  })

  test('have nothing to answer while the decision is undone, and have it again after that undo is undone', async () => {
    const { decided, appeal, page, queue, undo, site, mo } = await open()
    const comment = await decided('removals')
    await appeal(comment)
    await undo()
    expect(await page(comment)).toContain('The decision is no longer in force')
    expect(await queue()).not.toContain('names a')
    expect((await site.get('/moderation/answers?appeal=1', mo)).statusCode).toBe(200)
    await undo()
    expect(await page(comment)).toContain('Your appeal is waiting for a moderator.')
    expect(await queue()).toContain('names a')
  })

  test('find more of them page by page than in the queue', async () => {
    const { site, ada, mi, decided, appeal, queue } = await open()
    for (let i = 0; i < 12; i++) {
      await appeal(await decided('removals'), ada, `Complaint number ${i}.`)
      site.advance(10 * 60_000)
    }
    const body = await queue()
    expect(new Set(body.match(/Complaint number \d+/g))).toHaveLength(10)
    const more = (await site.get(linkOn(body, 'Newer appeals')!, mi)).body
    expect([...new Set(more.match(/Complaint number \d+/g))]).toEqual(['Complaint number 10', 'Complaint number 11'])
  })
})

describe('A banned person', () => {
  const password = 'marram and thrift'
  const banned = async (form: Record<string, string> = { nic: 'Ada' }) => {
    const it = await open()
    await write(it.site.deps, async (db) =>
      db
        .updateTable('accounts')
        .set({ password_hash: await hashPassword(password), email: 'ada@x.example', email_folded: 'ada@x.example' })
        .where('id', '=', it.ada.id)
        .execute(),
    )
    await it.site.post('/moderation/bans', { reason: 'Threats', until: 'week', ...form }, it.mo)
    const signIn = (typed = password) => it.site.post('/accounts/login', { nic: 'Ada', password: typed })
    const link = async () => linkOn((await signIn()).body, 'Appeal against the ban')!
    const send = async (url: string, body = WHY) =>
      it.site.post('/accounts/appeals', { token: url.split('/').at(-1)!, body })
    return { ...it, signIn, link, send }
  }

  test.each([
    ['its nic', { nic: 'Ada' }],
    ['its mail address', { email: 'ada@x.example' }],
  ] as const)(
    'by %s sees the ban after the right password alone, with a link to the appeal; the answer is shown there',
    async (_by, form) => {
      const { site, mi, signIn, link, send, answer } = await banned({ ...form })
      expect((await signIn('wrong')).body).not.toContain('/accounts/appeals')
      const url = await link()
      expect(url).toMatch(/^\/accounts\/appeals\/[\w-]{43}$/)
      const page = await site.get(url)
      expect(wordsOn(page.body)).toContain('Reason: Threats.')
      expect([page.headers['referrer-policy'], page.headers['x-robots-tag'], page.headers['set-cookie']]).toEqual([
        'same-origin',
        'noindex',
        undefined,
      ])
      expect((await send(url)).headers.location).toBe(`${url}#appeals`)
      expect(wordsOn((await site.get(url)).body)).toContain('Your appeal is waiting for a moderator.')
      // Once for each ban, whichever link it comes by.
      const again = await link()
      expect((await send(again)).headers.location).toBe(`${again}#appeals`)
      const other = await send(again, 'Other words.')
      expect([
        other.statusCode,
        textOn(other.body),
        wordsOn(other.body).includes('You have already appealed against this decision'),
      ]).toEqual([409, 'Other words.', true])
      expect(
        (
          await site.post('/accounts/appeals', { token: again.split('/').at(-1)!, body: 'Other words.' }, null, {
            accept: 'application/json',
          })
        ).json(),
      ).toMatchObject({ status: 409, detail: expect.stringContaining('already') })
      expect(wordsOn((await site.get(again)).body)).toContain(WHY)
      expect((await answer('stand', mi, 'You did say that.')).statusCode).toBe(303)
      expect(wordsOn((await site.get(again)).body)).toContain('Your appeal was denied. Mi: You did say that.')
      expect((await signIn()).statusCode).toBe(403)
    },
  )

  test('is pardoned by a granted appeal, in one logged action with an undo, and gets a notice', async () => {
    const { site, db, mi, ada, link, send, answer, signIn, undo, stored } = await banned()
    await send(await link())
    await answer('grant', mi, 'It was somebody else.')
    const signedIn = await signIn()
    expect(signedIn.statusCode).toBe(303)
    const cookie = String([signedIn.headers['set-cookie']].flat()[0]).split(';')[0]!
    const inbox = wordsOn((await site.get('/inbox', { ...ada, cookie })).body)
    for (const words of ['Your appeal was granted', 'It was somebody else.']) expect(inbox).toContain(words)
    expect(inbox).not.toContain('a story that is not here')
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('granted an appeal')
    await undo(mi)
    expect((await signIn()).statusCode).toBe(403)
    expect((await stored())[0]!.ended_at).toBeNull()
    const sessions = await db.selectFrom('sessions').select('ended_at').where('account_id', '=', ada.id).execute()
    expect(sessions.filter(({ ended_at }) => ended_at === null)).toEqual([])
  })

  test('has no open appeal while the ban is undone, or once it has expired', async () => {
    const { site, link, send, queue, undo } = await banned()
    const url = await link()
    await send(url)
    expect(await queue()).toContain('names a')
    await undo()
    expect(await queue()).not.toContain('names a')
    expect(wordsOn((await site.get(url)).body)).toContain('The decision is no longer in force')
    await undo()
    expect(await queue()).toContain('names a')
    site.advance(6 * DAY)
    await write(site.deps, (db) =>
      db
        .updateTable('sessions')
        .set({ expires_at: site.deps.clock() + 9 * DAY, last_used_at: site.deps.clock() + 2 * DAY })
        .execute(),
    )
    expect(await queue()).toContain('names a')
    site.advance(2 * DAY)
    expect(await queue()).not.toContain('names a')
  })

  test('is answered by an ordinary pardon as well', async () => {
    const { site, mo, link, send, stored, undo } = await banned()
    await send(await link())
    await site.post('/moderation/pardons', { nic: 'Ada', reason: 'A new year' }, mo)
    expect((await stored())[0]).toMatchObject({ end_reason: 'granted' })
    await undo()
    expect((await stored())[0]!.ended_at).toBeNull()
  })

  test('has a link that gives no other access, expires after thirty days, and cannot be guessed', async () => {
    const { site, db, link, send, bo } = await banned()
    const url = await link()
    expect(
      (await db.selectFrom('appeal_links').select('token_hash').execute()).some(({ token_hash }) =>
        url.includes(token_hash),
      ),
    ).toBe(false)
    expect((await site.get(url, bo)).body).not.toContain('Sign out, Ada')
    expect(
      (await site.get('/accounts/settings', null, { cookie: `bs_session=${url.split('/').at(-1)}` })).statusCode,
    ).toBe(403)
    expect((await site.get(`/accounts/appeals/${'a'.repeat(43)}`)).statusCode).toBe(404)
    site.advance(31 * DAY)
    expect((await site.get(url)).statusCode).toBe(404)
    expect((await send(url)).statusCode).toBe(404)
  })

  test('by network appeals from there, once from each browser; others have nothing to appeal', async () => {
    const { site, mo, mi, id, answer, stored } = await open()
    expect((await site.post('/accounts/appeals', { body: WHY })).statusCode).toBe(409)
    await site.post('/moderation/bans', { address: '127.0.0.1', reason: 'A raid', until: 'day' }, mo)
    const guest = browserOf(site)
    const refused = await guest.post('/comments', { article: String(id), nic: 'Walker', body: 'Let me in.' })
    expect([refused.statusCode, linkOn(refused.body, 'Appeal against the ban')]).toEqual([403, '/accounts/appeals'])
    expect(wordsOn((await guest.get('/accounts/appeals')).body)).toContain('Your network address is banned')
    expect((await guest.post('/accounts/appeals', { body: ' ' })).statusCode).toBe(422)
    const made = await guest.post('/accounts/appeals', { body: WHY })
    expect(made.headers.location).toMatch(/^\/accounts\/appeals\/[\w-]{43}#appeals$/)
    expect((await guest.post('/accounts/appeals', { body: WHY })).statusCode).toBe(303)
    const other = await guest.post('/accounts/appeals', { body: 'Not my words.' })
    expect([other.statusCode, other.body.includes('names a'), plain(other.body).includes('Not my words.')]).toEqual([
      409,
      false,
      true,
    ])
    // The same by the address that it was given.
    const token = /appeals\/([\w-]{43})/.exec(String(made.headers.location))![1]!
    const [same, more] = [
      await guest.post('/accounts/appeals', { token, body: WHY }),
      await guest.post('/accounts/appeals', { token, body: 'More words.' }),
    ]
    expect([same.statusCode, more.statusCode, textOn(more.body)]).toEqual([303, 409, 'More words.'])
    expect(await stored()).toHaveLength(1)
    const queue = wordsOn((await site.get('/moderation', mi)).body)
    expect(queue).toContain('Guests from part of 127.0.0.0/24')
    await answer('grant', mi, 'The raid is over.')
    expect(wordsOn((await guest.get(String(made.headers.location).split('#')[0]!)).body)).toContain(
      'Mi: The raid is over.',
    )
    expect((await guest.post('/comments', { article: String(id), nic: 'Walker', body: 'Let me in.' })).statusCode).toBe(
      303,
    )
    expect((await site.get('/moderation/log/private', mi)).body).toContain('The raid is over.')
    expect((await site.get('/moderation/log.jsonl')).body).not.toContain('127.0.0')
  })

  test('of the staff is protected by rank: only an admin ends the ban of a moderator', async () => {
    const { site, mi, mo, appeal: _appeal, answer, db } = await open()
    const root = await site.member('Root', 'admin')
    await write(site.deps, async (tx) =>
      tx
        .updateTable('accounts')
        .set({ password_hash: await hashPassword(password) })
        .where('id', '=', mo.id)
        .execute(),
    )
    await site.post('/moderation/bans', { nic: 'Mo', reason: 'Threats', until: 'week' }, root)
    const url = linkOn((await site.post('/accounts/login', { nic: 'Mo', password })).body, 'Appeal against the ban')!
    await site.post('/accounts/appeals', { token: url.split('/').at(-1)!, body: WHY })
    expect((await answer('grant', mi)).statusCode).toBe(403)
    expect((await answer('grant', root)).statusCode).toBe(303)
    expect(await db.selectFrom('bans').select('end_reason').execute()).toEqual([{ end_reason: 'We looked again.' }])
  })
})

describe('The private text of an appeal', () => {
  test('appears on no page for others, nor does the held comment', async () => {
    const { site, id, bo, decided, appeal, answer } = await open()
    const comment = await decided('holds')
    await appeal(comment)
    const everywhere = async (as: Member | null) => {
      for (const url of [
        `/articles/${id}-the-slipway-is-repainted`,
        `/articles/${id}-the-slipway-is-repainted?view=newest`,
        '/',
        '/latest',
        '/people/Ada',
        '/search?q=plant',
        '/search?q=Quaywort',
        '/moderation/log',
        '/moderation/log.jsonl',
        '/feeds/comments.xml',
        '/feeds/comments.json',
        `/feeds/articles/${id}.xml`,
        '/feeds/people/Ada.xml',
        `/comments/${comment}`,
        `/comments/${comment}/thread`,
        `/comments/${comment}/history`,
        `/comments/${comment}/appeals`,
        '/inbox',
      ]) {
        const body = plain((await site.get(url, as)).body)
        for (const words of ['names a <plant>', 'grows on walls', 'insult'])
          expect(body.includes(words), `${url} of ${as?.nic}`).toBe(false)
      }
    }
    for (const as of [bo, null]) await everywhere(as)
    await answer('stand')
    for (const as of [bo, null]) await everywhere(as)
    expect((await site.get('/moderation/log.jsonl')).body).toContain('We looked again.')
    expect(shown((await site.get(`/articles/${id}-the-slipway-is-repainted`, bo)).body)).toEqual([])
  })

  test('is deleted some time after the answer; the appeal, the answer and open appeals stay', async () => {
    const { site, ada, decided, appeal, answer, page, stored } = await open()
    const [old, waits, taken] = [await decided('removals'), await decided('removals'), await decided('holds')]
    await appeal(old)
    await appeal(waits, ada, 'Still waiting.')
    await appeal(taken, ada, 'Never mind.')
    await answer('stand')
    await site.post(`/comments/${taken}/withdrawals`, {}, ada)
    await purge(site.deps)
    expect((await stored()).map(({ body }) => body)).toEqual([WHY, 'Still waiting.', 'Never mind.'])
    site.advance(91 * DAY)
    await purge(site.deps)
    expect((await stored()).map(({ body }) => body)).toEqual(['', 'Still waiting.', ''])
    await write(site.deps, (db) =>
      db
        .updateTable('sessions')
        .set({ expires_at: site.deps.clock() + DAY, last_used_at: site.deps.clock() })
        .execute(),
    )
    expect(await page(old)).toContain(
      'The text was deleted after its retention time. Your appeal was denied. Mi: We looked again.',
    )
    expect(await page(old)).toContain('The text of this comment has been deleted, so there is nothing to appeal.')
    expect((await appeal(old)).statusCode).toBe(409)
    expect(wordsOn((await site.get(`/comments/${waits}/appeals`, ada)).body)).toContain('Quaywort')
  })
})
