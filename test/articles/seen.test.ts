// “Seen here before” on an article's page: what has the same source, what links to it or is linked from it, what shares tags.
import { expect, test } from 'vitest'
import { seenBefore } from '../../src/articles/page/seen-queries.ts'
import { rerenderArticle } from '../../src/articles/queries.ts'
import { noteChange } from '../../src/db/changes.ts'
import { write } from '../../src/db/write.ts'
import { addMute } from '../../src/mutes/actions.ts'
import { DAY } from '../../src/time.ts'
import { topic } from '../../src/topics.ts'
import { type Member, NOON, openSite, type Site } from '../support/site.ts'

/** What the page of an article lists, as `why: headline`. */
async function seenOn(site: Site, id: number, as: Member | null = null): Promise<string[]> {
  const { body } = await site.get((await site.get(`/articles/${id}`)).headers.location!, as)
  const section = /<h2 id="a-seen">Seen here before<\/h2>([^]*?)<\/section>/.exec(body)?.[1] ?? ''
  return [...section.matchAll(/class="on">([^<]*)<\/span><a class="hed"[^>]*>([^<]*)</g)].map(
    ([, why, headline]) => `${why}: ${headline}`,
  )
}

let hours = 0
/** An article that is newer than those before, in a section of its own, so that no other list of the page has it. */
const newer = (site: Site, headline: string, over: Parameters<Site['article']>[0] = {}): Promise<number> =>
  site.article({ headline, section: headline, postedAt: NOON - 20 * DAY + ++hours * 60_000, ...over })

const link = (url: string) => ({ kind: 'link' as const, source: { url } })

test('earlier articles with the same source are listed, however its address is spelled', async () => {
  const site = await openSite()
  const first = await newer(site, 'First', link('http://www.tides.example/a/?utm_source=x'))
  const second = await newer(site, 'Second', link('https://m.tides.example/a#top'))
  await newer(site, 'Other', link('https://tides.example/b'))
  const roundup = await newer(site, 'Roundup', { body: '<a href="https://tides.example/a">tides</a>' })
  const last = await newer(site, 'Last', link('https://tides.example/a'))
  expect(await seenOn(site, last)).toEqual(['Same source: Roundup', 'Same source: Second', 'Same source: First'])
  expect(await seenOn(site, second)).toEqual(['Same source: First'])
  expect(await seenOn(site, first)).toEqual([])
  expect(await seenOn(site, roundup)).toEqual(['Linked above: Second', 'Linked above: First'])
})

test('a source that is a front page links nothing', async () => {
  const site = await openSite()
  await newer(site, 'First', link('https://tides.example/'))
  expect(await seenOn(site, await newer(site, 'Last', link('https://www.tides.example')))).toEqual([])
})

test('links are listed in both directions, with the site’s host and without, and not those to another site', async () => {
  const site = await openSite({ BASE_URL: 'https://news.example' })
  const fog = await newer(site, 'Fog')
  const tide = await newer(site, 'Tide', { body: `<a href="/articles/${fog}-fog#c1">fog</a>` })
  const rain = await newer(site, 'Rain', { body: `<a href="http://www.news.example/articles/${fog}">fog</a>` })
  await newer(site, 'Elsewhere', { body: `<a href="https://other.example/articles/${fog}-fog">fog</a>` })
  expect(await seenOn(site, fog)).toEqual(['Links here: Rain', 'Links here: Tide'])
  expect(await seenOn(site, tide)).toEqual(['Linked above: Fog'])
  expect(await seenOn(site, rain)).toEqual(['Linked above: Fog'])
})

test('earlier articles that share two tags are listed, those that share one are not', async () => {
  const site = await openSite()
  const tags = ['tides', 'fog', 'boats']
  await newer(site, 'Two', { tags: ['fog', 'tides'] })
  await newer(site, 'One', { tags: ['fog'] })
  const id = await newer(site, 'All', { tags })
  await newer(site, 'Later', { tags })
  expect(await seenOn(site, id)).toEqual(['Same tags: Two'])
})

