// Who recommends a comment: a page for its writer, and for nobody else.

import { expect, test } from 'vitest'
import { changeState } from '../../../src/comments/state-actions.ts'
import { write } from '../../../src/db/write.ts'
import { aThread, type Member, openSite, type Site } from '../../support/site.ts'
import { commentHtml, linkOn, offeredHtml, wordsOn } from '../page.ts'

const HREF = '/articles/1-the-slipway-is-repainted'
const MINUTE = 60_000

type Cast = { site: Site; ada: Member; bo: Member; cy: Member; mo: Member; id: number }

/** A comment by Ada, signed with her own name or a picked one. */
async function opened(nic = ''): Promise<Cast> {
  const site = await openSite()
  await site.article({ comments: aThread('r', [null]) })
  const [ada, bo, cy] = [await site.member('Ada'), await site.member('Bo'), await site.member('Cy')]
  const mo = await site.member('Mo', 'moderator')
  const { headers } = await site.post('/comments', { article: '1', nic, body: 'Of Ada’s own.' }, ada)
  return { site, ada, bo, cy, mo, id: Number(headers.location!.split('/').at(-1)) }
}

const address = (id: number): string => `/comments/${id}/recommendations`
const give = (site: Site, id: number, as: Member) => site.post(address(id), {}, as)

