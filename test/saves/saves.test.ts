// Saving: a list that only its member sees, with notes; what is gone says so and shows none of its text.
import { describe, expect, test } from 'vitest'
import { deleteRemovedSaves } from '../../src/saves/actions.ts'
import { HOUR } from '../../src/time.ts'
import { commentHtml, wordsOn } from '../comments/page.ts'
import { aThread, type Member, openSite, type Site } from '../support/site.ts'

const HREF = '/articles/1-the-slipway-is-repainted'

async function opened() {
  const site = await openSite()
  const thread = aThread('t', [null, 0])
  await site.article({
    comments: thread.map((one, i) => (i === 0 ? { ...one, nic: 'Fogbank', text: 'The secret of the sluice.' } : one)),
  })
  const [first, second] = (await site.deps.db.selectFrom('comments').select('id').orderBy('number').execute()).map(
    (row) => row.id,
  )
  return { site, first: first!, second: second!, ada: await site.member('Ada'), bob: await site.member('Bob') }
}

/** The entries of a list, as words. */
async function listed(site: Site, who: Member, query = ''): Promise<string[]> {
  const { body } = await site.get(`/saved${query}`, who)
  return [...body.matchAll(/<article class="result"[^>]*>([\s\S]*?)<\/article>/g)].map(([, html]) => wordsOn(html!))
}

