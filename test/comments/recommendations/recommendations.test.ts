// Recommendations: one for each member, never for own comments, with a public count; readers order and fold by it.

import { describe, expect, test } from 'vitest'
import { changeState } from '../../../src/comments/state-actions.ts'
import { write } from '../../../src/db/write.ts'
import { PAGE_SIZE } from '../../../src/thread-view.ts'
import { aThread, type Member, openSite, type Site } from '../../support/site.ts'
import { commentHtml, linkOn, offeredHtml, shown, wordsOn } from '../page.ts'

const HREF = '/articles/1-the-slipway-is-repainted'

async function opened(
  parents: readonly (number | null)[] = [null, 0, null, null],
): Promise<{ site: Site; ids: number[]; ada: Member; bo: Member }> {
  const site = await openSite()
  await site.article({ comments: aThread('r', parents) })
  return {
    site,
    ids: (await site.deps.db.selectFrom('comments').select('id').orderBy('number').execute()).map((row) => row.id),
    ada: await site.member('Ada'),
    bo: await site.member('Bo'),
  }
}

const address = (id: number): string => `/comments/${id}/recommendations`
const give = (site: Site, id: number, as: Member | null) => site.post(address(id), {}, as)
const take = (site: Site, id: number, as: Member) => site.post(address(id), { action: 'take' }, as)

/** What the row says, and what the rows of the recommendations say. */
async function counts(site: Site, id: number): Promise<[number, number]> {
  const row = await site.deps.db
    .selectFrom('comments')
    .select('recommendation_count')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return [
    row.recommendation_count,
    (await site.deps.db.selectFrom('recommendations').select('account_id').where('comment_id', '=', id).execute())
      .length,
  ]
}

const folded = (body: string): number[] =>
  [...body.matchAll(/<input class="fold" type="checkbox" id="f(\d+)"[^>]* checked>/g)].map((match) => Number(match[1]))

