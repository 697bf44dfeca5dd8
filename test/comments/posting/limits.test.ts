// Limits of one writer: rate limits, few links from newcomers, no repeated text; shown before writing, with Retry-After.

import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { describe, expect, test } from 'vitest'
import { down, up } from '../../../migrations/0093_posting.ts'
import { exceededLimit, linksFault } from '../../../src/comments/thread/rules.ts'
import { textHash, textKey } from '../../../src/filters/normalize.ts'
import { newcomers, personRateLimits, repeatedText } from '../../../src/settings.ts'
import { HOUR, MINUTE } from '../../../src/time.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'
import { faultOn, textOn, wordsOn } from '../page.ts'

async function open(env: Record<string, string> = {}) {
  const site = await openSite(env)
  const id = await site.article()
  const bo = await site.member('Bo')
  const post = (body: string, as: Member = bo, more: Record<string, string> = {}) =>
    site.post('/comments', { article: String(id), nic: as.nic, body, ...more }, as)
  /** From an address of its own, because addresses have a rate limit as well. */
  const postFrom = (n: number, body: string, as: Member = bo) =>
    site.app.inject({
      method: 'POST',
      url: '/comments',
      remoteAddress: `192.0.2.${n}`,
      headers: {
        host: 'localhost:3000',
        cookie: as.cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
      },
      payload: new URLSearchParams({ article: String(id), nic: as.nic, body }).toString(),
    })
  const form = async (as: Member = bo) => wordsOn((await site.get(`/comments/new?article=${id}`, as)).body)
  return { site, id, bo, post, postFrom, form }
}

describe('A rate limit of one writer', () => {
  test('lets `max` comments through in its window, and says after how many seconds the next one passes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(600_000), { maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 300_000 }),
        (times, max, window) => {
          const now = 600_000
          const exceeded = exceededLimit(times, [{ max, window }], now)
          expect(exceeded === null).toBe(times.filter((at) => at > now - window).length < max)
          if (exceeded !== null)
            expect(exceededLimit(times, [{ max, window }], now + exceeded.seconds * 1000)).toBeNull()
        },
      ),
    )
  })

  test('of several limits, the one with the longest wait is reported', () => {
    expect(
      exceededLimit(
        [99, 98, 50],
        [
          { max: 2, window: 10 },
          { max: 3, window: 5000 },
        ],
        100,
      ),
    ).toEqual({ limit: { max: 3, window: 5000 }, seconds: 5 })
  })

  test('is counted for each person, from any address and under any name', async () => {
    const { site, bo, post, postFrom, form } = await open({ RATE_LIMITS: 'on' })
    expect(await form()).not.toContain('You can post the next one')
    for (let i = 0; i < personRateLimits[0].max; i++) expect((await postFrom(i, `Number ${i}`)).statusCode).toBe(303)
    const answer = await post('One too many.', bo, { article: String(await site.article()), nic: 'Wobbin 41' })
    expect([answer.statusCode, textOn(answer.body), answer.headers['retry-after']]).toEqual([
      429,
      'One too many.',
      '300',
    ])
    expect(wordsOn(answer.body)).toContain(
      'You have posted 10 comments within 5 minutes. You can post the next one in 5 minutes.',
    )
    expect(await form()).toContain('You can post the next one in 5 minutes.')
    const other = await site.member('Cy')
    expect((await post('Mine.', other)).statusCode).toBe(303)
    site.advance(5 * MINUTE)
    expect((await post('One too many.')).statusCode).toBe(303)
  })

  test('also exists for a day; moderators are exempt', async () => {
    const { site, postFrom } = await open({ RATE_LIMITS: 'on' })
    const mo = await site.member('Mo', 'moderator')
    for (let i = 0; i < personRateLimits[0].max + 3; i++)
      expect((await postFrom(i, `Moderating ${i}`, mo)).statusCode).toBe(303)
    for (let i = 0; i < personRateLimits[1].max; i++) {
      site.advance(MINUTE)
      expect((await postFrom(i, `Number ${i}`)).statusCode).toBe(303)
    }
    site.advance(HOUR)
    const answer = await postFrom(200, 'One too many.')
    expect(answer.statusCode).toBe(429)
    expect(wordsOn(answer.body)).toMatch(
      /You have posted 150 comments within a day\. You can post the next one in \d+ hours\./,
    )
  })

  test('can be switched off with the others for tests and benchmarks', async () => {
    const { post } = await open()
    for (let i = 0; i < personRateLimits[0].max + 2; i++) expect((await post(`Number ${i}`)).statusCode).toBe(303)
  })
})

