// Edits: for a set time, by the author, with a mark and a public history.

import { describe, expect, test } from 'vitest'
import { editWindow, leavesMark } from '../../../src/comments/thread/rules.ts'
import { write } from '../../../src/db/write.ts'
import { tagsFor } from '../../../src/markup/places.ts'
import { RENDERER_VERSION } from '../../../src/markup/render.ts'
import { TAGS } from '../../../src/markup/table.ts'
import { recordRemoval } from '../../../src/moderation/decisions/removal-actions.ts'
import { closeThread } from '../../../src/moderation/threads/closure-actions.ts'
import { EDIT_GRACE_MS, limits } from '../../../src/settings.ts'
import { MINUTE, SECOND } from '../../../src/time.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'
import { commentHtml, faultOn, linkOn, offeredHtml, shown, textOn, wordsOn } from '../page.ts'

const href = '/articles/1-the-slipway-is-repainted'

/** A thread with one comment by Ada. */
async function open(body = 'The paint is grey.') {
  const site = await openSite()
  await site.article({})
  const ada = await site.member('Ada')
  const id = await say(site, ada, body)
  return { site, ada, id }
}

const say = async (site: Site, as: Member, body: string, over: Record<string, string> = {}): Promise<number> => {
  const answer = await site.post('/comments', { article: '1', nic: '', body, ...over }, as)
  expect(answer.statusCode).toBe(303)
  return Number(answer.headers.location!.split('/').at(-1))
}

const edit = (site: Site, id: number, body: string, as: Member | null, over: Record<string, string> = {}) =>
  site.post(`/comments/${id}/edits`, { body, ...over }, as)
const stored = (site: Site, id: number) =>
  site.deps.db.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const versions = (site: Site) => site.deps.db.selectFrom('comment_versions').selectAll().orderBy('number').execute()
const setState = (site: Site, id: number, state: 'held' | 'spam' | 'removed') =>
  write(site.deps, (db) => db.updateTable('comments').set({ state }).where('id', '=', id).execute())

describe('The edit window', () => {
  test('is open until its end, which is outside; a setting of 0 closes it', () => {
    expect(editWindow(1000, 1000, 15)).toEqual({ open: true, until: 1000 + 15 * MINUTE })
    expect(editWindow(1000, 1000 + 15 * MINUTE - 1, 15).open).toBe(true)
    expect(editWindow(1000, 1000 + 15 * MINUTE, 15).open).toBe(false)
    expect(editWindow(1000, 1000, 0).open).toBe(false)
  })

  test('begins with a grace period, until there is a reply; a marked comment stays marked', () => {
    const fresh = { state: 'live', created_at: 0, edited_at: null }
    expect(leavesMark(fresh, false, EDIT_GRACE_MS - 1)).toBe(false)
    expect(leavesMark(fresh, false, EDIT_GRACE_MS)).toBe(true)
    expect(leavesMark(fresh, true, 1)).toBe(true)
    expect(leavesMark({ ...fresh, edited_at: 5 }, false, 6)).toBe(true)
    expect(leavesMark({ ...fresh, state: 'held' }, false, EDIT_GRACE_MS)).toBe(false)
    expect(leavesMark({ ...fresh, state: 'held' }, true, EDIT_GRACE_MS)).toBe(true)
  })
})

