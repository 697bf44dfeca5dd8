// Threads kept in order beside a closing at once: planned closings, held and slow threads, who may write, a notice, all old ones together.
import { describe, expect, test } from 'vitest'
import { planOf } from '../../src/moderation/plans.ts'
import { threadState } from '../../src/comments/rules.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { browserOf } from '../support/jar.ts'
import { aThread, NOON, openSite, type Member } from '../support/site.ts'
import { faultOn, linkOn, shown, textOn, wordsOn } from '../comments/page.ts'

async function open() {
  const site = await openSite()
  const id = await site.article({ comments: aThread('t', [null]) })
  const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada')]
  const href = `/articles/${id}-the-slipway-is-repainted`
  const act = (noun: string, form: Record<string, string>, as: Member = mo) => site.post(`/moderation/${noun}`, { article: String(id), reason: 'A reason', ...form }, as)
  const say = (body: string, as: Member | null = ada) => site.post('/comments', { article: String(id), nic: as === null ? 'Passer-by' : '', body }, as)
  return { site, id, mo, ada, href, act, say, page: async (as: Member | null = null) => (await site.get(href, as)).body, undo: (batch: number) => site.post('/moderation/undos', { batch: String(batch) }, mo) }
}

describe('A planned closing', () => {
  test('closes the thread by the clock, without anybody, and reopens it by the clock', async () => {
    const { site, href, act, say, page } = await open()
    expect((await act('closures', { starts: '2030-03-12T18:00', until: '2030-03-13T08:00', summary: 'Both were right.' })).headers.location).toBe(`${href}#comments`)
    expect((await say('Still open.')).statusCode).toBe(303)
    expect(wordsOn(await page())).not.toContain('have been closed')
    site.advance(Date.UTC(2030, 2, 12, 18) - site.deps.clock())
    expect((await say('Too late.')).statusCode).toBe(409)
    expect(wordsOn(await page())).toContain('Closed by Mo, 12 March 2030, 18:00. Reason: A reason.')
    expect(wordsOn(await page())).toContain('Both were right.')
    site.advance(14 * HOUR)
    expect((await say('Open again.')).statusCode).toBe(303)
    expect(wordsOn(await page())).not.toContain('have been closed')
  })

  test('gives way to a closing at once, and comes back when that is undone', async () => {
    const { site, act, say, undo } = await open()
    await act('closures', { starts: '2030-03-12T18:00' })
    await act('closures', { reason: 'Now' })
    expect((await say('Too late.')).statusCode).toBe(409)
    await undo(2)
    expect((await say('Open.')).statusCode).toBe(303)
    site.advance(4 * HOUR)
    expect((await say('Too late.')).statusCode).toBe(409)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['starts', { starts: '2030-03-12T10:00' }, /has passed/], ['starts', { starts: 'soon' }, /A day and a time/], ['starts', { starts: '2030-13-40T99:99' }, /A day and a time/],
    ['until', { until: '2030-03-12T10:00' }, /reopens after/], ['until', { starts: '2030-03-12T20:00', until: '2030-03-12T19:00' }, /reopens after/], ['summary', { summary: 'x'.repeat(1001) }, /At most 1000/],
  ])('with a wrong %s is refused beside the field, with all that was typed: %j', async (field, form, fault) => {
    const { act, say } = await open()
    const answer = await act('closures', form)
    expect([answer.statusCode, faultOn(answer.body, field)]).toEqual([422, expect.stringMatching(fault)])
    expect(answer.body).toContain(Object.values(form)[0])
    expect((await say('Open.')).statusCode).toBe(303)
  })

  test('is read by the clock of the site, over a change of the clocks too', () => {
    expect(planOf({ starts: '2030-03-31T03:30', until: '', summary: '' }, 0, 'Europe/Berlin')).toEqual({ plan: { startsAt: Date.UTC(2030, 2, 31, 1, 30), untilAt: null, summary: '' } })
  })

  test('that has run out lets the thread stay open for its days anew', () => {
    const closure = { by: 'Mo', reason: 'x', at: 5 * DAY, until: 20 * DAY }
    const thread = { publishedAt: 0, closure, reopenedAt: null, closeAfterDays: null }
    expect(threadState(thread, { closeAfterDays: 14 }, 20 * DAY - 1).closed).toBe(true)
    expect(threadState(thread, { closeAfterDays: 14 }, 20 * DAY)).toEqual({ state: 'open', closed: false, closesAt: 34 * DAY })
    expect(threadState({ ...thread, closure: { ...closure, at: 2 * DAY, until: null } }, { closeAfterDays: 14 }, DAY)).toEqual({ state: 'open', closed: false, closesAt: 2 * DAY })
  })
})

