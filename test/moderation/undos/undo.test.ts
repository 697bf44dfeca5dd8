// Undo: an action is undone as a whole, once, logged, and never over later changes.

import { describe, expect, test } from 'vitest'
import { chainVerifier, entriesAfter } from '../../../src/db/log-chain.ts'
import { DAY } from '../../../src/time.ts'
import { commentHtml, shown, wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { aThread, type Member, openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const id = await site.article({ comments: aThread('u', [null, 0]) })
  const [mo, mi] = [await site.member('Mo', 'moderator'), await site.member('Mi', 'moderator')]
  const act = (noun: string, form: Record<string, string>, as: Member = mo) =>
    site.post(`/moderation/${noun}`, { reason: 'A reason', ...form }, as)
  const undo = (batch: number, as: Member = mo) => site.post('/moderation/undos', { batch: String(batch) }, as)
  const batches = async (): Promise<number[]> =>
    (await site.deps.db.selectFrom('batches').select('id').orderBy('id').execute()).map((row) => row.id)
  const thread = async () => (await site.get(`/articles/${id}-the-slipway-is-repainted`)).body
  const log = async () =>
    (await entriesAfter(site.deps.db, 'log_entries', 0, 100)).map(
      ({ act, actor, reason }) => `${actor} ${act}: ${reason}`,
    )
  const counts = () =>
    site.deps.db
      .selectFrom('articles')
      .select(['comment_count', 'last_comment_id'])
      .where('id', '=', id)
      .executeTakeFirst()
  return { site, id, mo, mi, act, undo, batches, thread, log, counts }
}

describe('Undo', () => {
  test('of a removal restores the comment, its counts, search and replies; the log says who undid what', async () => {
    const { site, act, undo, batches, thread, log, counts } = await open()
    const before = await counts()
    await act('removals', { comment: '1' })
    expect(await counts()).toMatchObject({ comment_count: 1 })
    const answer = await undo((await batches())[0]!)
    expect(answer.headers.location).toBe('/moderation/log?done=undone')
    expect(await counts()).toEqual(before)
    expect(shown(await thread())).toEqual([1, 2])
    expect(commentHtml(await thread(), 1)).toContain('Comment number 0.')
    expect((await site.get('/search?q=number')).body).toContain('Comment <mark>number</mark> 0.')
    expect(await log()).toEqual(['Mo remove: A reason', 'Mo undo: removed a comment, Mo.'])
    expect(await site.deps.db.selectFrom('removals').select(['end_reason', 'ended_by']).execute()).toMatchObject([
      { end_reason: 'undone' },
    ])
  })

  test('of an undo repeats the action', async () => {
    const { act, undo, batches, thread, counts } = await open()
    await act('removals', { comment: '2' })
    await undo(1)
    await undo((await batches()).at(-1)!)
    expect(wordsOn(commentHtml(await thread(), 2))).toContain('Reason: A reason.')
    expect(await counts()).toMatchObject({ comment_count: 1 })
  })

  test('of an approval, or of a removal in the queue, holds the comment again', async () => {
    const { site, id, mo, act, undo } = await open()
    const held = String(
      (await browserOf(site).post('/comments', { article: String(id), nic: 'Walker', body: 'Held words.' })).headers
        .location,
    ).slice('/comments/'.length)
    for (const [batch, noun] of [
      [1, 'approvals'],
      [3, 'removals'],
    ] as const) {
      await act(noun, { comment: held })
      expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('The queue is empty.')
      await undo(batch)
      expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('Held words.')
    }
  })

  test('invalidates every cached page: threads closed as one action are open to the next reader, and closed again when that is undone', async () => {
    const { site, act, undo, batches, thread } = await open()
    const other = await site.article({ headline: 'The second', section: 'Letters' })
    const closed = async () =>
      [await thread(), (await site.get(`/articles/${other}-the-second`)).body, (await site.get('/')).body].map((body) =>
        body.includes('closed'),
      )
    site.advance(2 * DAY)
    // The session of a moderator ends after two days.
    await site.deps.store.writer
      .updateTable('sessions')
      .set({ expires_at: site.deps.clock() + DAY, last_used_at: site.deps.clock() })
      .execute()
    const before = await closed()
    expect((await act('closures/older', { days: '1' })).headers.location).toBe('/moderation/closures/older?done=2')
    const shut = await closed()
    expect(shut.slice(0, 2)).toEqual([true, true])
    for (const wanted of [before, shut, before]) {
      await undo((await batches()).at(-1)!)
      expect(await closed()).toEqual(wanted)
    }
  })

  test('of a closing opens the thread, and of a reopening closes it with its first reason, or by its age', async () => {
    const { site, act, undo, thread } = await open()
    await act('closures', { article: '1', reason: 'Said enough' })
    await undo(1)
    expect(await thread()).toContain('name="body"')
    await act('closures', { article: '1', reason: 'Said enough' })
    await act('reopenings', { article: '1' })
    await undo(4)
    expect(wordsOn(await thread())).toContain('Reason: Said enough.')
    site.advance(20 * DAY)
    const late = await site.member('Late', 'moderator')
    const other = await site.article({ postedAt: site.deps.clock() - 15 * DAY })
    await act('reopenings', { article: String(other) }, late)
    await undo(6, late)
    expect(wordsOn((await site.get(`/articles/${other}-the-slipway-is-repainted`)).body)).toContain(
      'This thread closed 14 days after publication, on ',
    )
  })

  test('happens once, for repeated presses and for two moderators', async () => {
    const { mi, act, undo, log } = await open()
    await act('features', { comment: '1' })
    const answers = await Promise.all([undo(1), undo(1, mi)])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 409])
    expect((await undo(1)).statusCode).toBe(409)
    expect(await log()).toHaveLength(2)
  })

  test('skips what somebody has changed since, and says so', async () => {
    const { site, id, mi, act, undo } = await open()
    const ada = await site.member('Ada')
    const say = async (body: string) =>
      Number(
        String((await site.post('/comments', { article: String(id), nic: '', body }, ada)).headers.location).slice(
          '/comments/'.length,
        ),
      )
    const [one, two] = [await say('One.'), await say('And two.')]
    await act('bans', { nic: 'Ada', until: 'week', remove: '24' })
    await act('restorations', { comment: String(one), reason: 'Harmless' }, mi)
    const answer = await undo(1)
    expect(answer.headers.location).toBe('/moderation/log?done=partly')
    for (const comment of [one, two]) expect((await site.get(`/comments/${comment}`)).statusCode).toBe(302)
    const page = wordsOn((await site.get('/moderation/log?done=partly', mi)).body)
    expect(page).toContain('except for what somebody has changed since')
    expect(page).toMatch(
      /undid: banned a member: Ada Action by Mo\. \(\d parts? had changed since and (?:was|were) left\.\)/,
    )
  })

  test('does nothing when all of it has been changed since, and says so', async () => {
    const { mi, act, undo, thread, counts, batches } = await open()
    await act('removals', { comment: '1' })
    await undo(1)
    await act('removals', { comment: '1', reason: 'Again' }, mi)
    // The undo of the undo would remove what is removed already, for another reason.
    const answer = await undo(2)
    expect([answer.statusCode, wordsOn(answer.body)]).toEqual([
      409,
      expect.stringContaining('Nothing was undone: everything that this action changed has been changed since.'),
    ])
    expect(wordsOn(commentHtml(await thread(), 1))).toContain('Removed by Mi')
    expect(await counts()).toMatchObject({ comment_count: 1 })
    expect(await batches()).toHaveLength(3)
  })

  test('is for moderators; the log shows the button to them only, and who undid what to everybody', async () => {
    const { site, mo, act, undo } = await open()
    await act('features', { comment: '1' })
    for (const who of [await site.member('Bo'), await site.member('Ed', 'editor')])
      expect((await undo(1, who)).statusCode).toBe(403)
    for (const batch of [0, 99]) expect([404, 409]).toContain((await undo(batch)).statusCode)
    expect((await site.get('/moderation/log', mo)).body).toContain('action="/moderation/undos"')
    expect((await site.get('/moderation/log')).body).not.toContain('action="/moderation/undos"')
    await undo(1)
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('Undone by Mo')
  })

  test('takes no reason longer than others may be, and then undoes nothing', async () => {
    const { site, mo, act, log } = await open()
    await act('removals', { comment: '1' })
    const undoFor = (reason: string) => site.post('/moderation/undos', { batch: '1', reason }, mo)
    const refused = await undoFor('x'.repeat(501))
    expect(refused.statusCode).toBe(422)
    expect(wordsOn(refused.body)).toContain('A reason can have up to 500 characters. Nothing was undone.')
    expect(await log()).toHaveLength(1)
    expect((await undoFor('x'.repeat(500))).statusCode).toBe(303)
  })

  test('keeps the chain of the log whole', async () => {
    const { site, act, undo } = await open()
    await act('removals', { comment: '1' })
    await act('closures', { article: '1' })
    await undo(1)
    await undo(2)
    const chain = chainVerifier()
    expect((await entriesAfter(site.deps.db, 'log_entries', 0, 100)).map((entry) => chain.next(entry))).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})