describe('A member', () => {
  test('saves an article from its page, with a button that then leads to the note', async () => {
    const { site, ada, bob } = await opened()
    expect((await site.get(HREF, ada)).body).toContain('>Save article</button>')
    const saved = await site.post('/articles/1/saves', {}, ada)
    expect(saved.statusCode).toBe(303)
    expect(saved.headers.location).toBe(HREF)
    const { body } = await site.get(HREF, ada)
    expect(body).not.toContain('>Save article</button>')
    expect(body).toContain('<a href="/articles/1/saves">Note and reminder</a>')
    expect((await site.get(HREF)).body).not.toContain('/articles/1/saves')
    expect(await listed(site, ada)).toEqual([expect.stringContaining('The slipway is repainted')])
    expect(await listed(site, bob)).toEqual([])
  })

  test('saves a comment with a note, and changes the note', async () => {
    const { site, first, ada } = await opened()
    const form = await site.get(`/comments/${first}/saves`, ada)
    expect(wordsOn(form.body)).toContain('Comment by Fogbank on The slipway is repainted')
    const done = await site.post(`/comments/${first}/saves`, { note: ' For the talk. ', action: 'save' }, ada)
    expect(done.headers.location).toBe(`/comments/${first}`)
    expect(await listed(site, ada)).toEqual([
      expect.stringMatching(/Fogbank on .*secret of the sluice.*Note: For the talk\./),
    ])
    await site.post(`/comments/${first}/saves`, {}, ada)
    expect(await listed(site, ada)).toEqual([expect.stringContaining('For the talk.')])
    await site.post(`/comments/${first}/saves`, { note: '', action: 'save' }, ada)
    expect(await listed(site, ada)).toEqual([expect.not.stringContaining('For the talk.')])
  })

  test('saves a comment with the button below it, which then leads to the note', async () => {
    const { site, first, ada, bob } = await opened()
    const button = `<button form="acts" formaction="/saves" name="comment" value="${first}">Save<`
    expect((await site.get(HREF, ada)).body).toContain(button)
    expect((await site.get(HREF)).body).not.toContain('<form id="acts"')
    const press = () => site.post('/saves', { comment: String(first) }, ada)
    expect((await press()).headers.location).toBe(`/comments/${first}`)
    expect(await listed(site, ada)).toEqual([expect.stringContaining('sluice')])
    expect(commentHtml((await site.get(HREF, ada)).body, first)).toContain(`<a href="/comments/${first}/saves">Saved<`)
    expect((await site.get(HREF, bob)).body).not.toContain('>Saved<')
    expect((await press()).headers.location).toBe(`/comments/${first}/saves`)
    await site.post(`/comments/${first}/saves`, { action: 'remove' }, ada)
    expect((await site.get(HREF, ada)).body).not.toContain('>Saved<')
    expect((await press()).headers.location).toBe(`/comments/${first}`)
    for (const comment of ['', '999', 'x']) expect((await site.post('/saves', { comment }, ada)).statusCode).toBe(404)
  })

  test('sees beside the field that a note is too long, with what was typed and where it leads', async () => {
    const { site, first, ada } = await opened()
    const answer = await site.post(
      `/comments/${first}/saves`,
      { note: 'ä'.repeat(501), remind: 'on', action: 'save', next: '/saved?kind=comments' },
      ada,
    )
    expect(answer.statusCode).toBe(422)
    expect(wordsOn(answer.body)).toContain('A note can have up to 500 characters. This one has 501.')
    expect(answer.body).toContain('ä'.repeat(501))
    expect(answer.body).toContain('name="next" value="/saved?kind=comments"')
    expect(answer.body).toContain('value="on" checked')
    expect(await listed(site, ada)).toEqual([])
    const json = await site.post(`/comments/${first}/saves`, { note: 'ä'.repeat(501) }, ada, {
      accept: 'application/json',
    })
    expect(json.json()).toMatchObject({ status: 422, faults: { note: expect.any(String) } })
  })

  test('saves something once, however often they press', async () => {
    const { site, ada } = await opened()
    await Promise.all(['one', 'two'].map((note) => site.post('/articles/1/saves', { note }, ada)))
    expect(await listed(site, ada)).toHaveLength(1)
  })

  test('reads the list newest saved first, filtered, and page by page', async () => {
    const { site, first, ada } = await opened()
    await site.post('/articles/1/saves', {}, ada)
    await site.post(`/comments/${first}/saves`, {}, ada)
    expect((await listed(site, ada)).map((text) => text.includes('Fogbank'))).toEqual([true, false])
    expect(await listed(site, ada, '?kind=articles')).toEqual([expect.not.stringContaining('Fogbank')])
    expect(await listed(site, ada, '?kind=comments')).toHaveLength(1)
    expect((await site.get('/saved?kind=tags', ada)).statusCode).toBe(404)
    for (let i = 0; i < 31; i++) {
      const id = await site.article({ headline: `Number ${i}` })
      await site.post(`/articles/${id}/saves`, {}, ada)
    }
    const page = (await site.get('/saved?kind=articles', ada)).body
    expect(page.match(/<article class="result"/g)).toHaveLength(30)
    const older = /rel="next" href="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
    expect(older).toMatch(/^\/saved\?kind=articles&before=\d+$/)
    const last = (await site.get(older, ada)).body
    expect(last.match(/<article class="result"/g)).toHaveLength(2)
    expect(last).toContain('rel="prev" href="/saved?kind=articles"')
    expect((await site.get('/saved?before=1', ada)).statusCode).toBe(200)
    expect((await site.get('/saved?before=x', ada)).statusCode).toBe(404)
  })

  test('removes an entry and undoes that, with its note, within an hour', async () => {
    const { site, ada } = await opened()
    await site.post('/articles/1/saves', { note: 'Read again.' }, ada)
    const gone = await site.post('/articles/1/saves', { action: 'remove', next: '/saved?kind=articles' }, ada)
    expect(gone.headers.location).toBe('/saved?kind=articles&removed=article-1')
    expect(await listed(site, ada)).toEqual([])
    const { body } = await site.get(gone.headers.location!, ada)
    expect(wordsOn(body)).toContain('Removed from your list. Undo')
    await site.post('/articles/1/saves', { action: 'remove' }, ada)
    site.advance(HOUR - 1)
    await deleteRemovedSaves(site.deps)
    expect((await site.post('/articles/1/saves', { action: 'restore', next: '/saved' }, ada)).headers.location).toBe(
      '/saved',
    )
    expect(await listed(site, ada)).toEqual([expect.stringContaining('Read again.')])
    await site.post('/articles/1/saves', { action: 'remove' }, ada)
    site.advance(HOUR + 1)
    await deleteRemovedSaves(site.deps)
    expect((await site.get('/saved?removed=article-1', ada)).body).not.toContain('Removed from your list')
    expect((await site.post('/articles/1/saves', { action: 'restore' }, ada)).statusCode).toBe(404)
    expect(await site.deps.db.selectFrom('saves').selectAll().execute()).toEqual([])
  })

  test('saves a removed entry as the newest again, without its earlier note', async () => {
    const { site, first, ada } = await opened()
    await site.post('/articles/1/saves', { note: 'Old.' }, ada)
    await site.post(`/comments/${first}/saves`, {}, ada)
    await site.post('/articles/1/saves', { action: 'remove' }, ada)
    await site.post('/articles/1/saves', {}, ada)
    const list = await listed(site, ada)
    expect(list.map((text) => text.includes('Fogbank'))).toEqual([false, true])
    expect(list.join()).not.toContain('Old.')
  })
})

