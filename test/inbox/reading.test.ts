// The inbox as a page: filters, pages by key, empty states, and marking as read.
import { describe, expect, test } from 'vitest'
import { nextFollowState, unreadText } from '../../src/inbox/rules.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { type Member, openSite, type Site } from '../support/site.ts'
import { counter, inbox, say } from './threads.ts'

async function talk(): Promise<{ site: Site; article: number; ada: Member; bo: Member; first: number }> {
  const site = await openSite()
  const [article, ada, bo] = [await site.article(), await site.member('Ada'), await site.member('Bo')]
  return { site, article, ada, bo, first: await say(site, ada, article, 'First.') }
}

describe('The inbox', () => {
  test('is for members alone, and for each their own', async () => {
    const { site, article, ada, bo, first } = await talk()
    const reply = await say(site, bo, article, 'Yes.', first)
    expect((await site.get('/inbox')).statusCode).toBe(403)
    expect((await site.get('/archive')).body).not.toContain('href="/inbox"')
    const notice = await site.deps.db.selectFrom('notices').select('id').executeTakeFirstOrThrow()
    await site.post('/inbox/reads', { notice: String(notice.id) }, bo)
    await site.post('/inbox/reads', {}, bo)
    expect(await inbox(site, ada)).toEqual([`* Bo replied /comments/${reply}`])
    const { headers } = await site.get('/inbox', ada)
    expect(headers['cache-control']).toBe('private, no-store')
  })

  test('has an empty state for every kind', async () => {
    const { site, ada } = await talk()
    for (const [query, words] of [
      ['', 'Nobody has answered you yet.'],
      ['?kind=replies', 'Nobody has answered you yet.'],
      ['?kind=mentions', 'Nobody has called you by name yet.'],
      ['?kind=decisions', 'No moderator has had to deal with you.'],
      ['?kind=follows', 'Nothing new in a thread you follow.'],
    ] as const) {
      const { statusCode, body } = await site.get(`/inbox${query}`, ada)
      expect(statusCode).toBe(200)
      expect(wordsOn(body)).toContain(words)
    }
  })

  test('can be filtered by kind, and has no other filter', async () => {
    const { site, article, ada, bo, first } = await talk()
    const reply = await say(site, bo, article, 'A reply.', first)
    const mention = await say(site, bo, article, 'You, @Ada, there.')
    expect(await inbox(site, ada, '?kind=replies')).toEqual([`* Bo replied /comments/${reply}`])
    expect(await inbox(site, ada, '?kind=mentions')).toEqual([`* Bo mentioned you /comments/${mention}`])
    for (const odd of [
      '?kind=gifts',
      '?kind=',
      '?kind=replies&kind=mentions',
      '?kind=__proto__',
      '?before=x',
      '?before=0',
      '?before=1&before=2',
    ])
      expect((await site.get(`/inbox${odd}`, ada)).statusCode, odd).toBe(404)
    await site.post('/inbox/reads', { kind: 'mentions' }, ada)
    expect(await inbox(site, ada)).toEqual([`Bo mentioned you /comments/${mention}`, `* Bo replied /comments/${reply}`])
  })

  test('pages by key, forth and back, and leaves out nothing', async () => {
    const { site, article, ada, bo, first } = await talk()
    const ids: number[] = []
    for (let i = 0; i < 65; i++) ids.unshift(await say(site, bo, article, `Reply ${i}.`, first))
    const addresses = ['/inbox']
    const seen: string[] = []
    for (let url: string | null = '/inbox'; url !== null; ) {
      const { body } = await site.get(url, ada)
      seen.push(...(await inbox(site, ada, url.slice('/inbox'.length))))
      url = linkOn(body, 'Older')
      if (url !== null) addresses.push(url)
    }
    expect(seen).toEqual(ids.map((id) => `* Bo replied /comments/${id}`))
    expect(addresses).toHaveLength(3)
    for (let i = 2; i > 0; i--)
      expect(linkOn((await site.get(addresses[i]!, ada)).body, 'Newer')).toBe(addresses[i - 1])
    expect(wordsOn((await site.get('/inbox?before=1', ada)).body)).toContain('Nothing older.')
    const narrowed = linkOn((await site.get('/inbox?kind=replies', ada)).body, 'Older')!
    expect(narrowed).toMatch(/^\/inbox\?kind=replies&before=\d+$/)
    expect(await inbox(site, ada, narrowed.slice('/inbox'.length))).toHaveLength(30)
    expect(await counter(site, ada)).toBe('65')
  })

  test('asks the database the same number of times for one notice and for thirty', async () => {
    const { site, article, ada, bo, first } = await talk()
    const asked = async (): Promise<number> => {
      let n = 0
      const prepare = site.deps.db.getExecutor().executeQuery.bind(site.deps.db.getExecutor())
      const executor = site.deps.db.getExecutor() as { executeQuery: unknown }
      executor.executeQuery = (...args: Parameters<typeof prepare>) => {
        n++
        return prepare(...args)
      }
      await site.get('/inbox', ada)
      executor.executeQuery = prepare
      return n
    }
    await say(site, bo, article, 'One.', first)
    const one = await asked()
    for (let i = 0; i < 29; i++) await say(site, bo, article, `More ${i}.`, first)
    expect(await asked()).toBe(one)
    expect(one).toBeGreaterThan(0)
  })
})