describe('A held thread', () => {
  test('lets every comment wait, members’ too, and tells before writing; moderators’ own stand', async () => {
    const { site, mo, act, say, page, undo } = await open()
    await act('thread-holds', { action: 'hold' })
    expect(wordsOn(await page((await site.member('Bo'))))).toContain('In this thread every comment waits for a moderator.')
    await say('Waiting.')
    await say('At once.', mo)
    expect(shown(await page())).toHaveLength(2)
    expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('The thread is held')
    await undo(1)
    await say('Standing.')
    expect(shown(await page())).toHaveLength(3)
  })

  test('is let go on by a press, and a second press changes nothing', async () => {
    const { act, say, page } = await open()
    await act('thread-holds', { action: 'hold' })
    expect((await act('thread-holds', { action: 'release' })).headers.location).toContain('done=released')
    expect((await act('thread-holds', { action: 'release' })).headers.location).toContain('done=already')
    await say('Standing.')
    expect(shown(await page())).toHaveLength(2)
  })
})

describe('A slow thread', () => {
  test('takes one comment of each person in so many minutes, and says when the next one', async () => {
    const { site, mo, ada, href, act, say } = await open()
    await act('slowdowns', { minutes: '15', action: 'slow' })
    expect((await say('First.')).statusCode).toBe(303)
    const answer = await say('Second.')
    expect([answer.statusCode, textOn(answer.body), answer.headers['retry-after']]).toEqual([429, 'Second.', '900'])
    expect(wordsOn(answer.body)).toContain('This thread is slow: one comment each in 15 minutes. Your next one can be posted in 15 minutes.')
    expect(wordsOn((await site.get(href, ada)).body)).toContain('Your next one can be posted in 15 minutes.')
    expect((await say('Mine.', await site.member('Bo'))).statusCode).toBe(303)
    for (const body of ['One.', 'Two.']) expect((await say(body, mo)).statusCode).toBe(303)
    site.advance(15 * MINUTE)
    expect((await say('Second.')).statusCode).toBe(303)
    await act('slowdowns', { action: 'release' })
    expect((await say('Third.')).statusCode).toBe(303)
  })

  test('holds for guests by their browser', async () => {
    const { site, id, act } = await open()
    await site.set('guests', 'open')
    await act('slowdowns', { minutes: '15', action: 'slow' })
    const browser = browserOf(site)
    const guest = (body: string) => browser.post('/comments', { article: String(id), nic: 'Passer-by', body })
    expect([(await guest('First.')).statusCode, (await guest('Second.')).statusCode]).toEqual([303, 429])
  })
})

describe('Who may write in a thread', () => {
  test.each([['members', [403, 303, 303]], ['staff', [403, 403, 303]], ['anyone', [303, 303, 303]]] as const)('is said by a moderator: %s', async (who, expected) => {
    const { site, ada, act, say } = await open()
    await act('thread-settings', { who, days: '' })
    const ed = await site.member('Ed', 'editor')
    expect([(await say('As a guest.', null)).statusCode, (await say('As a member.', ada)).statusCode, (await say('As an editor.', ed)).statusCode]).toEqual(expected)
  })

  test('and for how many days, beside the site’s number', async () => {
    const { site, act, say } = await open()
    await act('thread-settings', { who: 'anyone', days: '2' })
    site.advance(NOON - (NOON % DAY) + 8 * HOUR + 2 * DAY - site.deps.clock())
    expect((await say('Too late.')).statusCode).toBe(409)
  })
})