test('at most five are listed, each once, the best reason first', async () => {
  const site = await openSite()
  const tags = ['tides', 'fog']
  for (const n of [1, 2, 3, 4, 5, 6]) await newer(site, `Tagged ${n}`, { tags })
  const both = await newer(site, 'Both', { tags, ...link('https://a.example/a') })
  const id = await newer(site, 'Last', {
    tags,
    ...link('https://a.example/a'),
    body: `<a href="/articles/${both}">x</a>`,
  })
  expect(await seenOn(site, id)).toEqual([
    'Same source: Both',
    'Same tags: Tagged 6',
    'Same tags: Tagged 5',
    'Same tags: Tagged 4',
    'Same tags: Tagged 3',
  ])
})

test('what a member has muted is left out, and others move up', async () => {
  const site = await openSite()
  const tags = ['tides', 'fog']
  for (const n of [1, 2, 3, 4, 5, 6])
    await newer(site, `Tagged ${n}`, { tags, ...(n === 3 ? { nic: 'Loud', section: 'Fog' } : {}) })
  const id = await newer(site, 'Last', { tags })
  const ada = await site.member('Ada')
  await addMute(site.deps, { ...ada, commentCount: 0 } as never, 'person', 'Loud')
  expect(await seenOn(site, id, ada)).toEqual([6, 5, 4, 2, 1].map((n) => `Same tags: Tagged ${n}`))
})

test('a cached page shows an article that begins to link to it, until that is no longer published', async () => {
  const site = await openSite()
  const fog = await newer(site, 'Fog')
  const tide = await newer(site, 'Tide')
  expect(await seenOn(site, fog)).toEqual([])
  const body_html = `<p><a href="/articles/${fog}">fog</a></p>`
  await write(site.deps, (db) => rerenderArticle(db, tide, { body_html, renderer: 1, word_count: 1 }))
  expect(await seenOn(site, fog)).toEqual(['Links here: Tide'])
  await write(site.deps, async (db) => {
    await db.updateTable('articles').set({ state: 'unpublished' }).where('id', '=', tide).execute()
    noteChange(db, topic.article(tide))
  })
  expect(await seenOn(site, fog)).toEqual([])
})

test('an article that it links to is listed only while that is published', async () => {
  const site = await openSite()
  const fog = await newer(site, 'Fog')
  const tide = await newer(site, 'Tide', { body: `<a href="/articles/${fog}">fog</a>` })
  expect(await seenOn(site, tide)).toEqual(['Linked above: Fog'])
  await write(site.deps, async (db) => {
    await db.updateTable('articles').set({ state: 'unpublished' }).where('id', '=', fog).execute()
    noteChange(db, topic.article(fog))
  })
  expect(await seenOn(site, tide)).toEqual([])
})

test('an article that the page lists already is not listed again for its tags alone', async () => {
  const site = await openSite()
  const tags = ['tides', 'fog']
  await newer(site, 'Elsewhere', { tags })
  await newer(site, 'Listed', { tags, section: 'Harbour' })
  await newer(site, 'Source', { tags, section: 'Harbour', ...link('https://a.example/a') })
  const id = await newer(site, 'Last', { tags, section: 'Harbour', ...link('https://a.example/a') })
  expect(await seenOn(site, id)).toEqual(['Same source: Source', 'Same tags: Elsewhere'])
})

test('all of it is one statement', async () => {
  const site = await openSite()
  const id = await newer(site, 'Fog', { tags: ['a', 'b'], ...link('https://a.example/a') })
  let statements = 0
  const counted = site.deps.db.withPlugin({
    transformQuery: ({ node }) => {
      statements++
      return node
    },
    transformResult: async ({ result }) => result,
  })
  await seenBefore(counted, { id, published_at: NOON, sourceKey: 'a.example/a', host: 'x', tags: ['a', 'b'] }, 5)
  expect(statements).toBe(1)
})
