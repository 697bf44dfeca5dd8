// Changing an article: where it is filed and its text, with counters, lists and revisions.
import { expect, test } from 'vitest'
import { type ArticleText, currentText, fileArticle, reviseArticle } from '../../src/articles/change-actions.ts'
import { articleForChange } from '../../src/articles/revision-queries.ts'
import { bodyColumns } from '../../src/articles/rules.ts'
import { runBatch } from '../../src/batches/actions.ts'
import { write } from '../../src/db/write.ts'
import { counted } from '../support/counted.ts'
import { openSite, type Site } from '../support/site.ts'

async function textNow(site: Site, id: number): Promise<ArticleText> {
  return currentText(site.deps.db, (await articleForChange(site.deps.db, id))!)
}

const revisions = ({ deps }: Site) =>
  deps.db.selectFrom('article_revisions').select(['number', 'headline', 'tags', 'nic', 'note']).orderBy('id').execute()

test('an article that is no longer published leaves every count and list, and comes back with all of them', async () => {
  const site = await openSite()
  const id = await site.article({ tags: ['Slipways'], source: { url: 'https://www.example.org/slip' } })
  const before = await site.get('/')
  const filed = await write(site.deps, (db) => fileArticle(db, id, { state: 'unpublished' }))
  expect(filed).toEqual({ state: 'published' })
  await counted(site)
  expect((await site.get('/')).body).not.toContain('/articles/1-')
  expect((await site.get('/tags/Slipways')).statusCode).toBe(404)
  await write(site.deps, (db) => fileArticle(db, id, { state: 'published' }))
  await counted(site)
  expect((await site.get('/')).body).toBe(before.body)
})

test('a new text is a revision, and the text that an article had becomes one when it is first changed', async () => {
  const site = await openSite()
  const id = await site.article({ tags: ['Slipways'] })
  const text = await textNow(site, id)
  const changed = { ...text, headline: 'The slipway is green', tags: ['Paint'], ...bodyColumns('Green.', 'markup') }
  const by = { account_id: null, nic: 'Ed', note: 'Colour', at: site.deps.clock() }
  expect(await write(site.deps, (db) => reviseArticle(db, id, changed, by))).toEqual({ before: 1, after: 2 })
  await counted(site)
  expect(await revisions(site)).toEqual([
    { number: 1, headline: text.headline, tags: '["Slipways"]', nic: 'Bosun', note: '' },
    { number: 2, headline: 'The slipway is green', tags: '["Paint"]', nic: 'Ed', note: 'Colour' },
  ])
  expect((await site.get(`/articles/${id}`)).headers.location).toBe(`/articles/${id}-the-slipway-is-green`)
  expect((await site.get('/tags/Slipways')).statusCode).toBe(404)
  expect((await site.get('/tags/Paint')).body).toContain('The slipway is green')
  expect((await site.get('/search?q=green')).body).toContain('slipway is <mark>green</mark>')
})

test('an undo files an article as before and gives it its text again, as a new revision', async () => {
  const site = await openSite()
  const id = await site.article()
  const ed = await site.member('Ed', 'editor')
  const text = await textNow(site, id)
  await runBatch(
    site.deps,
    { ...ed, commentCount: 0, trusted: false },
    'edit-article',
    'A reason',
    async (_, batch) => {
      await batch.file(id, { state: 'unpublished' })
      await batch.revise(id, { ...text, headline: 'Another' }, 'A reason')
      await batch.log({ subject: 'article', subjectId: id, articleId: id })
    },
  )
  expect((await site.get(`/articles/${id}`)).statusCode).toBe(410)
  expect((await site.post('/moderation/undos', { batch: '1' }, ed)).statusCode).toBe(303)
  expect((await site.get(`/articles/${id}-the-slipway-is-repainted`)).statusCode).toBe(200)
  expect((await revisions(site)).map(({ number, headline }) => `${number} ${headline}`)).toEqual([
    `1 ${text.headline}`,
    '2 Another',
    `3 ${text.headline}`,
  ])
  await counted(site)
  await site.post('/moderation/undos', { batch: '2' }, ed)
  expect((await textNow(site, id)).headline).toBe('Another')
})

test('an undo leaves alone an article that has been filed otherwise since', async () => {
  const site = await openSite()
  const id = await site.article()
  const ed = await site.member('Ed', 'editor')
  await runBatch(site.deps, { ...ed, commentCount: 0, trusted: false }, 'unpublish', 'A reason', async (_, batch) => {
    await batch.file(id, { state: 'unpublished' })
    await batch.log({ subject: 'article', subjectId: id, articleId: id })
  })
  await write(site.deps, (db) => fileArticle(db, id, { state: 'waiting' }))
  expect((await site.post('/moderation/undos', { batch: '1' }, ed)).statusCode).toBe(409)
})

test('editors undo what editors did, and only moderators what moderators did', async () => {
  const site = await openSite()
  const id = await site.article()
  const [ed, mo, ada] = [
    await site.member('Ed', 'editor'),
    await site.member('Mo', 'moderator'),
    await site.member('Ada'),
  ]
  await site.post('/moderation/closures', { article: String(id), reason: 'Said enough' }, mo)
  expect((await site.post('/moderation/undos', { batch: '1' }, ed)).statusCode).toBe(403)
  expect((await site.post('/moderation/undos', { batch: '1' }, ada)).statusCode).toBe(403)
  expect((await site.post('/moderation/undos', { batch: '1' }, mo)).statusCode).toBe(303)
})
