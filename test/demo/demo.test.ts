// The demo edition: what the specification asks of it, at any hour at which it is loaded.

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { publishedArticle } from '../../src/articles/queries.ts'
import { threadOf } from '../../src/comments/thread/state-checks.ts'
import { demoArticles, loadDemo } from '../../src/demo/actions.ts'
import { loadDemoDesk } from '../../src/demo/desk-actions.ts'
import { articles as written } from '../../src/demo/edition/edition.ts'
import { people } from '../../src/demo/edition/people.ts'
import type { DemoComment } from '../../src/demo/shape.ts'
import { TAGS } from '../../src/markup/table.ts'
import { toolButtons } from '../../src/markup/toolbar.ts'
import { mediaFolder } from '../../src/media/names.ts'
import { DAY, dayOf, momentOf } from '../../src/time.ts'
import { shown, wordsOn } from '../comments/page.ts'
import { openDemoSite, type Site } from '../support/site.ts'

const flatten = (thread: readonly DemoComment[], depth = 1): { one: DemoComment; depth: number }[] =>
  thread.flatMap((one) => [{ one, depth }, ...flatten(one.replies ?? [], depth + 1)])
const threads = written.map((article) => flatten(article.thread))
const comments = threads.flat()

async function loaded(clock = '2030-03-12 16:30'): Promise<{ site: Site; open: number; why: string[] }> {
  const [day = '', time = ''] = clock.split(' ')
  const site = await openDemoSite(momentOf(day, time, 'UTC'))
  const states = await Promise.all(
    (await site.deps.db.selectFrom('articles').select('id').execute()).map(async ({ id }) =>
      threadOf(site.deps, (await publishedArticle(site.deps.db, id))!),
    ),
  )
  return {
    site,
    open: states.filter((state) => !state.closed).length,
    why: states.flatMap((state) => (state.closed ? [state.why] : [])),
  }
}

describe('The demo edition has', () => {
  test('thirty articles and more, over seven days, in several areas and sections, of both kinds, one of each day its lead', async () => {
    const { site } = await loaded()
    const { db } = site.deps
    const articles = await db.selectFrom('articles').selectAll().execute()
    expect(articles.length).toBeGreaterThanOrEqual(30)
    expect([...new Set(articles.map((one) => one.day))].sort()).toEqual(
      ['06', '07', '08', '09', '10', '11', '12'].map((day) => `2030-03-${day}`),
    )
    expect((await db.selectFrom('areas').selectAll().execute()).length).toBeGreaterThan(2)
    expect((await db.selectFrom('sections').selectAll().execute()).length).toBeGreaterThan(4)
    expect(new Set(articles.map((one) => one.kind))).toEqual(new Set(['own', 'link']))
    expect((await db.selectFrom('lead_choices').select('day').orderBy('day').execute()).map((one) => one.day)).toEqual(
      [...new Set(articles.map((one) => one.day))].sort(),
    )
    expect(articles.filter((one) => one.picture_id !== null).length).toBeGreaterThan(2)
  })

  test('two hundred comments and more, one thread of a hundred and more to depth twelve', () => {
    expect(comments.length).toBeGreaterThanOrEqual(200)
    expect(threads.some((thread) => thread.length >= 100 && thread.some(({ depth }) => depth >= 12))).toBe(true)
  })

  test('every tag of the table', () => {
    const said = comments.map(({ one }) => one.text).join('\n')
    const all = `${said}\n${written.map((article) => article.body).join('\n')}`
    for (const tag of TAGS)
      expect(tag.places.some((place) => place === 'comment') ? said : all, tag.name).toContain(`<${tag.name}`)
    expect(toolButtons('comment')).toHaveLength(12)
    for (const line of [/^>/m, /https?:\/\/\S+/, /(^|\s)@\w/, /\n\n/]) expect(said).toMatch(line)
  })

  test('guests, members, staff, a removed comment, a withdrawn one and a picked nic', async () => {
    const { site } = await loaded()
    const stored = await site.deps.db
      .selectFrom('comments as c')
      .leftJoin('accounts as p', 'p.id', 'c.account_id')
      .select(['c.name_kind', 'c.state', 'p.role', 'c.account_id'])
      .execute()
    expect(new Set(stored.map((one) => one.name_kind))).toEqual(new Set(['member', 'picked', 'guest']))
    expect(new Set(stored.map((one) => one.role))).toEqual(new Set([null, 'member', 'editor', 'moderator', 'admin']))
    expect(new Set(stored.map((one) => one.state))).toEqual(new Set(['live', 'removed', 'withdrawn']))
    for (const one of stored) expect(one.account_id === null).toBe(one.name_kind === 'guest')
  })

  test('nobody who is not among its people', () => {
    const nics = new Set(people.map((person) => person.nic))
    for (const { one } of comments) {
      if (one.by !== undefined) expect(nics).toContain(one.by)
      if (one.removed) expect(nics).toContain(one.removed.by)
      if (one.guest !== undefined) expect(nics).not.toContain(one.guest)
      expect(one.by ?? one.guest).toBeTypeOf('string')
    }
    for (const article of written) expect(nics).toContain(article.by)
  })
})

