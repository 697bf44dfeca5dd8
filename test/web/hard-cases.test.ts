// Hard cases: forged cookies, very long threads, repeated presses, simultaneous requests.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { countLive } from '../../src/comments/counter-queries.ts'
import { setState } from '../../src/comments/queries.ts'
import { write } from '../../src/db/write.ts'
import { aThread, NOON, openSite, type Site } from '../support/site.ts'

const three = aThread('t', [null, 0, null])
const idsOf = async ({ deps }: Site, article: number): Promise<number[]> =>
  (await deps.db.selectFrom('comments').select('id').where('article_id', '=', article).orderBy('id').execute()).map(
    ({ id }) => id,
  )
const cookieOf = (set: unknown): string => String(set).split(';')[0]!

/** Comments written straight into the table: more of them than the importer would take in a test. */
const flood = (site: Site, article: number, n: number) =>
  write(site.deps, async (db) => {
    // The triggers would record every row for the search index, which is not needed here.
    const { rows: triggers } = await sql<{ name: string; sql: string }>`
      select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'comments'`.execute(db)
    for (const { name } of triggers) await sql`drop trigger ${sql.ref(name)}`.execute(db)
    await sql`with recursive k(i) as (select 1 union all select i + 1 from k where i < ${n})
      insert into comments (article_id, number, depth, path, nic, name_kind, format, source, html, renderer, state, created_at, day)
      select ${article}, i, 1, cast(printf('%08d', i) as blob), 'Guest', 'guest', 'markup', 'x', '<p>x</p>', 1, 'live', ${NOON - 1000}, '2030-03-12' from k`.execute(
      db,
    )
    await sql`update articles set last_number = ${n}, comment_count = ${n} where id = ${article}`.execute(db)
    for (const trigger of triggers) await sql.raw(trigger.sql).execute(db)
  })

for (const [what, form] of [
  ['featured', { featured: '1' }],
  ['top-level', { depth: '1' }],
] as const) {
  test(`a reader who shows only ${what} comments does not change cached pages`, async () => {
    const site = await openSite()
    const id = await site.article({ headline: 'Tide', comments: three })
    const kept = cookieOf((await site.post('/theme', { view: 'threaded', ...form, next: '/' })).headers['set-cookie'])
    await site.get(`/articles/${id}-tide`, null, { cookie: kept })
    expect((await site.get(`/articles/${id}-tide`)).body).toContain('Comment number 1')
  })
}

test.each(['bs_theme=dark; bs_theme=auto', 'bs_theme=%64ark', 'bs_size=%6carger'])(
  'a cookie that is read in two ways (%s) colours nobody else’s page',
  async (cookie) => {
    const site = await openSite()
    await site.get('/archive', null, { cookie })
    expect((await site.get('/archive')).body).not.toMatch(/data-theme="dark"|data-text="larger"/)
  },
)

test.each([
  '/marks?done=constructor',
  '/marks?done=__proto__',
  '/feeds/tags/TIDE.xml?before=%0d%0ax',
  '/feeds/people/plimsoll.json?before=%E4%B8%AD',
])('%s is no fault of the server', async (url) => {
  const site = await openSite()
  await site.article({ tags: ['tide'] })
  await site.member('Plimsoll')
  expect((await site.get(url)).statusCode).toBeLessThan(500)
})

test('a member’s own mutes page says nothing of `constructor`', async () => {
  const site = await openSite()
  expect((await site.get('/mutes?done=constructor', await site.member('Plimsoll'))).statusCode).toBe(200)
})

test.each([
  ['/', '1.zzzzzzzzz.yyyyyyyyy'],
  ['/marks/news', '1.zzzzzzzzz.yyyyyyyyy'],
  ['/articles/1-tide', '1.1.1~1.zzzzzzzzz.zzzzzzzzz.0..'],
])('%s works with read marks of impossible times (%s)', async (url, value) => {
  const site = await openSite()
  await site.article({ headline: 'Tide' })
  expect((await site.get(url, null, { cookie: `bs_read=${value}` })).statusCode).toBe(200)
})