describe('What readers cannot see', () => {
  test('is named in the list without its text, and can still be removed and have its note changed', async () => {
    const { site, first, second, ada } = await opened()
    await site.post('/articles/1/saves', { note: 'My own words.' }, ada)
    for (const id of [first, second]) await site.post(`/comments/${id}/saves`, {}, ada)
    await site.deps.store.writer.updateTable('comments').set({ state: 'removed' }).where('id', '=', first).execute()
    await site.deps.store.writer.updateTable('comments').set({ state: 'spam' }).where('id', '=', second).execute()
    const list = await listed(site, ada)
    expect(list[1]).toContain('A comment that a moderator has removed')
    expect(list[0]).toContain('A comment that is not shown at present')
    expect(list.join()).not.toMatch(/Fogbank|sluice|Guest 1/)
    const form = await site.get(`/comments/${first}/saves`, ada)
    expect(form.statusCode).toBe(200)
    expect(form.body).not.toMatch(/Fogbank|sluice/)
    expect(
      (await site.post(`/comments/${first}/saves`, { note: 'Gone.', action: 'save', next: '/saved' }, ada)).statusCode,
    ).toBe(303)
    expect((await listed(site, ada))[1]).toContain('Gone.')
    await site.deps.store.writer.updateTable('articles').set({ state: 'unpublished' }).where('id', '=', 1).execute()
    const without = await listed(site, ada)
    expect(without[2]).toMatch(/An article that is no longer published.*My own words\./)
    expect(without.join()).not.toContain('slipway')
    expect((await site.post(`/comments/${first}/saves`, { action: 'remove' }, ada)).statusCode).toBe(303)
  })

  test('cannot be saved: a removed comment is gone, a held one and a draft are unknown', async () => {
    const { site, first, second, ada } = await opened()
    await site.deps.store.writer.updateTable('comments').set({ state: 'removed' }).where('id', '=', first).execute()
    await site.deps.store.writer.updateTable('comments').set({ state: 'held' }).where('id', '=', second).execute()
    expect((await site.post(`/comments/${first}/saves`, {}, ada)).statusCode).toBe(410)
    expect((await site.get(`/comments/${first}/saves`, ada)).statusCode).toBe(410)
    expect((await site.post(`/comments/${second}/saves`, {}, ada)).statusCode).toBe(404)
    await site.deps.store.writer.updateTable('articles').set({ state: 'draft' }).where('id', '=', 1).execute()
    for (const address of ['/articles/1/saves', '/articles/99/saves', '/comments/x/saves'])
      expect((await site.post(address, {}, ada)).statusCode).toBe(404)
    expect((await site.post('/articles/1/saves', { action: 'remove' }, ada)).statusCode).toBe(404)
  })

  test('includes what the member has muted', async () => {
    const { site, first, ada } = await opened()
    await site.post('/articles/1/saves', {}, ada)
    await site.post(`/comments/${first}/saves`, {}, ada)
    await site.post('/mutes', { kind: 'person', value: 'Fogbank' }, ada)
    expect((await listed(site, ada))[0]).toContain('A comment that you have muted')
    expect((await site.get('/saved', ada)).body).not.toMatch(/Fogbank|sluice/)
    expect((await site.get(`/comments/${first}/saves`, ada)).body).not.toMatch(/Fogbank|sluice/)
    await site.post('/mutes', { kind: 'section', value: 'harbour' }, ada)
    expect(wordsOn((await listed(site, ada)).join())).not.toContain('slipway')
  })
})

test('the list and the forms are for members', async () => {
  const { site, first } = await opened()
  for (const url of ['/saved', '/articles/1/saves', `/comments/${first}/saves`])
    expect((await site.get(url)).statusCode).toBe(403)
  for (const url of ['/articles/1/saves', '/saves']) expect((await site.post(url, {})).statusCode).toBe(403)
  expect(await site.deps.db.selectFrom('saves').selectAll().execute()).toEqual([])
})