describe('A recommendation', () => {
  test('is given by a button and leads back to the comment, is shown to all, and can be undone', async () => {
    const { site, ids, ada, bo } = await opened()
    const id = ids[1]!
    const given = await give(site, id, ada)
    expect([given.statusCode, given.headers.location]).toEqual([303, `/comments/${id}`])
    const offered = async (page: string, as: Member | null) => offeredHtml((await site.get(page, as)).body, id)
    expect(wordsOn(await offered(HREF, null))).toContain('Recommended by 1')
    expect(await offered(HREF, ada)).toMatch(/value="take" aria-pressed="true">Recommend \(1\)</)
    for (const page of [HREF, `/comments/${id}/thread`])
      expect(await offered(page, bo)).toMatch(/value="give" aria-pressed="false">Recommend \(1\)</)
    await give(site, id, bo)
    expect(await offered(HREF, ada)).toMatch(/aria-pressed="true">Recommend \(2\)</)
    expect((await take(site, id, ada)).statusCode).toBe(303)
    expect(await counts(site, id)).toEqual([1, 1])
    await take(site, id, bo)
    expect(wordsOn(commentHtml((await site.get(HREF)).body, id))).not.toContain('Recommended')
  })

  test('is counted once, also for fifty simultaneous requests; so is its undo', async () => {
    const { site, ids, ada, bo } = await opened()
    const id = ids[0]!
    await give(site, id, bo)
    expect(
      (await Promise.all(Array.from({ length: 50 }, () => give(site, id, ada)))).every(
        ({ statusCode }) => statusCode === 303,
      ),
    ).toBe(true)
    expect(await counts(site, id)).toEqual([2, 2])
    expect(
      (await Promise.all(Array.from({ length: 50 }, () => take(site, id, ada)))).every(
        ({ statusCode }) => statusCode === 303,
      ),
    ).toBe(true)
    expect(await counts(site, id)).toEqual([1, 1])
    await take(site, id, ada)
    expect(await counts(site, id)).toEqual([1, 1])
  })

  test('is not for one’s own comments, under any name, which have no button', async () => {
    const { site, ada, bo } = await opened()
    for (const nic of ['', 'Blick Tonker 40']) {
      const as = nic === '' ? ada : bo
      const id = Number(
        (await site.post('/comments', { article: '1', nic, body: 'My own.' }, as)).headers.location!.split('/').at(-1),
      )
      expect((await give(site, id, as)).statusCode).toBe(403)
      expect(await counts(site, id)).toEqual([0, 0])
      expect(offeredHtml((await site.get(HREF, as)).body, id)).not.toContain(address(id))
      expect((await give(site, id, as === ada ? bo : ada)).statusCode).toBe(303)
    }
  })

  test('is for members: a shared page has no button, and a guest is asked to sign in', async () => {
    const { site, ids } = await opened()
    expect(offeredHtml((await site.get(HREF)).body, ids[0]!)).not.toContain('/recommendations')
    expect((await give(site, ids[0]!, null)).statusCode).toBe(403)
  })

  test.each([
    ['held', 404],
    ['spam', 404],
    ['removed', 410],
    ['withdrawn', 410],
  ] as const)('is not for a comment that is %s', async (state, status) => {
    const { site, ids, ada } = await opened()
    await write(site.deps, (db) => changeState(db, ids[0]!, state))
    expect((await give(site, ids[0]!, ada)).statusCode).toBe(status)
    expect(await counts(site, ids[0]!)).toEqual([0, 0])
  })

  test('changes nothing by a wrong id, an unknown action or another site', async () => {
    const { site, ids, ada } = await opened()
    for (const path of ['/comments/999/recommendations', '/comments/01/recommendations', '/comments/x/recommendations'])
      expect((await site.post(path, {}, ada)).statusCode, path).toBe(404)
    expect((await site.post(address(ids[0]!), { action: 'double' }, ada)).statusCode).toBe(422)
    expect((await site.post(address(ids[0]!), { count: '9' }, ada)).statusCode).toBe(400)
    expect((await site.post(address(ids[0]!), {}, ada, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await site.get(address(ids[0]!), ada)).statusCode).toBe(403)
    expect(await counts(site, ids[0]!)).toEqual([0, 0])
  })

  test('answers a script with the present sentence and button of the comment', async () => {
    const { site, ids, ada } = await opened()
    const json = { accept: 'application/json' }
    expect((await site.post(address(ids[0]!), { action: 'give' }, ada, json)).json()).toEqual({
      recommendations: 1,
      button: { action: address(ids[0]!), wish: 'take', text: 'Recommend (1)', pressed: 'true' },
    })
    expect((await site.post(address(ids[0]!), { action: 'take' }, ada, json)).json()).toMatchObject({
      recommendations: 0,
      button: { wish: 'give', text: 'Recommend', pressed: 'false' },
    })
  })

  test('is shown on no page with the name of its member', async () => {
    const { site, ids, ada, bo } = await opened()
    await give(site, ids[0]!, ada)
    for (const page of ['/people/Ada', HREF, '/moderation/log', '/latest'])
      for (const as of [null, bo])
        expect(wordsOn((await site.get(page, as)).body), page).not.toMatch(/Ada (has )?recommend|recommended by Ada/i)
  })

  test('survives the removal of its comment, and counts again after a restoration', async () => {
    const { site, ids, ada } = await opened()
    await give(site, ids[0]!, ada)
    for (const state of ['removed', 'live'] as const) await write(site.deps, (db) => changeState(db, ids[0]!, state))
    expect(wordsOn(commentHtml((await site.get(HREF)).body, ids[0]!))).toContain('Recommended by 1')
  })
})

describe('Where recommending is switched off', () => {
  test('nothing of it is shown or accepted, and an address with that order shows the usual thread', async () => {
    const { site, ids, ada } = await opened()
    await give(site, ids[2]!, ada)
    await site.set('recommendations', false)
    for (const as of [null, ada])
      for (const url of [
        HREF,
        `${HREF}?view=recommended`,
        `${HREF}?view=recommended&least=1`,
        '/theme',
        '/accounts/settings',
      ]) {
        const { statusCode, body } = await site.get(url, as)
        if (statusCode === 200) expect(body, url).not.toMatch(/recommend/i)
      }
    const asked = await site.get(`${HREF}?view=recommended&least=1`)
    expect([shown(asked.body), folded(asked.body)]).toEqual([ids, []])
    expect(shown((await site.get(HREF, null, { cookie: 'bs_view=recommended' })).body)).toEqual(ids)
    expect((await give(site, ids[0]!, ada)).statusCode).toBe(403)
    await site.set('recommendations', true)
    expect(wordsOn(commentHtml((await site.get(HREF)).body, ids[2]!))).toContain('Recommended by 1')
  })
})

describe('A thread can be shown', () => {
  test('with the most recommended branches first, replies in their usual order, equal ones by age', async () => {
    const { site, ids, ada, bo } = await opened([null, 0, null, 2, null, 1])
    const [a, b, c, d, e, f] = ids as [number, number, number, number, number, number]
    for (const who of [ada, bo]) await give(site, e, who)
    await give(site, c, ada)
    for (const who of [ada, bo]) await give(site, d, who)
    const { body } = await site.get(`${HREF}?view=recommended`)
    expect(shown(body)).toEqual([e, c, d, a, b, f])
    expect(linkOn(body, 'Recommended')).toBe(`${HREF}?view=recommended#comments`)
    expect(shown((await site.get(`${HREF}?view=recommended&depth=1`)).body)).toEqual([e, c, a])
    for (const who of [ada, bo]) await take(site, e, who)
    expect(shown((await site.get(`${HREF}?view=recommended`)).body)).toEqual([c, d, a, b, f, e])
  })

  test('with less recommended comments folded, by an address and by a saved setting', async () => {
    const { site, ids, ada, bo } = await opened()
    for (const who of [ada, bo]) await give(site, ids[0]!, who)
    await give(site, ids[1]!, ada)
    expect(folded((await site.get(`${HREF}?least=1`)).body)).toEqual([ids[2], ids[3]])
    expect(folded((await site.get(`${HREF}?view=recommended&least=2`)).body)).toEqual([ids[1], ids[2], ids[3]])
    for (const odd of ['0', '-1', 'x', '1e3', '999999'])
      expect(folded((await site.get(`${HREF}?least=${odd}`)).body), odd).toEqual([])
    const kept = await site.post('/theme', { view: 'recommended', least: '1', next: HREF })
    const cookie = /^bs_view=[^;]+/.exec(String(kept.headers['set-cookie']))![0]
    const { body } = await site.get(HREF, null, { cookie })
    expect([shown(body)[0], folded(body)]).toEqual([ids[0], [ids[2], ids[3]]])
    expect(body).toContain('name="least" inputmode="numeric" pattern="[1-9][0-9]{0,4}" maxlength="5" value="1"')
    await site.post('/theme', { view: 'recommended', least: '1', next: HREF }, ada)
    expect(folded((await site.get(HREF, ada)).body)).toEqual([ids[2], ids[3]])
  })

  test('in pages with every comment once, and every permalink leads to its page', async () => {
    const { site, ids, ada, bo } = await opened(
      Array.from({ length: PAGE_SIZE * 2 + 60 }, (_, i) => (i % 7 === 0 ? null : i - (i % 7))),
    )
    const [late, later] = [ids[7 * 120]!, ids[7 * 140]!]
    for (const who of [ada, bo]) await give(site, later, who)
    await give(site, late, ada)
    const pages = await Promise.all(
      [1, 2, 3].map(async (page) => shown((await site.get(`${HREF}?view=recommended&page=${page}`)).body)),
    )
    expect(pages[0]!.slice(0, 15)).toEqual([...ids.slice(7 * 140, 7 * 141), ...ids.slice(7 * 120, 7 * 121), ids[0]])
    expect([...pages.flat()].sort((x, y) => x - y)).toEqual(ids)
    expect((await site.get(`${HREF}?view=recommended&page=4`)).statusCode).toBe(404)
    for (const id of [late, later, ids[0]!, ids[7 * 100 + 3]!, ids.at(-1)!]) {
      const to = (await site.get(`/comments/${id}`, null, { cookie: 'bs_view=recommended' })).headers.location!
      expect(shown((await site.get(to.split('#')[0]!, null, { cookie: 'bs_view=recommended' })).body), to).toContain(id)
    }
    expect(shown((await site.get(`${HREF}?view=recommended&depth=1`)).body).slice(0, 3)).toEqual([later, late, ids[0]])
  })

  test('the most recommended first, also without comments', async () => {
    const { site } = await opened([])
    expect((await site.get(`${HREF}?view=recommended`)).statusCode).toBe(200)
  })
})

describe('Featured comments', () => {
  test('are quoted above the thread with a link to each, until they are unfeatured', async () => {
    const { site, ids, ada } = await opened([null, 0, null, null, null])
    const mo = await site.member('Mo', 'moderator')
    const apart = (body: string): string => wordsOn(/<section class="heard"[\s\S]*?<\/section>/.exec(body)?.[0] ?? '')
    expect(apart((await site.get(HREF)).body)).toBe('')
    for (const id of ids.slice(0, 2))
      await site.post('/moderation/features', { comment: String(id), reason: 'Well said.' }, mo)
    for (const as of [null, ada]) {
      const { body } = await site.get(HREF, as)
      expect(apart(body)).toMatch(/^ Featured .*Comment number 0\. .*Guest 0 , guest, 13:25 .*Comment number 1\./)
      expect(body).toContain(`<a href="/comments/${ids[1]}">13:25</a>`)
      expect(body.indexOf('class="heard"')).toBeLessThan(body.indexOf('class="thread'))
      expect(commentHtml(body, ids[0]!)).toContain('Featured')
    }
    expect(apart((await site.get(`${HREF}?featured=1`)).body)).toBe('')
    for (const id of ids.slice(2, 4))
      await site.post('/moderation/features', { comment: String(id), reason: 'Well said.' }, mo)
    expect(apart((await site.get(HREF)).body)).toContain('All 4 featured comments')
    await site.post('/mutes', { kind: 'person', value: 'Guest 0', action: 'mute' }, ada)
    expect(apart((await site.get(HREF, ada)).body)).not.toContain('Guest 0')
    await write(site.deps, (db) => changeState(db, ids[1]!, 'removed'))
    expect(apart((await site.get(HREF)).body)).not.toContain('Comment number 1.')
    for (const id of [ids[0]!, ids[2]!, ids[3]!])
      await site.post('/moderation/features', { comment: String(id), reason: 'Enough.', action: 'unfeature' }, mo)
    expect(apart((await site.get(HREF)).body)).toBe('')
  })
})
