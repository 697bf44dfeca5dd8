// What articles link to is stored when they are saved, and for earlier articles in the background.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { currentText, fileArticle, reviseArticle } from '../../src/articles/change-actions.ts'
import { deleteOldWords, fillArticleLinks } from '../../src/articles/link-actions.ts'
import { saveArticleLinks } from '../../src/articles/link-queries.ts'
import { rerenderArticle } from '../../src/articles/queries.ts'
import { articleForChange } from '../../src/articles/revision-queries.ts'
import { write } from '../../src/db/write.ts'
import { DAY } from '../../src/time.ts'
import { NOON, openSite, type Site } from '../support/site.ts'

const linksOf = (site: Site, id: number) =>
  site.deps.db
    .selectFrom('article_links')
    .select(['kind', 'key', 'host', 'target_id'])
    .where('article_id', '=', id)
    .orderBy('kind', 'desc')
    .orderBy('key')
    .execute()

const wordsOf = async (site: Site, id: number): Promise<string[]> =>
  (
    await site.deps.db
      .selectFrom('headline_words')
      .select('word')
      .where('article_id', '=', id)
      .orderBy('word')
      .execute()
  ).map(({ word }) => word)

const all = (site: Site) =>
  Promise.all(
    (['article_links', 'headline_words'] as const).map((table) => site.deps.db.selectFrom(table).selectAll().execute()),
  )

const link = (url: string) => ({ kind: 'link' as const, source: { url } })

const body = `Read <a href="https://www.ports.example/a?utm_source=x">this</a>, <a href="/articles/7-the-fog#c3">that</a>,
<a href="https://other.example/articles/9-x">those</a>, <a href="https://ports.example/">the port</a> and <a href="/tags/fog">fog</a>.`

test('a saved article has its source and the stories that its text links to, without front pages and other pages of the site', async () => {
  const site = await openSite()
  const id = await site.article({
    kind: 'link',
    headline: 'The Slipways are repainted',
    source: { url: 'https://m.tides.example/today/?fbclid=1' },
    body,
  })
  expect(await linksOf(site, id)).toEqual([
    { kind: 'source', key: 'tides.example/today', host: 'tides.example', target_id: null },
    { kind: 'link', key: '/articles/7-the-fog', host: '', target_id: 7 },
    { kind: 'link', key: 'other.example/articles/9-x', host: 'other.example', target_id: 9 },
    { kind: 'link', key: 'ports.example/a', host: 'ports.example', target_id: null },
  ])
  expect(await wordsOf(site, id)).toEqual(['repainted', 'slipway'])
})

test('a changed article has the links of its new text, and those alone', async () => {
  const site = await openSite()
  const id = await site.article({ body })
  await write(site.deps, async (db) => {
    await rerenderArticle(db, id, {
      body_html: '<p><a href="/articles/8-new">new</a> <a href="/articles/8-new#c1">again</a></p>',
      renderer: 1,
      word_count: 1,
    })
    await db.updateTable('articles').set({ headline: 'Fog' }).where('id', '=', id).execute()
    await saveArticleLinks(db, { id })
  })
  expect((await linksOf(site, id)).map(({ key }) => key)).toEqual(['/articles/8-new'])
  expect(await wordsOf(site, id)).toEqual(['fog'])
})

test('an article that an editor changes or publishes has the links and the time that it has then', async () => {
  const site = await openSite()
  const id = await site.article(link('https://tides.example/a'))
  const row = (await articleForChange(site.deps.db, id))!
  const text = {
    ...(await currentText(site.deps.db, row)),
    headline: 'Low water',
    source_url: 'https://tides.example/b',
  }
  await write(site.deps, (db) => reviseArticle(db, id, text, { account_id: null, nic: 'Ed', note: '', at: NOON }))
  expect((await linksOf(site, id)).map(({ key }) => key)).toEqual(['tides.example/b'])
  expect(await wordsOf(site, id)).toEqual(['low', 'water'])
  await write(site.deps, (db) => fileArticle(db, id, { published_at: NOON - 3 * DAY, day: '2030-03-09' }))
  expect(await site.deps.db.selectFrom('headline_words').select('at').distinct().execute()).toEqual([
    { at: NOON - 3 * DAY },
  ])
})

test('articles from before the table get the same rows in the background, and only recent headlines get words', async () => {
  const site = await openSite()
  for (const days of [400, 31, 29, 1])
    await site.article({ body, postedAt: NOON - days * DAY, headline: `Tide ${days}` })
  await write(site.deps, (db) => sql`delete from headline_words where at < ${NOON - 30 * DAY}`.execute(db))
  const before = await all(site)
  expect(before.map((rows) => rows.length)).toEqual([12, 4])
  await write(site.deps, async (db) => {
    await sql`delete from article_links`.execute(db)
    await sql`delete from headline_words`.execute(db)
    await sql`insert into article_links_backlog (up_to_id) values (4)`.execute(db)
  })
  let steps = 0
  await fillArticleLinks(site.deps, { rows: 3, pause: 0, isStopped: () => ++steps > 1 })
  expect(await site.deps.db.selectFrom('article_links_backlog').selectAll().execute()).toEqual([{ up_to_id: 1 }])
  await fillArticleLinks(site.deps, { rows: 3, pause: 0, isStopped: () => false })
  expect(await site.deps.db.selectFrom('article_links_backlog').selectAll().execute()).toEqual([])
  expect(await all(site)).toEqual(before)
})

test('a database with articles has a backlog after the migration, an empty one has none', async () => {
  const site = await openSite()
  expect(await site.deps.db.selectFrom('article_links_backlog').selectAll().execute()).toEqual([])
  await site.article()
  const { up, down } = await import('../../migrations/0037_article_links.ts')
  await down(site.deps.store.writer as never)
  await up(site.deps.store.writer as never)
  expect(await site.deps.db.selectFrom('article_links_backlog').selectAll().execute()).toEqual([{ up_to_id: 1 }])
})

test('words of headlines that are no longer compared are deleted', async () => {
  const site = await openSite()
  await site.article({ headline: 'Old fog', postedAt: NOON - 40 * DAY })
  const id = await site.article({ headline: 'New fog' })
  expect(await deleteOldWords(site.deps)).toBe(false)
  expect(await site.deps.db.selectFrom('headline_words').select('article_id').distinct().execute()).toEqual([
    { article_id: id },
  ])
})
