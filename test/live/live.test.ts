// Live events of an open thread, over real HTTP, because a stream cannot be injected.
import { describe, expect, test } from 'vitest'
import { changeState } from '../../src/comments/state-actions.ts'
import { write } from '../../src/db/write.ts'
import { streamLimits } from '../../src/load-limits.ts'
import { sessionLife } from '../../src/settings.ts'
import { DAY } from '../../src/time.ts'
import { aThread, type Member, openSite, type Site } from '../support/site.ts'
import { ask, follow } from './stream.ts'

async function opened(
  comments = 2,
  env: Record<string, string> = {},
): Promise<{
  site: Site
  id: number
  live: string
  ada: Member
  bo: Member
  say: (as: Member, body: string, nic?: string) => Promise<number>
  become: (id: number, state: 'live' | 'held' | 'removed' | 'withdrawn' | 'spam') => Promise<void>
}> {
  const site = await openSite(env)
  const id = await site.article({
    comments: aThread(
      'l',
      Array.from({ length: comments }, () => null),
    ),
  })
  const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
  return {
    site,
    id,
    ada,
    bo,
    live: `/live/articles/${id}`,
    say: async (as, body, nic = '') =>
      Number(
        (await site.post('/comments', { article: String(id), nic, body }, as)).headers.location!.split('/').at(-1),
      ),
    become: async (comment, state) => {
      await write(site.deps, (db) => changeState(db, comment, state))
    },
  }
}

describe('A stream', () => {
  test('is neither cached, buffered nor compressed', async () => {
    const { site, live } = await opened()
    const { answer } = await follow(site, live, null, { 'accept-encoding': 'gzip, br' })
    expect([
      answer.statusCode,
      answer.headers['content-type'],
      answer.headers['cache-control'],
      answer.headers['x-accel-buffering'],
      answer.headers['content-encoding'],
    ]).toEqual([200, 'text/event-stream; charset=utf-8', 'no-store', 'no', undefined])
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    const head = await ask(site, live, null, {}, 'HEAD')
    expect([head.statusCode, head.headers['content-type'], site.deps.live.count()]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      1,
    ])
  })

  test('announces a comment as soon as it is live, by id and number, without its text', async () => {
    const { site, live, ada, say } = await opened()
    const reader = await follow(site, live)
    expect(await reader.next()).toEqual({ id: 2, event: 'comments', data: { whole: true, live: [], gone: [] } })
    const comment = await say(ada, 'Quite <b>secret</b> <script>alert(1)</script>')
    expect(await reader.next()).toEqual({ id: 3, event: 'comments', data: { whole: false, live: [comment], gone: [] } })
  })

  test('announces what was missed since the page was made, or since the number of a reconnecting browser', async () => {
    const { site, live, ada, say } = await opened()
    const [third, fourth] = [await say(ada, 'Three.'), await say(ada, 'Four.')]
    expect(await (await follow(site, `${live}?since=2`)).next()).toEqual({
      id: 4,
      event: 'comments',
      data: { whole: true, live: [third, fourth], gone: [] },
    })
    expect((await (await follow(site, live, null, { 'last-event-id': '3' })).next()).data.live).toEqual([fourth])
    expect((await (await follow(site, live, null, { 'last-event-id': 'x\u00e9' })).next()).data.live).toEqual([])
    expect((await (await follow(site, live)).next()).data.live).toEqual([])
  })

  test('never announces a held comment or spam, and announces a held one when it is approved', async () => {
    const { site, live, ada, bo, say, become } = await opened()
    const held = await say(ada, 'It waits.')
    await become(held, 'held')
    const reader = await follow(site, `${live}?since=2`)
    expect((await reader.next()).data.live).toEqual([])
    const spam = await say(bo, 'Buy.')
    expect((await reader.next()).data.live).toEqual([spam])
    await become(spam, 'spam')
    expect((await reader.next()).data).toEqual({ whole: false, live: [], gone: [spam] })
    await become(held, 'live')
    expect((await reader.next()).data.live).toEqual([held])
    expect((await (await follow(site, `${live}?since=2`)).next()).data.live).toEqual([held])
  })

  test.each(['withdrawn', 'removed'] as const)('no longer counts what was %s in between', async (state) => {
    const { site, live, ada, say, become } = await opened()
    const reader = await follow(site, `${live}?since=2`)
    await reader.next()
    const comment = await say(ada, 'Not quite.')
    expect((await reader.next()).data.live).toEqual([comment])
    await become(comment, state)
    expect((await reader.next()).data).toEqual({ whole: false, live: [], gone: [comment] })
    expect((await (await follow(site, `${live}?since=2`)).next()).data.live).toEqual([])
  })

  test('does not announce a member’s own comments from another tab, under any name', async () => {
    const { site, live, ada, bo, say } = await opened()
    const [mine, other] = [await follow(site, `${live}?since=2`, ada), await follow(site, `${live}?since=2`)]
    await Promise.all([mine.next(), other.next()])
    const picked = await say(ada, 'As somebody else.', 'Blick Tonker 40')
    expect((await other.next()).data.live).toEqual([picked])
    const answer = await say(bo, 'An answer.')
    expect((await other.next()).data.live).toEqual([answer])
    expect((await mine.next()).data.live).toEqual([answer])
    expect((await (await follow(site, `${live}?since=2`, ada)).next()).data.live).toEqual([answer])
  })

  test('does not announce comments by people or with words that a member has muted', async () => {
    const { site, live, ada, bo, say } = await opened()
    await site.post('/mutes', { kind: 'person', value: 'Bo', action: 'mute' }, ada)
    await site.post('/mutes', { kind: 'word', value: 'ferry', action: 'mute' }, ada)
    const [cy, reader] = [await site.member('Cy'), await follow(site, `${live}?since=2`, ada)]
    await reader.next()
    await say(bo, 'A word from Bo.')
    await say(cy, 'The ferry again.')
    const told = await say(cy, 'Something else.')
    expect((await reader.next()).data.live).toEqual([told])
    expect((await (await follow(site, `${live}?since=2`, ada)).next()).data.live).toEqual([told])
  })

  test('announces what another process has written, as soon as it is seen', async () => {
    const { site, live, ada, say } = await opened()
    const comment = await say(ada, 'From elsewhere.')
    await write(site.deps, (db) => changeState(db, comment, 'held'))
    site.deps.pages.clear()
    const reader = await follow(site, `${live}?since=2`)
    expect((await reader.next()).data.live).toEqual([])
    await write(site.deps, (db) => changeState(db, comment, 'live'))
    await site.deps.refresh()
    expect((await reader.next()).data.live).toEqual([comment])
  })

  test('announces a hundred comments at once to all readers, each once', async () => {
    const { site, live, ada, say } = await opened()
    const readers = await Promise.all(Array.from({ length: 10 }, () => follow(site, `${live}?since=2`)))
    await Promise.all(readers.map((reader) => reader.next()))
    const posted = await Promise.all(Array.from({ length: 100 }, (_, i) => say(ada, `Word ${i}.`)))
    for (const reader of readers) {
      const heard: number[] = []
      while (heard.length < 100) heard.push(...(await reader.next()).data.live!)
      expect([...heard].sort((a, b) => a - b)).toEqual([...posted].sort((a, b) => a - b))
    }
  })
})

