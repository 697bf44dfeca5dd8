// Storing what the importers read: once, in order, and so that it can be stopped and repeated.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { countAll } from '../../src/db/sql.ts'
import { COMMENTS_PER_STEP, loadArticles } from '../../src/importers/actions.ts'
import { readHackerNews } from '../../src/importers/hackernews.ts'
import type { ImportedArticle, ImportedComment } from '../../src/importers/shape.ts'
import { readTextPage } from '../../src/importers/text.ts'
import { addDays, dayOf, momentOf, timeOf } from '../../src/time.ts'
import { shown, wordsOn } from '../comments/page.ts'
import { counted } from '../support/counted.ts'
import { anArticle, aThread, NOON, openSite, type Site } from '../support/site.ts'
import { node, tree } from './hackernews-items.ts'

const load = (site: Site, articles: readonly ImportedArticle[], over = {}) =>
  loadArticles(site.deps, 'file.json', articles, { dryRun: false, actor: 'broadside import', ...over })
const rows = async (site: Site) => {
  const { db } = site.deps
  return {
    articles: await db.selectFrom('articles').selectAll().orderBy('id').execute(),
    comments: await db.selectFrom('comments').selectAll().orderBy('id').execute(),
    keys: await db.selectFrom('import_keys').selectAll().orderBy('key').execute(),
    totals: await db.selectFrom('day_totals').selectAll().orderBy('day').execute(),
    log: await db.selectFrom('log_entries').selectAll().orderBy('id').execute(),
    closures: await db.selectFrom('closures').selectAll().execute(),
  }
}
const pageOf = async (site: Site, key: string): Promise<{ status: number; body: string; id: number }> => {
  const { noun_id: id } = await site.deps.db
    .selectFrom('import_keys')
    .select('noun_id')
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  const answer = await site.get((await site.get(`/articles/${id}`)).headers.location!)
  return { status: answer.statusCode, body: answer.body, id }
}

const three = ['a', 'b', 'c'].map((key) =>
  anArticle({ key, headline: `Story ${key}`, comments: aThread(key, [null, 0, null, 1]) }),
)

/** A closed thread of several transactions, each thirtieth comment of which was removed at its source. */
const long = anArticle({
  key: 'long',
  closed: { at: NOON - 1000, reason: 'Closed on the page that was imported' },
  comments: aThread(
    'long',
    Array.from({ length: 3 * COMMENTS_PER_STEP + 7 }, (_, i) => (i % 3 === 0 ? null : i - 1)),
  ).map(
    (one, i): ImportedComment =>
      i % 30 === 5
        ? { ...one, text: `Dead ${i}.`, state: 'removed', removal: { at: NOON, reason: 'Dead at its source' } }
        : one,
  ),
})

