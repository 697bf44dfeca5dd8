// The queue: items oldest first, a button for each decision, logged and announced.

import { describe, expect, test } from 'vitest'
import { chainVerifier, entriesAfter } from '../../../src/db/log-chain.ts'
import { ITEMS_PER_SECTION } from '../../../src/moderation/queue/reading.ts'
import { MINUTE } from '../../../src/time.ts'
import { commentHtml, faultOn, shown, wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'

async function open(guests = 1) {
  const site = await openSite()
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  const comments: number[] = []
  for (let i = 0; i < guests; i++) {
    const answer = await browserOf(site).post('/comments', {
      article: String(id),
      nic: `Walker ${i}`,
      body: `Held words ${i}.`,
    })
    comments.push(Number(String(answer.headers.location).slice('/comments/'.length)))
    site.advance(MINUTE)
  }
  const queue = async (query = '', as = mo) => (await site.get(`/moderation${query}`, as)).body
  const decide = (noun: 'approvals' | 'removals', comment: number, reason = '', as = mo) =>
    site.post(`/moderation/${noun}`, { comment: String(comment), reason }, as)
  const thread = async () => (await site.get(`/articles/${id}-the-slipway-is-repainted`)).body
  const log = async () =>
    (await entriesAfter(site.deps.db, 'log_entries', 0, 100)).map(({ act, actor, reason, subject_id }) => ({
      act,
      actor,
      reason,
      subject_id,
    }))
  return { site, id, mo, comments, queue, decide, thread, log }
}

const cases = (body: string): string[] => [...body.matchAll(/<p>Held words (\d+)\./g)].map((found) => found[1]!)

describe('The queue', () => {
  test('is for moderators, and says when it is empty', async () => {
    const { site, queue } = await open(0)
    expect(wordsOn(await queue())).toContain('The queue is empty.')
    for (const who of [null, await site.member('Bo'), await site.member('Ed', 'editor')]) {
      expect((await site.get('/moderation', who)).statusCode).toBe(403)
      for (const noun of ['approvals', 'removals'])
        expect((await site.post(`/moderation/${noun}`, { comment: '1', reason: 'x' }, who)).statusCode).toBe(403)
    }
  })

  test('shows the oldest first, with parent, rule and wait, page by page', async () => {
    const { site, id, comments, queue, decide } = await open(ITEMS_PER_SECTION + 2)
    const first = await queue()
    expect(cases(first)).toEqual(Array.from({ length: ITEMS_PER_SECTION }, (_, i) => String(i)))
    expect(wordsOn(first)).toContain('Twenty-seven items, oldest 27 min.')
    expect(wordsOn(first)).toContain('Guest’s first comment has waited 27 min')
    const next = /href="(\/moderation\?after=\d+)"/.exec(first)![1]!
    expect(cases(await queue(next.slice('/moderation'.length)))).toEqual(['25', '26'])
    expect((await site.get('/moderation?after=999', await site.member('Mi', 'moderator'))).statusCode).toBe(404)
    await decide('approvals', comments[0]!)
    await browserOf(site).post('/comments', {
      article: String(id),
      nic: 'Answerer',
      parent: String(comments[0]),
      body: 'Held words 99.',
    })
    expect(wordsOn(await queue(next.slice('/moderation'.length)))).toContain(
      'Reply to Walker 0 : Held words 0. Held words 99.',
    )
  })

  test('links to the author of a comment, or to similar comments for a guest', async () => {
    const { site, id, mo, comments, queue } = await open()
    const ada = await site.member('Ada')
    const answer = await site.post('/comments', { article: String(id), nic: '', body: 'Words of hers.' }, ada)
    await site.post(
      '/moderation/holds',
      { comment: String(answer.headers.location).slice('/comments/'.length), reason: 'A second look' },
      mo,
    )
    const hrefs = [...(await queue()).matchAll(/href="([^"]+)">(?:About the writer|Find similar)</g)].map(
      ([, href]) => href!,
    )
    expect(hrefs).toEqual([`/moderation/sweeps?comment=${comments[0]}`, '/moderation/people/Ada'])
    for (const href of hrefs) expect((await site.get(href, mo)).statusCode).toBe(200)
  })

  test('approves a comment with one button: it is published, counted, announced and logged', async () => {
    const {
      site,
      comments: [id],
      queue,
      decide,
      thread,
      log,
    } = await open()
    const answer = await decide('approvals', id!)
    expect(answer.headers.location).toBe('/moderation?done=approved&batch=1')
    expect(wordsOn(await queue('?done=approved'))).toContain('Comment approved.')
    expect(shown(await thread())).toEqual([id])
    expect(await site.deps.db.selectFrom('articles').select('comment_count').executeTakeFirst()).toEqual({
      comment_count: 1,
    })
    expect(await log()).toEqual([{ act: 'approve', actor: 'Mo', reason: '', subject_id: id }])
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('approved a comment')
    expect((await site.get('/latest')).body).toContain('Held words 0.')
  })

  test('removes with a reason only: without one the fault is beside the field', async () => {
    const {
      comments: [id],
      decide,
      log,
      thread,
    } = await open()
    for (const [reason, fault] of [
      [' ', 'Choose a reason, or enter one: everybody can read it.'],
      ['x'.repeat(501), 'A reason can have up to 500 characters.'],
    ] as const) {
      const answer = await decide('removals', id!, reason)
      expect(answer.statusCode).toBe(422)
      expect(faultOn(answer.body, 'reason')).toBe(fault)
      expect(/<textarea [^>]*id="reason"[^>]*>\n([^<]*)</.exec(answer.body)?.[1]).toBe(reason)
    }
    expect((await decide('removals', id!, 'Advertising')).headers.location).toBe('/moderation?done=removed&batch=1')
    expect(await log()).toEqual([{ act: 'remove', actor: 'Mo', reason: 'Advertising', subject_id: id }])
    expect(shown(await thread())).toEqual([])
  })

  test('removes a published comment, and leaves a tombstone with the reason', async () => {
    const {
      comments: [id],
      decide,
      thread,
      site,
    } = await open()
    await decide('approvals', id!)
    await decide('removals', id!, 'Off topic')
    expect(wordsOn(commentHtml(await thread(), id!))).toContain('Reason: Off topic.')
    expect(await site.deps.db.selectFrom('articles').select('comment_count').executeTakeFirst()).toEqual({
      comment_count: 0,
    })
  })

  test('decides once: the second moderator sees the decision, and nothing is done again', async () => {
    const {
      site,
      comments: [id],
      queue,
      decide,
      log,
    } = await open()
    const mi = await site.member('Mi', 'moderator')
    const answers = await Promise.all([decide('approvals', id!), decide('approvals', id!, '', mi)])
    expect(answers.map((answer) => answer.headers.location).sort()).toEqual([
      `/moderation?done=already&comment=${id}`,
      '/moderation?done=approved&batch=1',
    ])
    expect((await decide('approvals', id!, '', mi)).headers.location).toBe(`/moderation?done=already&comment=${id}`)
    expect(wordsOn(await queue(`?done=already&comment=${id}`, mi))).toMatch(
      /(Mo|Mi) approved a comment, 14:26\. Nothing was changed\./,
    )
    expect(await log()).toHaveLength(1)
    expect(await site.deps.db.selectFrom('articles').select('comment_count').executeTakeFirst()).toEqual({
      comment_count: 1,
    })
  })

  test('redirects only within the site, and answers 404 for a missing comment', async () => {
    const {
      site,
      mo,
      comments: [id],
      decide,
    } = await open()
    for (const missing of [0, 999]) expect((await decide('approvals', missing)).statusCode).toBe(404)
    expect(
      (await site.post('/moderation/approvals', { comment: String(id), next: 'https://evil.example/' }, mo)).headers
        .location,
    ).toBe('/moderation?done=approved&batch=1')
  })

  test('keeps the chain of the log whole', async () => {
    const { site, comments, decide } = await open(3)
    for (const [i, id] of comments.entries()) await decide(i === 1 ? 'removals' : 'approvals', id, 'Said')
    const chain = chainVerifier()
    expect((await entriesAfter(site.deps.db, 'log_entries', 0, 100)).map((entry) => chain.next(entry))).toEqual([
      null,
      null,
      null,
    ])
  })
})
