// The lists over many days: areas, sections, tags, sources and the latest comments, all paged by key.
import { describe, expect, test } from 'vitest'
import { setState } from '../../src/comments/queries.ts'
import { write } from '../../src/db/write.ts'
import { loadArticles } from '../../src/importers/actions.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { anArticle, aThread, NOON, openSite, type Site } from '../support/site.ts'

const morning = NOON - (NOON % DAY) + 8 * HOUR
const words = async (site: Site, url: string): Promise<string> => wordsOn((await site.get(url)).body)
const stories = (body: string): number[] => [...body.matchAll(/>Story (\d+)</g)].map((match) => Number(match[1]))
const turns = (body: string): [string | null, string | null] => [linkOn(body, 'Newer'), linkOn(body, 'Older')]

/** Ninety-five stories, two each at equal times, the newest today; all in one area, in two sections, with one tag and one source. */
async function full(): Promise<Site> {
  const site = await openSite()
  const list = Array.from({ length: 95 }, (_, i) =>
    anArticle({
      key: `s:${i}`,
      area: 'Town',
      section: i % 3 === 0 ? 'Letters' : 'Harbour',
      headline: `Story ${i}`,
      tags: ['Tide tables'],
      source: { url: `https://www.example.org/${i}` },
      postedAt: morning - DAY * 3 + Math.trunc(i / 2) * 90 * MINUTE,
    }),
  )
  const other = anArticle({
    key: 'else',
    area: 'World',
    section: 'Abroad',
    headline: 'Elsewhere',
    postedAt: morning - DAY,
  })
  await loadArticles(site.deps, 'test', [...list, other], { dryRun: false, actor: 'test' })
  return site
}

describe('Every long list', () => {
  test.each(['/areas/town', '/sections/harbour', '/tags/Tide%20tables', '/sources/example.org'])(
    'is newest first and paged by key: %s loses none, and its pages lead to and fro',
    async (list) => {
      const site = await full()
      const seen: number[] = []
      const visited: string[] = []
      for (let url: string | null = list; url !== null; ) {
        const page = await site.get(url)
        expect(page.statusCode).toBe(200)
        const [newer, older]: [string | null, string | null] = turns(page.body)
        expect(newer).toBe(visited.at(-1) ?? null)
        expect(page.body.includes('rel="prev"')).toBe(visited.length > 0)
        expect(page.body.includes(`rel="next" href="${older}"`)).toBe(older !== null)
        seen.push(...stories(page.body))
        visited.push(url)
        url = older
      }
      expect(visited.length).toBeGreaterThan(1)
      // By section on the first page of an area, else by time.
      const wanted = Array.from({ length: 95 }, (_, i) => 94 - i).filter(
        (i) => !list.includes('harbour') || i % 3 !== 0,
      )
      expect(list.includes('areas') ? [...seen].sort((a, b) => b - a) : seen).toEqual(wanted)
    },
  )

  test.each([
    '/areas/town',
    '/sections/harbour',
    '/tags/tides',
    '/sources/example.org',
    '/latest',
    '/tags',
    '/sources',
    '/people/Ada',
    '/people/Ada/articles',
  ])('has no page of %s below junk', async (list) => {
    const site = await openSite()
    await site.member('Ada')
    await site.article({ tags: ['tides'], source: { url: 'https://example.org' }, comments: aThread('c', [null]) })
    for (const junk of ['', '0', '01', 'x', '-1', '1e3', '999999', '9999999999999999', '1&before=2', "1'", '1.0'])
      expect((await site.get(`${list}?before=${junk}`)).statusCode, junk).toBe(404)
  })

  test.each([
    '/areas/nowhere',
    '/tags/nothing',
    '/sources/nobody.example',
    '/areas/%00',
    '/tags/%00',
    '/sources/..%2f..',
  ])('has no %s', async (url) => {
    expect((await (await full()).get(url)).statusCode).toBe(404)
  })

  test.each([
    ['/tags/tide%20table', 'No such tag', 'Did you mean “Tide tables”?', '/tags/Tide%20tables'],
    ['/tags/tide', 'No such tag', 'Did you mean “Tide tables”?', '/tags/Tide%20tables'],
    ['/sources/exampel.org', 'No such source', 'Did you mean “example.org”?', '/sources/example.org'],
    ['/sections/Harbor', 'No such section', 'Did you mean “Harbour”?', '/sections/harbour'],
    ['/sections/nowhere', 'No such section', 'All sections', '/sections'],
    ['/tags/nothing', 'No such tag', 'All tags', '/tags'],
    ['/sources/nobody.example', 'No such source', 'All sources', '/sources'],
    ['/areas/nowhere', 'No such area', 'All areas', '/areas'],
  ])('at %s says what is missing, and links what may have been meant', async (url, title, text, href) => {
    const site = await openSite()
    await site.article({ tags: ['Tide tables'], source: { url: 'https://example.org/' } })
    const { statusCode, body } = await site.get(url)
    expect(statusCode).toBe(404)
    expect(body).toContain(`>${title}</h1>`)
    expect(linkOn(body, text)).toBe(href)
  })

  test('does not suggest a tag without articles', async () => {
    const site = await openSite()
    await site.article({ tags: ['Tides'] })
    await write(site.deps, (db) => db.insertInto('tags').values({ name: 'Tidez', folded: 'tidez' }).execute())
    const page = await words(site, '/tags/tide')
    expect(page).toContain('Did you mean “Tides”?')
    expect(page).not.toContain('Tidez')
  })

  test('says when there is nothing older, and links back', async () => {
    const site = await openSite()
    const id = await site.article({ tags: ['tides'], source: { url: 'https://example.org' } })
    for (const list of ['/areas/town', '/sections/harbour', '/tags/tides', '/sources/example.org']) {
      const { body } = await site.get(`${list}?before=${id}`)
      expect(wordsOn(body)).toContain('Nothing older is filed here.')
      expect(linkOn(body, 'Newest stories')).toBe(list)
    }
  })
})