describe.each(['2030-03-12 00:10', '2030-03-12 14:59', '2030-03-12 15:01', '2030-03-12 23:50'])(
  'Loaded at %s,',
  (clock) => {
    test('it has one thread closed by a moderator, one by age, five and more open, and nothing that lies ahead', async () => {
      const { site, open, why } = await loaded(clock)
      expect(why).toContain('moderator')
      expect(why).toContain('age')
      expect(open).toBeGreaterThanOrEqual(5)
      const { db } = site.deps
      const moments = [
        ...(await db.selectFrom('articles').select('published_at as at').execute()),
        ...(await db.selectFrom('comments').select('created_at as at').execute()),
        ...(await db.selectFrom('log_entries').select('created_at as at').execute()),
        ...(await db.selectFrom('closures').select('created_at as at').execute()),
        ...(await db.selectFrom('removals').select('created_at as at').execute()),
      ].map(({ at }) => at!)
      expect(Math.max(...moments)).toBeLessThanOrEqual(site.deps.clock())
      expect(Math.min(...moments)).toBeGreaterThan(site.deps.clock() - 9 * DAY)
      expect((await site.get('/')).statusCode).toBe(200)
    })
  },
)

test.each(['UTC', 'Pacific/Auckland'])('Nothing of it lies ahead at any hour in %s', (zone) => {
  for (let at = Date.UTC(2030, 2, 11); at < Date.UTC(2030, 2, 12); at += DAY / 24) {
    const articles = demoArticles(at, zone)
    const moments = articles.flatMap((article) => [
      article.postedAt,
      article.closed?.at ?? 0,
      ...article.comments.flatMap((comment) => [comment.postedAt, comment.removal?.at ?? 0]),
    ])
    expect(Math.max(...moments)).toBeLessThanOrEqual(at)
    expect(new Set(articles.map((article) => dayOf(article.postedAt, zone))).size).toBe(7)
  }
})

test('Every comment of it comes after what it answers, and after its article', () => {
  for (const article of demoArticles(Date.UTC(2030, 2, 12, 16), 'UTC')) {
    const at = new Map(article.comments.map((comment) => [comment.key, comment.postedAt]))
    for (const comment of article.comments) {
      expect(comment.postedAt, comment.key).toBeGreaterThan(article.postedAt)
      if (comment.parent !== undefined) expect(comment.postedAt, comment.key).toBeGreaterThan(at.get(comment.parent)!)
      if (comment.removal) expect(comment.removal.at).toBeGreaterThan(comment.postedAt)
      if (article.closed && comment.account === undefined)
        expect(comment.postedAt).toBeLessThanOrEqual(article.closed.at)
    }
  }
})