describe('A member', () => {
  test('sees Edit and Withdraw beside their own comment, with the time left; nobody else does', async () => {
    const { site, ada, id } = await open()
    site.advance(7 * MINUTE)
    const mine = offeredHtml((await site.get(href, ada)).body, id)
    expect(wordsOn(mine)).toContain('Edit (8 min left)')
    expect(mine).toContain(`href="/comments/${id}/edits"`)
    expect(mine).toContain(`href="/comments/${id}/withdrawals"`)
    for (const other of [await site.member('Bo'), await site.member('Mo', 'admin'), null]) {
      const theirs = offeredHtml((await site.get(href, other)).body, id)
      expect(theirs).not.toContain('/edits')
      expect(theirs).not.toContain('/withdrawals')
    }
    site.advance(8 * MINUTE)
    const late = offeredHtml((await site.get(href, ada)).body, id)
    expect(late).not.toContain('/edits')
    expect(late).toContain('/withdrawals')
  })

  test('edits it: page, feed, search and profile show the new text, by the current renderer', async () => {
    const { site, ada, id } = await open()
    for (const url of [href, '/feeds/comments.xml', '/people/Ada', '/latest'])
      expect((await site.get(url)).body).toContain('grey')
    site.advance(3 * MINUTE)
    const form = await site.get(`/comments/${id}/edits`, ada)
    expect(textOn(form.body)).toBe('The paint is grey.')
    expect(wordsOn(form.body)).toContain('until 14:40, 12 minutes left')
    const answer = await edit(site, id, 'The paint is <b>green</b>.', ada)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/comments/${id}`])
    expect(await stored(site, id)).toMatchObject({
      source: 'The paint is <b>green</b>.',
      html: '<p>The paint is <b>green</b>.</p>',
      renderer: RENDERER_VERSION,
      format: 'markup',
    })
    for (const url of [href, '/feeds/comments.xml', '/people/Ada', '/latest']) {
      const { body } = await site.get(url)
      expect(body).toContain('green')
      expect(body).not.toContain('grey.')
    }
    expect(wordsOn((await site.get('/search?q=green+in%3Acomments')).body)).toContain('The paint is green')
    expect(wordsOn((await site.get('/search?q=grey+in%3Acomments')).body)).not.toContain('The paint is')
  })

  test('leaves no mark by an edit in the first two minutes; later the mark links to the history', async () => {
    const { site, ada, id } = await open()
    site.advance(EDIT_GRACE_MS - SECOND)
    expect(wordsOn((await site.get(`/comments/${id}/edits`, ada)).body)).toContain(
      'Edits until 14:27 leave no trace if nobody has replied.',
    )
    await edit(site, id, 'The paint is gray.', ada)
    expect(await stored(site, id)).toMatchObject({ source: 'The paint is gray.', edited_at: null })
    expect(await versions(site)).toEqual([])
    expect(commentHtml((await site.get(href)).body, id)).not.toContain('edited')
    site.advance(SECOND)
    expect(wordsOn((await site.get(`/comments/${id}/edits`, ada)).body)).toContain(
      'The comment will be marked as edited',
    )
    await edit(site, id, 'The paint is green.', ada)
    const comment = commentHtml((await site.get(href)).body, id)
    expect(wordsOn(comment)).toContain('edited 14:27')
    expect(linkOn(comment, 'edited 14:27')).toBe(`/comments/${id}/history`)
    expect(await versions(site)).toMatchObject([
      { number: 1, source: 'The paint is gray.', html: '<p>The paint is gray.</p>' },
    ])
  })

  test('leaves a mark at once when there is a reply, even a held one', async () => {
    const { site, ada, id } = await open()
    const reply = await say(site, await site.member('Bo'), 'Grey it is.', { parent: String(id) })
    await setState(site, reply, 'held')
    await edit(site, id, 'The paint is green.', ada)
    expect((await stored(site, id)).edited_at).not.toBeNull()
    expect(await versions(site)).toHaveLength(1)
  })

  test('changes nothing with the same text or by a repeated request, even a late one', async () => {
    const { site, ada, id } = await open()
    site.advance(5 * MINUTE)
    expect((await edit(site, id, 'The paint is grey.', ada)).statusCode).toBe(303)
    expect(await stored(site, id)).toMatchObject({ edited_at: null })
    for (const _ of [1, 2]) expect((await edit(site, id, 'The paint is green.', ada)).statusCode).toBe(303)
    expect(await versions(site)).toHaveLength(1)
    const { edited_at } = await stored(site, id)
    site.advance(20 * MINUTE)
    expect((await edit(site, id, 'The paint is green.', ada)).statusCode).toBe(303)
    expect((await stored(site, id)).edited_at).toBe(edited_at)
  })

  test('gets the text back when the window closes while they are writing', async () => {
    const { site, ada, id } = await open()
    site.advance(15 * MINUTE)
    for (const press of [{}, { action: 'preview' }, { tool: 'bold' }]) {
      const answer = await edit(site, id, 'Too late, & <b>lost</b>?', ada, press)
      expect(answer.statusCode).toBe(409)
      expect(textOn(answer.body)).toBe('Too late, & <b>lost</b>?')
    }
    const answer = await edit(site, id, 'Too late.', ada)
    expect(wordsOn(answer.body)).toContain(
      'Your text is safe: it is below. This comment can no longer be edited. It was not changed.',
    )
    expect(linkOn(answer.body, 'Your comment in the thread')).toBe(`/comments/${id}`)
    expect((await stored(site, id)).source).toBe('The paint is grey.')
    const page = await site.get(`/comments/${id}/edits`, ada)
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toContain('<textarea')
    expect(linkOn(page.body, 'Withdraw it')).toBe(`/comments/${id}/withdrawals`)
    const json = await site.post(`/comments/${id}/edits`, { body: 'Too late.' }, ada, { accept: 'application/json' })
    expect([json.statusCode, json.json().status]).toEqual([409, 409])
  })

  test('sees the fault beside the field, with the text kept', async () => {
    const { site, ada, id } = await open()
    for (const [body, fault] of [
      ['  ', 'Write something first.'],
      ['<b></b>', 'Write something first.'],
      ['x'.repeat(limits.comment + 1), 'A comment has at most 10,000 characters. This one has 10,001.'],
    ] as const) {
      const answer = await edit(site, id, body, ada)
      expect([answer.statusCode, faultOn(answer.body, 'body'), textOn(answer.body)]).toEqual([422, fault, body])
    }
    expect((await edit(site, id, 'Kept.', ada, { action: 'shred' })).statusCode).toBe(422)
    expect((await edit(site, id, 'Kept.', ada, { nic: 'Other' })).statusCode).toBe(400)
    expect((await edit(site, id, 'x'.repeat(limits.comment), ada)).statusCode).toBe(303)
  })

  test('edits a comment under a picked nic', async () => {
    const { site, ada } = await open()
    const id = await say(site, await site.member('Cy'), 'Under another name.', { nic: 'Wicker Gull 7' })
    expect((await edit(site, id, 'Not mine.', ada)).statusCode).toBe(403)
    const cy = { ...ada, cookie: '' }
    expect((await edit(site, id, 'Not mine.', cy)).statusCode).toBe(403)
    const dan = await site.member('Dan')
    const picked = await say(site, dan, 'Said by nobody.', { nic: 'Marsh Tern 12' })
    site.advance(5 * MINUTE)
    expect(commentHtml((await site.get(href, dan)).body, picked)).toContain('/edits')
    expect((await edit(site, picked, 'Said by somebody.', dan)).statusCode).toBe(303)
    const history = wordsOn((await site.get(`/comments/${picked}/history`)).body)
    expect(history).toContain('Marsh Tern 12')
    expect(history).not.toContain('Dan')
  })

  test('can still edit when the thread closes within the window', async () => {
    const { site, ada, id } = await open()
    const mo = await site.member('Mo', 'moderator')
    await closeThread(
      site.deps,
      { id: mo.id, nic: 'Mo', role: 'moderator', commentCount: 0, trusted: false },
      1,
      'Said enough',
    )
    site.advance(MINUTE)
    expect(commentHtml((await site.get(href, ada)).body, id)).toContain('/edits')
    expect((await edit(site, id, 'The paint is green.', ada)).statusCode).toBe(303)
  })

  test('edits a held comment, which stays held and gets no mark', async () => {
    const { site, ada, id } = await open()
    await setState(site, id, 'held')
    site.advance(5 * MINUTE)
    expect(wordsOn((await site.get(`/comments/${id}/edits`, ada)).body)).toContain(
      'This comment is waiting for a moderator.',
    )
    const answer = await edit(site, id, 'Milder words.', ada)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/comments/${id}`])
    expect(await stored(site, id)).toMatchObject({ state: 'held', source: 'Milder words.', edited_at: null })
    expect(await versions(site)).toEqual([])
    expect((await site.get(href)).body).not.toContain('Milder words.')
  })

  test('uses the toolbar and the preview without scripts', async () => {
    const { site, ada, id } = await open()
    const tooled = await edit(site, id, 'More', ada, { tool: 'bold' })
    expect([tooled.statusCode, textOn(tooled.body)]).toEqual([200, 'More<b></b>'])
    const previewed = await edit(site, id, 'More <b>of it</b>', ada, { action: 'preview' })
    expect(textOn(previewed.body)).toBe('More <b>of it</b>')
    expect(previewed.body).toContain('<div class="comment-body"><p>More <b>of it</b></p></div>')
    expect((await stored(site, id)).source).toBe('The paint is grey.')
  })
})

