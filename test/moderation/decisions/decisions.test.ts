// Flags, and decisions about one comment: hold, remove, mark as spam, restore, approve, edit and approve.
import { describe, expect, test } from 'vitest'
import { commentHtml, faultOn, linkOn, offeredHtml, shown, textOn, wordsOn } from '../../comments/page.ts'
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
      String((await site.post('/comments', { article: String(id), nic: '', body }, as)).headers.location).slice(
        '/comments/'.length,
      ),
    )
  const decide = (noun: string, comment: number, form: Record<string, string> = {}, as: Member = mo) =>
    site.post(`/moderation/${noun}`, { comment: String(comment), reason: 'A reason', ...form }, as)
  const flag = (comment: number, as: Member | null = bo, reason = 'It names my street.') =>
    site.post(`/comments/${comment}/flags`, { reason }, as)
  const state = async (comment: number) =>
    (await site.deps.db.selectFrom('comments').select('state').where('id', '=', comment).executeTakeFirst())?.state
  const thread = async (as: Member | null = null) =>
    (await site.get(`/articles/${id}-the-slipway-is-repainted`, as)).body
  return {
    site,
    id,
    mo,
    mi,
    ada,
    bo,
    say,
    decide,
    flag,
    state,
    thread,
    queue: async () => wordsOn((await site.get('/moderation', mo)).body),
    undo: (batch: number) => site.post('/moderation/undos', { batch: String(batch) }, mo),
  }
}

describe('A flag', () => {
  test('comes from the thread with a reason; only moderators see it, with who raised it', async () => {
    const { site, bo, say, flag, thread, queue } = await open()
    const comment = await say('You live in Rope Walk.')
    expect(linkOn(commentHtml(await thread(bo), comment).replace(/<span class="vh">[^<]*<\/span>/g, ''), 'Flag')).toBe(
      `/comments/${comment}/flags`,
    )
    expect((await flag(comment)).headers.location).toBe(`/comments/${comment}/flags`)
    expect(await queue()).toContain('Bo: It names my street.')
    for (const url of ['/', '/latest', '/moderation/log']) expect((await site.get(url)).body).not.toContain('my street')
    expect(await thread()).not.toContain('my street')
  })

  test('counts once per member, and shows its outcome', async () => {
    const { site, bo, say, flag, decide } = await open()
    const comment = await say('Words.')
    for (let press = 0; press < 2; press++) await flag(comment)
    expect(await site.deps.db.selectFrom('flags').select('id').execute()).toHaveLength(1)
    const page = async () => wordsOn((await site.get(`/comments/${comment}/flags`, bo)).body)
    expect(await page()).toContain('No moderator has decided yet.')
    await decide('approvals', comment, { reason: '' })
    expect(await page()).toContain('A moderator dismissed your flag.')
  })

  test('is refused for one’s own comment, for guests, without a reason, and for a comment that is not published', async () => {
    const { ada, bo, say, flag, decide, thread } = await open()
    const comment = await say('Words.')
    expect((await flag(comment, ada)).statusCode).toBe(403)
    expect((await flag(comment, null)).statusCode).toBe(403)
    expect(offeredHtml(await thread(ada), comment)).not.toContain('/flags')
    expect(offeredHtml(await thread(bo), comment)).toContain('/flags')
    const empty = await flag(comment, undefined, ' ')
    expect([empty.statusCode, faultOn(empty.body, 'reason')]).toEqual([422, 'Enter a reason: moderators decide by it.'])
    await decide('removals', comment)
    expect((await flag(comment)).statusCode).toBe(410)
  })

  test('is upheld when the comment is removed, and dismissed when it is approved; the next one shows how often', async () => {
    const { site, bo, say, flag, decide, queue } = await open()
    for (let i = 0; i < 4; i++) {
      const comment = await say(`Number ${i}.`)
      await flag(comment)
      if (i < 3) await decide(i === 0 ? 'removals' : 'approvals', comment)
    }
    expect(await site.deps.db.selectFrom('flags').select('end_reason').orderBy('id').execute()).toEqual([
      { end_reason: 'upheld' },
      { end_reason: 'dismissed' },
      { end_reason: 'dismissed' },
      { end_reason: null },
    ])
    expect(await queue()).toContain('Bo (2 of 3 earlier flags dismissed): It names my street.')
    expect(bo.nic).toBe('Bo')
  })
})

