// How many statements the hot routes take: exact numbers, so that one more is noticed. Lower them when one is saved.
import { expect, test } from 'vitest'
import { aThread, type Member, openTracedSite } from '../support/site.ts'

type Kind = 'reader' | 'member' | 'guest' | 'new guest'

/** Route, kind of reader, statements; begin and commit are counted. */
const pinned: [route: string, kind: Kind, statements: number][] = [
  ['GET /articles/:id after a comment', 'reader', 13],
  ['GET /articles/:id from the cache', 'reader', 0],
  ['GET /', 'reader', 18],
  ['POST /comments', 'member', 28],
  ['POST /comments', 'guest', 23],
  ['POST /comments', 'new guest', 25],
  ['POST /comments, preview', 'member', 21],
  ['POST /comments/:id/recommendations', 'member', 13],
]

test('each hot route takes the statements that are pinned here, and a press of Post one commit', async () => {
  const { site, statements } = await openTracedSite()
  await site.article({ comments: aThread('t', [null, 0, null]) })
  const href = (await site.get('/articles/1')).headers.location!
  const ada = await site.member('Ada')
  let n = 0
  const press = (nic: string, as: Member | null, cookie: string | null, action = 'post') =>
    site.post(
      '/comments',
      {
        article: '1',
        nic,
        body: `Number ${++n}: the slipway is grey again, and the gulls like it.`,
        key: `k${n}`,
        action,
      },
      as,
      cookie === null ? {} : { cookie },
    )
  // What every later press finds: a comment in the thread, marks, the key of a guest.
  await press('Ada', ada, null)
  await site.get(href, ada)
  const first = await press('Guest Eve', null, null)
  const cookie = [first.headers['set-cookie']]
    .flat()
    .map((one) => one!.split(';')[0]!)
    .join('; ')
  await site.get('/')

  const measured: [string, Kind, number][] = []
  const commits: number[] = []
  const measure = async (route: string, kind: Kind, request: () => Promise<{ statusCode: number }>, status: number) => {
    site.advance(40_000)
    statements.length = 0
    const answer = await request()
    measured.push([route, kind, statements.length])
    commits.push(statements.filter((statement) => statement === 'commit').length)
    expect([route, kind, answer.statusCode]).toEqual([route, kind, status])
  }
  await press('Ada', ada, null)
  await measure('GET /articles/:id after a comment', 'reader', () => site.get(href), 200)
  await measure('GET /articles/:id from the cache', 'reader', () => site.get(href), 200)
  await measure('GET /', 'reader', () => site.get('/'), 200)
  await measure('POST /comments', 'member', () => press('Ada', ada, null), 303)
  await measure('POST /comments', 'guest', () => press('Guest Eve', null, cookie), 303)
  await measure('POST /comments', 'new guest', () => press('Guest Bob', null, null), 303)
  await measure('POST /comments, preview', 'member', () => press('Ada', ada, null, 'preview'), 200)
  await measure(
    'POST /comments/:id/recommendations',
    'member',
    () => site.post('/comments/1/recommendations', {}, ada),
    303,
  )
  expect(measured).toEqual(pinned)
  expect(commits).toEqual([0, 0, 0, 1, 1, 1, 1, 1])
})