describe('An area', () => {
  test('has a front page: the current edition by section, then older stories', async () => {
    const site = await openSite()
    await site.article({ area: 'Town', section: 'Harbour', headline: 'Of today' })
    await site.article({ area: 'Town', section: 'Letters', headline: 'A letter' })
    await site.article({ area: 'World', section: 'Abroad', headline: 'Far away' })
    await site.article({ area: 'Town', section: 'Letters', headline: 'Of yesterday', postedAt: morning - DAY })
    const page = await words(site, '/areas/town')
    expect(page).toMatch(
      /Town 3 articles in 2 sections\. The whole front page of Tuesday, 12 March 2030 Harbour 1 today Of today .*Letters 1 today A letter .*Earlier newest first Of yesterday/,
    )
    expect(page).not.toContain('Far away')
    expect(await words(site, '/areas/world')).not.toContain('Earlier')
    site.advance(DAY)
    await site.article({ area: 'World', section: 'Abroad', headline: 'Newest', postedAt: morning + DAY })
    expect(await words(site, '/areas/town')).toMatch(
      /Nothing from this area in the current edition yet\. Earlier newest first A letter .*Of today .*Of yesterday/,
    )
  })

  test('is linked on the front page if there are several, and in the lists of areas and sections', async () => {
    const site = await openSite()
    await site.article({ area: 'Town', section: 'Harbour' })
    expect(linkOn((await site.get('/')).body, 'All areas')).toBeNull()
    await site.article({ area: 'Field & Bench', section: 'Science' })
    const front = (await site.get('/')).body
    expect([linkOn(front, 'All areas'), linkOn(front, 'Field & Bench')]).toEqual(['/areas', '/areas/field-bench'])
    expect(await words(site, '/areas')).toContain('Town Harbour 1 Field & Bench Science 1')
    for (const url of ['/areas', '/sections', '/headlines'])
      expect(linkOn((await site.get(url)).body, 'Field & Bench'), url).toBe('/areas/field-bench')
    expect(linkOn((await site.get('/sections/science')).body, 'Field & Bench')).toBe('/areas/field-bench')
  })
})

describe('A tag', () => {
  test('has the spelling of its first use; others redirect there, and an article has it once', async () => {
    const site = await openSite()
    await site.article({ headline: 'First', tags: ['Tide tables', 'C/C++'] })
    await site.article({ headline: 'Second', tags: ['tide TABLES', 'TIDE tables'] })
    expect(await words(site, '/tags/Tide%20tables')).toContain(
      'All tags Tide tables 2 articles, newest first. Newest Latest comment Most recommended Stories Second',
    )
    for (const [asked, to] of [
      ['tide%20tables', 'Tide%20tables'],
      ['TIDE%20TABLES?before=2', 'Tide%20tables?before=2'],
      ['c%2fc++', 'C%2FC%2B%2B'],
    ]) {
      const answer = await site.get(`/tags/${asked}`)
      expect([answer.statusCode, answer.headers.location], asked).toEqual([301, `/tags/${to}`])
    }
    expect(await words(site, '/tags')).toContain('Tide tables 2 articles C/C++ 1 article')
    const { body } = await site.get('/articles/2-second')
    expect(linkOn(body, 'Tide tables')).toBe('/tags/Tide%20tables')
    expect(wordsOn(body)).toContain('Tags Tide tables Address')
    const list = await site.get(linkOn((await site.get('/tags')).body, 'C/C++')!)
    expect([list.statusCode, wordsOn(list.body).includes('First')]).toEqual([200, true])
  })

  test('of letters beyond ASCII has a page', async () => {
    const site = await openSite()
    await site.article({ tags: ['Новости', 'Ünïcode'] })
    expect((await site.get(linkOn((await site.get('/tags')).body, 'Новости')!)).statusCode).toBe(200)
    expect((await site.get(`/tags/${encodeURIComponent('ÜNÏCODE')}`)).headers.location).toBe(
      `/tags/${encodeURIComponent('Ünïcode')}`,
    )
  })

  test('is in the list of all tags, the most used first, two hundred a page', async () => {
    const site = await openSite()
    expect(await words(site, '/tags')).toContain('Nothing has been tagged yet.')
    expect(await words(site, '/sources')).toContain('No article has linked anywhere yet.')
    await loadArticles(
      site.deps,
      'test',
      Array.from({ length: 45 }, (_, i) =>
        anArticle({
          key: `t${i}`,
          tags: ['all', ...Array.from({ length: 10 }, (_, n) => `tag ${String(i * 10 + n).padStart(3, '0')}`)],
        }),
      ),
      { dryRun: false, actor: 'test' },
    )
    const seen: string[] = []
    const visited: string[] = []
    for (let url: string | null = '/tags'; url !== null; ) {
      const { body } = await site.get(url)
      seen.push(...[...body.matchAll(/<bdi>((?:tag \d+|all))<\/bdi>/g)].map((match) => match[1]!))
      const [newer, older]: [string | null, string | null] = turns(body)
      expect(newer).toBe(visited.at(-1) ?? null)
      visited.push(url)
      url = older
    }
    expect([seen[0], seen.length, new Set(seen).size, visited.length]).toEqual(['all', 451, 451, 3])
  })
})