describe('A newcomer', () => {
  const links = (n: number): string => Array.from({ length: n }, (_, i) => `https://example.org/${i}`).join(' and ')

  test('can use two links in a comment, which the form and the preview say', async () => {
    const { site, post, form } = await open()
    expect(await form()).toContain('New here? Your first comments can have up to 2 links.')
    const fault = 'Until 3 of your comments are published, each can have up to 2 links. This one has 3.'
    for (const [action, status] of [
      ['post', 422],
      ['preview', 200],
    ] as const) {
      const answer = await post(links(3), undefined, { action })
      expect([answer.statusCode, faultOn(answer.body, 'body'), textOn(answer.body)]).toEqual([status, fault, links(3)])
    }
    for (let i = 0; i < newcomers.comments; i++) expect((await post(`${i} ${links(2)}`)).statusCode).toBe(303)
    expect(await form()).not.toContain('up to 2 links')
    expect((await post(links(9))).statusCode).toBe(303)
    expect(await site.deps.db.selectFrom('comments').select('id').execute()).toHaveLength(4)
  })

  test('cannot add more by an edit; existing ones stay', async () => {
    const { site, bo, post } = await open()
    const id = Number(String((await post(links(2))).headers.location).slice('/comments/'.length))
    const change = (body: string) => site.post(`/comments/${id}/edits`, { body }, bo)
    const answer = await change(links(3))
    expect([answer.statusCode, textOn(answer.body)]).toEqual([422, links(3)])
    expect((await change(`Put right: ${links(2)}`)).statusCode).toBe(303)
  })

  test('is every guest with fewer than three published comments', async () => {
    const { site, id } = await open()
    await site.set('guests', 'open')
    const browser = browserOf(site)
    const say = (body: string) => browser.post('/comments', { article: String(id), nic: 'Passer-by', body })
    expect(faultOn((await say(links(3))).body, 'body')).toContain('up to 2 links')
    for (let i = 0; i < newcomers.comments; i++) expect((await say(`Number ${i}`)).statusCode).toBe(303)
    expect((await say(links(3))).statusCode).toBe(303)
  })

  test('can link to members and to the site without limit', async () => {
    const { site, post } = await open()
    for (const nic of ['Ada', 'Cy', 'Di']) await site.member(nic)
    expect((await post('@Ada @Cy @Di <a href="/latest">one</a> <a href="/tags">two</a>')).statusCode).toBe(303)
  })

  test('is nobody with enough comments, with any number of links', () => {
    for (const [count, standing, ok] of [
      [2, 0, true],
      [3, 0, false],
      [3, 2, false],
      [3, 3, true],
      [300, 50, true],
    ] as const)
      expect(linksFault(count, standing) === null).toBe(ok)
  })
})

describe('The same text', () => {
  const words = 'A sentence that is long enough to be told from a mere greeting.'

  test('is accepted once in a day over all threads, with any spacing and case', async () => {
    const { site, post } = await open()
    const elsewhere = { article: String(await site.article()) }
    expect((await post(words)).statusCode).toBe(303)
    for (const again of [
      words,
      ` ${words.toUpperCase()} `,
      words.replaceAll(' ', '\n'),
      `<b>${words}</b>`.replaceAll(/<\/?b>/g, '**'),
    ]) {
      const answer = await post(again, undefined, elsewhere)
      expect([answer.statusCode, faultOn(answer.body, 'body')]).toEqual([
        422,
        'You have posted the same text within a day. Once is enough, in one thread.',
      ])
    }
    expect((await post(words, await site.member('Cy'), elsewhere)).statusCode).toBe(303)
    site.advance(repeatedText.windowMs)
    expect((await post(words, undefined, elsewhere)).statusCode).toBe(303)
  })

  test('is accepted again after a withdrawal; short texts always are', async () => {
    const { site, bo, post } = await open()
    const id = Number(String((await post(words)).headers.location).slice('/comments/'.length))
    await site.post(`/comments/${id}/withdrawals`, {}, bo)
    site.advance(11 * MINUTE)
    expect((await post(words)).statusCode).toBe(303)
    for (let i = 0; i < 3; i++)
      expect((await post('Hear, hear!', undefined, { article: String(await site.article()) })).statusCode).toBe(303)
  })

  test('of an edited comment is the text as it is now', async () => {
    const { site, bo, post } = await open()
    const elsewhere = { article: String(await site.article()) }
    const id = Number(String((await post(words)).headers.location).slice('/comments/'.length))
    const edited = 'Another sentence that is long enough to be told from a mere greeting.'
    expect((await site.post(`/comments/${id}/edits`, { body: edited }, bo)).statusCode).toBe(303)
    expect((await post(edited, undefined, elsewhere)).statusCode).toBe(422)
    expect((await post(words, undefined, elsewhere)).statusCode).toBe(303)
  })

  test('of a guest is found by the key of the browser', async () => {
    const { site, id } = await open()
    const say = browserOf(site)
    const form = { nic: 'Walker', body: words }
    expect((await say.post('/comments', { ...form, article: String(id) })).statusCode).toBe(303)
    site.advance(HOUR)
    const again = await say.post('/comments', { ...form, article: String(await site.article()) })
    expect([again.statusCode, faultOn(again.body, 'body')]).toEqual([
      422,
      'You have posted the same text within a day. Once is enough, in one thread.',
    ])
  })

  test('is found that was posted on the day before the update', async () => {
    const { site, post } = await open()
    const wide = `${words} Ａｎｄ more.`
    for (const body of [words, wide, 'Hear, hear!']) {
      site.advance(HOUR)
      expect((await post(body)).statusCode).toBe(303)
    }
    const stored = () => site.deps.db.selectFrom('comments').select(['source', 'text_hash']).orderBy('id').execute()
    const before = await stored()
    expect(before.map(({ source, text_hash }) => text_hash === textHash(source))).toEqual([true, true, true])
    expect(before[2]!.text_hash).toBeNull()
    const writer = site.deps.store.writer as unknown as Kysely<unknown>
    await down(writer)
    await up(writer)
    expect(await stored()).toEqual(before)
  })

  test('is recognised by its letters and digits alone', () => {
    expect(textKey('Ａ sentence — that is “long enough” to be told from a greeting')).toBe(
      textKey('a SENTENCE that is long enough to be told, from a greeting!'),
    )
    expect(textKey('Short.')).toBeNull()
  })
})
