// Decisions on what a moderator has seen: earlier decisions, unknown buttons, empty texts, returned texts.
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../../src/time.ts'
import { faultOn, plain, textOn, wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const id = await site.article()
  const [mo, mi, ada, bo] = [
    await site.member('Mo', 'moderator'),
    await site.member('Mi', 'moderator'),
    await site.member('Ada'),
    await site.member('Bo'),
  ]
  const say = async (body: string, as: Member = ada) =>
    Number(
      /\d+/.exec(
        String((await site.post('/comments', { article: String(id), nic: '', body }, as)).headers.location),
      )![0],
    )
  const hold = async () =>
    Number(
      /\d+/.exec(
        String(
          (await browserOf(site).post('/comments', { article: String(id), nic: 'Walker', body: 'Held words.' })).headers
            .location,
        ),
      )![0],
    )
  const flag = (comment: number, as = bo) => site.post(`/comments/${comment}/flags`, { reason: 'Rude.' }, as)
  /** The hidden fields of a comment's form, as they stand in somebody's queue. */
  const formOf = async (comment: number, as: Member): Promise<Record<string, string>> => {
    const form = [...(await site.get('/moderation', as)).body.matchAll(/<form class="verdict"[\s\S]*?<\/form>/g)]
      .map(([one]) => one)
      .find((one) => one.includes(`name="comment" value="${comment}"`))!
    return fieldsOf(form)
  }
  const decide = (noun: string, form: Record<string, string>, as: Member) => site.post(`/moderation/${noun}`, form, as)
  const follow = async (answer: { headers: { location?: unknown } }, as: Member): Promise<string> =>
    wordsOn((await site.get(String(answer.headers['location']).split('#')[0]!, as)).body)
  const state = async (comment: number) =>
    (await site.deps.db.selectFrom('comments').select('state').where('id', '=', comment).executeTakeFirstOrThrow())
      .state
  const undo = (batch: number, as: Member) => site.post('/moderation/undos', { batch: String(batch) }, as)
  return { site, id, mo, mi, ada, bo, say, hold, flag, formOf, decide, follow, state, undo }
}

const fieldsOf = (form: string): Record<string, string> =>
  Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      plain(value!),
    ]),
  )