describe('An import', () => {
  test('stores articles with their threads, says how many, and its pages are there at once', async () => {
    const site = await openSite()
    await site.get('/')
    expect(await load(site, three)).toEqual({ articles: 3, comments: 12, known: 0, skipped: [] })
    const { status, body } = await pageOf(site, 'b')
    expect([status, shown(body).length]).toEqual([200, 4])
    expect(wordsOn((await site.get('/')).body)).toContain('3 articles and 12 comments are archived.')
  })

  test('as a dry run says the same and stores nothing', async () => {
    const site = await openSite()
    const before = await rows(site)
    expect(await load(site, three, { dryRun: true })).toEqual({ articles: 3, comments: 12, known: 0, skipped: [] })
    expect(await rows(site)).toEqual(before)
    expect(await site.deps.db.selectFrom('sections').selectAll().execute()).toEqual([])
  })

  test('that is repeated adds nothing, and says what it knew', async () => {
    const site = await openSite()
    await load(site, three)
    const before = await rows(site)
    expect(await load(site, three)).toEqual({ articles: 0, comments: 0, known: 15, skipped: [] })
    expect(await rows(site)).toEqual(before)
  })

  test('brings a known article the comments that it lacks, in their places', async () => {
    const site = await openSite()
    await load(site, [{ ...three[0]!, comments: three[0]!.comments.slice(0, 2) }])
    expect(await load(site, [three[0]!])).toEqual({ articles: 0, comments: 2, known: 3, skipped: [] })
    const { body } = await pageOf(site, 'a')
    expect(shown(body)).toEqual([1, 2, 4, 3])
  })

  test('that is interrupted stops between two articles, and goes on where it stopped', async () => {
    const site = await openSite()
    let asked = 0
    const done: number[] = []
    expect(
      await load(site, three, { stopped: () => asked++ >= 2, progress: (n: number) => done.push(n) }),
    ).toMatchObject({ articles: 2, comments: 8 })
    expect(done).toEqual([1, 2])
    expect(await load(site, three)).toEqual({ articles: 1, comments: 4, known: 10, skipped: [] })
    const whole = await openSite()
    await load(whole, three)
    expect(await rows(site)).toEqual(await rows(whole))
  })

  test('that fails within an article leaves nothing of it behind', async () => {
    const site = await openSite()
    const broken = {
      ...three[1]!,
      comments: [...three[1]!.comments, { ...three[1]!.comments[0]!, key: 'b:x', parent: 'nowhere' }],
    }
    await expect(load(site, [three[0]!, broken])).rejects.toThrow('b:x answers nowhere')
    const { articles, comments, totals } = await rows(site)
    expect([articles.length, comments.length, totals]).toEqual([
      1,
      4,
      [{ day: '2030-03-12', articles: 1, comments: 4 }],
    ])
    expect(await load(site, three)).toMatchObject({ articles: 2, comments: 8 })
  })

  test('stores a long thread in short transactions, and shows nobody what its source had removed', async () => {
    const site = await openSite()
    const { store } = site.deps
    const { follow } = store
    const steps: { comments: number; seen: number }[] = []
    let before = 0
    store.follow = async (db) => {
      const { n } = await db.selectFrom('comments').select(countAll().as('n')).executeTakeFirstOrThrow()
      const seen = await db
        .selectFrom('comments')
        .select('id')
        .where('source', 'like', '%Dead%')
        .where('state', '!=', 'removed')
        .execute()
      steps.push({ comments: n - before, seen: seen.length })
      before = n
      return follow?.(db)
    }
    await load(site, [long])
    expect(steps.length).toBeGreaterThan(2)
    for (const { comments, seen } of steps) expect([comments <= COMMENTS_PER_STEP, seen]).toEqual([true, 0])
  })

  test('that is killed within a thread goes on where it stopped', async () => {
    const whole = await openSite()
    await load(whole, [long])
    const killed = await openSite()
    for (const steps of [1, 2]) {
      let left = steps
      const pause = async (): Promise<void> => {
        left -= 1
        if (left === 0) throw new Error('killed')
      }
      await expect(load(killed, [long], { pause })).rejects.toThrow('killed')
      const { closures, comments } = await rows(killed)
      expect([closures.length, comments.length % COMMENTS_PER_STEP, comments.length < long.comments.length]).toEqual([
        1,
        0,
        true,
      ])
    }
    expect(await load(killed, [long])).toMatchObject({
      articles: 0,
      comments: long.comments.length - 3 * COMMENTS_PER_STEP,
    })
    expect(await rows(killed)).toEqual(await rows(whole))
    await counted(killed)
    expect((await pageOf(killed, 'long')).body).toBe((await pageOf(whole, 'long')).body)
  })

  test('keeps comments by age, parents before replies, whatever the clocks of their source said', async () => {
    const site = await openSite()
    const [first, second, third] = aThread('k', [null, 0, 1]) as [ImportedComment, ImportedComment, ImportedComment]
    // The second is dated before what it answers.
    const comments = [
      first,
      { ...second, postedAt: first.postedAt - 5000 },
      { ...third, postedAt: first.postedAt + 1 },
      { ...first, key: 'k:early', postedAt: first.postedAt - 9000, text: 'Early.' },
    ]
    await load(site, [anArticle({ key: 'k', comments })])
    const stored = (await rows(site)).comments
    const numbers = new Map(stored.map((row) => [row.id, row.number]))
    for (const row of stored) if (row.parent_id !== null) expect(numbers.get(row.parent_id)!).toBeLessThan(row.number)
    expect(stored.map((row) => row.source)).toEqual([
      'Early.',
      'Comment number 0.',
      'Comment number 1.',
      'Comment number 2.',
    ])
  })

  test('closes the thread of a page that was closed, once, and tells it in the log', async () => {
    const site = await openSite()
    const closed = anArticle({ key: 'z', closed: { at: NOON - 1000, reason: 'Closed on the page that was imported' } })
    await load(site, [closed])
    await load(site, [{ ...closed, comments: aThread('z', [null]) }])
    const { closures, log } = await rows(site)
    expect([closures.length, log.map((entry) => `${entry.actor} ${entry.act}: ${entry.reason}`)]).toEqual([
      1,
      ['broadside import import-close: Closed on the page that was imported'],
    ])
    const { body } = await pageOf(site, 'z')
    expect(wordsOn(body)).toContain(
      'Sorry. Comments have been closed on this article. You can still read the comments.',
    )
    const ada = await site.member('Ada')
    expect((await site.post('/comments', { article: '1', nic: '', body: 'Late.' }, ada)).statusCode).toBe(409)
  })

  test('files a thread’s removed comments as removed, with their reasons, and counts them out', async () => {
    const site = await openSite()
    const comments = aThread('r', [null, 0]).map(
      (one, i): ImportedComment =>
        i === 0 ? { ...one, state: 'removed', removal: { at: NOON, reason: 'Dead where it came from' } } : one,
    )
    await load(site, [anArticle({ key: 'r', comments })])
    const { articles, comments: stored, totals } = await rows(site)
    expect([articles[0]!.comment_count, stored.map((row) => row.state), totals[0]!.comments]).toEqual([
      1,
      ['removed', 'live'],
      1,
    ])
    expect(wordsOn((await pageOf(site, 'r')).body)).toContain('Removed at 14:25. Reason: Dead where it came from.')
  })

  test('is exempt from the limits of forms', async () => {
    const site = await openSite()
    const long = 'word '.repeat(60_000)
    await load(site, [
      anArticle({
        key: 'l',
        headline: 'h'.repeat(500),
        lede: 'l'.repeat(3000),
        body: long,
        comments: [{ ...aThread('l', [null])[0]!, nic: 'n'.repeat(100), text: long }],
      }),
    ])
    expect((await pageOf(site, 'l')).status).toBe(200)
  })
})

