// Edge cases of guests, names, receipts and decisions: no access to another's comment, no unread text in public.
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { MINUTE } from '../../../src/time.ts'
import { browserOf, type Jar, receiptOf } from '../../support/jar.ts'
import { aThread, openSite } from '../../support/site.ts'
import { faultOn, fieldOn, plain, shown, wordsOn } from '../page.ts'

async function open(guests: 'open' | 'firstHeld' | 'allHeld' = 'open') {
  const site = await openSite()
  await site.set('guests', guests)
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  const browser = browserOf(site)
  const say = (as: Jar, body: string, more: Record<string, string> = {}) =>
    as.post('/comments', { article: String(id), nic: 'Passer-by', body, ...more })
  /** Posts, and is shown the receipt. */
  const post = async (as: Jar, body: string, more: Record<string, string> = {}) => {
    const comment = Number(/^\/comments\/(\d+)$/.exec(String((await say(as, body, more)).headers.location))![1])
    return { comment, receipt: await receiptOf(as, comment) }
  }
  const row = async (comment: number) =>
    (await site.deps.db.selectFrom('comments').selectAll().where('id', '=', comment).executeTakeFirst())!
  const approve = (comment: number, more: Record<string, string> = {}) =>
    site.post('/moderation/approvals', { comment: String(comment), ...more }, mo)
  return {
    site,
    id,
    mo,
    browser,
    say,
    post,
    row,
    approve,
    thread: async () => (await site.get(`/articles/${id}-the-slipway-is-repainted`)).body,
  }
}

describe('Another person at the same address', () => {
  test.each([{}, { key: 'abcdefghijklmnopqrstuv' }])(
    'who repeats a guest’s public text gets no receipt for it: %j',
    async (more) => {
      const { site, browser, post, say } = await open()
      const { comment } = await post(browser, 'From the road.', more)
      const thief = browserOf(site)
      await say(thief, 'From the road.')
      expect(String((await thief.get(`/comments/${comment}`)).headers.location)).not.toContain('/receipts/')
    },
  )

  test('who repeats the text does not get the guest’s name in the thread either', async () => {
    const { site, browser, post, say } = await open()
    await post(browser, 'From the road.')
    await say(browserOf(site), 'From the road.')
    expect((await say(browser, 'And another thing.')).statusCode).toBe(303)
  })
})

describe('An approval', () => {
  test('is of the text that the queue showed, not of a later edit', async () => {
    const { site, mo, browser, post, row, approve } = await open('firstHeld')
    const { comment, receipt } = await post(browser, 'A harmless word.')
    const queue = (await site.get('/moderation', mo)).body
    const form = /<form class="verdict"[\s\S]*?<\/form>/.exec(queue)![0]
    const fields = Object.fromEntries(
      [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        plain(value!),
      ]),
    )
    expect((await browser.post(receipt, { action: 'edit', body: 'Buy my pills.' })).statusCode).toBe(303)
    await approve(comment, fields)
    expect((await row(comment)).state).toBe('held')
  })

  test('of a guest’s comment ends with an edit where every guest comment is held', async () => {
    const { browser, post, thread, approve } = await open('allHeld')
    const { comment, receipt } = await post(browser, 'A harmless word.')
    await approve(comment)
    await browser.post(receipt, { action: 'edit', body: 'Buy my pills.' })
    expect(await thread()).not.toContain('Buy my pills.')
  })
})

describe('A name in a thread', () => {
  test('stays taken when its comment is claimed by a member who has another picked name there', async () => {
    const { site, id, browser, post, say } = await open()
    const { receipt } = await post(browser, 'From the road.')
    const bo = await site.member('Bo')
    await site.post('/comments', { article: String(id), nic: 'Wobbin 41', body: 'Picked.' }, bo)
    expect((await site.post(receipt, { action: 'claim' }, bo)).statusCode).toBe(303)
    const answer = await say(browserOf(site), 'I never said that.')
    expect([answer.statusCode, faultOn(answer.body, 'nic')]).toEqual([
      422,
      expect.stringMatching(/^Somebody else has that name/),
    ])
  })

  test('stays the guest’s only name when a member has registered the earlier one', async () => {
    const { site, id, browser, say } = await open()
    await say(browser, 'First.')
    await site.member('Passer-by')
    expect((await say(browser, 'Second.', { nic: 'Stroller' })).statusCode).toBe(303)
    expect(faultOn((await say(browserOf(site), 'Me too.', { nic: 'Stroller' })).body, 'nic')).toMatch(
      /^Somebody else has that name/,
    )
    expect(fieldOn((await browser.get(`/comments/new?article=${id}`)).body, 'nic')).toBe('Stroller')
  })
})