describe('A decision made since the form was opened', () => {
  test('about a flagged comment is shown to the moderator who still sees the flags, and not overridden, claimed or not', async () => {
    const { site, mo, mi, say, flag, formOf, decide, follow, state } = await open()
    const comment = await say('Harmless.')
    await flag(comment)
    await site.post('/moderation/claims', { comment: String(comment), action: 'claim' }, mi)
    const form = await formOf(comment, mi)
    site.advance(MINUTE)
    await decide('approvals', await formOf(comment, mo), mo)
    site.advance(MINUTE)
    for (const noun of ['removals', 'spam', 'holds', 'approvals']) {
      const late = await decide(noun, { ...form, reason: 'Rude' }, mi)
      expect(await follow(late, mi)).toMatch(/Mo approved a comment, 14:26\. Nothing was changed\./)
      expect(await state(comment)).toBe('live')
    }
  })

  test('about a newcomer’s comment is shown as well: an approval, a feature, or an undo', async () => {
    const { site, mo, mi, ada, say, formOf, decide, follow, state, undo } = await open()
    const comment = await say('First words of hers.')
    const form = await formOf(comment, mi)
    const late = async () => follow(await decide('removals', { ...form, reason: 'Rude' }, mi), mi)
    await decide('approvals', await formOf(comment, mo), mo)
    expect(await late()).toContain('Mo approved a published comment, 14:25. Nothing was changed.')
    site.advance(MINUTE)
    await undo(1, mo)
    expect(await late()).toContain('Mo undid an action, 14:26. Nothing was changed.')
    site.advance(MINUTE)
    await site.post('/moderation/features', { comment: String(comment), action: 'feature', reason: 'Well said' }, mo)
    expect(await late()).toContain('Mo featured a comment, 14:27. Nothing was changed.')
    expect(await state(comment)).toBe('live')
    await site.post(`/comments/${comment}/edits`, { body: 'Other words.' }, ada)
    expect(await late()).toContain('Mo featured a comment, 14:27.')
    expect(
      (await decide('removals', { ...(await formOf(comment, mi)), reason: 'Rude' }, mi)).headers.location,
    ).toContain('done=removed')
  })

  test('about a comment that is held again is shown as that decision, not as an edit by the author', async () => {
    const { site, mo, mi, hold, formOf, decide, follow, state, undo } = await open()
    const comment = await hold()
    const form = await formOf(comment, mi)
    await decide('removals', { comment: String(comment), reason: 'Rude' }, mo)
    await undo(1, mo)
    const late = await decide('approvals', form, mi)
    expect(await follow(late, mi)).toContain('Mo undid an action, 14:25. Read it again. Nothing was changed.')
    expect(await state(comment)).toBe('held')
    expect((await decide('approvals', await formOf(comment, mi), mi)).headers.location).toContain('done=approved')
    expect(await site.deps.db.selectFrom('approvals').select('account_id').execute()).toEqual([{ account_id: mi.id }])
  })

  test('is not confused with an edit by the author', async () => {
    const { mo, mi, ada, site, say, flag, formOf, decide, follow, undo } = await open()
    const comment = await say('First words of hers.')
    await decide('approvals', await formOf(comment, mo), mo)
    await undo(1, mo)
    await flag(comment)
    const form = await formOf(comment, mi)
    await site.post(`/comments/${comment}/edits`, { body: 'Other words of hers.' }, ada)
    expect(await follow(await decide('removals', { ...form, reason: 'Rude' }, mi), mi)).toContain(
      'Its author has edited it. Nothing was changed.',
    )
  })

  test('about many comments, by a ban or a sweep, is not taken for an edit by the author', async () => {
    const { site, mo, mi, say, formOf, decide, follow, state } = await open()
    const comment = await say('First words of hers.')
    const form = await formOf(comment, mi)
    expect(
      (await site.post('/moderation/bans', { nic: 'Ada', reason: 'Threats', until: 'ever', remove: '24' }, mo))
        .statusCode,
    ).toBe(303)
    expect(await state(comment)).not.toBe('live')
    const words = await follow(await decide('approvals', form, mi), mi)
    expect(words).not.toContain('Its writer has changed it meanwhile')
    expect(words).toContain('Nothing was done.')
  })

  test('does not include flags and claims, after which a decision is possible', async () => {
    const { site, mo, mi, say, flag, formOf, decide, state } = await open()
    const comment = await say('Harmless.')
    await flag(comment)
    const form = await formOf(comment, mi)
    await flag(comment, await site.member('Cy'))
    await site.post('/moderation/claims', { comment: String(comment), action: 'claim' }, mo)
    expect((await decide('removals', { ...form, reason: 'Rude' }, mi)).headers.location).toContain('done=removed')
    expect(await state(comment)).toBe('removed')
  })

  test('is noticed, too, after a missing reason; and the queue continues at the next item', async () => {
    const { mo, mi, say, flag, formOf, decide, follow, state } = await open()
    const [comment] = [await say('Harmless.'), await say('Harmless, too.')]
    await flag(comment)
    const asked = await decide('removals', await formOf(comment, mi), mi)
    expect(asked.statusCode).toBe(422)
    const again = fieldsOf(
      /<form class="form"[^>]* action="\/moderation\/removals"[\s\S]*?<\/form>/.exec(asked.body)![0],
    )
    expect(again['next']).toBe((await formOf(comment, mi))['next'])
    await decide('approvals', await formOf(comment, mo), mo)
    expect(await follow(await decide('removals', { ...again, reason: 'Rude' }, mi), mi)).toContain(
      'Nothing was changed.',
    )
    expect(await state(comment)).toBe('live')
  })

  test('does not matter to the form in the thread, which has no token', async () => {
    const { mo, mi, say, flag, decide, state } = await open()
    const comment = await say('Harmless.')
    await flag(comment)
    await decide('approvals', { comment: String(comment) }, mo)
    expect((await decide('removals', { comment: String(comment), reason: 'Rude' }, mi)).headers.location).toContain(
      'done=removed',
    )
    expect(await state(comment)).toBe('removed')
  })

  test('is noticed in the edit form of a held comment, also when it is shown again with a fault', async () => {
    const { site, mo, mi, hold, decide, state, undo } = await open()
    const comment = await hold()
    const form = fieldsOf((await site.get(`/moderation/edits?comment=${comment}`, mi)).body)
    await decide('removals', { comment: String(comment), reason: 'Rude' }, mo)
    await undo(1, mo)
    const faulty = await decide('approvals', { ...form, body: ' ' }, mi)
    expect(faulty.statusCode).toBe(422)
    const again = /name="seen" value="([^"]+)"/.exec(faulty.body)![1]!
    expect((await decide('approvals', { ...form, seen: again, body: 'Milder words.' }, mi)).headers.location).toContain(
      'done=already',
    )
    expect(await state(comment)).toBe('held')
  })
})

