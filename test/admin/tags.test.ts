// /admin/tags: tags are renamed and merged; addresses redirect, counts stay right, and both can be undone.
import { expect, test } from 'vitest'
import { settleTagMerges } from '../../src/articles/tag-actions.ts'
import { loadArticles } from '../../src/importers/actions.ts'
import { wordsOn } from '../comments/page.ts'
import { anArticle, openSite, type Site } from '../support/site.ts'
import { filled, press, publicLog, undoNewest } from './forms.ts'

const SAVE = 'Save changes'

/** One article with the tag `ferries`, one with `ferry`, one with both, and one with another tag. */
async function open() {
  const site = await openSite()
  await site.article({ headline: 'One', tags: ['ferries', 'tide'] })
  await site.article({ headline: 'Two', tags: ['ferry'] })
  await site.article({ headline: 'Three', tags: ['ferries', 'ferry'] })
  return { site, ada: await site.member('Ada', 'admin') }
}

const idOf = async (site: Site, name: string): Promise<number> =>
  (await site.deps.db.selectFrom('tags').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id

/** Every tag with its counter and its articles, after checking one against the other. */
async function tags(site: Site): Promise<Record<string, number[]>> {
  const rows = await site.deps.db.selectFrom('article_tags').selectAll().orderBy('article_id').execute()
  const counts = await site.deps.db.selectFrom('tags').select(['name', 'article_count']).orderBy('name').execute()
  const found = counts.map(({ name, article_count }) => {
    const articles = rows.filter(({ tag, published_at }) => tag === name && published_at !== null)
    expect([name, article_count]).toEqual([name, articles.length])
    return [name, articles.map(({ article_id }) => article_id)] as const
  })
  expect(rows.every(({ tag }) => counts.some(({ name }) => name === tag))).toBe(true)
  return Object.fromEntries(found.filter(([, articles]) => articles.length > 0))
}

test('a renamed tag keeps its articles, and its old address and its old feeds redirect', async () => {
  const { site, ada } = await open()
  const answer = await press(site, ada, `/admin/tags/${await idOf(site, 'ferries')}`, SAVE, { name: '#crossings ' })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/admin/tags?done=saved&batch=1'])
  expect(await tags(site)).toEqual({ crossings: [1, 3], ferry: [2, 3], tide: [1] })
  for (const [from, to] of [
    ['/tags/ferries', '/tags/crossings'],
    ['/tags/Ferries?before=1', '/tags/crossings?before=1'],
    ['/feeds/tags/ferries.xml', '/feeds/tags/crossings.xml'],
    ['/feeds/tags/ferries.json', '/feeds/tags/crossings.json'],
  ] as const) {
    const moved = await site.get(from)
    expect([from, moved.statusCode, moved.headers.location]).toEqual([from, 301, to])
  }
  expect(wordsOn((await site.get('/tags/crossings')).body)).toContain('2 articles')
  expect(await publicLog(site)).toEqual(['Ada: rename-tag: “ferries”, now “crossings” (2 articles)'])
})

test('a tag gets another spelling', async () => {
  const { site, ada } = await open()
  await press(site, ada, `/admin/tags/${await idOf(site, 'ferries')}`, SAVE, { name: 'Ferries' })
  expect(await tags(site)).toEqual({ Ferries: [1, 3], ferry: [2, 3], tide: [1] })
  expect((await site.get('/tags/ferries')).headers.location).toBe('/tags/Ferries')
  await undoNewest(site, ada)
  expect(await tags(site)).toEqual({ ferries: [1, 3], ferry: [2, 3], tide: [1] })
  await undoNewest(site, ada)
  expect(await tags(site)).toEqual({ Ferries: [1, 3], ferry: [2, 3], tide: [1] })
})

test('two tags are merged after a question that says what an undo cannot do', async () => {
  const { site, ada } = await open()
  const page = `/admin/tags/${await idOf(site, 'ferries')}`
  const asked = await press(site, ada, page, SAVE, { name: 'Ferry' })
  expect(asked.statusCode).toBe(200)
  expect(await tags(site)).toMatchObject({ ferries: [1, 3] })
  expect(wordsOn(asked.body)).toContain('Merge “ferries” into “ferry”?')
  expect(wordsOn(asked.body)).toContain('an undo does not change that')
  const { action, fields } = filled(asked.body, 'Merge')
  expect((await site.post(action, fields, ada)).statusCode).toBe(303)
  expect(await tags(site)).toEqual({ ferry: [1, 2, 3], tide: [1] })
  expect((await site.get('/tags/ferries')).headers.location).toBe('/tags/ferry')
  expect((await site.get(page, ada)).statusCode).toBe(404)
  // The second press.
  expect((await site.post(action, fields, ada)).statusCode).toBe(404)
  const merged = wordsOn((await site.get(`/admin/tags/${await idOf(site, 'ferry')}`, ada)).body)
  expect(merged).toMatch(/Names that lead here ferries \( ?12 March 2030, by Ada/)
  expect(await publicLog(site)).toEqual(['Ada: merge-tags: “ferries”, now “ferry” (2 articles)'])
})

async function merge(site: Site, ada: Awaited<ReturnType<typeof open>>['ada'], from: string, to: string) {
  const asked = await press(site, ada, `/admin/tags/${await idOf(site, from)}`, SAVE, { name: to })
  const { action, fields } = filled(asked.body, 'Merge')
  return site.post(action, fields, ada)
}

test('the undo of a merge gives the tag back to the articles that had it, and can be undone', async () => {
  const { site, ada } = await open()
  await merge(site, ada, 'ferries', 'ferry')
  await site.article({ headline: 'Four', tags: ['Ferries'] })
  expect(await tags(site)).toEqual({ ferry: [1, 2, 3, 4], tide: [1] })
  await undoNewest(site, ada)
  expect(await tags(site)).toEqual({ ferries: [1, 3], ferry: [2, 3, 4], tide: [1] })
  expect((await site.get('/tags/ferries')).statusCode).toBe(200)
  await undoNewest(site, ada)
  expect(await tags(site)).toEqual({ ferry: [1, 2, 3, 4], tide: [1] })
})

test('merges follow each other, and only the last of them can be undone', async () => {
  const { site, ada } = await open()
  await merge(site, ada, 'ferries', 'ferry')
  await merge(site, ada, 'ferry', 'tide')
  expect(await tags(site)).toEqual({ tide: [1, 2, 3] })
  expect((await site.get('/tags/ferries')).headers.location).toBe('/tags/tide')
  const refused = await site.post('/moderation/undos', { batch: '1', reason: '', next: '' }, ada)
  expect(refused.statusCode).toBe(409)
  expect(await tags(site)).toEqual({ tide: [1, 2, 3] })
  const { id } = await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  await site.post('/moderation/undos', { batch: String(id), reason: '', next: '' }, ada)
  expect(await tags(site)).toEqual({ ferry: [1, 2, 3], tide: [1] })
  await site.post('/moderation/undos', { batch: '1', reason: '', next: '' }, ada)
  expect(await tags(site)).toEqual({ ferries: [1, 3], ferry: [2, 3], tide: [1] })
})

test('an earlier name of a tag leads to it and is not given to it again', async () => {
  const { site, ada } = await open()
  const page = `/admin/tags/${await idOf(site, 'ferries')}`
  await press(site, ada, page, SAVE, { name: 'crossings' })
  const answer = await press(site, ada, `/admin/tags/${await idOf(site, 'crossings')}`, SAVE, { name: 'ferries' })
  expect([answer.statusCode, wordsOn(answer.body).includes('is an earlier name of this tag')]).toEqual([422, true])
})

test('more articles than fit into one transaction follow, and an interrupted merge is continued', async () => {
  const { site, ada } = await open()
  const many = Array.from({ length: 650 }, (_, i) =>
    anArticle({ key: `many:${i}`, headline: `Many ${i}`, tags: ['ferries'] }),
  )
  await loadArticles(site.deps, 'test', many, { dryRun: false, actor: 'test' })
  await merge(site, ada, 'ferries', 'ferry')
  expect((await tags(site))['ferry']).toHaveLength(653)
  // As after a crash: the record is there, and no article has followed.
  await undoNewest(site, ada)
  await site.deps.store.writer
    .updateTable('tag_merges')
    .set({ ended_at: null, ended_by: null, end_reason: null })
    .execute()
  await settleTagMerges(site.deps)
  expect((await tags(site))['ferry']).toHaveLength(653)
})

test('an article that is not published moves with its tag and is not counted', async () => {
  const { site, ada } = await open()
  await site.deps.store.writer
    .updateTable('article_tags')
    .set({ published_at: null })
    .where('article_id', '=', 1)
    .execute()
  await site.deps.store.writer.updateTable('tags').set({ article_count: 1 }).where('name', '=', 'ferries').execute()
  await site.deps.store.writer.updateTable('tags').set({ article_count: 0 }).where('name', '=', 'tide').execute()
  await merge(site, ada, 'ferries', 'ferry')
  expect(await tags(site)).toEqual({ ferry: [2, 3] })
  await undoNewest(site, ada)
  expect(await tags(site)).toEqual({ ferries: [3], ferry: [2, 3] })
})

test('a muted tag stays muted under its new name', async () => {
  const { site, ada } = await open()
  const bo = await site.member('Bo')
  await site.post('/mutes', { kind: 'tag', value: 'ferries', action: 'mute', next: '' }, bo)
  await press(site, ada, `/admin/tags/${await idOf(site, 'ferries')}`, SAVE, { name: 'Ferries' })
  expect((await site.get('/', bo)).body).not.toContain('>One<')
  await merge(site, ada, 'Ferries', 'ferry')
  const { body } = await site.get('/', bo)
  expect([body.includes('>One<'), body.includes('>Two<')]).toEqual([false, false])
})

test.each([
  ['nothing', ' ', 'Enter a name with at least one letter or digit.'],
  ['signs alone', '#-', 'Enter a name with at least one letter or digit.'],
  ['a control character', '\u0007', 'Enter a name with at least one letter or digit.'],
  ['a comma', 'boats, ferries', 'A tag has no comma: commas separate tags.'],
  ['too much', 'x'.repeat(41), 'A tag can have up to 40 characters.'],
])('%s as a name gets its fault beside the field', async (_, name, fault) => {
  const { site, ada } = await open()
  const answer = await press(site, ada, `/admin/tags/${await idOf(site, 'ferries')}`, SAVE, { name })
  expect(answer.statusCode).toBe(422)
  expect(wordsOn(/<p class="err"[^]*?<\/p>/.exec(answer.body)![0])).toContain(fault)
  expect(await publicLog(site)).toEqual([])
})

test('a name with markup is shown as it was typed', async () => {
  const { site, ada } = await open()
  await press(site, ada, `/admin/tags/${await idOf(site, 'ferries')}`, SAVE, { name: '<b>boats</b>' })
  expect((await site.get('/admin/tags', ada)).body).toContain('&lt;b&gt;boats&lt;/b&gt;')
})

test('a form that was opened before somebody else’s change answers 409 with what was typed', async () => {
  const { site, ada } = await open()
  const bea = await site.member('Bea', 'admin')
  const id = await idOf(site, 'ferries')
  const stale = filled((await site.get(`/admin/tags/${id}`, ada)).body, SAVE, { name: 'Boats' })
  await press(site, bea, `/admin/tags/${id}`, SAVE, { name: 'Ferries' })
  const answer = await site.post(stale.action, stale.fields, ada)
  expect([answer.statusCode, filled(answer.body, SAVE).fields['name']]).toEqual([409, 'Boats'])
  const again = filled(answer.body, SAVE)
  expect((await site.post(again.action, again.fields, ada)).statusCode).toBe(303)
  expect(await tags(site)).toMatchObject({ Boats: [1, 3] })
})

test('the list finds tags by their beginning, and only admins see it', async () => {
  const { site, ada } = await open()
  const mo = await site.member('Mo', 'moderator')
  const all = wordsOn((await site.get('/admin/tags', ada)).body)
  expect(all).toMatch(/ferry 2 .*ferries 2 .*tide 1/)
  const found = wordsOn((await site.get('/admin/tags?q=%23FERR', ada)).body)
  expect(found).toContain('2 tags beginning with “FERR”.')
  expect(wordsOn((await site.get('/admin/tags?q=zz', ada)).body)).toContain('No tag begins with “zz”.')
  expect((await site.get('/admin/tags', mo)).statusCode).toBe(403)
  expect((await site.get('/admin/tags/1', mo)).statusCode).toBe(403)
  expect((await site.post('/admin/tags/1', {}, mo)).statusCode).toBe(403)
  expect((await site.get('/admin/tags/999', ada)).statusCode).toBe(404)
})
