// Folds: what a member folded or opened by hand is so the next time; a view folds what was read, and hides what few recommend.
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../../src/time.ts'
import { aThread, type Member, openSite, type Site } from '../../support/site.ts'
import { wordsOn } from '../page.ts'

const HREF = '/articles/1-the-slipway-is-repainted'

async function opened(parents: readonly (number | null)[] = [null, 0, 1, null]) {
  const site = await openSite()
  await site.article({ comments: aThread('t', parents) })
  const ids = (await site.deps.db.selectFrom('comments').select('id').orderBy('number').execute()).map(({ id }) => id)
  return { site, ids, ada: await site.member('Ada'), bob: await site.member('Bob') }
}

/** Places of the folded comments in the thread as it was posted, marked with `~` where only the text is folded. */
async function foldedOn(site: Site, ids: readonly number[], who: Member | null, query = ''): Promise<string[]> {
  const { body } = await site.get(`${HREF}${query}`, who)
  return [...body.matchAll(/<li class="cm([^"]*)">\n<input class="fold"[^>]* id="f(\d+)"[^>]* checked>/g)].map(
    ([, state, id]) => `${ids.indexOf(Number(id))}${state!.includes('brief') ? '~' : ''}`,
  )
}

const shownOn = async (site: Site, ids: readonly number[], who: Member | null, query: string): Promise<number[]> =>
  [...(await site.get(`${HREF}${query}`, who)).body.matchAll(/<article class="comment" id="c(\d+)"/g)].map(([, id]) =>
    ids.indexOf(Number(id)),
  )

const fold = (site: Site, id: number | string, state: string, who: Member | null) =>
  site.post('/comments/folds', { comment: String(id), state }, who)

describe('What a member folds by hand', () => {
  test('is folded the next time, for them alone, until they open it', async () => {
    const { site, ids, ada, bob } = await opened()
    expect((await fold(site, ids[0]!, 'folded', ada)).statusCode).toBe(204)
    await fold(site, ids[0]!, 'folded', ada)
    expect(await foldedOn(site, ids, ada)).toEqual(['0'])
    expect(await foldedOn(site, ids, bob)).toEqual([])
    expect(await foldedOn(site, ids, null)).toEqual([])
    await fold(site, ids[0]!, 'opened', ada)
    expect(await foldedOn(site, ids, ada)).toEqual([])
  })

  test('goes before what the view folds', async () => {
    const { site, ids, ada } = await opened([null, null])
    expect(await foldedOn(site, ids, ada, '?view=threaded&least=1')).toEqual(['0', '1'])
    await fold(site, ids[1]!, 'opened', ada)
    expect(await foldedOn(site, ids, ada, '?view=threaded&least=1')).toEqual(['0'])
  })

  test('is kept for tombstones too; unknown comments and buttons, and strangers, are refused', async () => {
    const { site, ids, ada } = await opened()
    await site.deps.store.writer.updateTable('comments').set({ state: 'removed' }).where('id', '=', ids[0]!).execute()
    await fold(site, ids[0]!, 'folded', ada)
    expect(await foldedOn(site, ids, ada)).toEqual(['0'])
    for (const id of ['', '999', 'x']) expect((await fold(site, id, 'folded', ada)).statusCode).toBe(404)
    expect((await fold(site, ids[0]!, 'bent', ada)).statusCode).toBe(422)
    expect((await fold(site, ids[0]!, 'folded', null)).statusCode).toBe(403)
  })
})

describe('A view that folds what was read', () => {
  test('folds what an earlier visit has shown; above what is new it folds the text alone', async () => {
    const { site, ids, ada, bob } = await opened()
    expect(await foldedOn(site, ids, ada, '?view=threaded&read=1')).toEqual([])
    site.advance(40 * MINUTE)
    await site.post('/comments', { article: '1', parent: String(ids[1]), body: 'New.', nic: 'Bob' }, bob)
    const folded = ['0~', '1~', '2', '3']
    expect(await foldedOn(site, ids, ada, '?view=threaded&read=1')).toEqual(folded)
    expect(await foldedOn(site, ids, ada, '?view=threaded&read=1')).toEqual(folded)
    await fold(site, ids[2]!, 'opened', ada)
    await fold(site, ids[0]!, 'folded', ada)
    expect(await foldedOn(site, ids, ada, '?view=threaded&read=1')).toEqual(['0', '1~', '3'])
  })

  test('can be saved for every thread, and is offered where something counts as read', async () => {
    const { site, ids, ada } = await opened()
    expect((await site.get(HREF, ada)).body).toContain('name="read"')
    expect((await site.get(HREF)).body).not.toContain('name="read"')
    await site.post('/theme', { view: 'threaded', read: '1', next: HREF }, ada)
    site.advance(40 * MINUTE)
    expect(await foldedOn(site, ids, ada)).toEqual(['0', '1', '2', '3'])
    expect((await site.get(HREF, ada)).body).toContain('name="read" value="1" checked')
  })
})

describe('A view that hides what few recommend', () => {
  test('leaves it out and says how many, with a link to all; above a recommended comment the text is folded', async () => {
    const { site, ids, ada, bob } = await opened([null, 0, 1, null, null])
    await site.post(`/comments/${ids[1]}/recommendations`, {}, bob)
    const query = '?view=threaded&hide=1'
    expect(await shownOn(site, ids, null, query)).toEqual([0, 1])
    expect(await foldedOn(site, ids, null, query)).toEqual(['0~'])
    const { body } = await site.get(`${HREF}${query}`)
    expect(wordsOn(body)).toContain('3 comments hidden: recommended by fewer than 1. Show all')
    expect(body).toContain('name="hide"')
    await site.post('/comments', { article: '1', body: 'Mine.', nic: 'Ada' }, ada)
    expect(await shownOn(site, ids, ada, query)).toEqual([0, 1, -1])
  })

  test('stands beside the threshold that folds, and says so where nothing is left', async () => {
    const { site, ids, bob } = await opened([null, null])
    await site.post(`/comments/${ids[0]}/recommendations`, {}, bob)
    expect(await shownOn(site, ids, null, '?view=threaded&least=2&hide=1')).toEqual([0])
    expect(await foldedOn(site, ids, null, '?view=threaded&least=2&hide=1')).toEqual(['0'])
    const { body } = await site.get(`${HREF}?view=flat&hide=9`)
    expect(wordsOn(body)).toContain('2 comments hidden')
    expect(wordsOn(body)).not.toContain('No comments yet')
    expect(
      (await site.get(`/comments/${ids[1]}`, null, { cookie: 'bs_view=view%3Dflat%26hide%3D9' })).headers.location,
    ).toContain(`page=1#c${ids[1]}`)
  })
})