/** The names of a page, as links. */
const names = (body: string): string[] =>
  [...body.matchAll(/<th scope="row">.*?<a href="\/people\/[^"]*"><bdi>([^<]*)<\/bdi>/g)].map(([, nic]) => nic!)

test.each([
  ['their own name', ''],
  ['a picked name', 'Blick Tonker 40'],
])('a writer under %s sees who recommends the comment, the newest first, and comes back to it', async (_, nic) => {
  const { site, ada, bo, cy, id } = await opened(nic)
  await give(site, id, cy)
  site.advance(MINUTE)
  await give(site, id, bo)
  const link = linkOn(offeredHtml((await site.get(HREF, ada)).body, id), 'Recommended by 2')!
  expect(link).toBe(address(id))
  const { statusCode, body, headers } = await site.get(link, ada)
  expect([statusCode, names(body)]).toEqual([200, ['Bo', 'Cy']])
  expect(body).toContain('<a href="/people/Bo">')
  expect(headers['cache-control']).toContain('no-store')
  expect(wordsOn(body)).toContain('Only you see these names')
  expect(linkOn(body, 'Back to your comment')).toBe(`/comments/${id}`)
  await site.post(address(id), { action: 'take' }, bo)
  expect(names((await site.get(link, ada)).body)).toEqual(['Cy'])
})

test('nobody else sees it: no stranger, other member, recommender or moderator, and none of their pages leads there', async () => {
  const { site, bo, cy, mo, id } = await opened('Blick Tonker 40')
  await give(site, id, bo)
  for (const as of [null, bo, cy, mo]) {
    const { statusCode, body } = await site.get(address(id), as)
    expect(statusCode).toBe(403)
    expect(body).not.toContain('/people/Bo"><bdi>')
    expect(linkOn(offeredHtml((await site.get(HREF, as)).body, id), 'Recommended by 1')).toBeNull()
  }
  const guests = (await site.deps.db.selectFrom('comments').select('id').where('account_id', 'is', null).execute())[0]!
  await give(site, guests.id, bo)
  for (const as of [null, mo]) expect((await site.get(address(guests.id), as)).statusCode).toBe(403)
})

test('the row of a comment that is recommended is the same for strangers, members and moderators, and its writer has two links more', async () => {
  const { site, ada, bo, cy, mo, id } = await opened()
  await give(site, id, bo)
  const row = async (as: Member | null): Promise<string> =>
    /<div class="cm-acts">[^]*<\/div>/
      .exec(commentHtml((await site.get(HREF, as)).body, id))![0]
      .replace(/<details name="acts"><summary>Moderate[^]*?<\/details>/, '')
  for (const as of [cy, mo]) expect(await row(as)).toBe(await row(null))
  const own = /<a class="own" href="\/comments\/\d+\/(?:edits|withdrawals)">[^]*?<\/a> /g
  expect((await row(ada)).match(own)).toHaveLength(2)
  expect((await row(ada)).replace(own, '')).toBe(await row(null))
})

test('a page has fifty names; the next begins below its last one, even if that member has undone it', async () => {
  const { site, ada, id } = await opened()
  const now = site.deps.clock()
  const nics = Array.from({ length: 60 }, (_, i) => `Crew ${i}`)
  for (const nic of nics) await site.member(nic)
  const crew = (await site.deps.db.selectFrom('accounts').select('id').where('nic', 'in', nics).execute()).map(
    (row) => row.id,
  )
  await write(site.deps, async (db) => {
    // Pairs of the same moment, one of them on both pages: the account decides among them.
    const rows = crew.map((one, i) => ({ comment_id: id, account_id: one, created_at: now - Math.ceil(i / 2) }))
    await db.insertInto('recommendations').values(rows).execute()
    await db.updateTable('comments').set({ recommendation_count: 60 }).where('id', '=', id).execute()
  })
  const first = (await site.get(address(id), ada)).body
  const older = linkOn(first, 'Older')!
  expect(names(first)).toHaveLength(50)
  const [, last] = /-(\d+)$/.exec(older)!
  const before = names((await site.get(older, ada)).body)
  await write(site.deps, (db) => db.deleteFrom('recommendations').where('account_id', '=', Number(last)).execute())
  const second = (await site.get(older, ada)).body
  expect(names(second)).toEqual(before)
  expect(new Set([...names(first), ...names(second)])).toEqual(new Set(nics))
  expect([linkOn(second, 'Older'), linkOn(second, 'Newest')]).toEqual([null, address(id)])
  expect(wordsOn((await site.get(`${address(id)}?before=1-1`, ada)).body)).toContain('Nobody earlier.')
  for (const odd of ['', '7', 'x', '1-0', '1-2-3', '9'.repeat(30)])
    expect((await site.get(`${address(id)}?before=${odd}`, ada)).statusCode, odd).toBe(404)
})

test('members whom the writer has muted are left out, and the page says so', async () => {
  const { site, ada, bo, cy, id } = await opened()
  await give(site, id, bo)
  await give(site, id, cy)
  await site.post('/mutes', { kind: 'person', value: 'Bo', action: 'mute' }, ada)
  const { body } = await site.get(address(id), ada)
  expect(names(body)).toEqual(['Cy'])
  expect(wordsOn(body)).not.toContain('Bo ')
  expect(wordsOn(body)).toContain('Members whom you have muted are not shown.')
  await site.post('/mutes', { kind: 'person', value: 'Cy', action: 'mute' }, ada)
  const none = (await site.get(address(id), ada)).body
  expect(names(none)).toEqual([])
  expect(wordsOn(none)).not.toContain('Nobody recommends it')
})

test('of a comment that nobody recommends the page says so, and its row has no link to it', async () => {
  const { site, ada, id } = await opened()
  const { statusCode, body } = await site.get(address(id), ada)
  expect([statusCode, wordsOn(body).includes('Nobody recommends it yet.')]).toEqual([200, true])
  expect(commentHtml((await site.get(HREF, ada)).body, id)).not.toContain(`href="${address(id)}"`)
})

test.each([
  ['held', 404],
  ['removed', 410],
  ['withdrawn', 410],
] as const)('a comment that is %s has no such page', async (state, status) => {
  const { site, ada, bo, id } = await opened()
  await give(site, id, bo)
  await write(site.deps, (db) => changeState(db, id, state))
  expect((await site.get(address(id), ada)).statusCode).toBe(status)
})

test('members read who sees that they recommend, on the house rules and the privacy page, unless it is switched off', async () => {
  const { site, ada, bo, id } = await opened()
  await give(site, id, bo)
  for (const page of ['/rules', '/privacy'])
    expect(wordsOn((await site.get(page)).body), page).toMatch(/author.*sees? who.*everybody else sees only how many/)
  await site.set('recommendations', false)
  for (const page of ['/rules', '/privacy']) expect((await site.get(page)).body, page).not.toMatch(/recommend/i)
  expect((await site.get(address(id), ada)).statusCode).toBe(403)
})
