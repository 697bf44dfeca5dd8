// Where a reader stands in a thread: how much of it they have read, and the bars above it as links to its hours.
import { expect, test } from 'vitest'
import { publishedArticle } from '../../../src/articles/queries.ts'
import { readThreadBase } from '../../../src/comments/thread/base-reading.ts'
import { readOwnThread } from '../../../src/comments/thread/reading.ts'
import { timeSlices } from '../../../src/comments/thread/sparkline.ts'
import type { Viewer } from '../../../src/permissions.ts'
import { PAGE_SIZE, plainView } from '../../../src/thread-view.ts'
import { HOUR, MINUTE } from '../../../src/time.ts'
import { memberReader, stranger } from '../../../src/web/reader.ts'
import { browserOf } from '../../support/jar.ts'
import { aThread, openSite } from '../../support/site.ts'
import { wordsOn } from '../page.ts'

const HREF = '/articles/1-the-slipway-is-repainted'

const readOn = (body: string): string => /<p class="sub">([^<]* read)<\/p>/.exec(body)?.[1] ?? ''

test('the head of a thread says how many comments pages have shown before: 3 of 5 read', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('t', [null, 0, null]) })
  const [ada, bob] = [await site.member('Ada'), await site.member('Bob')]
  expect(readOn((await site.get(HREF, ada)).body)).toBe('')
  expect(readOn((await site.get(HREF, ada)).body)).toBe('All 3 read')
  site.advance(40 * MINUTE)
  for (const body of ['One.', 'Two.']) await site.post('/comments', { article: '1', body, nic: 'Bob' }, bob)
  expect(readOn((await site.get(HREF, ada)).body)).toBe('3 of 5 read')
  await site.post('/comments', { article: '1', body: 'Mine.', nic: 'Ada' }, ada)
  expect(readOn((await site.get(HREF, ada)).body)).toBe('All 6 read')
  await site.post('/articles/1/unreads', {}, ada)
  site.advance(MINUTE)
  expect(readOn((await site.get(HREF, ada)).body)).toBe('4 of 6 read')
})

test('pages of a long thread are read one by one, in a browser without an account too', async () => {
  const site = await openSite()
  await site.article({
    comments: aThread(
      't',
      Array.from({ length: PAGE_SIZE + 3 }, () => null),
    ),
  })
  const browser = browserOf(site)
  await browser.post('/marks', { action: 'on', next: HREF })
  await browser.get(HREF)
  expect(readOn((await browser.get(`${HREF}?page=2`)).body)).toBe('500 of 503 read')
  expect(readOn((await site.get(HREF)).body)).toBe('')
})

const at = (hour: number, minute = 0): number => Date.UTC(2030, 2, 12, hour, minute)
const said = (times: readonly number[]) => times.map((created_at, i) => ({ id: i + 1, created_at }))
const slices = (times: readonly number[], isHere: (id: number) => boolean = () => true) =>
  timeSlices(said(times), isHere, at(23), 'UTC')

test('the bars are cut where an hour turns, and each slice leads to its first comment', () => {
  const times = [...Array.from({ length: 8 }, (_, i) => at(9, i)), ...Array.from({ length: 6 }, (_, i) => at(14, i))]
  expect(slices(times)).toEqual([
    { href: '#c1', text: '8 comments from 09:00', x: 0, width: 40 },
    { href: '#c9', text: '6 comments from 14:00', x: 40, width: 30 },
  ])
  expect(slices(times, (id) => id !== 9 && id < 11).map(({ href }) => href)).toEqual(['#c1', '#c10'])
  expect(slices(times, (id) => id < 9).map(({ href }) => href)).toEqual(['#c1', '/comments/9'])
})

test('quiet hours share a slice, so that each is wide enough for a finger; a short thread has none', () => {
  const daily = Array.from({ length: 500 }, (_, i) => at(0) + i * HOUR)
  const found = slices(daily)
  expect(found.length).toBeGreaterThan(5)
  for (const { width } of found) expect(width).toBeGreaterThanOrEqual(25)
  expect(found.reduce((sum, { width }) => sum + width, 0)).toBe(300)
  expect(slices([at(9), at(10), at(11), at(12)])).toEqual([])
  expect(slices(Array.from({ length: 60 }, (_, i) => at(9) + i * 1000))).toEqual([])
  expect(slices([])).toEqual([])
})

test('the links of the strip are on the cached page of strangers', async () => {
  const site = await openSite()
  const ten = aThread(
    't',
    Array.from({ length: 10 }, () => null),
  )
  await site.article({ comments: ten.map((one, i) => ({ ...one, postedAt: one.postedAt - (i < 5 ? HOUR : 0) })) })
  const { body } = await site.get(HREF)
  const strip = /<svg class="sparkline"[^]*?<\/svg>/.exec(body)![0]
  expect([...strip.matchAll(/<a href="#c(\d+)"><title>([^<]*)</g)].map(([, , text]) => text)).toEqual([
    expect.stringMatching(/^5 comments from /),
    expect.stringMatching(/^5 comments from /),
  ])
  expect(wordsOn(body)).not.toContain('undefined')
  expect((await site.get(HREF)).body).toBe(body)
})

/** Statements that a thread of one article takes for a reader. */
async function statementsFor(signedIn: boolean): Promise<number> {
  const site = await openSite()
  await site.article({ comments: aThread('t', [null, 0, null]) })
  const ada = await site.member('Ada')
  let statements = 0
  const db = site.deps.db.withPlugin({
    transformQuery: ({ node }) => {
      statements++
      return node
    },
    transformResult: async ({ result }) => result,
  })
  const viewer = signedIn
    ? ((await site.deps.db
        .selectFrom('accounts')
        .select(['id', 'nic', 'role'])
        .where('nic', '=', ada.nic)
        .executeTakeFirstOrThrow()) as Viewer)
    : null
  const deps = { ...site.deps, db }
  const reader = viewer === null ? stranger(deps) : await memberReader(deps, viewer)
  const article = (await publishedArticle(site.deps.db, 1))!
  statements = 0
  const base = (await readThreadBase(deps, article, reader, plainView('threaded'), 1))!
  await readOwnThread(deps, base, article, reader)
  return statements
}

test('a thread costs a member five statements more: marks, news, what is read, what they chose, their own held comments', async () => {
  const strangers = await statementsFor(false)
  expect(await statementsFor(true)).toBe(strangers + 5)
})
