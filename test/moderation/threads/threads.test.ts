// Thread settings: scheduled closings and reopenings, hold, slow mode, who may comment, notice; and closing old threads together.
import { describe, expect, test } from 'vitest'
import { threadState } from '../../../src/comments/thread/rules.ts'
import { closureForm } from '../../../src/moderation/threads/closure-form.ts'
import { DAY, HOUR, MINUTE } from '../../../src/time.ts'
import { faultOn, fieldOn, linkOn, shown, textOn, wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { aThread, type Member, NOON, openSite } from '../../support/site.ts'

async function open(env: Record<string, string> = {}) {
  const site = await openSite(env)
  const id = await site.article({ comments: aThread('t', [null]) })
  const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada')]
  const href = `/articles/${id}-the-slipway-is-repainted`
  const act = (noun: string, form: Record<string, string>, as: Member = mo) =>
    site.post(`/moderation/${noun}`, { article: String(id), reason: 'A reason', ...form }, as)
  const say = (body: string, as: Member | null = ada) =>
    site.post('/comments', { article: String(id), nic: as === null ? 'Passer-by' : '', body }, as)
  const acts = async () =>
    (await site.deps.db.selectFrom('log_entries').select('act').orderBy('id').execute())
      .filter(({ act }) => act !== 'undo')
      .map(({ act }) => act)
  return {
    site,
    id,
    mo,
    ada,
    href,
    act,
    acts,
    say,
    page: async (as: Member | null = null) => (await site.get(href, as)).body,
    undo: (batch: number) => site.post('/moderation/undos', { batch: String(batch) }, mo),
  }
}

describe('A scheduled closing', () => {
  test('closes the thread at its time, and reopens it at its time', async () => {
    const { site, href, act, say, page } = await open()
    expect(
      (await act('closures', { starts: '2030-03-12T18:00', until: '2030-03-13T08:00', summary: 'Both were right.' }))
        .headers.location,
    ).toBe(`${href}#comments`)
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

  test('is replaced by an immediate closing, and restored when that is undone', async () => {
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
    ['starts', { starts: '2030-03-12T10:00' }, /has passed/],
    ['starts', { starts: 'soon' }, /Enter a date and time/],
    ['starts', { starts: '2030-13-40T99:99' }, /Enter a date and time/],
    ['until', { until: '2030-03-12T10:00' }, /after the thread closes/],
    ['until', { starts: '2030-03-12T20:00', until: '2030-03-12T19:00' }, /after the thread closes/],
    ['summary', { summary: 'x'.repeat(1001) }, /up to 1000/],
  ])('with a wrong %s is refused beside the field, with all that was typed: %j', async (field, form, fault) => {
    const { act, say } = await open()
    const answer = await act('closures', form)
    expect([answer.statusCode, faultOn(answer.body, field)]).toEqual([422, expect.stringMatching(fault)])
    expect(answer.body).toContain(Object.values(form)[0])
    expect((await say('Open.')).statusCode).toBe(303)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['starts', { starts: '2031-02-30T10:00' }, /does not exist/],
    ['until', { until: '2031-04-31T10:00' }, /does not exist/],
    ['starts', { starts: '2031-02-28T24:00' }, /Enter a date and time/],
    ['starts', { starts: '9999-12-31T10:00' }, /more than 10 years ahead/],
    ['until', { until: '2040-03-13T00:00' }, /more than 10 years ahead/],
  ])(
    'is for an existing day within ten years: otherwise the fault is beside %s, and all is as typed: %j',
    async (field, form, fault) => {
      const { site, act } = await open()
      const answer = await act('closures', form)
      expect([answer.statusCode, faultOn(answer.body, field), answer.body.includes(`value="${form[field]}"`)]).toEqual([
        422,
        expect.stringMatching(fault),
        true,
      ])
      expect(await site.deps.db.selectFrom('closures').select('id').execute()).toEqual([])
      expect((await act('closures', { starts: '2032-02-29T10:00', until: '2040-03-12T23:59' })).statusCode).toBe(303)
    },
  )

  test('is shown by the closing form, with who scheduled it; a new one replaces it, and the log says so', async () => {
    const { site, id, mo, act, acts } = await open()
    const mi = await site.member('Mi', 'moderator')
    expect(wordsOn((await site.get(`/moderation/closures?article=${id}`, mo)).body)).not.toContain('It is to close')
    await act('closures', { starts: '2030-03-12T18:00', until: '2030-03-13T08:00', reason: 'The first' })
    const form = (await site.get(`/moderation/closures?article=${id}`, mi)).body
    expect(wordsOn(form)).toContain(
      'This thread closes on 12 March 2030, 18:00, and reopens on 13 March 2030, 08:00, as planned by Mo. Reason: The first. What you enter here replaces it.',
    )
    expect(linkOn(form, 'Cancel it')).toBe(`/moderation/reopenings?article=${id}`)
    await act('closures', { starts: '2030-03-12T20:00', reason: 'The second' }, mi)
    expect(await acts()).toEqual(['schedule-close', 'cancel-close', 'schedule-close'])
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('cancelled the scheduled closing')
    // A repeated press schedules nothing.
    expect((await act('closures', { starts: '2030-03-12T20:00', reason: 'The second' }, mi)).statusCode).toBe(303)
    expect(await acts()).toHaveLength(3)
  })

  test('is cancelled with a reason by the form that reopens a thread, and restored by an undo', async () => {
    const { site, id, mo, href, act, say, page, undo, acts } = await open()
    await act('closures', { starts: '2030-03-12T18:00', reason: 'The first' })
    const url = `/moderation/reopenings?article=${id}`
    const form = (await site.get(url, mo)).body
    expect(wordsOn(form)).toContain('This thread closes on 12 March 2030, 18:00, as planned by Mo. Reason: The first.')
    expect([fieldOn(form, 'action'), form.includes('name="until"')]).toEqual(['unplan', false])
    const faulty = await act('reopenings', { action: 'unplan', reason: '' })
    expect([faulty.statusCode, faultOn(faulty.body, 'reason')]).toEqual([
      422,
      expect.stringContaining('Enter a reason'),
    ])
    const done = await act('reopenings', { action: 'unplan', reason: 'No need' })
    expect([done.statusCode, done.headers.location]).toEqual([303, `${url}&done=unplanned`])
    const after = await site.get(`${url}&done=unplanned`, mo)
    expect([
      wordsOn(after.body).includes('The scheduled closing is cancelled.'),
      linkOn(after.body, 'Back to the thread'),
    ]).toEqual([true, `${href}#comments`])
    expect(await page()).not.toContain('This thread closes on 12 March')
    expect(await acts()).toEqual(['schedule-close', 'cancel-close'])
    site.advance(4 * HOUR)
    expect((await say('Open.')).statusCode).toBe(303)
    await undo(2)
    expect((await say('Too late.')).statusCode).toBe(409)
    // The message is no longer true.
    expect(wordsOn((await site.get(`${url}&done=unplanned`, mo)).body)).not.toContain('is cancelled')
  })

  test('that has started is not cancelled by a form from before: 409, with the reason', async () => {
    const { site, id, mo, act, say, acts } = await open()
    await act('closures', { starts: '2030-03-12T18:00' })
    site.advance(4 * HOUR)
    const late = await act('reopenings', { action: 'unplan', reason: 'No need' })
    expect([
      late.statusCode,
      /id="reason"[^>]*>\nNo need</.test(late.body),
      wordsOn(late.body).includes('Nothing was done, and your text is below.'),
    ]).toEqual([409, true, true])
    expect(
      (
        await site.post('/moderation/reopenings', { article: String(id), action: 'unplan', reason: 'No need' }, mo, {
          accept: 'application/json',
        })
      ).json(),
    ).toMatchObject({ status: 409 })
    expect([(await say('Too late.')).statusCode, await acts()]).toEqual([409, ['schedule-close']])
    // Nothing is scheduled and nothing is closed, so there is nothing to do.
    await act('reopenings', {})
    expect([
      (await act('reopenings', { action: 'unplan' })).statusCode,
      (await act('reopenings', { until: '2030-03-13T08:00' })).statusCode,
    ]).toEqual([409, 409])
  })

  test('is read in the site’s time zone, also over a change of the clocks', () => {
    const form = { article: '1', reason: 'x', starts: '2030-03-31T03:30', until: '', summary: '' }
    expect(closureForm(NOON, 'Europe/Berlin').parse(form)).toMatchObject({
      starts: Date.UTC(2030, 2, 31, 1, 30),
      until: null,
      summary: '',
    })
  })

  test('that has run out leaves the thread open for its full number of days', () => {
    const closure = { by: 'Mo', reason: 'x', at: 5 * DAY, until: 20 * DAY }
    const thread = { publishedAt: 0, closure, reopenedAt: null, closeAfterDays: null }
    expect(threadState(thread, { closeAfterDays: 14 }, 20 * DAY - 1).closed).toBe(true)
    expect(threadState(thread, { closeAfterDays: 14 }, 20 * DAY)).toEqual({
      state: 'open',
      closed: false,
      closesAt: 34 * DAY,
    })
    expect(
      threadState({ ...thread, closure: { ...closure, at: 2 * DAY, until: null } }, { closeAfterDays: 14 }, DAY),
    ).toEqual({ state: 'open', closed: false, closesAt: 2 * DAY })
  })
})

describe('A scheduled reopening', () => {
  const url = '/moderation/reopenings?article=1'

  test('gives the closing in force an end, which readers see and the clock keeps; its undo removes the end', async () => {
    const { site, mo, act, say, page, undo, acts } = await open()
    await act('closures', { reason: 'Said enough' })
    expect((await site.get(url, mo)).body).toContain('name="until"')
    const answer = await act('reopenings', { until: '2030-03-12T18:00', reason: 'After tea' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${url}&done=planned`])
    expect(wordsOn((await site.get(`${url}&done=planned`, mo)).body)).toContain(
      'The reopening is scheduled. Closed by Mo, 12 March 2030, 14:25. Reason: Said enough. It reopens on 12 March 2030, 18:00.',
    )
    expect(wordsOn(await page())).toContain('Reason: Said enough. It reopens on 12 March 2030, 18:00.')
    // A repeated press.
    expect((await act('reopenings', { until: '2030-03-12T18:00', reason: 'After tea' })).headers.location).toBe(
      `${url}&done=planned`,
    )
    expect(await acts()).toEqual(['close', 'schedule-reopen'])
    await undo(2)
    expect(wordsOn(await page())).not.toContain('It opens again')
    site.advance(4 * HOUR)
    expect((await say('Closed.')).statusCode).toBe(409)
    await undo(3)
    expect((await say('Open.')).statusCode).toBe(303)
  })

  test('opens the thread at its time, and is replaced by another one or by an immediate reopening', async () => {
    const { site, act, say, acts } = await open()
    await act('closures', {})
    await act('reopenings', { until: '2030-03-12T18:00' })
    await act('reopenings', { until: '2030-03-12T20:00' })
    site.advance(4 * HOUR)
    expect((await say('Closed.')).statusCode).toBe(409)
    site.advance(2 * HOUR)
    expect((await say('Open.')).statusCode).toBe(303)
    await act('closures', {})
    await act('reopenings', { until: '2030-03-13T20:00' })
    await act('reopenings', { until: '' })
    expect((await say('Open again.')).statusCode).toBe(303)
    expect(await acts()).toEqual(['close', 'schedule-reopen', 'schedule-reopen', 'close', 'schedule-reopen', 'reopen'])
  })

  test('of a thread that its age has closed is a new closing until then, after which the thread stays open for its full number of days', async () => {
    const { site, act, page } = await open()
    site.advance(20 * DAY)
    const again = await site.member('Mi', 'moderator')
    await act('reopenings', { until: '2030-04-02T08:00', reason: 'A new fact' }, again)
    expect(wordsOn(await page())).toContain(
      'Closed by Mi, 1 April 2030, 14:25. Reason: A new fact. It reopens on 2 April 2030, 08:00.',
    )
    await site.post('/moderation/undos', { batch: '1' }, again)
    expect(wordsOn(await page())).toContain('This thread closed 14 days after publication, on ')
    await site.post('/moderation/undos', { batch: '2' }, again)
    site.advance(DAY)
    expect(wordsOn(await page())).not.toContain('have been closed')
    site.advance(13 * DAY)
    expect(wordsOn(await page())).not.toContain('have been closed')
    site.advance(DAY)
    expect(wordsOn(await page())).toContain('This thread closed 14 days after publication, on ')
  })

  test('of a thread that its age has closed cancels a scheduled closing, and the log says so', async () => {
    const { site, act, acts } = await open()
    await act('closures', { starts: '2030-04-10T08:00' })
    site.advance(20 * DAY)
    const mi = await site.member('Mi', 'moderator')
    await act('reopenings', { until: '2030-04-02T08:00' }, mi)
    expect(await acts()).toEqual(['schedule-close', 'cancel-close', 'schedule-reopen'])
  })

  test.each([
    ['2030-03-12T14:25', /has passed/],
    ['soon', /Enter a date and time/],
    ['2031-02-29T10:00', /does not exist/],
    ['2040-03-13T10:00', /more than 10 years ahead/],
  ])('with a wrong moment is refused beside the field, with all that was typed: %s', async (until, fault) => {
    const { site, act, acts } = await open()
    await act('closures', {})
    const answer = await act('reopenings', { until, reason: 'After tea' })
    expect([answer.statusCode, faultOn(answer.body, 'until'), fieldOn(answer.body, 'until')]).toEqual([
      422,
      expect.stringMatching(fault),
      until,
    ])
    expect(answer.body).toMatch(/id="reason"[^>]*>\nAfter tea</)
    expect([
      (
        await site.post(
          '/moderation/reopenings',
          { article: '1', until, reason: 'x' },
          await site.member('Mi', 'moderator'),
          { accept: 'application/json' },
        )
      ).json(),
      await acts(),
    ]).toMatchObject([{ status: 422, faults: { until: expect.stringMatching(fault) } }, ['close']])
  })
})

describe('A held thread', () => {
  test('holds every comment, members’ too, and says so before writing; moderators’ own appear', async () => {
    const { site, mo, act, say, page, undo } = await open()
    await act('thread-holds', { action: 'hold' })
    expect(wordsOn(await page(await site.member('Bo')))).toContain(
      'Every comment in this thread waits for a moderator.',
    )
    await say('Waiting.')
    await say('At once.', mo)
    expect(shown(await page())).toHaveLength(2)
    expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('Thread on hold')
    await undo(1)
    await say('Standing.')
    expect(shown(await page())).toHaveLength(3)
  })

  test('is released once; a repeated press changes nothing', async () => {
    const { act, say, page } = await open()
    await act('thread-holds', { action: 'hold' })
    expect((await act('thread-holds', { action: 'release' })).headers.location).toContain('done=released')
    expect((await act('thread-holds', { action: 'release' })).headers.location).toContain('done=already')
    await say('Standing.')
    expect(shown(await page())).toHaveLength(2)
  })
})

describe('Slow mode', () => {
  test('accepts one comment per person in the set minutes, and shows when the next one is possible', async () => {
    const { site, mo, ada, href, act, say } = await open()
    await act('slowdowns', { minutes: '15', action: 'slow' })
    expect((await say('First.')).statusCode).toBe(303)
    const answer = await say('Second.')
    expect([answer.statusCode, textOn(answer.body), answer.headers['retry-after']]).toEqual([429, 'Second.', '900'])
    expect(wordsOn(answer.body)).toContain(
      'Slow mode: one comment every 15 minutes. You can post the next one in 15 minutes.',
    )
    expect(wordsOn((await site.get(href, ada)).body)).toContain('You can post the next one in 15 minutes.')
    expect((await say('Mine.', await site.member('Bo'))).statusCode).toBe(303)
    for (const body of ['One.', 'Two.']) expect((await say(body, mo)).statusCode).toBe(303)
    site.advance(15 * MINUTE)
    expect((await say('Second.')).statusCode).toBe(303)
    await act('slowdowns', { action: 'release' })
    expect((await say('Third.')).statusCode).toBe(303)
  })

  test('counts a guest who comes without a cookie by the network: another one of it waits, one of another does not', async () => {
    const { site, id, act } = await open({ TRUST_PROXY: 'on' })
    await site.set('guests', 'open')
    await act('slowdowns', { minutes: '15', action: 'slow' })
    const status = async (body: string, address: string): Promise<number> =>
      (
        await site.post('/comments', { article: String(id), nic: body.slice(0, 12), body }, null, {
          'x-forwarded-for': address,
        })
      ).statusCode
    expect(await status('First of all.', '203.0.113.1')).toBe(303)
    expect(await status('Second, with no cookie.', '203.0.113.1')).toBe(429)
    expect(await status('Third, from elsewhere.', '203.0.113.2')).toBe(303)
    expect(await status('Fourth, by the sixth.', '2001:db8:5:1::1')).toBe(303)
    expect(await status('Fifth, of that network.', '2001:db8:5:1::2')).toBe(429)
    site.advance(15 * MINUTE)
    expect(await status('Sixth, a while later.', '203.0.113.1')).toBe(303)
  })

  test('identifies guests by their browser', async () => {
    const { site, id, act } = await open()
    await site.set('guests', 'open')
    await act('slowdowns', { minutes: '15', action: 'slow' })
    const browser = browserOf(site)
    const guest = (body: string) => browser.post('/comments', { article: String(id), nic: 'Passer-by', body })
    expect([(await guest('First.')).statusCode, (await guest('Second.')).statusCode]).toEqual([303, 429])
  })
})

describe('Who may comment in a thread', () => {
  test.each([
    ['members', [403, 303, 303]],
    ['staff', [403, 403, 303]],
    ['anyone', [303, 303, 303]],
  ] as const)('is set by a moderator: %s', async (who, expected) => {
    const { site, ada, act, say } = await open()
    await act('thread-settings', { who, days: '' })
    const ed = await site.member('Ed', 'editor')
    expect([
      (await say('As a guest.', null)).statusCode,
      (await say('As a member.', ada)).statusCode,
      (await say('As an editor.', ed)).statusCode,
    ]).toEqual(expected)
  })

  test('and for how many days, instead of the site’s default', async () => {
    const { site, act, say } = await open()
    await act('thread-settings', { who: 'anyone', days: '2' })
    site.advance(NOON - (NOON % DAY) + 8 * HOUR + 2 * DAY - site.deps.clock())
    expect((await say('Too late.')).statusCode).toBe(409)
  })
})

describe('A notice above a thread', () => {
  test('is shown to everybody, marked up and safe, until it is removed', async () => {
    const { act, page } = await open()
    await act('thread-notices', { text: 'Stay with the <b>slipway</b>, please. <script>x</script>' })
    expect(await page()).toContain('<p>Stay with the <b>slipway</b>, please. &lt;script&gt;x&lt;/script&gt;</p>')
    await act('thread-notices', { text: ' ' })
    expect(await page()).not.toContain('Stay with the')
  })
})

describe('The thread settings page', () => {
  test('is linked from the thread for moderators, and for nobody else', async () => {
    const { site, id, mo, ada, page } = await open()
    expect(linkOn(await page(mo), 'Thread settings')).toBe(`/moderation/threads?article=${id}`)
    expect(await page(ada)).not.toContain('/moderation/threads')
    for (const who of [null, ada, await site.member('Ed', 'editor')]) {
      expect((await site.get(`/moderation/threads?article=${id}`, who)).statusCode).toBe(403)
      for (const noun of ['thread-holds', 'slowdowns', 'thread-settings', 'thread-notices', 'closures/older'])
        expect((await site.post(`/moderation/${noun}`, {}, who)).statusCode).toBe(403)
    }
  })

  test.each<[string, Record<string, string>, string]>([
    ['thread-holds', { reason: '' }, 'Choose a reason'],
    ['slowdowns', { minutes: '7' }, 'Choose 1, 5, 15, 60 or 240 minutes.'],
    ['thread-settings', { who: 'friends' }, 'Choose everybody, members, or editors'],
    ['thread-settings', { who: 'anyone', days: '0' }, 'Enter a number of days from 1'],
    ['thread-notices', { text: 'x'.repeat(1001) }, 'A notice can have up to 1000 characters.'],
  ])('shows the fault beside the field: %s %j', async (noun, form, fault) => {
    const { act, site } = await open()
    const answer = await act(noun, form)
    expect(answer.statusCode).toBe(422)
    expect(wordsOn(answer.body)).toContain(fault)
    expect(await site.deps.db.selectFrom('batches').select('id').execute()).toEqual([])
  })
})

describe('Closing old threads', () => {
  test('is one action with one undo', async () => {
    const { site, mo, say, undo } = await open()
    await site.set('closeAfterDays', null)
    for (const days of [40, 50, 10]) await site.article({ postedAt: site.deps.clock() - days * DAY })
    const answer = await site.post('/moderation/closures/older', { days: '30', reason: 'Spring cleaning' }, mo)
    expect(answer.headers.location).toBe('/moderation/closures/older?done=2')
    expect(await site.deps.db.selectFrom('closures').select('article_id').orderBy('article_id').execute()).toEqual([
      { article_id: 2 },
      { article_id: 3 },
    ])
    expect((await say('Here it is open.')).statusCode).toBe(303)
    expect((await site.post('/moderation/closures/older', { days: '30', reason: 'Again' }, mo)).headers.location).toBe(
      '/moderation/closures/older?done=none',
    )
    await undo(1)
    expect(await site.deps.db.selectFrom('closures').select('end_reason').execute()).toEqual([
      { end_reason: 'undone' },
      { end_reason: 'undone' },
    ])
  })

  test('needs a number of days and a reason', async () => {
    const { site, mo } = await open()
    const answer = await site.post('/moderation/closures/older', { days: 'x', reason: '' }, mo)
    expect([answer.statusCode, faultOn(answer.body, 'days'), faultOn(answer.body, 'reason')]).toEqual([
      422,
      'Enter a number of days, at least 1.',
      'Choose a reason, or enter one: everybody can read it.',
    ])
  })
})