describe('Nobody else', () => {
  test('edits a comment: not another member, an admin or a stranger, whose text is returned', async () => {
    const { site, id } = await open()
    for (const other of [await site.member('Bo'), await site.member('Mo', 'admin'), null]) {
      const answer = await edit(site, id, 'Words put into a mouth.', other)
      expect([answer.statusCode, textOn(answer.body)]).toEqual([403, 'Words put into a mouth.'])
      expect((await site.get(`/comments/${id}/edits`, other)).statusCode).toBe(403)
    }
    expect((await stored(site, id)).source).toBe('The paint is grey.')
  })

  test('learns of a held comment; a removed one is gone for its author too, with the text returned', async () => {
    const { site, ada, id } = await open()
    const mo = await site.member('Mo', 'moderator')
    await setState(site, id, 'held')
    for (const url of ['edits', 'withdrawals'])
      expect((await site.get(`/comments/${id}/${url}`, mo)).statusCode).toBe(404)
    expect((await site.get('/comments/99/edits', ada)).statusCode).toBe(404)
    expect((await site.get('/comments/01/edits', ada)).statusCode).toBe(404)
    await write(site.deps, async (db) =>
      recordRemoval(db, mo, { ...(await stored(site, id)), wasLive: false }, 'Rude', site.deps.clock()),
    )
    const answer = await edit(site, id, 'Kinder words.', ada)
    expect([answer.statusCode, textOn(answer.body)]).toEqual([410, 'Kinder words.'])
    expect((await stored(site, id)).source).toBe('The paint is grey.')
  })
})