describe('The figures', () => {
  test('count answers to appeals among what was decided, undone ones apart', async () => {
    const { site, mo, mi, ada, say, decide, undo } = await open()
    const comment = await say('Quaywort is a plant.')
    await decide('removals', { comment: String(comment), reason: 'Rude' }, mo)
    await site.post(`/comments/${comment}/appeals`, { body: 'It is a plant.' }, ada)
    site.advance(MINUTE)
    await site.post('/moderation/answers', { appeal: '1', answer: 'It is not.', action: 'stand' }, mi)
    const words = async () => wordsOn((await site.get('/moderation', mo)).body)
    expect(await words()).toContain('2 decided today 2 this week Moderator Today This week Mi 1 1 Mo 1 1')
    expect(await words()).toContain('The last decision was made 14:26.')
    await undo(2, mi)
    expect(await words()).toContain('Moderator Today This week Mo 1 1')
    await site.post('/moderation/answers', { appeal: '1', answer: 'It is one indeed.', action: 'grant' }, mi)
    expect(await words()).toContain('Mi 1 1 Mo 1 1')
  })
})

describe('An unknown button', () => {
  test.each([
    ['claims', { comment: '1' }],
    ['duties', {}],
    ['handovers', { body: 'Look at ropes.' }],
  ])('changes nothing among %s, and the typed text is returned', async (noun, fields: Record<string, string>) => {
    const { site, mo, hold } = await open()
    await hold()
    for (const action of ['shred', ...(noun === 'handovers' ? [] : [''])]) {
      const answer = await site.post(`/moderation/${noun}`, { ...fields, action }, mo)
      expect(answer.statusCode).toBe(422)
      expect(wordsOn(answer.body)).toContain('This form has no such button. Nothing was changed.')
      if ('body' in fields) expect(answer.body).toContain('Look at ropes.')
      expect(
        (await site.post(`/moderation/${noun}`, { ...fields, action }, mo, { accept: 'application/json' })).headers[
          'content-type'
        ],
      ).toContain('problem+json')
    }
    for (const table of ['claims', 'duties', 'handovers'] as const)
      expect(await site.deps.db.selectFrom(table).select('id').execute()).toEqual([])
  })

  test('answers no appeal, and the form keeps the answer', async () => {
    const { site, mo, mi, ada, say, decide } = await open()
    const comment = await say('Quaywort is a plant.')
    await decide('removals', { comment: String(comment), reason: 'Rude' }, mo)
    await site.post(`/comments/${comment}/appeals`, { body: 'It is a plant.' }, ada)
    const fields = { appeal: '1', answer: 'I have thought about it.', action: 'shred' }
    const answer = await site.post('/moderation/answers', fields, mi)
    expect([
      answer.statusCode,
      faultOn(answer.body, 'w1'),
      answer.body.includes('\nI have thought about it.</textarea>'),
    ]).toEqual([422, 'This form has no such button. Nothing was decided.', true])
    expect((await site.post('/moderation/answers', fields, mi, { accept: 'application/json' })).json()).toMatchObject({
      status: 422,
      detail: 'This form has no such button. Nothing was decided.',
    })
  })
})

describe('Only an item of the queue', () => {
  test('can be claimed: a held or flagged comment, or a newcomer’s first', async () => {
    const { site, id, mo, mi, say, hold, flag } = await open()
    const claim = async (comment: number, as = mo) =>
      /done=(\w+)/.exec(
        String(
          (await site.post('/moderation/claims', { comment: String(comment), action: 'claim' }, as)).headers.location,
        ),
      )![1]
    const [first, second, held] = [await say('First words of hers.'), await say('Second words of hers.'), await hold()]
    expect([await claim(first), await claim(second), await claim(held)]).toEqual(['claimed', 'over', 'claimed'])
    await flag(second)
    expect(await claim(second)).toBe('claimed')
    await site.post('/moderation/approvals', { comment: String(first) }, mi)
    expect(await claim(first)).toBe('over')
    await site.post('/moderation/removals', { comment: String(second), reason: 'Rude' }, mi)
    expect(await claim(second)).toBe('over')
    await site.deps.store.writer.updateTable('articles').set({ state: 'unpublished' }).where('id', '=', id).execute()
    expect(await claim(held)).toBe('over')
    expect(wordsOn((await site.get('/moderation?done=over', mo)).body)).toContain(
      'There is nothing left to decide about it.',
    )
  })
})

