// The receipt of a guest: shown once after posting; it shows the state, edits, withdraws, and claims for an account.
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { HOUR, MINUTE } from '../../../src/time.ts'
import { browserOf, type Jar, receiptOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'
import { commentHtml, faultOn, fieldOn, linkOn, textOn, wordsOn } from '../page.ts'

async function open(guests: 'open' | 'firstHeld' = 'firstHeld') {
  const site = await openSite()
  await site.set('guests', guests)
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  const browser = browserOf(site)
  const say = async (body: string, more: Record<string, string> = {}, as: Jar = browser) => {
    const answer = await as.post('/comments', { article: String(id), nic: 'Passer-by', body, ...more })
    const comment = Number(/^\/comments\/(\d+)$/.exec(String(answer.headers.location))![1])
    return { comment, receipt: await receiptOf(as, comment) }
  }
  const act = (receipt: string, form: Record<string, string>, as: Member | null = null) => site.post(receipt, form, as)
  const words = async (receipt: string, as: Member | null = null): Promise<string> =>
    wordsOn((await site.get(receipt, as)).body)
  const counts = async (nic: string) =>
    site.deps.db
      .selectFrom('accounts')
      .select(['comment_count', 'own_comment_count', 'reply_count'])
      .where('nic', '=', nic)
      .executeTakeFirst()
  const row = async (comment: number) =>
    (await site.deps.db.selectFrom('comments').selectAll().where('id', '=', comment).executeTakeFirst())!
  return {
    site,
    id,
    mo,
    browser,
    say,
    act,
    words,
    counts,
    row,
    thread: async (as: Member | null = null) => (await site.get(`/articles/${id}-the-slipway-is-repainted`, as)).body,
  }
}

describe('The receipt', () => {
  test('is where the button of the waiting comment leads, for its writer alone; its token is not stored', async () => {
    const { site, browser, say } = await open()
    const { comment, receipt } = await say('Words.')
    const place = `/articles/1-the-slipway-is-repainted#c${comment}`
    expect((await browser.get(`/comments/${comment}`)).headers.location).toBe(place)
    for (const other of [browserOf(site), await site.member('Bo')]) {
      const answer =
        'get' in other
          ? await other.post(`/comments/${comment}/receipts`, {})
          : await site.post(`/comments/${comment}/receipts`, {}, other)
      expect(answer.statusCode).toBe(404)
    }
    expect(receipt).toMatch(/^\/comments\/receipts\/[\w-]{43}$/)
    const token = receipt.slice('/comments/receipts/'.length)
    expect(JSON.stringify(await site.deps.db.selectFrom('receipts').selectAll().execute())).not.toContain(token)
    const page = await browser.get(receipt)
    expect(page.statusCode).toBe(200)
    expect([page.headers['cache-control'], page.headers['x-robots-tag'], page.headers['referrer-policy']]).toEqual([
      'private, no-store',
      'noindex',
      'same-origin',
    ])
    expect(page.body).toContain(`value="http://localhost:3000${receipt}" readonly`)
    expect(page.body).toContain('<div class="comment-body"><p>Words.</p></div>')
    expect((await site.get(`${receipt.slice(0, -1)}!`)).statusCode).toBe(404)
  })

  test('shows the state of the comment and why, and the usual wait if known', async () => {
    const { site, mo, say, words } = await open()
    const first = await say('First.')
    expect(await words(first.receipt)).toContain(
      'Your comment is waiting for a moderator. A moderator reads a guest’s first comment.',
    )
    site.advance(40 * MINUTE)
    await site.post('/moderation/approvals', { comment: String(first.comment) }, mo)
    expect(await words(first.receipt)).toContain('Your comment is published.')
    expect(linkOn((await site.get(first.receipt)).body, 'Your comment in the thread')).toBe(
      `/comments/${first.comment}`,
    )
    const others = [browserOf(site), browserOf(site), browserOf(site)]
    const waiting = []
    for (const [i, other] of others.entries()) waiting.push(await say(`Other ${i}.`, { nic: `Walker ${i}` }, other))
    site.advance(40 * MINUTE)
    await site.post('/moderation/removals', { comment: String(waiting[0]!.comment), reason: 'Advertising' }, mo)
    await site.post('/moderation/approvals', { comment: String(waiting[1]!.comment) }, mo)
    expect(await words(waiting[2]!.receipt)).toContain(
      'Your comment is waiting for a moderator, usually under an hour.',
    )
    expect(await words(waiting[0]!.receipt)).toMatch(
      /A moderator removed your comment\. Removed by Mo at 15:45\. Reason: Advertising\. Public log, entry 2/,
    )
  })

  test('of a comment that was removed before publication leads to no place in the thread', async () => {
    const { site, mo, say, thread } = await open()
    const { comment } = await say('Buy pills.')
    await site.post('/moderation/removals', { comment: String(comment), reason: 'Advertising' }, mo)
    expect(await thread()).not.toContain('Removed')
    for (const url of [`/comments/${comment}`, `/comments/${comment}/thread`])
      expect((await site.get(url)).statusCode).toBe(404)
  })
})

describe('A guest with the receipt', () => {
  test('edits the comment within the window, held or published, with preview and tools, and not later', async () => {
    const { site, act, say, words, row, thread } = await open('open')
    const { comment, receipt } = await say('A lime.')
    expect(textOn((await act(receipt, { body: 'A lemon.', tool: 'bold' })).body)).toBe('A lemon.<b></b>')
    const preview = await act(receipt, { body: 'A <b>lemon</b>.', action: 'preview' })
    expect([preview.statusCode, textOn(preview.body)]).toEqual([200, 'A <b>lemon</b>.'])
    expect(preview.body).toContain('<p>A <b>lemon</b>.</p>')
    const empty = await act(receipt, { body: ' ', action: 'edit' })
    expect([empty.statusCode, faultOn(empty.body, 'body')]).toEqual([422, 'Write something first.'])
    expect((await act(receipt, { body: 'A lemon.', action: 'edit' })).headers.location).toBe(`${receipt}?done=edit`)
    expect(commentHtml(await thread(), comment)).toContain('A lemon.')
    site.advance(15 * MINUTE)
    const late = await act(receipt, { body: 'Two lemons.', action: 'edit' })
    expect(late.statusCode).toBe(409)
    expect(textOn(late.body)).toBe('Two lemons.')
    expect((await row(comment)).source).toBe('A lemon.')
    expect(await words(receipt)).toContain('Your comment can no longer be edited')
  })

  test('withdraws it, and can undo that for a quarter of an hour', async () => {
    const { site, act, say, words, row } = await open('open')
    const { comment, receipt } = await say('Rash words.')
    for (let press = 0; press < 2; press++) expect((await act(receipt, { action: 'withdraw' })).statusCode).toBe(303)
    expect((await row(comment)).state).toBe('withdrawn')
    expect(await words(receipt)).toContain('You withdrew this comment.')
    expect((await act(receipt, { action: 'restore' })).statusCode).toBe(303)
    expect((await row(comment)).state).toBe('live')
    await act(receipt, { action: 'withdraw' })
    site.advance(15 * MINUTE)
    expect((await act(receipt, { action: 'restore' })).statusCode).toBe(409)
  })

  test('withdraws a held one, and the undo holds it again', async () => {
    const { act, say, row, site, mo } = await open()
    const { comment, receipt } = await say('Words.')
    await act(receipt, { action: 'withdraw' })
    expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('The queue is empty.')
    await act(receipt, { action: 'restore' })
    expect((await row(comment)).state).toBe('held')
    expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('One item, oldest ')
  })

  test('changes nothing by an unknown button or field', async () => {
    const { act, say } = await open()
    const { receipt } = await say('Words.')
    const odd = await act(receipt, { body: 'Typed.', action: 'zzz' })
    expect([odd.statusCode, textOn(odd.body)]).toEqual([422, 'Typed.'])
    expect((await act(receipt, { action: 'edit', colour: 'red' })).statusCode).toBe(400)
  })
})

describe('An account claims a comment', () => {
  test('with its count: under the member’s own nic it becomes an ordinary comment', async () => {
    const { site, act, say, words, counts, row, thread } = await open('open')
    const { comment, receipt } = await say('Before I registered.', { nic: 'Zoë' })
    const reply = await site.member('Bo')
    await site.post('/comments', { article: '1', nic: 'Bo', parent: String(comment), body: 'A reply.' }, reply)
    expect((await act(receipt, { action: 'claim' })).statusCode).toBe(403)
    expect((await site.get(receipt)).body).toContain(
      `/accounts/register?next=${encodeURIComponent(`${receipt}?claim=1`)}`,
    )
    const zoe = await site.member('Zoë')
    expect(await words(receipt, zoe)).toContain('The comment is then counted as Zoë')
    for (let press = 0; press < 2; press++)
      expect((await act(receipt, { action: 'claim' }, zoe)).headers.location).toBe(`${receipt}?done=claim`)
    expect(await row(comment)).toMatchObject({ account_id: zoe.id, name_kind: 'member', nic: 'Zoë', state: 'live' })
    expect(await counts('Zoë')).toEqual({ comment_count: 1, own_comment_count: 1, reply_count: 1 })
    expect(commentHtml(await thread(), comment)).toContain('/people/Zo%C3%AB')
    expect(commentHtml(await thread(zoe), comment)).toContain(`href="/comments/${comment}/edits"`)
    expect(await words(receipt, zoe)).toContain('You have claimed this comment')
    expect(await words(receipt)).toContain('An account has claimed this comment.')
    expect((await act(receipt, { action: 'edit', body: 'Mine still?' })).statusCode).toBe(403)
    expect((await act(receipt, { action: 'claim' }, reply)).statusCode).toBe(409)
  })

  test('under another name it keeps a picked nic that reveals nobody and stays theirs in the thread', async () => {
    const { site, id, act, say, counts, row, thread } = await open('open')
    const { comment, receipt } = await say('Under a name.')
    const bo = await site.member('Bo')
    await act(receipt, { action: 'claim' }, bo)
    expect(await row(comment)).toMatchObject({ account_id: bo.id, name_kind: 'picked', nic: 'Passer-by' })
    expect(await counts('Bo')).toEqual({ comment_count: 1, own_comment_count: 0, reply_count: 0 })
    expect(commentHtml(await thread(), comment)).not.toContain('Bo')
    expect(fieldOn((await site.get(`/comments/new?article=${id}`, bo)).body, 'nic')).toBe('Passer-by')
    expect(
      (await site.post('/comments', { article: String(id), nic: 'Passer-by', body: 'Still me.' }, bo)).statusCode,
    ).toBe(303)
  })

  test('while it is held, and it is counted and announced once it is approved', async () => {
    const { site, mo, act, say, counts } = await open()
    const { comment, receipt } = await say('Waiting.')
    const bo = await site.member('Bo')
    await act(receipt, { action: 'claim' }, bo)
    expect(await counts('Bo')).toMatchObject({ comment_count: 0 })
    await site.post('/moderation/approvals', { comment: String(comment) }, mo)
    expect(await counts('Bo')).toMatchObject({ comment_count: 1 })
    expect(wordsOn((await site.get('/inbox', bo)).body)).toContain('Approved by Mo. 14:25')
  })

  test('and loses its own recommendation of it', async () => {
    const { site, act, say, row } = await open('open')
    const { comment, receipt } = await say('Well said.')
    const bo = await site.member('Bo')
    await site.post(`/comments/${comment}/recommendations`, {}, bo)
    expect((await row(comment)).recommendation_count).toBe(1)
    await act(receipt, { action: 'claim' }, bo)
    expect((await row(comment)).recommendation_count).toBe(0)
  })

  test('once, when two requests arrive at the same moment', async () => {
    const { site, act, say, counts } = await open('open')
    const { receipt } = await say('Whose?')
    const [bo, cy] = [await site.member('Bo'), await site.member('Cy')]
    const answers = await Promise.all([act(receipt, { action: 'claim' }, bo), act(receipt, { action: 'claim' }, cy)])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 409])
    expect((await counts('Bo'))!.comment_count + (await counts('Cy'))!.comment_count).toBe(1)
  })
})

test('the receipt shows the state of replies by e-mail, if requested', async () => {
  const { site, say, words } = await open('open')
  const [plain, asked] = [await say('Words.'), await say('More words.', { notify: 'on', email: 'road@mail.example' })]
  expect(await words(plain.receipt)).not.toContain('mailed to you')
  expect(await words(asked.receipt)).toContain('We have e-mailed you a link')
  await write(site.deps, (db) => db.updateTable('subscriptions').set({ confirmed_at: 1 }).execute())
  expect(await words(asked.receipt)).toContain('Replies are e-mailed to you.')
  await write(site.deps, (db) => db.updateTable('subscriptions').set({ ended_at: 2 }).execute())
  expect(await words(asked.receipt)).toContain('Replies are no longer e-mailed to you.')
})

test('an old receipt that was never shown is not given to the next visitor of the comment', async () => {
  const { site, say } = await open('open')
  const { comment } = await say('Words.')
  site.advance(HOUR)
  expect((await browserOf(site).get(`/comments/${comment}`)).headers.location).toContain(`#c${comment}`)
})