describe('A guest’s comment', () => {
  test('that was withdrawn can be posted again, and is not taken for a repeated request', async () => {
    const { browser, say, post, row } = await open()
    const { comment, receipt } = await post(browser, 'On second thoughts.')
    await browser.post(receipt, { action: 'withdraw' })
    const again = await say(browser, 'On second thoughts.')
    expect(again.headers.location).not.toBe(`/comments/${comment}`)
    expect((await row(Number(String(again.headers.location).slice('/comments/'.length)))).state).toBe('live')
  })

  test('that was held and withdrawn leaves no trace at its address', async () => {
    const { site, browser, post, thread } = await open('firstHeld')
    const { comment, receipt } = await post(browser, 'Never seen.')
    await browser.post(receipt, { action: 'withdraw' })
    for (const url of [`/comments/${comment}`, `/comments/${comment}/thread`, `/comments/${comment}/history`])
      expect((await site.get(url)).statusCode).toBe(404)
    expect(await thread()).not.toContain(`id="c${comment}"`)
  })

  test('that a member claimed under a picked name does not reveal the member, not even by the receipt', async () => {
    const { site, browser, post } = await open()
    const { receipt } = await post(browser, 'From the road.')
    await site.post(receipt, { action: 'claim' }, await site.member('Bo Weatherby'))
    expect(wordsOn((await site.get(receipt)).body)).not.toContain('Bo Weatherby')
  })

  test('keeps its receipt for the guest after a HEAD request of its address', async () => {
    const { site, browser, say } = await open()
    const answer = await say(browser, 'From the road.')
    const cookie = answer.cookies.find(({ name }) => name === 'bs_receipt')!
    const head = await site.app.inject({
      method: 'HEAD',
      url: String(answer.headers.location),
      headers: { host: 'localhost:3000', cookie: `bs_receipt=${cookie.value}` },
    })
    expect(head.cookies.map(({ name }) => name)).not.toContain('bs_receipt')
  })

  test('that a moderator removed cannot be claimed by any route', async () => {
    const { site, mo, browser, post, row } = await open()
    const { comment, receipt } = await post(browser, 'From the road.')
    await site.post('/moderation/removals', { comment: String(comment), reason: 'Advertising' }, mo)
    await site.post(receipt, { action: 'claim' }, await site.member('Bo'))
    expect((await row(comment)).account_id).toBeNull()
  })

  test('can be withdrawn by the account alone after a claim, and the edit window still counts from posting', async () => {
    const { site, browser, post, row } = await open()
    const { comment, receipt } = await post(browser, 'From the road.')
    await site.post(receipt, { action: 'claim' }, await site.member('Bo'))
    await browser.post(receipt, { action: 'withdraw' })
    site.advance(MINUTE)
    await browser.post(receipt, { action: 'edit', body: 'Changed.' })
    expect([(await row(comment)).state, (await row(comment)).source]).toEqual(['live', 'From the road.'])
  })
})

describe('The page of a receipt', () => {
  test.each(['constructor', '__proto__', 'toString'])('ignores an unknown action: %s', async (done) => {
    const { site, browser, post } = await open()
    const { receipt } = await post(browser, 'From the road.')
    expect((await site.get(`${receipt}?done=${done}`)).statusCode).toBe(200)
  })

  test.each([{ action: 'preview' }, { tool: 'bold' }])(
    'returns the text when the edit window has closed: %j',
    async (press) => {
      const { site, browser, post } = await open()
      const { receipt } = await post(browser, 'From the road.')
      site.advance(15 * MINUTE)
      expect((await browser.post(receipt, { ...press, body: 'A better way of putting it' })).body).toContain(
        'A better way of putting it',
      )
    },
  )
})

describe('A thread with held comments only', () => {
  test.each(['threaded', 'flat', 'newest', 'recommended'])('is as empty as one without comments: %s', async (view) => {
    const { site, id, browser, say } = await open('firstHeld')
    const page = async () => (await site.get(`/articles/${id}-the-slipway-is-repainted?view=${view}`)).body
    const before = await page()
    await say(browser, 'Never seen.')
    site.deps.pages.clear()
    expect((await page()).replace(/as of \d\d:\d\d/g, '')).toBe(before.replace(/as of \d\d:\d\d/g, ''))
  })

  test.each(['threaded', 'newest'])('shows those that stand on its first page, however many wait: %s', async (view) => {
    const { site } = await open()
    const id = await site.article({
      headline: 'A flood',
      comments: aThread(
        'flood',
        Array.from({ length: 501 }, () => null),
      ),
    })
    await write(site.deps, (db) =>
      db
        .updateTable('comments')
        .set({ state: 'held' })
        .where('article_id', '=', id)
        .where('number', view === 'newest' ? '>' : '<', view === 'newest' ? 1 : 501)
        .execute(),
    )
    expect(shown((await site.get(`/articles/${id}-a-flood?view=${view}`)).body)).toHaveLength(1)
  })
})
