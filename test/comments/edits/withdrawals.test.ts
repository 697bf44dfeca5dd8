// Withdrawals: the words disappear everywhere, the replies stay, and an undo is possible for a while.

import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { recordRemoval } from '../../../src/moderation/decisions/removal-actions.ts'
import { WITHDRAWAL_UNDO_MS } from '../../../src/settings.ts'
import { DAY, MINUTE } from '../../../src/time.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'
import { commentHtml, linkOn, shown, wordsOn } from '../page.ts'

const href = '/articles/1-the-slipway-is-repainted'

async function open() {
  const site = await openSite()
  await site.article({})
  return { site, ada: await site.member('Ada'), bo: await site.member('Bo') }
}

const say = async (site: Site, as: Member, body: string, parent?: number): Promise<number> =>
  Number(
    (
      await site.post(
        '/comments',
        { article: '1', nic: '', body, ...(parent === undefined ? {} : { parent: String(parent) }) },
        as,
      )
    ).headers
      .location!.split('/')
      .at(-1),
  )

const withdraw = (site: Site, id: number, as: Member | null, form: Record<string, string> = {}) =>
  site.post(`/comments/${id}/withdrawals`, form, as)
const stateOf = async (site: Site, id: number) =>
  (await site.deps.db.selectFrom('comments').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
const remove = (site: Site, id: number, mo: Member, reason = 'Rude') =>
  write(site.deps, async (db) =>
    recordRemoval(
      db,
      mo,
      {
        ...(await db.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirstOrThrow()),
        wasLive: true,
      },
      reason,
      site.deps.clock(),
    ),
  )

describe('The author of a comment', () => {
  test('is asked first, with what happens and how long it can be undone', async () => {
    const { site, ada } = await open()
    const id = await say(site, ada, 'Said in haste.')
    const { body } = await site.get(`/comments/${id}/withdrawals`, ada)
    expect(wordsOn(body)).toContain('You can undo this for 15 minutes.')
    expect(wordsOn(body)).toContain('Replies stay')
    expect(body).toContain('<p>Said in haste.</p>')
    expect(linkOn(body, 'Cancel')).toBe(`/comments/${id}`)
    expect(await stateOf(site, id)).toBe('live')
  })

  test('withdraws it at any age: it disappears from thread, lists, feeds, search and counts, and its address answers 410', async () => {
    const { site, ada, bo } = await open()
    const id = await say(site, ada, 'Said in haste.')
    await say(site, bo, 'Something else.')
    site.advance(3 * DAY)
    const places = [
      href,
      '/feeds/comments.xml',
      '/feeds/articles/1.xml',
      '/people/Ada',
      '/latest',
      '/search?q=haste',
      '/',
    ]
    for (const url of places.slice(0, 4)) expect((await site.get(url)).body).toContain('haste')
    const answer = await withdraw(site, id, ada)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/comments/${id}/withdrawals`])
    for (const url of places) expect((await site.get(url)).body).not.toContain('in haste')
    expect(wordsOn((await site.get(href)).body)).toContain('1 comment')
    expect(shown((await site.get(href)).body)).not.toContain(id)
    for (const url of [`/comments/${id}`, `/comments/${id}/thread`, `/comments/${id}/history`])
      expect((await site.get(url)).statusCode).toBe(410)
    expect(
      (
        await site.deps.db
          .selectFrom('accounts')
          .select('comment_count')
          .where('nic', '=', 'Ada')
          .executeTakeFirstOrThrow()
      ).comment_count,
    ).toBe(0)
  })

  test('leaves a tombstone if there are replies, which stay and name the person they answer', async () => {
    const { site, ada, bo } = await open()
    const id = await say(site, ada, 'Said in haste.')
    const reply = await say(site, bo, 'Then think again.', id)
    site.advance(5 * MINUTE)
    await withdraw(site, id, ada)
    const { body } = await site.get(href)
    expect(shown(body)).toEqual([id, reply])
    const tomb = wordsOn(commentHtml(body, id))
    expect(tomb).toContain('Withdrawn comment')
    expect(tomb).toContain('Withdrawn by its author at 14:30.')
    expect(tomb).not.toMatch(/Ada|haste|Reply|Quote/)
    expect(wordsOn(commentHtml(body, reply))).toContain('to a withdrawn comment')
    expect((await site.get(`/comments/${id}`)).statusCode).toBe(302)
    expect((await site.get(`/comments/${id}/history`)).statusCode).toBe(410)
    expect(shown((await site.get(`${href}?view=flat`)).body)).toEqual([id, reply])
    expect(shown((await site.get(`${href}?view=newest`)).body)).toEqual([reply, id])
    expect(shown((await site.get(`${href}?view=threaded&depth=1`)).body)).toEqual([id])
  })

  test('can undo that for fifteen minutes, with place and counts; not later', async () => {
    const { site, ada, bo } = await open()
    const id = await say(site, ada, 'Said in haste.')
    await say(site, bo, 'Then think again.', id)
    site.advance(30 * MINUTE)
    await withdraw(site, id, ada)
    expect(linkOn((await site.get(href, ada)).body, 'Undo withdrawal : the withdrawn comment, 14:25')).toBe(
      `/comments/${id}/withdrawals`,
    )
    expect((await site.get(href, bo)).body).not.toContain('Undo withdrawal')
    const page = await site.get(`/comments/${id}/withdrawals`, ada)
    expect(wordsOn(page.body)).toContain('You can undo this until 15:10.')
    site.advance(WITHDRAWAL_UNDO_MS - 1)
    for (const _ of [1, 2]) {
      const answer = await withdraw(site, id, ada, { action: 'restore' })
      expect([answer.statusCode, answer.headers.location]).toEqual([303, `/comments/${id}`])
    }
    expect((await site.get(href)).body).toContain('Said in haste.')
    expect(wordsOn((await site.get(href)).body)).toContain('2 comments')
    await withdraw(site, id, ada)
    site.advance(WITHDRAWAL_UNDO_MS)
    expect((await withdraw(site, id, ada, { action: 'restore' })).statusCode).toBe(409)
    expect(wordsOn((await site.get(`/comments/${id}/withdrawals`, ada)).body)).toContain(
      'The withdrawal can no longer be undone.',
    )
    expect((await site.get(href, ada)).body).not.toContain('Undo withdrawal')
    expect(await stateOf(site, id)).toBe('withdrawn')
  })

  test('withdraws once by two presses', async () => {
    const { site, ada } = await open()
    const id = await say(site, ada, 'Said in haste.')
    for (const _ of [1, 2]) expect((await withdraw(site, id, ada, { action: 'withdraw' })).statusCode).toBe(303)
    expect(await site.deps.db.selectFrom('withdrawals').select('comment_id').execute()).toEqual([{ comment_id: id }])
    expect((await withdraw(site, id, ada, { action: 'shred' })).statusCode).toBe(422)
  })

  test('withdraws a held comment, and the undo holds it again', async () => {
    const { site, ada } = await open()
    const id = await say(site, ada, 'Said in haste.')
    await write(site.deps, (db) => db.updateTable('comments').set({ state: 'held' }).where('id', '=', id).execute())
    expect((await withdraw(site, id, ada)).statusCode).toBe(303)
    const answer = await withdraw(site, id, ada, { action: 'restore' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/comments/${id}`])
    expect(await stateOf(site, id)).toBe('held')
  })

  test('cannot restore what a moderator removed', async () => {
    const { site, ada } = await open()
    const mo = await site.member('Mo', 'moderator')
    const id = await say(site, ada, 'Said in haste.')
    await remove(site, id, mo)
    for (const form of [{}, { action: 'restore' }]) expect((await withdraw(site, id, ada, form)).statusCode).toBe(410)
    expect(await stateOf(site, id)).toBe('removed')
    expect((await site.get(`/comments/${id}/withdrawals`, ada)).statusCode).toBe(410)
  })
})