describe('A notice', () => {
  test('is read by a button, one or all, and what came after the page was made is not', async () => {
    const { site, article, ada, bo, first } = await talk()
    const a = await say(site, bo, article, 'One.', first)
    const b = await say(site, bo, article, 'Two.', first)
    const { body } = await site.get('/inbox', ada)
    const c = await say(site, bo, article, 'Three, a moment later.', first)
    const [, upTo] = /name="upto" value="(\d+)"/.exec(body)!
    const [, oldest] = [...body.matchAll(/name="notice" value="(\d+)"/g)].at(-1)!
    const answer = await site.post('/inbox/reads', { notice: oldest!, next: '/inbox?kind=replies' }, ada)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/inbox?kind=replies'])
    expect(await inbox(site, ada)).toEqual([
      `* Bo replied /comments/${c}`,
      `* Bo replied /comments/${b}`,
      `Bo replied /comments/${a}`,
    ])
    await site.post('/inbox/reads', { upto: upTo! }, ada)
    expect(await inbox(site, ada)).toEqual([
      `* Bo replied /comments/${c}`,
      `Bo replied /comments/${b}`,
      `Bo replied /comments/${a}`,
    ])
    expect((await site.post('/inbox/reads', { next: 'https://elsewhere.example/' }, ada)).headers.location).toBe(
      '/inbox',
    )
    expect(await counter(site, ada)).toBe('')
    expect((await site.get('/inbox', ada)).body).not.toContain('Mark all as read')
    expect((await site.post('/inbox/reads', { notice: 'all' }, ada)).statusCode).toBe(422)
  })

  test('is marked as read when the thread’s page has shown its comment; opening the inbox, or a prefetch, marks nothing', async () => {
    const { site, article, ada, bo, first } = await talk()
    const reply = await say(site, bo, article, 'Yes.', first)
    const href = String((await site.get(`/articles/${article}`)).headers.location)
    await site.get('/inbox', ada)
    await site.get(href, ada, { 'sec-purpose': 'prefetch' })
    await site.deps.flushMarks()
    expect(await inbox(site, ada)).toEqual([`* Bo replied /comments/${reply}`])
    await site.get(href, ada)
    await site.deps.flushMarks()
    expect(await inbox(site, ada)).toEqual([`Bo replied /comments/${reply}`])
  })
})

test('The counter counts to 99 and then says so', () => {
  expect([0, 1, 99, 100].map(unreadText)).toEqual(['', '1', '99', '99+'])
})

test('A thread is followed, muted or neither, whatever was pressed before', () => {
  for (const now of ['following', 'muted', null] as const) {
    expect(
      ['follow', 'unfollow', 'silence', 'unsilence', 'constructor'].map((action) => nextFollowState(now, action)),
    ).toEqual(['following', null, 'muted', null, undefined])
  }
  expect([nextFollowState(null, ''), nextFollowState('following', ''), nextFollowState('muted', '')]).toEqual([
    'following',
    null,
    'following',
  ])
})
