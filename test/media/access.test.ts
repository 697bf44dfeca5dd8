// Who gets a picture: it is public with the text that shows it and ends with it; a moderator can delete it for good.
import { expect, test } from 'vitest'
import { write } from '../../src/db/write.ts'
import { deleteUnknownFiles } from '../../src/media/cleanup-actions.ts'
import { DAY, MINUTE } from '../../src/time.ts'
import { textOn, wordsOn } from '../comments/page.ts'
import { type Member, openSite, type Site } from '../support/site.ts'
import { file, filesIn, jpeg, json, send, sent } from './sending.ts'

const PUBLIC = [200, 'public, no-cache']
const UNCACHED = [200, 'private, no-store']
const NONE = [404, 'private, no-store']

type It = Record<'ada' | 'bob' | 'mo' | 'ed', Member> & {
  site: Site
  article: number
  src: string
  id: number
  /** Status and `Cache-Control` of the picture for a reader. */
  ask: (as: Member | null) => Promise<unknown[]>
  /** The same for a stranger, another member, its author, an editor and a moderator. */
  asked: () => Promise<unknown[][]>
}

async function post(site: Site, as: Member, article: number, body: string): Promise<number> {
  const answer = await site.post('/comments', { article: String(article), nic: as.nic, body }, as)
  expect(answer.statusCode).toBe(303)
  return Number(/\d+$/.exec(answer.headers.location!)![0])
}

const shows = (src: string): string => `<photo src="${src}" alt="A staff"></photo>`

async function open(): Promise<It> {
  const site = await openSite()
  const [ada, bob] = [await site.member('Ada'), await site.member('Bob')]
  const [ed, mo] = [await site.member('Ed', 'editor'), await site.member('Mo', 'moderator')]
  const article = await site.article()
  const { src } = await sent(site, ada, await jpeg(700, 50))
  const ask = async (as: Member | null): Promise<unknown[]> => {
    const { statusCode, headers } = await site.get(src, as)
    return [statusCode, headers['cache-control']]
  }
  const asked = (): Promise<unknown[][]> => Promise.all([null, bob, ada, ed, mo].map(ask))
  const id = await post(site, ada, article, shows(src))
  return { site, ada, bob, ed, mo, article, src, id, ask, asked }
}

const decide = (it: It, noun: string, fields: Record<string, string> = {}) =>
  it.site.post(`/moderation/${noun}`, { comment: String(it.id), reason: 'Not here', ...fields }, it.mo)

test('a picture of a published comment is everybody’s, and caches ask again before each use', async () => {
  const it = await open()
  expect(await it.asked()).toEqual([PUBLIC, PUBLIC, PUBLIC, PUBLIC, PUBLIC])
  const narrower = it.src.replace(/-700x50-480\.webp$/, '-480w.webp')
  const { headers } = await it.site.get(narrower)
  expect(headers['cache-control']).toBe('public, no-cache')
  const again = await it.site.get(narrower, null, { 'if-none-match': String(headers.etag) })
  expect([again.statusCode, again.body, again.headers['cache-control']]).toEqual([304, '', 'public, no-cache'])
})

test.each(['removals', 'spam'])(
  'after /moderation/%s only moderators get it, uncached, until a restoration',
  async (noun) => {
    const it = await open()
    const { etag } = (await it.site.get(it.src)).headers
    expect((await decide(it, noun)).statusCode).toBe(303)
    expect(await it.asked()).toEqual([NONE, NONE, NONE, NONE, UNCACHED])
    expect((await it.site.get(it.src, null, { 'if-none-match': String(etag) })).statusCode).toBe(404)
    expect((await it.site.get(it.src.replace(/-700x50-480\.webp$/, '-480w.webp'))).statusCode).toBe(404)
    await decide(it, 'restorations')
    expect(await it.asked()).toEqual([PUBLIC, PUBLIC, PUBLIC, PUBLIC, PUBLIC])
  },
)

test('a ban that removes comments ends their pictures', async () => {
  const it = await open()
  await it.site.post('/moderation/bans', { nic: 'Ada', reason: 'Threats', until: 'ever', remove: '24' }, it.mo)
  expect([await it.ask(null), await it.ask(it.bob), await it.ask(it.mo)]).toEqual([NONE, NONE, UNCACHED])
})

test('a held comment shows its picture to its author and moderators, a withdrawn one to its author alone', async () => {
  const it = await open()
  await decide(it, 'holds')
  expect(await it.asked()).toEqual([NONE, NONE, UNCACHED, NONE, UNCACHED])
  await decide(it, 'approvals')
  expect((await it.site.post(`/comments/${it.id}/withdrawals`, {}, it.ada)).statusCode).toBe(303)
  expect(await it.asked()).toEqual([NONE, NONE, UNCACHED, NONE, NONE])
})

test('a picture that was just uploaded is for its sender and the staff', async () => {
  const { site, ada, bob, ed, mo } = await open()
  const { src } = await sent(site, ada, await jpeg(60, 40, '#224466'))
  const statuses = await Promise.all([null, bob, ada, ed, mo].map(async (as) => (await site.get(src, as)).statusCode))
  expect(statuses).toEqual([404, 404, 200, 200, 200])
})

test('a picture of two comments ends with the last of them', async () => {
  const it = await open()
  await post(it.site, it.bob, it.article, `Again: ${shows(it.src)}`)
  await decide(it, 'removals')
  expect(await it.ask(null)).toEqual(PUBLIC)
})

