// Sweeps: comments similar to a spam comment are found, chosen and removed as one action, with a ban if wanted.
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { sweepLimits } from '../../../src/settings.ts'
import { DAY } from '../../../src/time.ts'
import { commentHtml, faultOn, linkOn, shown, wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'

const AD = 'Buy the excellent ropes of Knot and Sons before they are all gone.'

async function open() {
  const site = await openSite({ TRUST_PROXY: 'on' })
  await site.set('guests', 'open')
  const id = await site.article()
  const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada')]
  const say = async (body: string, address: string, as: Member | null = null): Promise<number> => {
    site.advance(1000)
    const form = { article: String(id), nic: as?.nic ?? `Walker ${site.deps.clock() % 1e7}`, body }
    const headers = { 'x-forwarded-for': address }
    const answer = await (as === null
      ? browserOf(site).post('/comments', form, headers)
      : site.post('/comments', form, as, headers))
    expect(answer.statusCode).toBe(303)
    return Number(String(answer.headers.location).slice('/comments/'.length))
  }
  const page = async (comment: number, query = '', as = mo) =>
    (await site.get(`/moderation/sweeps?comment=${comment}${query}`, as)).body
  const sweep = (
    comment: number,
    boxes: readonly number[],
    form: Record<string, string> = {},
    as: Member | null = mo,
  ) =>
    site.post(
      '/moderation/sweeps',
      {
        comment: String(comment),
        reason: 'A raid',
        action: 'spam',
        ...Object.fromEntries(boxes.map((box) => [`comment-${box}`, 'on'])),
        ...form,
      },
      as,
    )
  const undo = async (as = mo) =>
    site.post(
      '/moderation/undos',
      {
        batch: String(
          (
            await site.deps.db
              .selectFrom('batches')
              .select('id')
              .orderBy('id', 'desc')
              .limit(1)
              .executeTakeFirstOrThrow()
          ).id,
        ),
      },
      as,
    )
  const states = async () =>
    (await site.deps.db.selectFrom('comments').select('state').orderBy('id').execute()).map(({ state }) => state)
  const thread = async (as: Member | null = null) =>
    (await site.get(`/articles/${id}-the-slipway-is-repainted`, as)).body
  return { site, id, mo, ada, say, page, sweep, undo, states, thread }
}

/** Ids of the comments that are listed, with what each shares, in the order of the page; whether each is ticked. */
const listed = (body: string) =>
  [...body.matchAll(/name="comment-(\d+)" value="on"( checked)?>[\s\S]*?<span class="hint">([^·<]*)/g)].map(
    ([, id, ticked, shares]) => [Number(id), shares!.trim(), ticked !== undefined] as const,
  )

describe('A sweep', () => {
  test('lists comments with the same account, text or link, ticked, and in a second group, not ticked, what shares the address alone', async () => {
    const { ada, say, page } = await open()
    const spam = await say(`${AD} <a href="https://ropes.example/buy">Here</a>`, '192.0.2.7', ada)
    await say('Something else altogether.', '198.51.100.1')
    const [account, address, network, text, link] = [
      await say('By the same hand.', '198.51.100.2', ada),
      await say('From the same desk.', '192.0.2.7'),
      await say('From next door.', '192.0.2.9'),
      await say(`${AD.toUpperCase()} https://else.example here`, '203.0.113.1'),
      await say('See <a href="https://www.ropes.example/">this</a>.', '203.0.113.2'),
    ]
    const body = await page(spam)
    expect(listed(body)).toEqual([
      [spam, 'the comment that you started from', true],
      [link, 'links to ropes.example', true],
      [account, 'same account', true],
      [network, 'same network', false],
      [address, 'same address', false],
    ])
    const second = body.indexOf('<legend>Same address only</legend>')
    expect(second).toBeGreaterThan(body.indexOf(`comment-${account}"`))
    expect(second).toBeLessThan(body.indexOf(`comment-${network}"`))
    expect(text).toBeGreaterThan(0)
    const twin = await say(`${AD} Here`, '203.0.113.3')
    expect(listed(await page(spam)).map(([id, shares]) => [id, shares])).toContainEqual([twin, 'same text'])
  })

  test('never ticks a member by the address, however the spam was written; what one browser wrote is ticked', async () => {
    const { site, mo, ada, id, say, page } = await open()
    const earlier = await say('I have been here for years.', '198.51.100.1', ada)
    await site.post('/moderation/approvals', { comment: String(earlier), reason: '' }, mo)
    const browser = browserOf(site)
    const post = async (body: string, address: string) =>
      Number(
        (
          await browser.post('/comments', { article: String(id), nic: 'Spammer', body }, { 'x-forwarded-for': address })
        ).headers.location!.slice('/comments/'.length),
      )
    const spam = await post(AD, '192.0.2.7')
    site.advance(1000)
    const other = await post('Something else, from a telephone.', '203.0.113.9')
    const neighbour = await say('I live next door.', '192.0.2.7', ada)
    expect(listed(await page(spam))).toEqual([
      [spam, 'the comment that you started from', true],
      [other, 'same browser', true],
      [neighbour, 'same address', false],
    ])
  })

  test('says in its buttons how many comments are ticked as the page arrives', async () => {
    const { say, page, sweep } = await open()
    const ids = [await say(AD, '192.0.2.7'), await say(`${AD}!`, '198.51.100.1'), await say('Next door.', '192.0.2.7')]
    const buttons = (body: string) =>
      [...body.matchAll(/<button class="btn[^>]* name="action" value="(?:spam|remove)">([\s\S]*?)<\/button>/g)].map(
        ([, text]) => text!.replace(/<[^>]*>/g, ''),
      )
    expect(buttons(await page(ids[0]!))).toEqual(['Mark as spam (2)', 'Remove (2)'])
    expect(buttons((await sweep(ids[0]!, ids, { reason: '' })).body)).toEqual(['Mark as spam (3)', 'Remove (3)'])
    expect(buttons((await sweep(ids[0]!, [], { reason: '' })).body)).toEqual(['Mark as spam', 'Remove'])
  })

  test('finds a comment by the text that an edit gave it, and no longer by the one before', async () => {
    const { site, ada, say, page } = await open()
    const spam = await say(AD, '192.0.2.7')
    const edited = await say('A harmless remark, long enough to be compared with others.', '203.0.113.1', ada)
    expect(listed(await page(spam)).map(([id]) => id)).toEqual([spam])
    await site.post(`/comments/${edited}/edits`, { body: AD }, ada)
    expect(listed(await page(spam))).toContainEqual([edited, 'same text', true])
    await site.post(`/comments/${edited}/edits`, { body: 'Harmless once more, long enough to be compared.' }, ada)
    expect(listed(await page(spam)).map(([id]) => id)).toEqual([spam])
  })

  test('shows networks and no address; it leaves out older, removed and staff comments', async () => {
    const { site, say, page } = await open()
    const old = await say(AD, '192.0.2.7')
    site.advance(8 * DAY)
    const spam = await say(AD, '192.0.2.7')
    const ma = await site.member('Ma', 'moderator')
    const staff = await say('Staff say so.', '192.0.2.7', ma)
    const gone = await say(AD, '192.0.2.8')
    await site.post('/moderation/removals', { comment: String(gone), reason: 'x' }, ma)
    const body = await page(spam, '', ma)
    expect(listed(body).map(([id]) => id)).toEqual([spam])
    expect([old, staff, gone].every((id) => id > 0)).toBe(true)
    expect(body).toContain('192.0.2.0/24')
    expect(body).not.toContain('192.0.2.7')
  })

  test('upholds the flags of what it removes; a single comment of it can be restored', async () => {
    const { site, say, sweep, states, ada, mo } = await open()
    const ids = [await say(AD, '192.0.2.7'), await say(`${AD}!`, '192.0.2.8')]
    await site.post(`/comments/${ids[1]}/flags`, { reason: 'An advertisement.' }, ada)
    await sweep(ids[0]!, ids)
    expect(await site.deps.db.selectFrom('flags').select('end_reason').execute()).toEqual([{ end_reason: 'upheld' }])
    expect(
      (await site.post('/moderation/restorations', { comment: String(ids[1]), reason: 'It is not.' }, mo)).statusCode,
    ).toBe(303)
    expect(await states()).toEqual(['spam', 'live'])
  })

  test('removes what is ticked and nothing else, as spam, with a ban, as one action; its undo restores all of it', async () => {
    const { site, id, say, page, sweep, undo, states, thread } = await open()
    const ids = [
      await say(AD, '192.0.2.7'),
      await say(`${AD}!`, '192.0.2.8'),
      await say('An innocent of the same network.', '192.0.2.9'),
    ]
    const counts = () =>
      site.deps.db
        .selectFrom('articles')
        .select(['comment_count', 'last_comment_id'])
        .where('id', '=', id)
        .executeTakeFirst()
    const before = await counts()
    const answer = await sweep(ids[0]!, ids.slice(0, 2), { ban: 'network', until: 'day' })
    expect(answer.headers.location).toBe(`/moderation/sweeps?comment=${ids[0]}&batch=1&gone=2`)
    expect(await states()).toEqual(['spam', 'spam', 'live'])
    expect(shown(await thread())).toEqual([ids[2]])
    expect(await counts()).toEqual({ comment_count: 1, last_comment_id: ids[2] })
    expect(wordsOn((await site.get('/search?q=ropes')).body)).not.toContain('Knot and Sons')
    expect((await site.get('/latest')).body).not.toContain('Knot and Sons')
    expect(
      (
        await browserOf(site).post(
          '/comments',
          { article: String(id), nic: 'Again', body: 'x' },
          { 'x-forwarded-for': '192.0.2.200' },
        )
      ).statusCode,
    ).toBe(403)
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain(
      'removed 2 comments as spam on The slipway is repainted A raid',
    )
    expect(wordsOn(await page(ids[0]!, '&batch=1&gone=2'))).toContain('2 comments removed.')
    await undo()
    expect(await states()).toEqual(['live', 'live', 'live'])
    expect(await counts()).toEqual(before)
    expect(wordsOn((await site.get('/search?q=ropes')).body)).toContain('Knot and Sons')
    expect(
      (
        await browserOf(site).post(
          '/comments',
          { article: String(id), nic: 'Again', body: 'x' },
          { 'x-forwarded-for': '192.0.2.200' },
        )
      ).statusCode,
    ).toBe(303)
  })

  test('removes with the reason on each tombstone, held ones without; its undo publishes and holds them again', async () => {
    const { site, mo, say, sweep, undo, states, thread } = await open()
    const live = await say(AD, '192.0.2.7')
    await site.set('guests', 'allHeld')
    const held = await say(AD, '192.0.2.8')
    await sweep(live, [live, held], { action: 'remove' })
    expect(await states()).toEqual(['removed', 'removed'])
    expect(shown(await thread())).toEqual([live])
    expect(wordsOn(commentHtml(await thread(), live))).toContain('Reason: A raid.')
    expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('The queue is empty.')
    const hold = () => site.deps.db.selectFrom('holds').select('end_reason').executeTakeFirst()
    expect(await hold()).toEqual({ end_reason: 'removed' })
    await undo()
    expect(await hold()).toEqual({ end_reason: null })
    expect(await states()).toEqual(['live', 'held'])
    expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('Knot and Sons')
  })

  test('bans the account of the first comment; only its known account, address or network can be banned', async () => {
    const { site, ada, say, page, sweep } = await open()
    const spam = await say(AD, '192.0.2.7', ada)
    expect([...(await page(spam)).matchAll(/<option value="(\w*)"/g)].map(([, value]) => value).slice(0, 4)).toEqual([
      '',
      'account',
      'address',
      'network',
    ])
    await sweep(spam, [spam], { ban: 'account', until: 'ever' })
    expect((await site.get('/archive', ada)).body).not.toContain('Sign out')
    const other = await say(AD, '192.0.2.7')
    await write(site.deps, (db) => db.deleteFrom('comment_addresses').execute())
    expect(
      [...(await page(other)).matchAll(/<select[^>]*name="ban">([\s\S]*?)<\/select>/g)].map(([, options]) =>
        wordsOn(options!).trim(),
      ),
    ).toEqual(['Nobody'])
  })

  test('needs a reason, an end and something to do, with faults beside the fields and the boxes as they were; another button does nothing', async () => {
    const { say, sweep, states } = await open()
    const [a, b] = [await say(AD, '192.0.2.7'), await say(AD, '192.0.2.7')]
    const answer = await sweep(a, [b], { reason: ' ' })
    expect([answer.statusCode, faultOn(answer.body, 'reason')]).toEqual([
      422,
      expect.stringContaining('Choose a reason'),
    ])
    expect(listed(answer.body).map(([id, , ticked]) => [id, ticked])).toEqual([
      [a, false],
      [b, true],
    ])
    expect(faultOn((await sweep(a, [b], { ban: 'address', until: 'soon' })).body, 'until')).toMatch(/Choose how long/)
    expect(wordsOn((await sweep(a, [])).body)).toContain('Tick at least one comment')
    expect((await sweep(a, [b], { action: 'burn' })).statusCode).toBe(422)
    expect((await sweep(a, [b], { what: 'x' })).statusCode).toBe(400)
    expect(await states()).toEqual(['live', 'live'])
  })

  test('happens once; it is for moderators, and not for what their peers wrote', async () => {
    const { site, mo, say, sweep, states } = await open()
    const spam = await say(AD, '192.0.2.7')
    expect((await sweep(spam, [spam])).statusCode).toBe(303)
    expect((await sweep(spam, [spam])).statusCode).toBe(409)
    for (const who of [null, await site.member('Bo'), await site.member('Ed', 'editor')])
      expect((await sweep(spam, [spam], {}, who)).statusCode).toBe(403)
    expect((await sweep(999, [])).statusCode).toBe(404)
    expect((await sweep(999, [999])).statusCode).toBe(404)
    const mi = await site.member('Mi', 'moderator')
    const peer = await say('A word of the staff.', '192.0.2.7', mi)
    expect((await site.get(`/moderation/sweeps?comment=${peer}`, mo)).statusCode).toBe(403)
    const other = await say(AD, '192.0.2.7')
    await sweep(other, [other, peer])
    expect((await states()).slice(-2)).toEqual(['live', 'spam'])
  })

  test('is linked from the fold under a guest’s comment, and a member’s record from the fold under theirs, for moderators only', async () => {
    const { mo, ada, say, thread } = await open()
    const [guest, member] = [await say('A guest.', '192.0.2.7'), await say('A member.', '192.0.2.7', ada)]
    const body = await thread(mo)
    expect(commentHtml(body, guest)).toContain(`href="/moderation/sweeps?comment=${guest}"`)
    expect(commentHtml(body, member)).toContain('href="/moderation/people/Ada"')
    for (const who of [null, ada]) expect(await thread(who)).not.toContain('/moderation/people')
  })

  test('removes up to five hundred at once, and says how many are left', async () => {
    const { site, say, page } = await open()
    const first = await say(AD, '192.0.2.7')
    const row = await site.deps.db.selectFrom('comments').selectAll().where('id', '=', first).executeTakeFirstOrThrow()
    const { id: _id, ...like } = row
    await write(site.deps, (db) =>
      db
        .insertInto('comments')
        .values(
          Array.from({ length: sweepLimits.comments + 1 }, (_, i) => ({
            ...like,
            number: i + 2,
            path: Buffer.concat([row.path, Buffer.from([i >> 8, i & 255])]),
            idempotency_key: null,
            content_hash: null,
          })),
        )
        .execute(),
    )
    await write(site.deps, (db) =>
      sql`insert into comment_traits (trait, created_at, comment_id) select t.trait, t.created_at, c.id from comments as c join comment_traits as t on t.comment_id = ${first} where c.id <> ${first}`.execute(
        db,
      ),
    )
    const body = await page(first)
    expect(listed(body)).toHaveLength(sweepLimits.comments)
    expect(wordsOn(body)).toContain('One sweep removes up to 500; 2 more comments will be here after it.')
    expect(linkOn(body, 'Back to the article')).toBe(`/articles/${row.article_id}-the-slipway-is-repainted`)
  })
})
