// Several moderators at one queue: claims, earlier decisions, duty, handover notes, tabs and figures.
import { describe, expect, test } from 'vitest'
import { CLAIM_MS, DUTY_MS, MAX_HANDOVER_CHARACTERS } from '../../../src/settings.ts'
import { DAY, HOUR, MINUTE } from '../../../src/time.ts'
import { faultOn, plain, wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'

async function open(guests = 1) {
  const site = await openSite()
  const id = await site.article()
  const [mo, mi] = [await site.member('Mo', 'moderator'), await site.member('Mi', 'moderator')]
  for (let i = 0; i < guests; i++)
    await browserOf(site).post('/comments', { article: String(id), nic: `Walker ${i}`, body: `Held words ${i}.` })
  const words = async (as: Member, query = ''): Promise<string> =>
    wordsOn((await site.get(`/moderation${query}`, as)).body)
  const claim = (as: Member, comment = 1, action = 'claim') =>
    site.post('/moderation/claims', { comment: String(comment), action }, as)
  const follow = async (answer: { headers: { location?: unknown } }, as: Member): Promise<string> =>
    wordsOn((await site.get(String(answer.headers['location']).split('#')[0]!, as)).body)
  return { site, mo, mi, words, claim, follow }
}

describe('A claim', () => {
  test('shows the others who is reviewing a comment and since when, and hides nothing', async () => {
    const { mo, mi, words, claim } = await open()
    expect((await claim(mo)).headers.location).toBe('/moderation?done=claimed#k1')
    expect(await words(mi)).toContain('Mo has been reviewing it since 14:25.')
    expect(await words(mi)).toContain('Held words 0.')
    expect(await words(mo)).toContain('You have been reviewing it since 14:25.')
    expect(await words(mo)).not.toContain('I’m reviewing it')
    expect((await claim(mi)).headers.location).toBe('/moderation?done=others#k1')
    expect(await words(mi)).toContain('Mo has been reviewing it')
  })

  test('expires after a time, is renewed by its button, and can then be claimed by another', async () => {
    const { site, mo, mi, words, claim } = await open()
    await claim(mo)
    site.advance(CLAIM_MS - MINUTE)
    await claim(mo)
    site.advance(2 * MINUTE)
    expect(await words(mi)).toContain('Mo has been reviewing it since 14:25.')
    site.advance(CLAIM_MS)
    expect(await words(mi)).not.toContain('reviewing it since')
    expect((await claim(mi)).headers.location).toContain('done=claimed')
    expect(await words(mo)).toContain('Mi has been reviewing it since')
  })

  test('is released by its moderator alone', async () => {
    const { mo, mi, words, claim } = await open()
    await claim(mo)
    expect((await claim(mi, 1, 'release')).headers.location).toContain('done=others')
    expect(await words(mi)).toContain('Mo has been reviewing it')
    expect((await claim(mo, 1, 'release')).headers.location).toContain('done=released')
    expect(await words(mi)).not.toContain('reviewing it since')
  })

  test('ends with the decision; another who decides sees whose claim it was; an undo does not restore it', async () => {
    const { site, mo, mi, words, claim, follow } = await open()
    await claim(mo)
    const answer = await site.post('/moderation/approvals', { comment: '1', next: '/moderation#k7' }, mi)
    expect(answer.headers.location).toBe('/moderation?done=approved&batch=1&claim=1#k7')
    expect(await follow(answer, mi)).toMatch(/Approved the comment by .*\. Mo was reviewing it\./)
    expect(await follow(answer, mo)).not.toContain('was reviewing it')
    await site.post('/moderation/undos', { batch: '1' }, mi)
    expect(await words(mi)).toContain('Held words 0.')
    expect(await words(mi)).not.toContain('reviewing it since')
  })

  test('is in no log, is for moderators, and not about their own comments', async () => {
    const { site, mo, claim } = await open()
    await claim(mo)
    expect(await site.deps.db.selectFrom('log_entries').select('id').execute()).toEqual([])
    expect(await site.deps.db.selectFrom('batches').select('id').execute()).toEqual([])
    for (const who of [null, await site.member('Bo'), await site.member('Ed', 'editor')])
      expect((await site.post('/moderation/claims', { comment: '1', action: 'claim' }, who)).statusCode).toBe(403)
    await site.post('/comments', { article: '1', nic: '', body: 'Words of Mo.' }, mo)
    expect((await claim(mo, 2)).statusCode).toBe(403)
    for (const missing of [0, 999]) expect((await claim(mo, missing)).statusCode).toBe(404)
    await site.post('/moderation/removals', { comment: '1', reason: 'Rude' }, mo)
    expect((await claim(mo)).headers.location).toContain('done=over')
  })
})

describe('A second moderator', () => {
  test('sees the decision of the first, with name and time', async () => {
    const { site, mo, mi, follow } = await open()
    await site.post('/moderation/removals', { comment: '1', reason: 'Advertising' }, mo)
    site.advance(MINUTE)
    const answer = await site.post('/moderation/approvals', { comment: '1' }, mi)
    expect(await follow(answer, mi)).toContain('Mo removed a comment, 14:25. Nothing was changed.')
  })

  test('sees that the author has edited it, and finds it still held', async () => {
    const { site, mi, follow } = await open()
    const { body } = await site.get('/moderation', mi)
    const seen = /name="seen" value="([^"]+)"/.exec(body)![1]!
    await site.deps.store.writer.updateTable('comments').set({ html: '<p>Other words.</p>' }).execute()
    const words = await follow(await site.post('/moderation/approvals', { comment: '1', seen }, mi), mi)
    expect(words).toContain('Its author has edited it. Read it again. Nothing was changed.')
    expect(words).toContain('Other words.')
  })

  test('sees that the first has held a published comment, and that the author has edited or withdrawn one', async () => {
    const { site, mo, mi, follow } = await open(0)
    const ada = await site.member('Ada')
    await site.post('/comments', { article: '1', nic: '', body: 'First words of hers.' }, ada)
    const { body } = await site.get('/moderation', mi)
    const fields = { comment: '1', seen: /name="seen" value="([^"]+)"/.exec(body)![1]! }
    site.advance(5 * MINUTE)
    await site.post('/comments/1/edits', { body: 'Other words of hers.' }, ada)
    expect(await follow(await site.post('/moderation/approvals', fields, mi), mi)).toContain(
      'Its author has edited it. Nothing was changed.',
    )
    site.advance(MINUTE)
    await site.post('/moderation/holds', { comment: '1', reason: 'A second look' }, mo)
    expect(await follow(await site.post('/moderation/approvals', fields, mi), mi)).toContain(
      'Mo held a comment, 14:31. Read it again. Nothing was changed.',
    )
    await site.post('/comments/1/withdrawals', {}, ada)
    expect(await follow(await site.post('/moderation/approvals', fields, mi), mi)).toContain(
      'Its author has withdrawn it. Nothing was changed.',
    )
  })

  test('is led to the next item, and after the last to the one before', async () => {
    const { site, mo } = await open(3)
    const nexts = [
      ...(await site.get('/moderation', mo)).body.matchAll(/<form class="verdict"[\s\S]*?name="next" value="([^"]*)"/g),
    ].map(([, next]) => plain(next!))
    expect(nexts).toEqual(['/moderation#k2', '/moderation#k3', '/moderation#k2'])
  })

  test('can undo at once, and is back at the item', async () => {
    const { site, mo, follow } = await open(2)
    const answer = await site.post('/moderation/removals', { comment: '1', reason: 'Rude', next: '/moderation#k2' }, mo)
    expect(answer.headers.location).toBe('/moderation?done=removed&batch=1#k2')
    const { body } = await site.get(String(answer.headers.location), mo)
    const next = plain(/name="batch" value="1"><input type="hidden" name="next" value="([^"]+)"/.exec(body)![1]!)
    const undone = await site.post('/moderation/undos', { batch: '1', next }, mo)
    expect(undone.headers.location).toBe('/moderation?done=undone&batch=2#k1')
    expect(await follow(undone, mo)).toContain('Undone. Undo')
  })
})