test('a Hacker News tree of our own becomes an article whose thread is that tree', async () => {
  const site = await openSite()
  const json = tree(
    [
      node(2, [node(3, [node(5, [])]), node(4, [])]),
      node(6, [], { text: 'See <a href="https://example.org/" rel="nofollow">this</a><p>and <i>that</i>.' }),
    ],
    { url: 'https://example.org/kite' },
  )
  await load(site, readHackerNews('own.json', json, {}).articles)
  const { status, body } = await pageOf(site, 'hackernews:1')
  expect(status).toBe(200)
  expect(shown(body)).toHaveLength(5)
  expect(wordsOn(body)).toContain('See this and that .')
  expect(body).toContain('<a href="https://example.org/kite" rel="external noopener">example.org')
})

const shared = resolve(import.meta.dirname, '../../../shared/data')
describe.skipIf(!existsSync(shared))('Of the real files,', () => {
  test('the saved page becomes its article: section with its slash, date and time of the site’s zone, closed', async () => {
    for (const zone of ['UTC', 'America/New_York', 'Pacific/Auckland']) {
      const site = await openSite()
      await site.set('timeZone', zone)
      const text = readFileSync(resolve(shared, 'seed-article.txt'), 'utf8')
      const read = () => readTextPage('seed-article.txt', text, (day, time) => momentOf(day, time, zone))
      expect(await load(site, read().articles)).toMatchObject({ articles: 1 })
      expect(await load(site, read().articles)).toMatchObject({ articles: 0, known: 1 })
      const [article] = (await rows(site)).articles
      const lines = text.split(/\r?\n/).map((line) => line.trim())
      expect(lines).toContain(article!.headline)
      expect(lines).toContain(article!.day)
      expect(lines).toContain(timeOf(article!.published_at!, zone))
      expect(dayOf(article!.published_at!, zone)).toBe(article!.day)
      const { body, status } = await pageOf(site, read().articles[0]!.key)
      expect(status).toBe(200)
      expect(wordsOn(body)).toContain('Afghanistan/South Asia')
      expect(wordsOn(body)).toContain('Sorry. Comments have been closed on this article.')
      expect(wordsOn(body)).toContain(article!.lede)
      expect(
        body.match(/<div class="body article-body[^"]*">\s*(<p>[\s\S]*?)<\/div>/)![1]!.match(/<p>/g)!.length,
      ).toBeGreaterThan(1)
      expect((await site.get('/sections/afghanistan-south-asia')).statusCode).toBe(200)
    }
  })

  const files = existsSync(`${shared}/hn`) ? readdirSync(`${shared}/hn`).filter((name) => name.endsWith('.json')) : []
  test.each(files.filter((name) => !name.includes('stories')))(
    '%s becomes pages with every comment in the place that its source gives it',
    async (name) => {
      const site = await openSite()
      const { articles } = readHackerNews(name, JSON.parse(readFileSync(`${shared}/hn/${name}`, 'utf8')), {})
      const loaded = await load(site, articles)
      expect(loaded.comments).toBe(articles.flatMap((article) => article.comments).length)
      for (const article of articles) {
        const { status, body } = await pageOf(site, article.key)
        expect(status).toBe(200)
        // Tombstones side by side share a place, in which each keeps its anchor.
        expect(new Set(Array.from(body.matchAll(/ id="c(\d+)"/g), (match) => match[1])).size).toBe(
          article.comments.length,
        )
        const ids = new Map((await rows(site)).keys.map((row) => [row.key, row.noun_id]))
        const byId = new Map((await rows(site)).comments.map((row) => [row.id, row]))
        for (const comment of article.comments) {
          const row = byId.get(ids.get(comment.key)!)!
          expect([row.parent_id, row.source, row.nic, row.created_at]).toEqual([
            comment.parent === undefined ? null : ids.get(comment.parent),
            comment.text,
            comment.nic,
            comment.postedAt,
          ])
        }
      }
      expect(await load(site, articles)).toMatchObject({ articles: 0, comments: 0 })
      for (const { id } of (await rows(site)).comments.filter((_, i) => i % 40 === 0))
        expect((await site.get(`/comments/${id}`)).statusCode).toBe(302)
    },
  )

  test.each(files.filter((name) => name.includes('stories')))(
    '%s becomes articles, each with a page, and editions for its days',
    async (name) => {
      const site = await openSite()
      const { articles } = readHackerNews(name, JSON.parse(readFileSync(`${shared}/hn/${name}`, 'utf8')), {})
      expect((await load(site, articles)).articles).toBe(articles.length)
      const { articles: stored } = await rows(site)
      expect(stored).toHaveLength(articles.length)
      for (const row of stored.filter((_, i) => i % 30 === 0)) {
        const there = await site.get(`/articles/${row.id}`)
        expect(there.statusCode).toBe(301)
        expect((await site.get(there.headers.location!)).statusCode, row.headline).toBe(200)
      }
      const days = [...new Set(stored.map((row) => row.day!))].sort()
      for (const day of days) {
        const edition = await site.get(`/archive/${day.replaceAll('-', '/')}`)
        expect(edition.statusCode).toBe(200)
        expect(edition.body.match(/<article class="(story|lead)"/g)).toHaveLength(
          stored.filter((row) => row.day === day).length,
        )
      }
      expect((await site.get(`/archive/${addDays(days.at(-1)!, 1).replaceAll('-', '/')}`)).statusCode).toBe(404)
      expect((await site.get('/')).statusCode).toBe(200)
    },
  )
})