describe('The current tab', () => {
  const current = (body: string): string[] =>
    [
      .../<nav class="tabs" aria-label="Moderation">[\s\S]*?<\/nav>/
        .exec(body)![0]
        .matchAll(/aria-current="page">([^<]*)/g),
    ].map(([, text]) => text!.trim())

  test('is that of the first section of the queue, and none in an empty queue', async () => {
    const { site, mo, mi, ada, say, hold, flag, decide } = await open()
    const marked = async (address = '/moderation') => current((await site.get(address, mo)).body)
    expect(await marked()).toEqual([])
    const comment = await say('First words of hers.')
    expect(await marked()).toEqual(['Newcomers'])
    await flag(comment)
    expect(await marked()).toEqual(['Flags'])
    await decide('removals', { comment: String(comment), reason: 'Rude' }, mi)
    await site.post(`/comments/${comment}/appeals`, { body: 'It is a plant.' }, ada)
    expect(await marked()).toEqual(['Appeals'])
    expect(await marked('/moderation/answers')).toEqual(['Appeals'])
    expect(await marked('/moderation/answers?appeal=1')).toEqual(['Appeals'])
    await hold()
    expect(await marked()).toEqual(['Held comments'])
  })

  test('is Appeals on the page of appeals, whose headings differ', async () => {
    const { site, mo, ada, say, decide } = await open()
    const comment = await say('Quaywort is a plant.')
    await decide('removals', { comment: String(comment), reason: 'Rude' }, mo)
    await site.post(`/comments/${comment}/appeals`, { body: 'It is a plant.' }, ada)
    const { body } = await site.get('/moderation/answers', mo)
    expect([...body.matchAll(/<h[12] class="title"[^>]*>([^<]*)/g)].map(([, text]) => text).slice(0, 2)).toEqual([
      'Appeals',
      'Open appeals',
    ])
    expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('Appeals Removed Ada It is a plant.')
  })
})

describe('An edit before approval', () => {
  test.each(['', ' '])(
    'that deletes all words (“%s”) does not approve the old ones: the form is shown again with the reason',
    async (body) => {
      const { site, mo, hold, state } = await open()
      const comment = await hold()
      const fields = { comment: String(comment), body, reason: 'A telephone number' }
      const answer = await site.post('/moderation/approvals', fields, mo)
      expect(answer.statusCode).toBe(422)
      expect(faultOn(answer.body, 'body')).not.toBe('')
      expect(answer.body).toContain('value="A telephone number"')
      expect(
        (await site.post('/moderation/approvals', fields, mo, { accept: 'application/json' })).json(),
      ).toMatchObject({ faults: { body: expect.any(String) } })
      expect(await state(comment)).toBe('held')
      expect((await site.post('/moderation/approvals', { comment: String(comment) }, mo)).headers.location).toContain(
        'done=approved',
      )
    },
  )

  test('with too long a reason is shown again with both texts, and the fault beside the reason', async () => {
    const { site, mo, hold, state } = await open()
    const comment = await hold()
    const answer = await site.post(
      '/moderation/approvals',
      { comment: String(comment), body: 'Milder words.', reason: 'z'.repeat(501) },
      mo,
    )
    expect([
      answer.statusCode,
      textOn(answer.body),
      answer.body.includes('z'.repeat(501)),
      faultOn(answer.body, 'reason') !== '',
    ]).toEqual([422, 'Milder words.', true, true])
    expect(await state(comment)).toBe('held')
  })
})

describe('Typed text', () => {
  test.each([
    ['answers', 'answer', 'Your answer'],
    ['closures', 'summary', 'Summary'],
    ['thread-notices', 'text', 'Notice'],
  ])('of a form of /moderation/%s is returned after the session has ended: %s', async (noun, field, label) => {
    const { site } = await open()
    const answer = await site.post(`/moderation/${noun}`, { [field]: 'Long thought about.' })
    expect(answer.statusCode).toBe(403)
    expect(wordsOn(answer.body)).toContain(label)
    expect(answer.body).toMatch(/<textarea[^>]*>\nLong thought about\.<\/textarea>/)
  })
})