test('the public history keeps an edited-out picture, until a moderator blanks that version', async () => {
  const it = await open()
  it.site.advance(5 * MINUTE)
  await it.site.post(`/comments/${it.id}/edits`, { body: 'Never mind.' }, it.ada)
  expect(await it.ask(null)).toEqual(PUBLIC)
  await decide(it, 'blankings', { version: '1' })
  expect(await it.asked()).toEqual([NONE, NONE, UNCACHED, NONE, UNCACHED])
})

test('a picture of a published article is immutable; of one that is not published it is for the staff', async () => {
  const it = await open()
  const { src } = await sent(it.site, it.ada, await jpeg(60, 40, '#446622'))
  const article = await it.site.article({ body: shows(src) })
  const ask = async (as: Member | null) => {
    const { statusCode, headers } = await it.site.get(src, as)
    return [statusCode, headers['cache-control']]
  }
  expect(await ask(null)).toEqual([200, 'public, max-age=31536000, immutable'])
  await write(it.site.deps, (db) =>
    db.updateTable('articles').set({ state: 'waiting' }).where('id', '=', article).execute(),
  )
  expect([await ask(null), await ask(it.bob), await ask(it.ed)]).toEqual([NONE, NONE, UNCACHED])
})

test('a moderator deletes a picture for good: logged, gone for all, not to be sent again, not to be undone', async () => {
  const it = await open()
  await decide(it, 'removals')
  const form = (await it.site.get(`/moderation/restorations?comment=${it.id}`, it.mo)).body
  const href = /href="(\/moderation\/pictures\?[^"]+)">Delete the picture</.exec(form)![1]!.replace('&amp;', '&')
  expect(wordsOn((await it.site.get(href, it.mo)).body)).toContain('This can’t be undone.')
  const picture = new URLSearchParams(href.split('?')[1]).get('picture')!
  expect(filesIn(it.site)).toHaveLength(2)
  for (const who of [null, it.ada, it.ed])
    expect(
      (await it.site.post('/moderation/pictures', { comment: String(it.id), picture, reason: 'x' }, who)).statusCode,
    ).toBe(403)
  expect((await decide(it, 'pictures', { picture, reason: '' })).statusCode).toBe(422)
  for (const other of ['', 'x', '%', 'f'.repeat(32)])
    expect((await decide(it, 'pictures', { picture: other })).statusCode).toBe(404)
  expect(filesIn(it.site)).toHaveLength(2)

  const answer = await decide(it, 'pictures', { picture, reason: 'A private address' })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/moderation/log'])
  expect(filesIn(it.site)).toEqual([])
  expect(await it.asked()).toEqual([NONE, NONE, NONE, NONE, NONE])
  expect((await decide(it, 'pictures', { picture })).statusCode).toBe(409)
  const log = (await it.site.get('/moderation/log', it.mo)).body
  expect(wordsOn(log)).toContain('deleted a picture of a comment on The slipway is repainted A private address')
  const [entry] = await it.site.deps.db
    .selectFrom('log_entries')
    .select(['batch_id', 'subject_id'])
    .where('act', '=', 'delete-picture')
    .execute()
  expect(entry!.subject_id).toBe(it.id)
  expect(log).not.toContain(`name="batch" value="${entry!.batch_id}"`)

  // Restored, the comment keeps its text; neither it nor another can show the picture.
  await decide(it, 'restorations')
  expect(await it.ask(null)).toEqual(NONE)
  const again = await send(it.site, '/media', [['file', file(await jpeg(700, 50))]], it.bob, json)
  expect([again.statusCode, again.json().detail]).toEqual([
    403,
    'A moderator has deleted this picture, so it can’t be sent again.',
  ])
  const reused = await it.site.post(
    '/comments',
    { article: String(it.article), nic: 'Bob', body: `Mine: ${shows(it.src)}` },
    it.bob,
  )
  expect(reused.statusCode).toBe(422)
  expect(wordsOn(reused.body)).toContain('was deleted, by a moderator or because')
  expect(textOn(reused.body)).toContain('Mine:')
  expect(filesIn(it.site)).toEqual([])
})

test('what a crash left of a deleted picture is swept, though a text names it', async () => {
  const it = await open()
  const picture = /[0-9a-f]{32}/.exec(it.src)![0]
  const [before, bytes] = [filesIn(it.site), (await it.site.get(it.src)).rawPayload]
  await decide(it, 'pictures', { picture })
  const { writeFileSync } = await import('node:fs')
  for (const name of before) writeFileSync(`${it.site.deps.config.dataDir}/media/${name}`, bytes)
  expect(await it.ask(it.mo)).toEqual(NONE)
  it.site.advance(400 * DAY)
  expect(await deleteUnknownFiles(it.site.deps)).toBe(2)
  expect(filesIn(it.site)).toEqual([])
})

test('a picture that an article shows too is not deleted', async () => {
  const it = await open()
  await it.site.article({ body: shows(it.src) })
  const answer = await decide(it, 'pictures', { picture: /[0-9a-f]{32}/.exec(it.src)![0] })
  expect(answer.statusCode).toBe(409)
  expect(wordsOn(answer.body)).toContain('Nothing was deleted: an article shows this picture too.')
  expect(filesIn(it.site)).toHaveLength(2)
})
