// Drafts of articles: saved with every press and while they are typed, one for each tab, found again, deleted when sent.
import { expect, test } from 'vitest'
import { saveArticleDraft } from '../../../src/desk/drafts/actions.ts'
import { deleteUnusedPictures } from '../../../src/media/cleanup-actions.ts'
import { purge } from '../../../src/moderation/purges/actions.ts'
import { draftBudget } from '../../../src/settings.ts'
import { DAY, MINUTE } from '../../../src/time.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite, preparedSite, type Site } from '../../support/site.ts'

const openFilled = preparedSite((site) => site.article({ section: 'Science' }))

const empty = { url: '', headline: '', lede: '', body: '', section: '', tags: '', nic: '', reason: '' }
const typed = { ...empty, headline: 'Library to lend telescopes', body: 'Six of them.', section: 'science' }

const drafts = (site: Site) => site.deps.db.selectFrom('article_drafts').selectAll().orderBy('id').execute()
const bodies = async (site: Site) => (await drafts(site)).map(({ body }) => body)

/** What the script of the page sends while an article is typed. */
const autosave = (site: Site, as: Member, key: string, over: Partial<typeof typed> & { draft?: string } = {}) =>
  site.post('/desk/drafts', { action: 'save', kind: 'own', key, draft: '', ...typed, ...over }, as)

test('every press saves the text, whatever comes of it, and sending deletes it', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const press = (action: string, over = {}) =>
    site.post('/desk/articles', { ...typed, key: 'member-1', action, ...over }, nell)
  expect((await press('preview')).statusCode).toBe(200)
  expect((await press('submit', { section: '', body: 'Seven of them.' })).statusCode).toBe(422)
  expect(await bodies(site)).toEqual(['Seven of them.'])
  const saved = await press('draft')
  const [draft] = await drafts(site)
  expect([saved.statusCode, saved.headers.location!.split('?')[0]]).toEqual([303, `/desk/drafts/${draft!.id}`])
  const page = await site.get(`/desk/drafts/${draft!.id}`, nell)
  expect(page.body).toContain('value="Library to lend telescopes"')
  expect(page.body).toContain('<option value="science" selected>')
  expect(page.body).toContain('Draft saved 14:25.')
  expect((await press('submit')).statusCode).toBe(303)
  expect(await drafts(site)).toEqual([])
  // The page saves once more while it is left.
  await autosave(site, nell, 'member-1')
  expect(await drafts(site)).toEqual([])
})

test('a form that is empty saves nothing, and deletes what it had saved', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const none = await site.post(
    '/desk/articles',
    { ...empty, key: 'member-1', section: 'science', action: 'draft' },
    nell,
  )
  expect([none.statusCode, none.body.includes('There is nothing to save yet.')]).toEqual([422, true])
  await autosave(site, nell, 'member-1')
  await autosave(site, nell, 'member-1', empty)
  expect(await drafts(site)).toEqual([])
})

test('each tab has a draft of its own, and the second gets a link to the first', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  expect((await autosave(site, nell, 'member-1')).json()).toEqual({ other: null })
  const [first] = await drafts(site)
  const second = await autosave(site, nell, 'member-2', { headline: 'Bridge to be painted' })
  expect(second.json()).toEqual({
    other: { href: `/desk/drafts/${first!.id}`, text: 'Library to lend telescopes' },
  })
  await autosave(site, nell, 'member-1', { body: 'Eight.' })
  expect((await drafts(site)).map(({ headline, body, revision }) => [headline, body, revision])).toEqual([
    ['Library to lend telescopes', 'Eight.', 2],
    ['Bridge to be painted', 'Six of them.', 1],
  ])
  const form = await site.get('/desk/articles', nell)
  expect(form.body).toMatch(
    /id="other-drafts">You have another draft, from another tab or visit: <a href="\/desk\/drafts\/\d+">/,
  )
  expect((await site.get('/desk/links', nell)).body).toContain(`href="/desk/drafts/${first!.id}"`)
})

test('two tabs that open the same draft and both change it keep two texts', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  await autosave(site, nell, 'member-1')
  const id = (await drafts(site))[0]!.id
  const reference = `${id}.1`
  await autosave(site, nell, 'member-2', { draft: reference, body: 'Second tab.' })
  await autosave(site, nell, 'member-3', { draft: reference, body: 'Third tab.' })
  expect(await bodies(site)).toEqual(['Second tab.', 'Third tab.'])
})