describe('A source', () => {
  test('is a host without www., and an article links to the other articles from it', async () => {
    const site = await openSite()
    await site.article({ headline: 'One', source: { url: 'https://www.example.org/1', name: 'The Example' } })
    await site.article({ headline: 'Two', source: { url: 'https://example.org/2' } })
    expect(linkOn((await site.get('/articles/1-one')).body, 'All from example.org')).toBe('/sources/example.org')
    expect(await words(site, '/sources/example.org')).toContain(
      'All sources example.org 2 articles, newest first. Newest Latest comment Most recommended Stories Two',
    )
    expect(await words(site, '/sources')).toContain('example.org 2 articles')
    for (const asked of ['www.example.org', 'EXAMPLE.org', 'WWW.Example.ORG']) {
      const answer = await site.get(`/sources/${asked}`)
      expect([answer.statusCode, answer.headers.location]).toEqual([301, '/sources/example.org'])
    }
  })
})

describe('The latest comments', () => {
  const said = (body: string): number[] =>
    [...body.matchAll(/>Comment number (\d+)\.</g)].map((match) => Number(match[1]))

  test('are those of the whole site, newest first, each with nic, time, article, permalink and parent', async () => {
    const site = await openSite()
    expect(await words(site, '/latest')).toContain('Nobody has said a word yet.')
    const first = await site.article({ headline: 'First', comments: aThread('a', [null, 0]) })
    await site.article({ headline: 'Second', comments: aThread('b', [null], NOON - HOUR + 500) })
    const ada = await site.member('Ada')
    await site.post('/comments', { article: String(first), parent: '2', nic: '', body: 'Mine.' }, ada)
    const { body } = await site.get('/latest')
    expect(wordsOn(body)).toContain(
      'on First Ada , member to Guest 1 14:25 Mine. In the thread , this comment of 14:25 Guest 1 guest to Guest 0 13:25 Comment number 1. 1 reply to this comment, 13:25 Guest 0 guest 13:25 Comment number 0. 1 reply to this comment, 13:25 on Second Guest 0 guest 13:25 Comment number 0. In the thread',
    )
    expect([linkOn(body, 'Ada'), linkOn(body, 'Second'), linkOn(body, 'Guest 1')]).toEqual([
      '/people/Ada',
      '/articles/2-second',
      null,
    ])
    expect(linkOn((await site.get('/')).body, 'Latest comments')).toBe('/latest')
  })

  test('are paged by key in the order of time, thirty a page, without losing any', async () => {
    const site = await openSite()
    await site.article({
      comments: aThread(
        'c',
        Array.from({ length: 70 }, () => null),
      ).map((comment, i) => ({ ...comment, postedAt: NOON - HOUR + Math.trunc(i / 2) * 1000 })),
    })
    const seen: number[] = []
    const visited: string[] = []
    for (let url: string | null = '/latest'; url !== null; ) {
      const { body } = await site.get(url)
      const [newer, older]: [string | null, string | null] = turns(body)
      expect(newer).toBe(visited.at(-1) ?? null)
      seen.push(...said(body))
      visited.push(url)
      url = older
    }
    expect(seen).toEqual(Array.from({ length: 70 }, (_, i) => 69 - i))
    expect(visited).toHaveLength(3)
    expect(await words(site, '/latest?before=1')).toContain('Before this, nobody had said a word.')
  })

  test('leave out held and removed comments and spam, and continue below a removed comment', async () => {
    const site = await openSite()
    await site.article({ comments: aThread('c', [null, 0, null]) })
    await write(site.deps, (db) => setState(db, 1, 'removed'))
    await write(site.deps, (db) => setState(db, 3, 'held'))
    expect(said((await site.get('/latest')).body)).toEqual([1])
    expect(await words(site, '/latest')).toContain('to a removed comment')
    expect((await site.get('/latest?before=1')).statusCode).toBe(200)
    expect((await site.get('/latest?before=3')).statusCode).toBe(404)
  })
})