test('a member with a muted word and forty thousand unread comments still has a front page', async () => {
  const site = await openSite()
  const id = await site.article({ headline: 'Tide' })
  const reader = await site.member('Plimsoll')
  await site.get(`/articles/${id}-tide`, reader)
  await flood(site, id, 40_000)
  await site.post('/mutes', { kind: 'word', value: 'ferry' }, reader)
  expect((await site.get('/', reader)).statusCode).toBe(200)
})

test('a browser that claims to have seen none of a very long thread still has a front page', {
  timeout: 20_000,
}, async () => {
  const site = await openSite()
  const id = await site.article({ headline: 'Tide' })
  await flood(site, id, 300_000)
  expect((await site.get('/', null, { cookie: `bs_read=1.1.1~${id.toString(36)}.1.1.0..` })).statusCode).toBe(200)
})

test('following a permalink does not change the stored view', async () => {
  const site = await openSite()
  const id = await site.article({ headline: 'Tide', comments: three })
  const kept = cookieOf(
    (await site.post('/theme', { view: 'threaded', nic: 'Guest 2', next: '/' })).headers['set-cookie'],
  )
  const to = String(
    (await site.get(`/comments/${(await idsOf(site, id))[0]}`, null, { cookie: kept })).headers.location,
  )
  expect(to).toContain(`/articles/${id}-tide`)
  expect((await site.get(to.split('#')[0]!, null, { cookie: kept })).headers['set-cookie']).toBeUndefined()
})

test('a tag is muted in whatever letters it is typed', async () => {
  const site = await openSite()
  await site.article({ headline: 'Tide', tags: ['harbour'] })
  const reader = await site.member('Plimsoll')
  await site.post('/mutes', { kind: 'tag', value: 'Harbour' }, reader)
  expect((await site.get('/', reader)).body).not.toContain('>Tide<')
})

test('featuring pressed twice features once', async () => {
  const site = await openSite()
  const id = await site.article({ headline: 'Tide', comments: three })
  const moderator = await site.member('Mod', 'moderator')
  const form = { comment: String((await idsOf(site, id))[0]), reason: 'Good point' }
  await site.post('/moderation/features', form, moderator)
  await site.post('/moderation/features', form, moderator)
  expect((await site.deps.db.selectFrom('log_entries').select('act').execute()).map(({ act }) => act)).toEqual([
    'feature',
  ])
})

test('held replies do not show in counts', async () => {
  const site = await openSite()
  const id = await site.article({ headline: 'Tide', comments: aThread('t', [null, 0, 0, null]) })
  await write(site.deps, async (db) => {
    for (const reply of await db
      .selectFrom('comments')
      .selectAll()
      .where('article_id', '=', id)
      .where('number', 'in', [2, 3])
      .execute()) {
      await setState(db, reply.id, 'held')
      await countLive(db, reply, -1)
    }
  })
  for (const url of [`/articles/${id}-tide?depth=1`, '/search?q="number+0"', '/'])
    expect.soft((await site.get(url)).body, url).not.toContain('2 replies')
})

test('pages of top-level comments do not overlap where some are held', async () => {
  const site = await openSite()
  const id = await site.article({ headline: 'Tide' })
  await flood(site, id, 600)
  await write(site.deps, (db) =>
    sql`update comments set state = 'held' where article_id = ${id} and number <= 5`.execute(db),
  )
  const shown = async (page: number): Promise<string[]> =>
    [...(await site.get(`/articles/${id}-tide?view=threaded&depth=1&page=${page}`)).body.matchAll(/id="c(\d+)"/g)].map(
      (match) => match[1]!,
    )
  const first = new Set(await shown(1))
  expect((await shown(2)).filter((one) => first.has(one))).toEqual([])
})

test('what a member wrote since is not news to them, and neither is what they muted', async () => {
  const site = await openSite()
  const id = await site.article({ headline: 'Tide' })
  const [reader, other] = [await site.member('Plimsoll'), await site.member('Writer')]
  await site.post('/mutes', { kind: 'person', value: 'Writer' }, reader)
  await site.get('/', reader)
  site.advance(60_000)
  await site.post('/comments', { article: String(id), nic: 'Plimsoll', body: 'My own words.', action: 'post' }, reader)
  await site.post('/comments', { article: String(id), nic: 'Writer', body: 'Words of another.', action: 'post' }, other)
  site.advance(3 * 3_600_000)
  expect((await site.get('/', reader)).body).toContain('Nothing new.')
})