describe('Duty', () => {
  test('starts and ends with one button, is visible to the others, and expires', async () => {
    const { site, mo, mi, words } = await open()
    expect(await words(mi)).toContain('Nobody is on duty.')
    expect((await site.post('/moderation/duties', { action: 'begin', next: '/moderation' }, mo)).headers.location).toBe(
      '/moderation?done=begin',
    )
    expect(await words(mo, '?done=begin')).toContain('You are on duty.')
    expect(await words(mi)).toContain('On duty: Mo until 22:25.')
    site.advance(DUTY_MS)
    expect(await words(mi)).toContain('Nobody is on duty.')
    await site.post('/moderation/duties', { action: 'begin', until: '23:00' }, mo)
    expect(await words(mi)).toContain('On duty: Mo until 23:00.')
    await site.post('/moderation/duties', { action: 'begin', until: '22:00' }, mo)
    site.advance(HOUR)
    expect(await words(mi)).toContain('On duty: Mo until 22:00.')
    await site.post('/moderation/duties', { action: 'end' }, mo)
    expect(await words(mi)).toContain('Nobody is on duty.')
  })

  test.each(['soon', '25:00', '7', '07:60'])(
    'cannot end at “%s”: the form is shown again with the fault beside the field',
    async (until) => {
      const { site, mo } = await open()
      const answer = await site.post('/moderation/duties', { action: 'begin', until }, mo)
      expect(answer.statusCode).toBe(422)
      expect(faultOn(answer.body, 'until')).toBe('Enter a time of day such as 18:00.')
      expect(answer.body).toContain(`value="${until}"`)
      expect(
        (await site.post('/moderation/duties', { action: 'begin', until }, mo, { accept: 'application/json' })).headers[
          'content-type'
        ],
      ).toContain('problem+json')
    },
  )
})

