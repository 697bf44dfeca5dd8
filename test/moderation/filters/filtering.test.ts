// Filters: they hold, refuse or replace new and edited comments; moderators make, test, switch, change, end and undo them.

import { describe, expect, test } from 'vitest'
import { chainVerifier, entriesAfter } from '../../../src/db/log-chain.ts'
import { DAY, MINUTE } from '../../../src/time.ts'
import { faultOn, plain, shown, textOn, wordsOn } from '../../comments/page.ts'
import { browserOf, receiptOf } from '../../support/jar.ts'
import { aThread, type Member, openSite } from '../../support/site.ts'

const usual = {
  name: 'Gambling',
  kind: 'word',
  match_text: 'casino',
  whole_words: 'on',
  action: 'hold',
  replacement: '',
  applies_to: 'everybody',
  reason: 'Advertising for gambling',
}

async function open() {
  const site = await openSite()
  await site.set('guests', 'open')
  const id = await site.article()
  const [mo, bo] = [await site.member('Mo', 'moderator'), await site.member('Bo')]
  const make = async (over: Partial<typeof usual> = {}): Promise<number> => {
    const answer = await site.post('/moderation/filters', { ...usual, ...over }, mo)
    expect(answer.statusCode, wordsOn(answer.body)).toBe(303)
    return Number(/filters\/(\d+)\?done=made/.exec(String(answer.headers.location))![1])
  }
  const act = (number: number, noun: string, form: Record<string, string>, as: Member = mo) =>
    site.post(`/moderation/filters/${number}${noun}`, form, as)
  const turnOn = async (over: Partial<typeof usual> = {}): Promise<number> => {
    const number = await make(over)
    expect((await act(number, '/rehearsals', { days: '30' })).statusCode).toBe(303)
    expect(String((await act(number, '/switches', { action: 'on', reason: '' })).headers.location)).toContain('done=on')
    return number
  }
  let guests = 0
  const post = (body: string, as: Member | null = bo, form: Record<string, string> = {}) =>
    site.post(
      '/comments',
      { article: String(id), body, ...(as === null ? { nic: `Walker ${guests++}` } : {}), ...form },
      as,
    )
  const posted = async (body: string, as: Member | null = bo): Promise<number> => {
    const answer = await post(body, as)
    expect(answer.statusCode, wordsOn(answer.body)).toBe(303)
    return (await site.deps.db.selectFrom('comments').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id
  }
  const stored = (comment: number) =>
    site.deps.db
      .selectFrom('comments')
      .select(['state', 'source', 'html'])
      .where('id', '=', comment)
      .executeTakeFirstOrThrow()
  const page = async (url: string, as: Member | null = mo) => (await site.get(url, as)).body
  const thread = () => page(`/articles/${id}-the-slipway-is-repainted`, null)
  const log = async () =>
    (await entriesAfter(site.deps.db, 'log_entries', 0, 200)).map(({ act: said, reason }) => `${said}: ${reason}`)
  const undo = async (batch?: number) =>
    site.post(
      '/moderation/undos',
      {
        batch: String(
          batch ??
            (await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id,
        ),
      },
      mo,
    )
  return { site, id, mo, bo, make, act, turnOn, post, posted, stored, page, thread, log, undo }
}

test('a filter is switched with no reason longer than others may be, and none is cut', async () => {
  const { turnOn, act, log } = await open()
  const number = await turnOn()
  const before = await log()
  const refused = await act(number, '/switches', { action: 'off', reason: 'x'.repeat(501) })
  expect(refused.statusCode).toBe(422)
  expect(wordsOn(refused.body)).toContain('A reason can have up to 500 characters. The filter is as it was.')
  expect(await log()).toEqual(before)
  expect((await act(number, '/switches', { action: 'off', reason: 'x'.repeat(500) })).statusCode).toBe(303)
  expect((await log()).at(-1)).toContain('x'.repeat(500))
})

describe('A filter that holds', () => {
  test('holds a member’s comment; the author sees that words were the reason, and the queue shows which', async () => {
    const { site, bo, turnOn, post, stored, page, thread } = await open()
    await turnOn()
    const answer = await post('Come to the CÁSINO tonight.')
    expect(answer.headers.location).toBe('/comments/1')
    expect(await stored(1)).toMatchObject({ state: 'held' })
    expect(shown(await thread())).toEqual([])
    const told = wordsOn(await page('/comments/1/edits', bo))
    expect(told).toContain('It contains words that a moderator checks first.')
    expect(told).not.toContain('Gambling')
    expect(wordsOn(await page('/moderation'))).toContain('Caught: Gambling: CÁSINO')
    expect(await site.deps.db.selectFrom('holds').select(['rule', 'matched_text']).execute()).toEqual([
      { rule: 'filter', matched_text: 'Gambling: CÁSINO' },
    ])
    expect((await post('Come to the CÁSINO tonight.')).headers.location).toBe('/comments/1/edits?done=again')
  })

  test('shows the reason on a guest’s receipt', async () => {
    const { site, id, turnOn } = await open()
    await turnOn({ kind: 'host', match_text: 'spam.example' })
    const guest = browserOf(site)
    const answer = await guest.post('/comments', {
      article: String(id),
      nic: 'Walker',
      body: 'See https://www.spam.example/x for more',
    })
    const receipt = await guest.get(await receiptOf(guest, /\d+/.exec(String(answer.headers.location))![0]))
    expect(wordsOn(receipt.body)).toContain('It contains links that a moderator checks first.')
  })

  test('is silent in the preview, and skips moderators', async () => {
    const { mo, turnOn, post, posted, stored } = await open()
    await turnOn()
    const preview = await post('casino', undefined, { action: 'preview' })
    expect(preview.statusCode).toBe(200)
    expect(wordsOn(/<main[^]*<\/main>/.exec(preview.body)![0])).not.toMatch(/rule|filter/i)
    expect(await stored(await posted('casino', mo))).toMatchObject({ state: 'live' })
  })

  test('holds a published comment after an edit into it, with its history; earlier words do not count', async () => {
    const { site, bo, turnOn, posted, stored, thread, page, mo } = await open()
    const comment = await posted('Nothing but good words.')
    const old = await posted('An old casino, long before.')
    await turnOn()
    site.advance(3 * MINUTE)
    expect(
      (await site.post(`/comments/${old}/edits`, { body: 'An old casino, long before!' }, bo)).headers.location,
    ).toBe(`/comments/${old}`)
    expect(
      (await site.post(`/comments/${comment}/edits`, { body: 'Nothing but a casino.' }, bo)).headers.location,
    ).toBe(`/comments/${comment}`)
    expect(await stored(comment)).toMatchObject({ state: 'held', source: 'Nothing but a casino.' })
    expect(shown(await thread())).toEqual([old])
    expect(
      await site.deps.db.selectFrom('comment_versions').select('source').where('comment_id', '=', comment).execute(),
    ).toEqual([{ source: 'Nothing but good words.' }])
    expect(wordsOn(await page('/moderation'))).toContain('Caught: Gambling: casino')
    await site.post('/moderation/approvals', { comment: String(comment) }, mo)
    expect(shown(await thread())).toEqual([comment, old])
    expect(
      (await site.post(`/comments/${comment}/edits`, { body: 'Nothing but a casino!' }, bo)).headers.location,
    ).toBe(`/comments/${comment}`)
    await site.post(`/comments/${comment}/edits`, { body: 'Nothing but a casino, and a Casino.' }, bo)
    expect((await site.post('/moderation/approvals', { comment: String(comment) }, mo)).headers.location).toContain(
      'done=approved',
    )
    expect(shown(await thread())).toEqual([comment, old])
  })

  test('can test links, newcomers, repeats and patterns, and apply to guests alone', async () => {
    const { turnOn, posted, stored } = await open()
    await turnOn({ name: 'A', kind: 'links', match_text: '1' })
    await turnOn({ name: 'B', kind: 'pattern', match_text: 'cheap.(pills|meds)' })
    await turnOn({ name: 'C', kind: 'repeat', match_text: '7' })
    await turnOn({ name: 'D', match_text: 'loan', applies_to: 'guests' })
    const states = async (texts: [string, null?][]) => {
      const found = []
      for (const [text, as] of texts) found.push((await stored(await posted(text, as))).state)
      return found
    }
    const long = 'The same long sentence about the slipway, said once more by somebody.'
    expect(
      await states([
        ['https://a.example/ and https://b.example/'],
        ['https://a.example/'],
        ['Cheap-meds here'],
        [long],
        [`${long}!`, null],
        ['a loan'],
        ['a loan, too', null],
      ]),
    ).toEqual(['held', 'live', 'held', 'live', 'held', 'live', 'held'])
    await turnOn({ name: 'E', kind: 'newcomer', match_text: '5' })
    expect(await states([['One more word.']])).toEqual(['held'])
  })
})

describe('A filter that refuses', () => {
  test('shows the fault beside the field, also in the preview, keeps the text, and counts', async () => {
    const { turnOn, post, page, bo, site, posted } = await open()
    const comment = await posted('Before.')
    const number = await turnOn({ action: 'refuse' })
    for (const action of ['preview', 'post']) {
      const answer = await post('A Casino\nfor all', undefined, { action })
      expect(answer.statusCode).toBe(action === 'post' ? 422 : 200)
      expect(plain(faultOn(answer.body, 'body') ?? '')).toBe(
        'Not posted: a rule of this site about words does not allow this: Casino.',
      )
      expect(textOn(answer.body)).toBe('A Casino\nfor all')
    }
    const edit = await site.post(`/comments/${comment}/edits`, { body: 'A casino.' }, bo)
    expect(edit.statusCode).toBe(422)
    expect(wordsOn(edit.body)).toContain('a rule of this site about words')
    expect(wordsOn(await page('/moderation/filters'))).toContain('On 2 2 refused Mo')
    expect(
      await site.deps.db
        .selectFrom('filter_catches')
        .select(['filter_id', 'comment_id', 'action', 'matched_text'])
        .execute(),
    ).toEqual([
      { filter_id: number, comment_id: null, action: 'refuse', matched_text: 'Casino' },
      { filter_id: number, comment_id: null, action: 'refuse', matched_text: 'casino' },
    ])
  })
})

describe('A filter that replaces', () => {
  test('changes the source before it is rendered, and the preview shows what', async () => {
    const { turnOn, post, posted, stored, site, bo } = await open()
    await turnOn({ action: 'replace', match_text: 'darn\nheck', replacement: '****' })
    const preview = await post('Darn it, <b>what the heck</b>.', undefined, { action: 'preview' })
    expect(wordsOn(preview.body)).toContain('This site replaced: “Darn”, “heck” with “****”.')
    expect(textOn(preview.body)).toBe('Darn it, <b>what the heck</b>.')
    const comment = await posted('Darn it, <b>what the heck</b>.')
    expect(await stored(comment)).toEqual({
      state: 'live',
      source: '**** it, <b>what the ****</b>.',
      html: '<p>**** it, <b>what the ****</b>.</p>',
    })
    expect(await posted('Darn it, <b>what the heck</b>.')).toBe(comment)
    await site.post(`/comments/${comment}/edits`, { body: 'Oh darn.' }, bo)
    expect(await stored(comment)).toMatchObject({ source: 'Oh ****.' })
    expect(
      wordsOn((await site.post(`/comments/${comment}/edits`, { body: 'Darn!', action: 'preview' }, bo)).body),
    ).toContain('This site replaced: “Darn” with “****”.')
  })
})

describe('Moderators', () => {
  test('alone can see and change filters', async () => {
    const { site, make } = await open()
    const number = await make()
    for (const who of [null, await site.member('Cy'), await site.member('Ed', 'editor')]) {
      for (const url of [
        '/moderation/filters',
        '/moderation/filters/new',
        `/moderation/filters/${number}`,
        '/moderation/classifier',
      ])
        expect((await site.get(url, who)).statusCode).toBe(403)
      for (const url of [
        '/moderation/filters',
        `/moderation/filters/${number}`,
        `/moderation/filters/${number}/rehearsals`,
        `/moderation/filters/${number}/switches`,
        `/moderation/filters/${number}/endings`,
        '/moderation/classifier/switches',
        '/moderation/classifier/lessons',
      ])
        expect((await site.post(url, {}, who)).statusCode).toBe(403)
    }
  })

  test('get a faulty form back as typed, with each fault beside its field', async () => {
    const { site, mo } = await open()
    const answer = await site.post(
      '/moderation/filters',
      { ...usual, name: '', kind: 'pattern', match_text: 'ab[z-a]', reason: 'Why', applies_to: 'guests' },
      mo,
    )
    expect(answer.statusCode).toBe(422)
    const words = wordsOn(answer.body)
    expect(words).toContain('Please fix two things.')
    expect(words).toContain('invalid character class range, at character 4')
    expect(answer.body).toMatch(/name="match_text"[^>]*aria-invalid="true">\nab\[z-a]<\/textarea>/)
    expect(answer.body).toMatch(/value="guests" checked/)
  })

  test('test a filter before it can be turned on: what it would have caught, by decision', async () => {
    const { site, mo, make, act, posted, page } = await open()
    const texts = ['casino one', 'casino two', 'casino three', 'a casino & four', 'no gambling here', 'casino five']
    const ids: number[] = []
    for (const text of texts) ids.push(await posted(text))
    await posted('casino of the staff', mo)
    await site.post('/moderation/removals', { comment: String(ids[1]), reason: 'Advertising' }, mo)
    await site.deps.store.writer.updateTable('comments').set({ state: 'withdrawn' }).where('id', '=', ids[2]!).execute()
    await site.deps.store.writer
      .updateTable('comments')
      .set({ created_at: site.deps.clock() - 40 * DAY })
      .where('id', '=', ids[5]!)
      .execute()
    const number = await make()
    expect((await act(number, '/switches', { action: 'on', reason: '' })).statusCode).toBe(409)
    expect(await page(`/moderation/filters/${number}`)).not.toContain('Turn on')
    for (const days of ['0', '91', 'x']) expect((await act(number, '/rehearsals', { days })).statusCode).toBe(422)
    await act(number, '/rehearsals', { days: '30' })
    const rehearsed = await page(`/moderation/filters/${number}`)
    expect(wordsOn(rehearsed)).toContain(
      'over the last 30 days: it would have caught 4 of 5 comments (2 published, 1 removed, 1 withdrawn by their authors).',
    )
    expect(rehearsed).toContain('a <mark>casino</mark> &amp; four')
    expect(rehearsed).toContain('Turn on')
    await act(number, '/rehearsals', { days: '90' })
    expect(wordsOn(await page(`/moderation/filters/${number}`))).toContain('it would have caught 5 of 6 comments')
    expect(await site.deps.db.selectFrom('filter_catches').selectAll().execute()).toEqual([])
  })

  test('test rules about newcomers and repeats with the state of that time', async () => {
    const { site, make, act, page, posted } = await open()
    const long = 'The very same long sentence about nothing much, by two people.'
    for (const [text, as] of [['One.'], ['Two.'], [long], [`${long}.`, null]] as [string, null?][]) {
      await posted(text, as)
      site.advance(1000)
    }
    for (const [over, says] of [
      [{ kind: 'newcomer', match_text: '2' }, 'it would have caught 3 of 4 comments'],
      [{ kind: 'repeat', match_text: '1' }, 'it would have caught 1 of 4 comments'],
      [{ kind: 'newcomer', match_text: '2', applies_to: 'guests' }, 'it would have caught 1'],
    ] as const) {
      const number = await make(over)
      await act(number, '/rehearsals', { days: '1' })
      expect(wordsOn(await page(`/moderation/filters/${number}`))).toContain(says)
    }
  })

  test('change a filter in public: the old version is kept, the new one is off until tested; one undo restores all', async () => {
    const { site, turnOn, act, page, log, undo, posted, stored } = await open()
    const number = await turnOn()
    const answer = await act(number, '', {
      ...usual,
      name: 'Wagers',
      match_text: 'roulette',
      reason: 'They have moved on',
    })
    expect(answer.headers.location).toMatch(`/moderation/filters/${number}?done=changed&batch=`)
    const changed = wordsOn(await page(`/moderation/filters/${number}`))
    expect(changed).toContain('It is off, and this version has not been tested.')
    expect(changed).toMatch(/roulette.*casino/)
    expect(await stored(await posted('casino'))).toMatchObject({ state: 'live' })
    expect(
      (await act(number, '', { ...usual, name: 'Wagers', match_text: 'roulette', reason: 'Again' })).headers.location,
    ).toContain('done=already')
    await undo()
    expect(await stored(await posted('casino again'))).toMatchObject({ state: 'held' })
    expect(wordsOn(await page(`/moderation/filters/${number}`))).toContain('On since')
    expect(await log()).toEqual([
      'filter-create: “Gambling”. Advertising for gambling',
      'filter-on: “Gambling”',
      'filter-change: “Gambling”, now “Wagers”. They have moved on',
      expect.stringContaining('undo: changed a filter, Mo.'),
    ])
    const publicLog = wordsOn(await page('/moderation/log', null))
    expect(publicLog).toContain('changed a filter')
    expect(publicLog).not.toMatch(/casino|roulette/)
    expect(await site.deps.db.selectFrom('filters').select(['id', 'first_version_id', 'end_reason']).execute()).toEqual(
      [
        { id: 1, first_version_id: null, end_reason: null },
        { id: 2, first_version_id: 1, end_reason: 'undone' },
      ],
    )
  })

  test('turn it off, end it with a reason, and undo either; no row is deleted', async () => {
    const { site, turnOn, act, page, posted, stored, undo } = await open()
    const number = await turnOn()
    await act(number, '/switches', { action: 'off', reason: '' })
    expect(await stored(await posted('casino 1'))).toMatchObject({ state: 'live' })
    await undo()
    expect(await stored(await posted('casino 2'))).toMatchObject({ state: 'held' })
    const unreasoned = await act(number, '/endings', { reason: ' ' })
    expect(unreasoned.statusCode).toBe(422)
    expect(wordsOn(unreasoned.body)).toContain('Enter a reason')
    expect((await act(number, '/endings', { reason: 'Caught too much' })).headers.location).toContain(
      '/moderation/filters?done=ended&batch=',
    )
    expect(await stored(await posted('casino 3'))).toMatchObject({ state: 'live' })
    expect(wordsOn(await page('/moderation/filters'))).toContain('No filters yet.')
    expect(wordsOn(await page(`/moderation/filters/${number}`))).toContain('Caught too much.')
    await undo()
    expect(await stored(await posted('casino 4'))).toMatchObject({ state: 'held' })
    const verifier = chainVerifier()
    for (const entry of await entriesAfter(site.deps.db, 'log_entries', 0, 100)) expect(verifier.next(entry)).toBeNull()
  })

  test('see how many comments each filter caught, and what was decided about them', async () => {
    const { site, mo, turnOn, posted, page } = await open()
    await turnOn()
    const ids = [await posted('casino 1'), await posted('casino 2'), await posted('casino 3')]
    await site.post('/moderation/approvals', { comment: String(ids[0]) }, mo)
    await site.post('/moderation/removals', { comment: String(ids[1]), reason: 'Advertising' }, mo)
    expect(wordsOn(await page('/moderation/filters'))).toContain(
      'On 3 1 approved, 1 removed, 1 waiting for approval Mo',
    )
    site.advance(31 * DAY)
    expect(wordsOn((await site.get('/moderation/filters', await site.member('Mi', 'moderator'))).body)).toContain(
      'On 0 nothing Mo',
    )
  })

  test('test a filter on a thousand comments while other requests are served', async () => {
    const { site, make, act, page } = await open()
    await site.article({
      comments: aThread(
        'many',
        Array.from({ length: 1000 }, () => null),
      ).map((one) => ({ ...one, text: `${one.text} ${'A gull ate a ham. '.repeat(20)}` })),
    })
    const number = await make({ kind: 'pattern', match_text: '(a?){20}number' })
    const order: string[] = []
    const others = async (): Promise<void> => {
      await page('/moderation/log', null)
      order.push('others')
    }
    await Promise.all([act(number, '/rehearsals', { days: '30' }).then(() => order.push('rehearsal')), others()])
    expect(order).toEqual(['others', 'rehearsal'])
    expect(await site.deps.db.selectFrom('rehearsals').select(['comment_count', 'match_count']).execute()).toEqual([
      { comment_count: 1000, match_count: 1000 },
    ])
  })
})