test('what lies ahead of the clock is passed over with its reason, and with what answers it', async () => {
  const site = await openSite()
  const comments = aThread('now', [null, 0, 1, null])
  comments[1]!.postedAt = NOON + 1
  const loaded = await load(site, [
    anArticle({ key: 'ahead', postedAt: NOON + 1, comments: aThread('ahead', [null]) }),
    anArticle({ key: 'now', comments }),
  ])
  expect(loaded.skipped).toEqual([
    { file: 'file.json', row: 'ahead', reason: 'Its date is in the future' },
    { file: 'file.json', row: 'now:1', reason: 'Its date, or that of its parent, is in the future' },
    { file: 'file.json', row: 'now:2', reason: 'Its date, or that of its parent, is in the future' },
  ])
  const stored = await rows(site)
  expect([loaded.articles, loaded.comments, stored.articles.length, stored.comments.length]).toEqual([1, 2, 1, 2])
})

test('control characters of the source are dropped; names and headlines are one line', async () => {
  const site = await openSite()
  const [comment] = aThread('c', [null])
  await load(site, [
    anArticle({
      key: 'c',
      section: 'Ha\u0000rbour',
      headline: 'A\u0007 kite\u001b[31m\r\nflies\u009b',
      lede: 'On\u0000e.',
      body: 'First.\r\n\r\n\u0001Second\u0085.\tThird\ufffe.',
      format: 'markup',
      nic: '\u0002\u0003',
      source: { url: 'https://example.org/a\u0000b', name: 'Ex\u0008ample' },
      closed: { at: NOON - 1, reason: 'Do\u0000ne' },
      comments: [
        { ...comment!, nic: 'Hal\u0000yard', text: 'Ri\u0000ght\r\nhere', website: 'https://x.example/\u202eb' },
      ],
    }),
  ])
  const { articles, comments, log } = await rows(site)
  expect(articles).toMatchObject([
    {
      headline: 'A kite[31m flies',
      lede: 'One.',
      body_source: 'First.\n\nSecond.\tThird.',
      nic: '[unknown]',
      source_url: 'https://example.org/ab',
      source_name: 'Example',
    },
  ])
  expect(comments).toMatchObject([{ nic: 'Halyard', source: 'Right\nhere', website: null }])
  expect(log.map(({ reason }) => reason)).toEqual(['Done'])
  expect(await site.deps.db.selectFrom('sections').select('name').where('name', 'like', 'Har%').execute()).toEqual([
    { name: 'Harbour' },
  ])
  const empty = await load(site, [anArticle({ key: 'd', headline: '\u0000\u200b' })])
  expect(empty.skipped).toEqual([{ file: 'file.json', row: 'd', reason: 'No title' }])
})