test('nobody else withdraws a comment or undoes it, not even a moderator', async () => {
  const { site, ada, bo } = await open()
  const mo = await site.member('Mo', 'admin')
  const id = await say(site, ada, 'Said in haste.')
  for (const who of [bo, mo, null]) {
    expect((await withdraw(site, id, who)).statusCode).toBe(403)
    expect((await site.get(`/comments/${id}/withdrawals`, who)).statusCode).toBe(403)
  }
  await withdraw(site, id, ada)
  for (const who of [bo, mo]) {
    expect((await withdraw(site, id, who, { action: 'restore' })).statusCode).toBe(410)
    const page = await site.get(`/comments/${id}/withdrawals`, who)
    expect(page.statusCode).toBe(410)
    expect(page.body).not.toContain('haste')
  }
})

describe('A run of tombstones', () => {
  test('side by side is one line, which opens to all of them, and every permalink leads to it', async () => {
    const { site, ada, bo } = await open()
    const mo = await site.member('Mo', 'moderator')
    const top = await say(site, ada, 'A question.')
    const ids: number[] = []
    for (let i = 0; i < 4; i++) ids.push(await say(site, bo, `Answer ${i}.`, top))
    for (const [i, id] of ids.slice(0, 3).entries()) await remove(site, id, mo, `Rude ${i}`)
    site.deps.pages.clear()
    const { body } = await site.get(href)
    expect(shown(body)).toEqual([top, ids[2], ids[3]])
    const tomb = commentHtml(body, ids[2]!)
    expect(wordsOn(tomb)).toContain('3 comments removed')
    for (const i of [0, 1, 2]) expect(wordsOn(tomb)).toContain(`Reason: Rude ${i}.`)
    expect(tomb).toContain(`<p id="c${ids[0]}">`)
    expect((await site.get(`/comments/${ids[0]}`)).headers.location).toBe(`${href}#c${ids[0]}`)
    expect(shown((await site.get(`${href}?view=flat`)).body)).toEqual([top, ids[2], ids[3]])
  })

  test('in reply to each other is one line, with the replies to the last of them below', async () => {
    const { site, ada, bo } = await open()
    const mo = await site.member('Mo', 'moderator')
    const ids: number[] = []
    for (let i = 0; i < 6; i++) ids.push(await say(site, i % 2 === 0 ? ada : bo, `Level ${i}.`, ids.at(-1)))
    const beside = await say(site, bo, 'Beside.', ids[0])
    await withdraw(site, ids[2]!, ada)
    await remove(site, ids[1]!, mo)
    await remove(site, ids[3]!, mo)
    site.deps.pages.clear()
    const { body } = await site.get(href)
    expect(shown(body)).toEqual([ids[0], ids[3], ids[4], ids[5], beside])
    const tomb = wordsOn(commentHtml(body, ids[3]!))
    expect(tomb).toContain('3 comments removed or withdrawn')
    expect(tomb).toContain('level 2, to Ada')
    expect(commentHtml(body, ids[4]!)).toContain(`<a href="#c${ids[3]}"`)
    expect((body.match(/<ol\b/g) ?? []).length).toBe((body.match(/<\/ol>/g) ?? []).length)
    expect((body.match(/<li class="cm/g) ?? []).length).toBe(5)
    expect((body.match(/<ol class="replies">/g) ?? []).length).toBe(3)
    // The lists nest as they should: the comment beside the run is in the list of the first one.
    const between = body.slice(body.indexOf(`id="c${ids[5]}"`), body.indexOf(`id="c${beside}"`))
    expect((between.match(/<\/ol>/g) ?? []).length).toBe(2)
  })

  test('is not folded where another comment is below or between', async () => {
    const { site, ada, bo } = await open()
    const mo = await site.member('Mo', 'moderator')
    const top = await say(site, ada, 'A question.')
    const first = await say(site, bo, 'First.', top)
    const second = await say(site, bo, 'Second.', top)
    const answer = await say(site, ada, 'To the second.', second)
    await remove(site, top, mo)
    await remove(site, first, mo)
    await remove(site, second, mo)
    site.deps.pages.clear()
    expect(shown((await site.get(href)).body)).toEqual([top, first, second, answer])
  })

  test('disappears when the last comment below it is withdrawn', async () => {
    const { site, ada, bo } = await open()
    const a = await say(site, ada, 'One.')
    const b = await say(site, bo, 'Two.', a)
    const c = await say(site, ada, 'Three.', b)
    await withdraw(site, a, ada)
    await withdraw(site, b, bo)
    expect(shown((await site.get(href)).body)).toEqual([b, c])
    expect(wordsOn(commentHtml((await site.get(href)).body, b))).toContain('2 comments withdrawn')
    expect(wordsOn(commentHtml((await site.get(href)).body, c))).toContain('to a withdrawn comment')
    await withdraw(site, c, ada)
    expect(shown((await site.get(href)).body)).toEqual([])
    expect(wordsOn((await site.get(href)).body)).toContain('No comments yet')
    for (const id of [a, b, c]) expect((await site.get(`/comments/${id}`)).statusCode).toBe(410)
  })
})
