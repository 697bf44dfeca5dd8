// What readers do not see of a thread, and what is shown in its place.

import { expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { recordRemoval } from '../../../src/moderation/decisions/removal-actions.ts'
import { aThread, openSite, type Site } from '../../support/site.ts'
import { commentHtml, shown, wordsOn } from '../page.ts'

type State = 'live' | 'held' | 'spam' | 'withdrawn'

/** A thread whose comments are in these states; what is to stay unseen says so in its text and its nic. */
async function open(parents: readonly (number | null)[], states: Record<number, State>) {
  const site = await openSite()
  const comments = aThread('h', parents).map((comment, i) => ({
    ...comment,
    ...(i in states ? { nic: `Secret ${i}`, text: `Secret words ${i}.`, website: `https://secret-${i}.example` } : {}),
  }))
  const id = await site.article({ comments })
  const ids = (await site.deps.db.selectFrom('comments').select('id').orderBy('number').execute()).map((row) => row.id)
  for (const [i, state] of Object.entries(states))
    await write(site.deps, (db) =>
      db.updateTable('comments').set({ state }).where('id', '=', ids[Number(i)]!).execute(),
    )
  site.deps.pages.clear()
  return { site, id, href: `/articles/${id}-the-slipway-is-repainted`, ids }
}

const everywhere = async (site: Site, href: string, ids: number[]): Promise<string[]> => {
  const urls = [
    '/',
    href,
    `${href}?view=flat`,
    `${href}?view=newest`,
    '/archive/2030/03/12',
    '/sections/harbour',
    ...ids.flatMap((id) => [`/comments/${id}/thread`, `/comments/new?article=1&parent=${id}`]),
  ]
  return Promise.all(urls.map(async (url) => (await site.get(url)).body))
}

test('held comments and spam are shown to nobody, nor are their nics, and their replies stay', async () => {
  const { site, href, ids } = await open([null, 0, 1, 2, null, 4, null], { 1: 'held', 4: 'spam', 6: 'held' })
  for (const body of await everywhere(site, href, ids)) expect(body).not.toMatch(/secret/i)
  for (const view of ['threaded', 'flat', 'newest'])
    expect(
      shown((await site.get(`${href}?view=${view}`)).body)
        .map((id) => ids.indexOf(id))
        .sort(),
    ).toEqual([0, 2, 3, 5])
  for (const i of [1, 4, 6]) {
    expect((await site.get(`/comments/${ids[i]}`)).statusCode).toBe(404)
    expect((await site.get(`/comments/${ids[i]}/thread`)).statusCode).toBe(404)
  }
  const { body } = await site.get(href)
  for (const i of [1, 4, 6]) expect(body).not.toContain(`/comments/${ids[i]}"`)
  const answer = await site.post(
    '/comments',
    { article: '1', parent: String(ids[1]), nic: '', body: 'To nobody.' },
    await site.member('Ada'),
  )
  expect(answer.statusCode).toBe(422)
})

test('a reply to a hidden comment is at the top level, and its permalinks work', async () => {
  const { site, href, ids } = await open([null, 0, 1, 2], { 1: 'held' })
  const { body } = await site.get(href)
  expect(shown(body).map((id) => ids.indexOf(id))).toEqual([0, 2, 3])
  expect(commentHtml(body, ids[3]!)).toContain(`<a href="#c${ids[2]}"`)
  expect(commentHtml(body, ids[2]!)).not.toContain('Parent')
  expect((await site.get(`/comments/${ids[2]}`)).headers.location).toBe(`${href}#c${ids[2]}`)
  expect(shown((await site.get(`/comments/${ids[3]}/thread`)).body).map((id) => ids.indexOf(id))).toEqual([2, 3])
})

test('a thread with hidden comments only says that there are no comments yet', async () => {
  const { site, href } = await open([null, null], { 0: 'held', 1: 'spam' })
  await site.article({})
  const write = await site.get(href)
  expect(shown(write.body)).toEqual([])
  expect(wordsOn(write.body)).toContain('No comments yet')
})

test('a withdrawn comment leaves a tombstone without its words and author, and its replies stay', async () => {
  const { site, href, ids } = await open([null, 0, 1], { 0: 'withdrawn' })
  const { body } = await site.get(href)
  expect(shown(body)).toEqual(ids)
  expect(commentHtml(body, ids[0]!)).toContain('Withdrawn comment')
  expect(commentHtml(body, ids[0]!)).toContain('Withdrawn by its author.')
  for (const page of await everywhere(site, href, ids)) expect(page).not.toMatch(/secret/i)
  expect((await site.get(`/comments/${ids[0]}`)).statusCode).toBe(302)
})

test('a removed comment leaves a tombstone with the reason, by whom and when, and its entry in the public log', async () => {
  const site = await openSite()
  const mo = await site.member('Mo', 'moderator')
  const id = await site.article({ comments: aThread('r', [null, 0, 1]) })
  const href = `/articles/${id}-the-slipway-is-repainted`
  const rows = await site.deps.db.selectFrom('comments').selectAll().orderBy('number').execute()
  await write(site.deps, (db) =>
    recordRemoval(db, mo, { ...rows[1]!, wasLive: true }, 'It names a person.', site.deps.clock()),
  )
  site.deps.pages.clear()
  const { body } = await site.get(href)
  expect(shown(body)).toEqual(rows.map((row) => row.id))
  const tomb = wordsOn(commentHtml(body, rows[1]!.id))
  expect(tomb).toContain('Removed comment')
  expect(tomb).toContain('Removed by Mo at 14:25. Reason: It names a person. Public log, entry 1')
  expect(tomb).not.toContain('Reply')
  for (const page of await everywhere(
    site,
    href,
    rows.map((row) => row.id),
  )) {
    expect(page).not.toContain('Comment number 1.')
    expect(page).not.toContain('Guest 1<')
  }
  expect(wordsOn(body)).toContain('2 comments')
  const log = await site.get('/moderation/log?before=2')
  expect(wordsOn(log.body)).toContain('Mo removed a comment on The slipway is repainted It names a person.')
})

test('the nic of a removed comment’s author is not revealed by its replies on another page either', async () => {
  const site = await openSite()
  const mo = await site.member('Mo', 'moderator')
  const parents = [null, ...Array.from({ length: 600 }, () => null), 0]
  const id = await site.article({ comments: aThread('far', parents) })
  const rows = await site.deps.db.selectFrom('comments').selectAll().orderBy('number').execute()
  await write(site.deps, (db) => recordRemoval(db, mo, { ...rows[0]!, wasLive: true }, 'Rude', site.deps.clock()))
  const { body } = await site.get(`/articles/${id}-the-slipway-is-repainted?view=newest`)
  const reply = commentHtml(body, rows.at(-1)!.id)
  expect(reply).not.toContain('Guest 0')
  expect(reply).toContain('a removed comment')
})