test('Every page of it answers, every text is rendered, no tag is left standing as typed by mistake', async () => {
  const { site } = await loaded()
  const { db } = site.deps
  const articles = await db.selectFrom('articles').select(['id', 'body_html', 'comment_count', 'headline']).execute()
  const rows = await db.selectFrom('comments').select(['id', 'html', 'source', 'article_id', 'state']).execute()
  const names = TAGS.map((tag) => tag.name).join('|')
  const typed = new RegExp(`&lt;/?(${names})\\b`)
  for (const { html, id } of [...rows, ...articles.map((one) => ({ id: one.headline, html: one.body_html }))]) {
    // What stands in <code> and <pre> is meant to be seen.
    expect(html.replace(/<code>[\s\S]*?<\/code>/g, ''), String(id)).not.toMatch(typed)
    expect(html).not.toContain('picture:')
    expect(html.trim()).not.toBe('')
  }
  for (const { id } of articles) {
    const there = await site.get(`/articles/${id}`)
    const page = await site.get(there.headers.location!)
    expect(page.statusCode).toBe(200)
    expect(shown(page.body)).toHaveLength(rows.filter((row) => row.article_id === id).length)
    for (const [, name] of page.body.matchAll(/src="\/media\/([^"]+)"/g))
      expect(existsSync(`${mediaFolder(site.deps.config.dataDir)}/${name}`)).toBe(true)
    expect(page.body.replaceAll(`"${site.deps.config.baseUrl}/`, '"/')).not.toMatch(
      /(src|href)="https?:\/\/(?!\S*example\.)/,
    )
  }
  for (const day of ['06', '07', '08', '09', '10', '11', '12'])
    expect((await site.get(`/archive/2030/03/${day}`)).statusCode).toBe(200)
  for (const { slug } of await db.selectFrom('sections').select('slug').execute())
    expect((await site.get(`/sections/${slug}`)).statusCode).toBe(200)
  for (const { nic } of people) expect((await site.get(`/people/${encodeURIComponent(nic)}`)).statusCode).toBe(200)
  for (const { id } of rows) expect((await site.get(`/comments/${id}`)).statusCode).toBe(302)
  for (const { name } of await db.selectFrom('media').select('name').execute()) {
    const picture = await site.get(`/media/${name}`)
    expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/webp'])
    expect(picture.rawPayload.equals(readFileSync(`${mediaFolder(site.deps.config.dataDir)}/${name}`))).toBe(true)
  }
  expect(wordsOn((await site.get('/')).body)).toContain('Tuesday, 12 March 2030')
})

test('It is loaded once: a second time adds nothing', async () => {
  const { site } = await loaded()
  expect(await loadDemo(site.deps)).toMatchObject({ articles: 0, comments: 0 })
})

test('The desk of the demo edition has two submissions that wait, one that was sent back, one that is scheduled, and a corrected article', async () => {
  const { site } = await loaded()
  expect(await loadDemoDesk(site.deps)).toBe(4)
  const rows = await site.deps.db
    .selectFrom('articles')
    .select(['state', 'scheduled_at'])
    .where('state', '<>', 'published')
    .orderBy('id')
    .execute()
  expect(rows).toEqual([
    { state: 'waiting', scheduled_at: null },
    { state: 'waiting', scheduled_at: null },
    { state: 'returned', scheduled_at: null },
    { state: 'scheduled', scheduled_at: momentOf('2030-03-13', '07:00', 'UTC') },
  ])
  const editor = await site.member('Blue Pencil', 'editor')
  const desk = wordsOn((await site.get('/desk', editor)).body)
  expect(desk).toContain('Two are waiting, the oldest for 1 hour 44 minutes.')
  expect(desk).toContain('In defence of the last biscuit')
  const corrections = wordsOn((await site.get('/corrections')).body)
  expect(corrections).toContain('Lamp moth counted for the fortieth year, at the same lamp')
  expect(corrections).toContain('Sent by Marram')
})