test('the list shows every draft with its address, and a draft is deleted after a question', async () => {
  const site = await openFilled()
  const [nell, moss] = [await site.member('Nell'), await site.member('Moss')]
  expect((await site.get('/desk/drafts', nell)).body).toContain('No drafts.')
  await autosave(site, nell, 'member-1')
  const id = (await drafts(site))[0]!.id
  const list = await site.get('/desk/drafts', nell)
  expect(list.body).toContain(`href="/desk/drafts/${id}"`)
  expect(list.body).toContain('deleted after 26 March 2030')
  expect((await site.get('/desk/drafts', moss)).body).toContain('No drafts.')
  for (const address of [`/desk/drafts/${id}`, `/desk/drafts/${id}/deletions`])
    expect((await site.get(address, moss)).statusCode).toBe(404)
  await site.post(`/desk/drafts/${id}/deletions`, {}, moss)
  expect(await drafts(site)).toHaveLength(1)
  const question = await site.get(`/desk/drafts/${id}/deletions`, nell)
  expect(question.body).toContain('A deleted draft cannot be restored.')
  for (let press = 0; press < 2; press++) {
    const answer = await site.post(`/desk/drafts/${id}/deletions`, {}, nell)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/desk/drafts?done=1'])
  }
  expect(await drafts(site)).toEqual([])
})

test('the button that deletes a draft asks first', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const answer = await site.post('/desk/articles', { ...typed, key: 'member-1', action: 'discard' }, nell)
  const id = (await drafts(site))[0]!.id
  expect(answer.headers.location).toBe(`/desk/drafts/${id}/deletions`)
})

test('guests have drafts too, within a budget, and a member goes on with one', async () => {
  const site = await openFilled()
  await site.set('submitters', 'guests')
  const browser = browserOf(site)
  await browser.post('/desk/articles', { ...typed, key: 'k', action: 'preview' })
  const [draft] = await drafts(site)
  expect(draft!.writer).toMatch(/^guest:/)
  expect((await browser.get(`/desk/drafts/${draft!.id}`)).statusCode).toBe(200)
  expect(await site.deps.db.selectFrom('guest_text_sizes').select('article_draft_id').execute()).toEqual([
    { article_draft_id: draft!.id },
  ])
  const nell = await site.member('Nell')
  browser.signIn(nell)
  await browser.post('/desk/articles', {
    ...typed,
    key: 'member-1',
    draft: `${draft!.id}.1`,
    body: 'More.',
    action: 'preview',
  })
  expect((await drafts(site)).map(({ writer, body }) => [writer, body])).toEqual([[`account:${nell.id}`, 'More.']])
  expect(await site.deps.db.selectFrom('guest_text_sizes').selectAll().execute()).toEqual([])
})

test('guests of one network save no more than their budget', async () => {
  const site = await openSite()
  const save = (writer: string) =>
    saveArticleDraft(
      site.deps,
      [`guest:${writer}`],
      { ...empty, body: 'x'.repeat(draftBudget.network / 2), kind: 'own', key: 'k', draft: '' },
      '192.0.2.1',
    )
  const saved = [await save('a'), await save('b'), await save('c'), await save('d'), await save('e'), await save('f')]
  expect(saved.some((one) => one === null)).toBe(true)
})

test('a draft is purged two weeks after its last change', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  await autosave(site, nell, 'member-1')
  site.advance(6 * DAY)
  await autosave(site, nell, 'member-1', { body: 'Later.' })
  site.advance(13 * DAY)
  expect((await purge(site.deps)).drafts).toBe(0)
  site.advance(DAY + MINUTE)
  expect((await purge(site.deps)).drafts).toBe(1)
  expect(await drafts(site)).toEqual([])
})

test('a picture in a draft counts as used', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  const hash = 'a'.repeat(32)
  const name = `${hash}-10x10.webp`
  await site.deps.store.writer
    .insertInto('uploads')
    .values({ hash, name, account_id: nell.id, alt: 'A', created_at: site.deps.clock() })
    .execute()
  await autosave(site, nell, 'member-1', { body: `<photo src="/media/${name}" alt="A"></photo>` })
  site.advance(2 * DAY)
  expect(await deleteUnusedPictures(site.deps)).toBe(0)
  await autosave(site, nell, 'member-1', { body: 'Without it.' })
  expect(await deleteUnusedPictures(site.deps)).toBe(1)
})

test('a save without its fields, or of another kind, is no button', async () => {
  const site = await openFilled()
  const nell = await site.member('Nell')
  for (const form of [
    { action: 'save', kind: 'letter' },
    { action: 'keep', kind: 'own' },
  ])
    expect((await site.post('/desk/drafts', form, nell)).statusCode).toBe(422)
})