test('a preview is exactly what is stored, for every tag, of a new comment and of an edit', async () => {
  const { site, ada, id } = await open()
  const texts = [
    ...tagsFor('comment').map((tag) => tag.example),
    '> quoted\n> twice\n\n@Ada https://example.org/ <script>alert(1)</script>',
    ...tagsFor('comment').map((tag) => `<${tag.name}>not closed`),
  ]
  expect(texts.length).toBeGreaterThan(TAGS.length)
  const previewOn = (body: string): string =>
    /<article class="comment preview"[^]*?<div class="comment-body">([^]*?)<\/div><\/div><\/article>/.exec(body)![1]!
  for (const [i, text] of texts.entries()) {
    const posted = previewOn(
      (await site.post('/comments', { article: '1', nic: '', body: text, action: 'preview' }, ada)).body,
    )
    const fresh = await stored(site, await say(site, ada, text, { key: `press-${i}` }))
    expect(fresh.html).toBe(posted)
    const changed = previewOn((await edit(site, id, text, ada, { action: 'preview' })).body)
    expect(changed).toBe(posted)
    expect((await edit(site, id, text, ada)).statusCode).toBe(303)
    expect((await stored(site, id)).html).toBe(changed)
  }
})

test('a shared page shows the mark, and no reader’s buttons', async () => {
  const { site, ada, id } = await open()
  site.advance(5 * MINUTE)
  await edit(site, id, 'The paint is green.', ada)
  await site.get(href, ada)
  for (const _ of [1, 2]) {
    const comment = offeredHtml((await site.get(href)).body, id)
    expect(comment).toContain('/history')
    expect(comment).not.toContain('/edits')
  }
  expect(shown((await site.get(href)).body)).toEqual([id])
})