describe('A handover note', () => {
  test('is above the queue until it is replaced or cleared; moderators can read the earlier ones', async () => {
    const { site, mo, mi, words } = await open()
    const leave = (body: string, as = mo) => site.post('/moderation/handovers', { body }, as)
    await leave('  Look at <i>ropes</i>.\n')
    expect(await words(mi)).toContain('Look at <i>ropes</i>. Handover note by Mo , 14:25')
    expect((await leave('Look at <i>ropes</i>.', mi)).headers.location).toContain('done=same')
    await leave('All quiet.', mi)
    expect(await words(mo)).toContain('All quiet. Handover note by Mi')
    expect(await words(mo)).not.toContain('ropes')
    const history = wordsOn((await site.get('/moderation/handovers', mo)).body)
    expect(history).toMatch(/Mi 14:25 Current All quiet\. Mo 14:25 Until 14:25, by Mi Look at <i>ropes<\/i>\./)
    await site.post('/moderation/handovers', { action: 'clear' }, mo)
    expect(await words(mi)).not.toContain('All quiet.')
    expect((await site.post('/moderation/handovers', { action: 'clear' }, mo)).headers.location).toContain('done=none')
  })

  test('cannot be empty or too long; the typed text is returned', async () => {
    const { site, mo } = await open()
    for (const [body, fault] of [
      [' ', 'Write something first.'],
      ['x'.repeat(MAX_HANDOVER_CHARACTERS + 1), 'A note can have up to 1000 characters.'],
    ] as const) {
      const answer = await site.post('/moderation/handovers', { body }, mo)
      expect(answer.statusCode).toBe(422)
      expect(faultOn(answer.body, 'note-body')).toBe(fault)
      expect(answer.body).toContain(`\n${body}</textarea>`)
    }
  })

  test('is for moderators alone, and in no log', async () => {
    const { site, mo } = await open()
    await site.post('/moderation/handovers', { body: 'Secret ropes.' }, mo)
    for (const who of [null, await site.member('Bo'), await site.member('Ed', 'editor')]) {
      for (const address of ['/moderation/handovers', '/moderation/duties'])
        expect((await site.get(address, who)).statusCode).toBe(403)
      expect((await site.post('/moderation/handovers', { body: 'x' }, who)).statusCode).toBe(403)
      expect((await site.post('/moderation/duties', { action: 'begin' }, who)).statusCode).toBe(403)
    }
    for (const address of ['/moderation/log', '/moderation/log.jsonl', '/moderation/log/private'])
      expect((await site.get(address, mo)).body).not.toContain('ropes')
  })
})

describe('The queue as a whole', () => {
  test('shows how long a decision takes, and how many were made today and this week, and by whom', async () => {
    const { site, mo, mi, words } = await open(5)
    site.advance(12 * MINUTE)
    for (const comment of [1, 2, 3, 5]) await site.post('/moderation/approvals', { comment: String(comment) }, mo)
    await site.post('/moderation/undos', { batch: '3' }, mo)
    expect(await words(mi)).toContain('Two items, oldest 12 min. Half of the last decisions took less than 12 min.')
    expect(await words(mi)).toContain('12 min median time to a decision 3 decided today 3 this week')
    site.advance(DAY)
    const my = await site.member('My', 'moderator')
    await site.post('/moderation/removals', { comment: '4', reason: 'Rude' }, my)
    expect(await words(my)).toContain('1 decided today 4 this week Moderator Today This week Mo 0 3 My 1 1')
    site.advance(5 * DAY)
    expect(await words(await site.member('Ma', 'moderator'))).toContain('0 decided today 0 this week')
  })

  test('has tabs over the pages of moderation with counts, for moderators alone', async () => {
    const { site, mo } = await open(2)
    for (const [address, tab] of [
      ['/moderation', 'Held comments'],
      ['/moderation/bans', 'Bans'],
      ['/moderation/filters', 'Filters'],
      ['/moderation/classifier', 'Classifier'],
      ['/moderation/log', 'Public log'],
      ['/moderation/log/private', 'Private log'],
      ['/moderation/closures/older', 'Close old threads'],
      ['/moderation/handovers', 'Duty and notes'],
    ] as const) {
      const tabs = /<nav class="tabs" aria-label="Moderation">[\s\S]*?<\/nav>/.exec(
        (await site.get(address, mo)).body,
      )![0]
      expect(wordsOn(tabs)).toContain('Held comments 2 waiting Flags Newcomers Appeals Reports Submissions')
      expect([...tabs.matchAll(/aria-current="page">([^<]*)/g)].map(([, text]) => text!.trim())).toEqual([tab])
    }
    for (const who of [null, await site.member('Bo')])
      expect((await site.get('/moderation/log', who)).body).not.toContain('class="tabs"')
  })

  test('shows when the last item was settled, if it is empty', async () => {
    const { site, mo, words } = await open()
    await site.post('/moderation/approvals', { comment: '1' }, mo)
    expect(await words(mo)).toContain('The last decision was made 14:25. Go and read the paper.')
  })
})
