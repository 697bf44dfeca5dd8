// A reader without an account reports a comment: by an address that a button confirms, with a receipt and a reasoned answer.
import { describe, expect, test } from 'vitest'
import { purge } from '../../src/moderation/purges/actions.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { type Member, openSite } from '../support/site.ts'
import { faultOn, wordsOn } from './page.ts'

async function open(env: Record<string, string> = {}) {
  const site = await openSite(env)
  const id = await site.article()
  const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada')]
  const { db } = site.deps
  const say = async (body: string, as: Member): Promise<number> => {
    await site.post('/comments', { article: String(id), nic: '', body }, as)
    return (await db.selectFrom('comments').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id
  }
  const mails = () => db.selectFrom('outbox').select(['kind', 'recipient', 'text']).orderBy('id').execute()
  const comment = await say('A nasty thing to say.', ada)
  return {
    site,
    mo,
    ada,
    say,
    comment,
    mails,
    report: (reason = 'This is libel.', email = 'Reader@example.org', about = comment) =>
      site.post(`/comments/${about}/reports`, { reason, email }),
    /** The path of the receipt that the newest e-mail has. */
    receipt: async () => /(\/comments\/reports\/\S+)/.exec((await mails()).at(-1)!.text)![1]!,
    words: async (url: string, as: Member | null = null) => wordsOn((await site.get(url, as)).body),
    answer: (report: number, form: Record<string, string>, as: Member = mo) =>
      site.post('/moderation/reports', { report: String(report), ...form }, as),
  }
}

describe('A report', () => {
  test('reaches the moderators when its address is confirmed by a button, not by opening the page', async () => {
    const { site, mo, report, receipt, words, comment, mails } = await open()
    const sent = await report()
    expect(sent.headers.location).toBe(`/comments/${comment}/reports?done=sent`)
    expect(await words(sent.headers.location!)).toContain('Check your e-mail.')
    expect((await mails()).map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['confirm-report', 'Reader@example.org'],
    ])
    const address = await receipt()
    for (let i = 0; i < 2; i++) expect(await words(address)).toContain('Not sent yet')
    expect(await words('/moderation/reports', mo)).not.toContain('This is libel.')
    for (let i = 0; i < 2; i++) expect((await site.post(address, { action: 'confirm' })).headers.location).toBe(address)
    expect(await words(address)).toContain('The moderators have your report since 12 March 2030, 14:25.')
    expect(await words('/moderation', mo)).toContain('1 report by readers without an account waits')
    const list = await words('/moderation/reports', mo)
    for (const part of ['This is libel.', 'Reader@example.org', 'A nasty thing to say.']) expect(list).toContain(part)
  })

  test('is answered with a reason: on the receipt, by e-mail, and in the public log without the reader', async () => {
    const { site, mo, report, receipt, words, answer, mails } = await open()
    await report()
    const address = await receipt()
    await site.post(address, { action: 'confirm' })
    const empty = await answer(1, { verdict: 'upheld', answer: ' ' })
    expect([empty.statusCode, faultOn(empty.body, 'answer-1')]).toEqual([
      422,
      'Write an answer: the reader gets it by e-mail.',
    ])
    await answer(1, { verdict: 'upheld', answer: 'You are right, I removed it' })
    const page = await words(address)
    expect(page).toContain('A moderator agrees with your report. Answered by Mo, 12 March 2030, 14:25.')
    expect(page).toContain('You are right, I removed it.')
    const letter = (await mails()).at(-1)!
    expect([letter.kind, letter.recipient]).toEqual(['answer-report', 'Reader@example.org'])
    expect(letter.text).toContain('You are right, I removed it')
    expect(await words(/(\/comments\/reports\/\S+)/.exec(letter.text)![1]!)).toContain('You are right, I removed it.')
    const log = await words('/moderation/log')
    expect(log).toMatch(/answered a report of a comment.*Report upheld\. You are right, I removed it\./)
    expect(log.toLowerCase()).not.toContain('reader@example.org')
    expect(await words('/moderation/reports', mo)).not.toContain('This is libel.')
    const again = await answer(1, { verdict: 'dismissed', answer: 'No' })
    expect(again.headers.location).toBe('/moderation/reports?done=already')
    expect(await words(address)).toContain('A moderator agrees')
  })

  test('of a moderator’s comment is answered by another one, and by no member', async () => {
    const { site, ada, mo, say, report, receipt, answer } = await open()
    await report('Rude.', 'reader@example.org', await say('By Mo.', mo))
    await site.post(await receipt(), { action: 'confirm' })
    const form = { verdict: 'dismissed', answer: 'No' }
    expect((await answer(1, form)).statusCode).toBe(403)
    expect((await answer(1, form, ada)).statusCode).toBe(403)
    expect((await site.get('/moderation/reports', ada)).statusCode).toBe(403)
    expect((await answer(1, form, await site.member('Meg', 'moderator'))).statusCode).toBe(303)
  })

  test('cannot be answered before it is confirmed, and its address cannot be guessed', async () => {
    const { site, report, receipt, answer } = await open()
    await report()
    expect((await answer(1, { verdict: 'upheld', answer: 'Yes' })).statusCode).toBe(404)
    const address = await receipt()
    const forged = address.replace(/^\/comments\/reports\/r1/, '/comments/reports/r2')
    expect((await site.get(forged)).statusCode).toBe(404)
    expect((await site.post(forged, { action: 'confirm' })).statusCode).toBe(404)
    const { headers } = await site.get(address)
    expect([headers['referrer-policy'], headers['x-robots-tag'], headers['cache-control']]).toEqual([
      'same-origin',
      'noindex',
      expect.stringContaining('no-store'),
    ])
  })

  test('shows each fault beside its field with what was typed, and is for readers without an account', async () => {
    const { site, report, ada, comment } = await open()
    const faulty = await report(' ', 'nobody')
    expect([faulty.statusCode, faultOn(faulty.body, 'reason'), faultOn(faulty.body, 'email')]).toEqual([
      422,
      'Say what is wrong with this comment.',
      'That does not look like an e-mail address.',
    ])
    expect(faulty.body).toContain('value="nobody"')
    expect((await report('x'.repeat(2001))).statusCode).toBe(422)
    expect((await site.get(`/comments/${comment}/reports`, ada)).headers.location).toBe(`/comments/${comment}/flags`)
    expect((await site.get(`/comments/${comment}/flags`)).headers.location).toBe(`/comments/${comment}/reports`)
    expect((await site.get('/comments/999/reports')).statusCode).toBe(404)
  })

  test('is mailed once for a comment and thrice a day to an address, and never to a banned one', async () => {
    const { site, report, mails, mo, ada, say } = await open()
    for (let i = 0; i < 2; i++) await report()
    expect(await mails()).toHaveLength(1)
    for (let i = 0; i < 3; i++) await report('Rude.', 'reader@EXAMPLE.org', await say(`Words, ${i}.`, ada))
    expect(await mails()).toHaveLength(3)
    await site.post('/moderation/bans', { email: 'bad@example.org', until: 'week', reason: 'Spam', remove: '' }, mo)
    expect((await report('Rude.', 'bad@example.org')).statusCode).toBe(303)
    expect(await mails()).toHaveLength(3)
  })

  test('is limited by network', async () => {
    const { report } = await open({ RATE_LIMITS: 'on' })
    const codes = []
    for (let i = 0; i < 6; i++) codes.push((await report('Rude.', `reader${i}@example.org`)).statusCode)
    expect(codes).toEqual([303, 303, 303, 303, 303, 429])
  })

  test('is deleted a week after nobody confirmed it, and with its address when its answer is as old as decided flags', async () => {
    const { site, report, receipt, answer, ada, say } = await open()
    await report()
    const address = await receipt()
    await report('Rude.', 'other@example.org', await say('Words.', ada))
    await site.post(await receipt(), { action: 'confirm' })
    await answer(2, { verdict: 'dismissed', answer: 'It is not' })
    const left = async () => (await site.deps.db.selectFrom('reports').select('id').execute()).map(({ id }) => id)
    site.advance(7 * DAY)
    expect((await site.get(address)).statusCode).toBe(404)
    site.advance(HOUR)
    await purge(site.deps)
    expect(await left()).toEqual([2])
    site.advance(site.deps.settings().flagDays * DAY)
    await purge(site.deps)
    expect(await left()).toEqual([])
  })
})