describe('What moderators say above a thread', () => {
  test('stands there for everybody, marked up and safe, until it is taken away', async () => {
    const { act, page } = await open()
    await act('thread-notices', { text: 'Stay with the <b>slipway</b>, please. <script>x</script>' })
    expect(await page()).toContain('<p>Stay with the <b>slipway</b>, please. &lt;script&gt;x&lt;/script&gt;</p>')
    await act('thread-notices', { text: ' ' })
    expect(await page()).not.toContain('Stay with the')
  })
})

describe('The page of a thread’s order', () => {
  test('is where a moderator is led from the thread, and nobody else', async () => {
    const { site, id, mo, ada, page } = await open()
    expect(linkOn(await page(mo), 'Hold, slow, say something')).toBe(`/moderation/threads?article=${id}`)
    expect(await page(ada)).not.toContain('/moderation/threads')
    for (const who of [null, ada, await site.member('Ed', 'editor')]) {
      expect((await site.get(`/moderation/threads?article=${id}`, who)).statusCode).toBe(403)
      for (const noun of ['thread-holds', 'slowdowns', 'thread-settings', 'thread-notices', 'closures/older']) expect((await site.post(`/moderation/${noun}`, {}, who)).statusCode).toBe(403)
    }
  })

  test.each<[string, Record<string, string>, string]>([
    ['thread-holds', { reason: '' }, 'A reason is needed'], ['slowdowns', { minutes: '7' }, 'One of 1, 5, 15, 60, 240 minutes.'], ['thread-settings', { who: 'friends' }, 'Everybody, members, or editors'], ['thread-settings', { who: 'anyone', days: '0' }, 'A number of days from 1'], ['thread-notices', { text: 'x'.repeat(1001) }, 'At most 1000 characters.'],
  ])('says what is wrong beside the field: %s %j', async (noun, form, fault) => {
    const { act, site } = await open()
    const answer = await act(noun, form)
    expect(answer.statusCode).toBe(422)
    expect(wordsOn(answer.body)).toContain(fault)
    expect(await site.deps.db.selectFrom('batches').select('id').execute()).toEqual([])
  })
})

describe('All old threads at once', () => {
  test('are closed in one act, and opened again by one undo', async () => {
    const { site, mo, say, undo } = await open()
    await site.set('closeAfterDays', null)
    for (const days of [40, 50, 10]) await site.article({ postedAt: site.deps.clock() - days * DAY })
    const answer = await site.post('/moderation/closures/older', { days: '30', reason: 'Spring cleaning' }, mo)
    expect(answer.headers.location).toBe('/moderation/closures/older?done=2')
    expect(await site.deps.db.selectFrom('closures').select('article_id').orderBy('article_id').execute()).toEqual([{ article_id: 2 }, { article_id: 3 }])
    expect((await say('Here it is open.')).statusCode).toBe(303)
    expect((await site.post('/moderation/closures/older', { days: '30', reason: 'Again' }, mo)).headers.location).toBe('/moderation/closures/older?done=none')
    await undo(1)
    expect(await site.deps.db.selectFrom('closures').select('end_reason').execute()).toEqual([{ end_reason: 'undone' }, { end_reason: 'undone' }])
  })

  test('ask for days and a reason', async () => {
    const { site, mo } = await open()
    const answer = await site.post('/moderation/closures/older', { days: 'x', reason: '' }, mo)
    expect([answer.statusCode, faultOn(answer.body, 'days'), faultOn(answer.body, 'reason')]).toEqual([422, 'A number of days, from 1 on.', 'A reason is needed: it is what everybody else reads.'])
  })
})