describe('A stream ends', () => {
  test('when the thread is closed, and a reconnecting browser gets 204', async () => {
    const { site, id, live } = await opened()
    const mo = await site.member('Mo', 'moderator')
    const reader = await follow(site, live)
    await reader.next()
    expect((await site.post('/moderation/closures', { article: String(id), reason: 'Enough.' }, mo)).statusCode).toBe(
      303,
    )
    expect((await reader.next()).event).toBe('closed')
    await reader.ended
    expect((await ask(site, live)).statusCode).toBe(204)
    expect(site.deps.live.count()).toBe(0)
  })

  test('when the thread closes by its age', async () => {
    const { site, live } = await opened()
    const reader = await follow(site, live)
    await reader.next()
    await site.deps.live.beat()
    site.advance(15 * DAY)
    expect((await ask(site, live)).statusCode).toBe(204)
    await site.deps.live.beat()
    expect((await reader.next()).event).toBe('closed')
    await reader.ended
    expect(reader.beats()).toBe(1)
  })

  test('when the article is removed', async () => {
    const { site, id, live } = await opened()
    const reader = await follow(site, live)
    await reader.next()
    await write(site.deps, (db) =>
      db.updateTable('articles').set({ state: 'unpublished' }).where('id', '=', id).execute(),
    )
    site.deps.pages.clear()
    expect((await reader.next()).event).toBe('closed')
    expect((await ask(site, live)).statusCode).toBe(410)
  })

  test('when its reader is banned, deleted or signs out, and no other reader’s with it', async () => {
    const { site, live, ada, bo } = await opened()
    const [mine, also, other] = [
      await follow(site, live, ada),
      await follow(site, live, ada),
      await follow(site, live, bo),
    ]
    await Promise.all([mine, also, other].map((reader) => reader.next()))
    expect((await site.post('/accounts/logout', {}, ada)).statusCode).toBe(303)
    await Promise.all([mine.ended, also.ended])
    expect(mine.retries).toHaveLength(2)
    expect(site.deps.live.count()).toBe(1)
    site.deps.live.end(bo.id)
    await other.ended
    expect(site.deps.live.count()).toBe(0)
  })

  test('when another process has ended the session, or its time is over', async () => {
    const { site, live, ada, bo } = await opened()
    const [mine, other, anybody] = [
      await follow(site, live, ada),
      await follow(site, live, bo),
      await follow(site, live),
    ]
    await Promise.all([mine, other, anybody].map((reader) => reader.next()))
    await write(site.deps, (db) => db.deleteFrom('sessions').where('account_id', '=', ada.id).execute())
    await site.deps.refresh()
    await mine.ended
    site.advance(8 * DAY)
    await site.deps.live.beat()
    await other.ended
    expect(site.deps.live.count()).toBe(1)
  })

  test('when its reader has not used the session for as long as the role allows', async () => {
    const { site, live, ada } = await opened()
    const mo = await site.member('Mo', 'moderator')
    const [staff, member] = [await follow(site, live, mo), await follow(site, live, ada)]
    await Promise.all([staff, member].map((reader) => reader.next()))
    site.advance(sessionLife.staff.idle - 1)
    await site.deps.live.beat()
    expect(site.deps.live.count()).toBe(2)
    site.advance(1)
    await site.deps.live.beat()
    await staff.ended
    expect(site.deps.live.count()).toBe(1)
  })

  test('when the server stops, which waits for no stream and sends each a retry', async () => {
    const { site, live } = await opened()
    const readers = await Promise.all(Array.from({ length: 5 }, () => follow(site, live)))
    await Promise.all(readers.map((reader) => reader.next()))
    await site.app.close()
    await Promise.all(readers.map((reader) => reader.ended))
    for (const { retries } of readers) for (const wait of retries) expect(wait).toBeGreaterThanOrEqual(2000)
    expect(new Set(readers.flatMap(({ retries }) => retries)).size).toBeGreaterThan(2)
    expect(readers.every(({ retries }) => retries.length === 2)).toBe(true)
  })

  test('without a trace when its reader leaves', async () => {
    const { site, live, ada, say } = await opened()
    const reader = await follow(site, live)
    await reader.next()
    reader.leave()
    await expect.poll(() => site.deps.live.count()).toBe(0)
    await say(ada, 'To nobody.')
  })
})