describe('A decision', () => {
  test.each([
    ['holds', 'held'],
    ['removals', 'removed'],
    ['spam', 'spam'],
  ] as const)('of %s has its form, is logged with its reason, and is undone as a whole', async (noun, to) => {
    const { site, mo, say, flag, decide, state, undo, thread } = await open()
    const comment = await say('Words.')
    await flag(comment)
    expect((await site.get(`/moderation/${noun}?comment=${comment}`, mo)).body).toContain(
      `name="comment" value="${comment}"`,
    )
    await decide(noun, comment)
    expect(await state(comment)).toBe(to)
    expect(shown(await thread()).length).toBe(to === 'removed' ? 1 : 0)
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('A reason')
    await undo(1)
    expect(await state(comment)).toBe('live')
    expect(await site.deps.db.selectFrom('flags').select('ended_at').execute()).toEqual([{ ended_at: null }])
    expect(await site.deps.db.selectFrom('articles').select('comment_count').executeTakeFirst()).toEqual({
      comment_count: 1,
    })
  })

  test.each(['removals', 'spam'])('of %s is reversed by restoring the comment', async (noun) => {
    const { say, decide, state, thread } = await open()
    const comment = await say('Words.')
    await decide(noun, comment)
    await decide('restorations', comment, { reason: 'A mistake' })
    expect(await state(comment)).toBe('live')
    expect(shown(await thread())).toEqual([comment])
  })

  test('approves a comment that was approved and then held, and the page still says that a moderator changed it', async () => {
    const { site, id, decide, state, undo, thread } = await open()
    const comment = Number(
      String(
        (await browserOf(site).post('/comments', { article: String(id), nic: 'Walker', body: 'Held words.' })).headers
          .location,
      ).slice('/comments/'.length),
    )
    await decide('approvals', comment, { body: 'Milder words.' })
    await decide('holds', comment)
    expect((await decide('approvals', comment)).statusCode).toBe(303)
    expect(await state(comment)).toBe('live')
    expect(wordsOn(commentHtml(await thread(), comment))).toContain('Edited by a moderator')
    // Its history says who did, whoever let it through since, and not what it said before.
    const history = (await site.get(`/comments/${comment}/history`)).body
    expect(wordsOn(history)).toContain('No edits by its author.')
    expect(wordsOn(history)).toContain(
      'Mo, a moderator, edited it before approving it, 12 March 2030, 14:25. The text before that is not public. Public log, entry 1',
    )
    expect([linkOn(history, 'Public log, entry 1'), history.includes('Held words')]).toEqual([
      '/moderation/log?before=2#entry-1',
      false,
    ])
    await undo(3)
    expect(await state(comment)).toBe('held')
    expect((await decide('approvals', comment)).statusCode).toBe(303)
  })

  test('about a comment that has changed since the form was opened is refused', async () => {
    const { site, mo, ada, say, decide, flag, state } = await open()
    const comment = await say('Harmless.')
    await flag(comment)
    const seen = /name="seen" value="([^"]+)"/.exec((await site.get('/moderation', mo)).body)![1]!
    await site.post(`/comments/${comment}/edits`, { body: 'Put right.' }, ada)
    expect((await decide('removals', comment, { seen })).headers.location).toBe(
      `/moderation?done=already&comment=${comment}&since=0`,
    )
    expect(await state(comment)).toBe('live')
  })

  test('that approves or restores the moderator’s own comment is refused', async () => {
    const { mo, mi, say, decide, state } = await open()
    const comment = await say('Mine.', mo)
    await decide('removals', comment, {}, mi)
    expect((await decide('restorations', comment, {}, mo)).statusCode).toBe(403)
    expect(await state(comment)).toBe('removed')
  })

  test('is for moderators: 403 for everybody else, and nothing happens', async () => {
    const { site, ada, bo, say, decide, state } = await open()
    const comment = await say('Words.')
    for (const who of [ada, bo, await site.member('Ed', 'editor')])
      for (const noun of ['approvals', 'holds', 'removals', 'spam', 'restorations'])
        expect((await decide(noun, comment, {}, who)).statusCode).toBe(403)
    expect(await state(comment)).toBe('live')
  })
})

describe('A held comment', () => {
  test('can be edited and approved; the undo restores the earlier text', async () => {
    const { site, id, mo, decide, thread, undo } = await open()
    const comment = Number(
      String(
        (
          await browserOf(site).post('/comments', {
            article: String(id),
            nic: 'Walker',
            body: 'Fine words, and the number of a telephone.',
          })
        ).headers.location,
      ).slice('/comments/'.length),
    )
    const form = (await site.get(`/moderation/edits?comment=${comment}`, mo)).body
    expect(textOn(form)).toBe('Fine words, and the number of a telephone.')
    expect((await decide('approvals', comment, { body: ' ' })).statusCode).toBe(422)
    await decide('approvals', comment, { body: '<b>Fine</b> words.' })
    expect(commentHtml(await thread(), comment)).toContain('<b>Fine</b> words.')
    expect(wordsOn(commentHtml(await thread(), comment))).toContain('Edited by a moderator')
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('edited and approved a comment')
    await undo(1)
    expect(await site.deps.db.selectFrom('comments').select(['state', 'source']).execute()).toEqual([
      { state: 'held', source: 'Fine words, and the number of a telephone.' },
    ])
  })
})