test('lists and thread agree after a first visit to the first page of two', async () => {
  const site = await openSite()
  const id = await site.article({
    headline: 'Tide',
    comments: aThread(
      't',
      Array.from({ length: 620 }, () => null),
    ),
  })
  const reader = await site.member('Plimsoll')
  await site.get(`/articles/${id}-tide`, reader)
  // The thread marks nothing, on either page.
  expect((await site.get('/', reader)).body).not.toMatch(/\+\d+ new/)
})

test('two pages of a thread opened at once are both marked as shown', async () => {
  const site = await openSite()
  const id = await site.article({
    headline: 'Tide',
    comments: aThread(
      't',
      Array.from({ length: 620 }, () => null),
    ),
  })
  const reader = await site.member('Plimsoll')
  await Promise.all([site.get(`/articles/${id}-tide`, reader), site.get(`/articles/${id}-tide?page=2`, reader)])
  const kept = site.deps.marks.of(reader.id).marks.get(id)
  expect(kept?.shown).toEqual([[1, 620]])
})

test('new comments are in the order of the last visits', async () => {
  const site = await openSite()
  const names = ['Alpha', 'Beta', 'Gamma'] as const
  const ids = new Map<string, number>()
  for (const name of names) ids.set(name, await site.article({ headline: name, comments: aThread(name, [null]) }))
  const [reader, writer] = [await site.member('Plimsoll'), await site.member('Writer')]
  for (const name of ['Gamma', 'Alpha', 'Beta']) {
    site.advance(60_000)
    await site.get(`/articles/${ids.get(name)}-${name.toLowerCase()}`, reader)
  }
  for (const [name, id] of ids)
    await site.post(
      '/comments',
      { article: String(id), nic: 'Writer', body: `Something new on ${name}.`, action: 'post' },
      writer,
    )
  const body = (await site.get('/marks/news', reader)).body
  expect([...body.matchAll(/>(Alpha|Beta|Gamma)</g)].slice(0, 3).map((match) => match[1])).toEqual([
    'Beta',
    'Alpha',
    'Gamma',
  ])
})

test('a read mark of a deleted article does not block others', async () => {
  const site = await openSite()
  const reader = await site.member('Plimsoll')
  const id = await site.article()
  const mark = { seen: [], shown: [[1, 1]] as const, base: 0, visitedAt: NOON, since: NOON }
  site.deps.marks.keep(reader.id, 424_242, mark)
  site.deps.marks.keep(reader.id, id, mark)
  await site.deps.flushMarks().catch(() => undefined)
  expect(await site.deps.db.selectFrom('read_marks').select('article_id').execute()).toEqual([{ article_id: id }])
})

test('the front page has the site’s current name', async () => {
  const site = await openSite()
  await site.article()
  await site.set('siteName', 'The Gauge')
  expect((await site.get('/')).body).toMatch(/<title>The Gauge/)
})

test('a request after a change does not share a page whose first read was before it', async () => {
  const {
    deps: { pages },
  } = await openSite()
  const mark = pages.mark()
  pages.drop('article:1')
  let go = (): void => undefined
  const read = new Promise<void>((resolve) => (go = resolve))
  const put = (text: string) =>
    pages.put('key', mark, { text, headers: {}, expires: Infinity, topics: ['article:1'], articleId: null })
  // sendPublic of a route that read its row, and took its mark, before the change.
  const early = pages.once(
    'key',
    async () => {
      await read
      return put('before')
    },
    mark,
  )
  const late = pages.once('key', () => put('after'))
  go()
  expect((await late).tag).not.toBe((await early).tag)
})

test('an address of slashes only answers like any missing one', async () => {
  const site = await openSite()
  for (const url of ['//', '///', '/archive///?x=//', `/nope?${'/'.repeat(5000)}x`, `/nope${'/'.repeat(1500)}`])
    expect([301, 404]).toContain((await site.get(url)).statusCode)
  expect((await site.get('/archive/?x=1')).headers.location).toBe('/archive?x=1')
})