describe('Streams are counted', () => {
  test('by network, and refused with the time to come back when there are too many', async () => {
    const { site, live } = await opened(1, { RATE_LIMITS: 'on' })
    const readers = await Promise.all(Array.from({ length: streamLimits.network }, () => follow(site, live)))
    const refused = await ask(site, live)
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '60'])
    readers[0]!.leave()
    await expect.poll(() => site.deps.live.count()).toBe(streamLimits.network - 1)
    expect((await ask(site, live)).statusCode).toBe(200)
  })

  test('as many at once as one after the other', async () => {
    const { site, live } = await opened(1, { RATE_LIMITS: 'on' })
    const answers = await Promise.all(Array.from({ length: streamLimits.network + 15 }, () => ask(site, live)))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(streamLimits.network)
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(15)
  })

  test('by /64 of IPv6', async () => {
    const { site, live } = await opened(1, { RATE_LIMITS: 'on', TRUST_PROXY: 'on' })
    const from = (address: string) => ask(site, live, null, { 'x-forwarded-for': address })
    await Promise.all(Array.from({ length: streamLimits.network }, (_, n) => from(`2001:db8::${n + 1}`)))
    expect((await from('2001:db8::ffff')).statusCode).toBe(429)
    expect((await from('2001:db8:0:1::1')).statusCode).toBe(200)
  })

  test('by the address that a trusted proxy names, and by no forged one', async () => {
    for (const [env, status] of [
      [{ RATE_LIMITS: 'on', TRUST_PROXY: 'on' }, 200],
      [{ RATE_LIMITS: 'on' }, 429],
    ] as const) {
      const { site, live } = await opened(1, env)
      await Promise.all(
        Array.from({ length: streamLimits.network }, () => ask(site, live, null, { 'x-forwarded-for': '192.0.2.1' })),
      )
      expect((await ask(site, live, null, { 'x-forwarded-for': '192.0.2.2' })).statusCode).toBe(status)
    }
  })
})

test.each([
  ['/live/articles/999', 404],
  ['/live/articles/01', 404],
  ['/live/articles/x', 404],
  ['/live/articles/1?since=x', 404],
  ['/live/articles/1?since=-1', 404],
  ['/live/articles/1?since=1&since=2', 404],
  ['/live/articles/1?since=99999999999', 404],
])('%s has no live stream', async (path, status) => {
  const { site } = await opened()
  expect((await site.get(path)).statusCode).toBe(status)
})

test('A page names its stream, and stays cacheable', async () => {
  const { site, id, ada, say } = await opened()
  const href = `/articles/${id}-the-slipway-is-repainted`
  const says = async (url = href): Promise<string | undefined> =>
    / data-live="([^"]*)"/.exec((await site.get(url)).body)?.[1]
  expect(await says()).toBe(`/live/articles/${id}?since=2`)
  expect((await site.get(href)).headers['cache-control']).toBe('public, no-cache')
  await say(ada, 'Three.')
  expect(await says()).toBe(`/live/articles/${id}?since=3`)
  expect(await says(`${href}?featured=1`)).toBe(undefined)
  await site.set('closeAfterDays', 1)
  site.advance(2 * DAY)
  expect(await says()).toBe(undefined)
})

test('A script’s request for new comments does not count as a view', async () => {
  const { site, id, ada } = await opened()
  const href = `/articles/${id}-the-slipway-is-repainted`
  for (const who of [null, ada])
    await site.get(href, who, { accept: 'text/html', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' })
  expect([...site.deps.views.take()]).toEqual([])
})
