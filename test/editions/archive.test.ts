// The archive by year, month and day, and the paging of sections by key.
import { describe, expect, test } from 'vitest'
import { loadArticles } from '../../src/importers/actions.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { anArticle, aThread, NOON, openSite, type Site } from '../support/site.ts'

const at = (day: string, time = '08:00'): number => Date.parse(`${day}T${time}:00Z`)
const words = async (site: Site, url: string): Promise<string> => wordsOn((await site.get(url)).body)
const links = (body: string): string[] => [...body.matchAll(/href="(\/archive\/[^"]*)"/g)].map((match) => match[1]!)

async function years(): Promise<Site> {
  const site = await openSite()
  for (const day of ['2028-02-29', '2029-12-31', '2030-01-01', '2030-03-01', '2030-03-12'])
    await site.article({ headline: `Of ${day}`, postedAt: at(day) })
  await site.article({
    headline: 'Another',
    postedAt: at('2030-03-01', '09:00'),
    comments: aThread('an', [null, 0], at('2030-03-01', '10:00')),
  })
  return site
}

describe('The archive', () => {
  test('lists years and months with their totals, newest first, whenever the comments were written', async () => {
    const site = await years()
    await site.article({ postedAt: at('2030-03-12'), comments: aThread('late', [null], at('2030-02-03')) })
    const page = await words(site, '/archive')
    expect(page).toContain('7 articles and 3 comments since 29 February 2028.')
    expect(page).toMatch(/2030 .*March 2030 4 2 January 2030 1 0 2029 .*December 2029 1 0 2028 .*February 2028 1 0/)
    await site.article({ postedAt: at('2030-02-20'), comments: aThread('later', [null], at('2030-02-25')) })
    expect(await words(site, '/archive')).toMatch(/March 2030 4 2 February 2030 1 2 January 2030/)
  })

  test('of a year shows its months as calendars', async () => {
    const site = await years()
    const page = await site.get('/archive/2030')
    expect(wordsOn(page.body)).toContain('2030, so far')
    expect(links(page.body)).toEqual(
      expect.arrayContaining([
        '/archive/2030/01',
        '/archive/2030/03',
        '/archive/2030/01/01',
        '/archive/2030/03/01',
        '/archive/2030/03/12',
        '/archive/2028',
        '/archive/2029',
      ]),
    )
    expect(links(page.body)).not.toContain('/archive/2030/02')
    expect(links(page.body)).not.toContain('/archive/2030/04')
    expect(await words(site, '/archive/2029')).not.toContain('so far')
  })

  test('of a month shows its days, linked where there is an edition', async () => {
    const site = await years()
    const page = await site.get('/archive/2030/03')
    expect(wordsOn(page.body)).toContain('March 2030 2 editions, 3 stories, 2 comments.')
    const days = links(page.body).filter((link) => link.length > 16)
    expect(days).toEqual(['01', '12', '12', '01'].map((day) => `/archive/2030/03/${day}`))
    expect(page.body.match(/<td><span>\d+<\/span><\/td>/g)).toHaveLength(29)
  })

  test('of a month lists its days under the calendar, latest first, each with its lead and counts', async () => {
    const site = await years()
    const body = (await site.get('/archive/2030/03')).body
    const lines = [...body.matchAll(/<li class="ui">(.*?)<\/li>/g)].map((match) => wordsOn(match[1]!).trim())
    expect(lines).toHaveLength(12)
    expect(lines[0]).toBe('Tue 12 Of 2030-03-12 1 story, 0 comments')
    expect(lines[1]).toBe('Mon 11 No edition')
    // The most discussed story leads.
    expect(lines[11]).toBe('Fri 1 Another 2 stories, 2 comments')
    site.advance(DAY)
    expect(await words(site, '/archive/2030/03')).toContain('Wed 13 No edition yet Tue 12')
    // The archive begins with its first edition, in the middle of a month.
    expect((await site.get('/archive/2028/02')).body.match(/<li class="ui">/g)).toHaveLength(1)
    expect((await site.get('/archive/2029/12')).body.match(/<li class="ui">/g)).toHaveLength(31)
  })

  test('of a month shows the lead that the edition shows: the chosen one, else the first of equally discussed ones', async () => {
    const site = await years()
    const [first, second] = [
      await site.article({ headline: 'First', postedAt: at('2030-03-05') }),
      await site.article({ headline: 'Second', postedAt: at('2030-03-05', '09:00') }),
    ]
    const lead = async (): Promise<string> => {
      const edition = (await site.get('/archive/2030/03/05')).body
      const headline = /id="lead"><a [^>]*>([^<]*)</.exec(edition)![1]!
      expect(await words(site, '/archive/2030/03')).toContain(`Tue 5 ${headline} 2 stories`)
      return headline
    }
    expect(await lead()).toBe('First')
    const editor = await site.member('Edda', 'editor')
    expect((await site.post('/desk/leads', { action: 'choose', article: String(second) }, editor)).statusCode).toBe(303)
    expect(await lead()).toBe('Second')
    expect(first).toBeLessThan(second)
  })

  test('of a month leaves out what its reader has muted, and keeps the line of the day', async () => {
    const site = await years()
    const ada = await site.member('Ada')
    await site.post('/mutes', { action: 'mute', kind: 'word', value: 'Another' }, ada)
    const page = async (): Promise<string> => wordsOn((await site.get('/archive/2030/03', ada)).body)
    expect(await page()).toContain('Fri 1 Of 2030-03-01 2 stories')
    await site.post('/mutes', { action: 'mute', kind: 'word', value: 'Of' }, ada)
    expect(await page()).toContain('Fri 1 Everything is muted 2 stories')
    expect(await words(site, '/archive/2030/03')).toContain('Fri 1 Another 2 stories')
  })

  test.each([
    ['/archive', 'Search the archive', ['', '2030', '2029', '2028']],
    ['/archive/2030', 'Search 2030', ['2030', '']],
    ['/archive/2030/03', 'Search March 2030', ['2030-03', '2030', '']],
    ['/archive/2030/03/12', 'Search 12 March 2030', ['2030-03-12', '2030-03', '2030', '']],
    ['/archive/2030/03/11', 'Search 11 March 2030', ['2030-03-11', '2030-03', '2030', '']],
  ])('at %s has a search box that is preset to the period and can be widened', async (url, named, periods) => {
    const site = await years()
    const { body } = await site.get(url)
    expect(body).toContain(`placeholder="${named}"`)
    expect([...body.matchAll(/<option value="([^"]*)">/g)].map((match) => match[1])).toEqual(periods)
  })

  test('is searched within the period that the box names, which the results then show as dates', async () => {
    const site = await years()
    await site.deps.refresh()
    const found = async (query: string): Promise<string> => (await site.get(`/search?${query}`)).body
    const march = await found('q=Of&period=2030-03')
    expect(march).toContain('name="from" type="date" value="2030-03-01"')
    expect(march).toContain('name="to" type="date" value="2030-03-31"')
    expect(wordsOn(march)).toContain('2030-03-12')
    expect(wordsOn(march)).not.toContain('2030-01-01')
    expect(wordsOn(await found('q=Of&period=2030-03-12'))).not.toContain('Of 2030-03-01')
    expect(wordsOn(await found('q=Of&period='))).toContain('2028-02-29')
    expect(await found('q=Of&period=2029&from=2030-01-01')).toContain('name="from" type="date" value="2030-01-01"')
    const faulty = await site.get('/search?q=Of&period=March')
    expect(faulty.statusCode).toBe(422)
    expect(wordsOn(faulty.body)).toContain('Choose a year, a month or a day.')
  })

  test('shows the edition of a day, with links to the previous and next edition', async () => {
    const site = await years()
    const page = await site.get('/archive/2030/03/01')
    expect(wordsOn(page.body)).toContain('Friday, 1 March 2030 No. 4. Two stories by 1 person, 2 comments.')
    expect(wordsOn(page.body)).toContain('Another')
    expect(wordsOn(page.body)).not.toContain('Of 2030-03-12')
    expect(page.body).toContain('<a rel="prev" href="/archive/2030/01/01">Tuesday, 1 January</a>')
    expect(page.body).toContain('<a rel="next" href="/archive/2030/03/12">Tuesday, 12 March</a>')
    const [first, last] = [await site.get('/archive/2028/02/29'), await site.get('/archive/2030/03/12')]
    expect(first.body).not.toContain('rel="prev"')
    expect(last.body).not.toContain('rel="next"')
  })

  test.each([
    '/archive/2030/02/30',
    '/archive/2029/02/29',
    '/archive/2030/13',
    '/archive/2030/00',
    '/archive/2030/3',
    '/archive/2030/03/1',
    '/archive/2030/03/32',
    '/archive/2030/03/00',
    '/archive/20300',
    '/archive/203',
    '/archive/abcd',
    '/archive/2031',
    '/archive/2030/04',
    '/archive/2030/03/02',
    '/archive/0000',
    '/archive/-030',
    '/archive/+030',
    '/archive/2030/03/12/1',
    '/archive/２０３０',
  ])('has no %s', async (url) => {
    const site = await years()
    expect((await site.get(encodeURI(url))).statusCode).toBe(404)
  })
})

describe('A section', () => {
  async function full(): Promise<Site> {
    const site = await openSite()
    // Pairs with equal times, so that the key needs more than the time.
    const list = Array.from({ length: 95 }, (_, i) =>
      anArticle({ key: `s:${i}`, headline: `Story ${i}`, postedAt: NOON - DAY + Math.trunc(i / 2) * MINUTE }),
    )
    await loadArticles(
      site.deps,
      'test',
      [...list, anArticle({ key: 'else', headline: 'Elsewhere', section: 'Letters', postedAt: NOON - DAY })],
      { dryRun: false, actor: 'test' },
    )
    return site
  }
  const stories = (body: string): number[] => [...body.matchAll(/>Story (\d+)</g)].map((match) => Number(match[1]))

  test('lists stories newest first, forty a page, paged by key in both directions, without losing any', async () => {
    const site = await full()
    const [seen, visited]: [number[], string[]] = [[], []]
    let url: string | null = '/sections/harbour'
    for (let n = 0; url !== null; n++) {
      const page = await site.get(url)
      expect(page.statusCode).toBe(200)
      seen.push(...stories(page.body))
      expect(/<a rel="prev" href="([^"]*)">Newer<\/a>/.exec(page.body)?.[1]).toBe(visited.at(-1))
      visited.push(url)
      url = linkOn(page.body, 'Older')
      if (url !== null) expect(page.body).toContain(`<a rel="next" href="${url}">`)
      expect(stories(page.body).length).toBe(n < 2 ? 40 : 15)
    }
    expect(seen).toEqual(Array.from({ length: 95 }, (_, i) => 94 - i))
  })

  test('keeps its pages when new stories arrive', async () => {
    const site = await full()
    const older = linkOn((await site.get('/sections/harbour')).body, 'Older')!
    const before = stories((await site.get(older)).body)
    await site.article({ headline: 'Story 999' })
    expect(stories((await site.get(older)).body)).toEqual(before)
    expect(stories((await site.get('/sections/harbour')).body)[0]).toBe(999)
  })

  test('with a slash in its name has an address, a page and a place in the list of sections', async () => {
    const site = await openSite()
    await site.article({ area: 'World', section: 'Afghanistan/South Asia' })
    await site.article({ area: 'World', section: 'Afghanistan South Asia' })
    await site.article({ area: 'Мир', section: 'Новости' })
    const list = await site.get('/sections')
    expect(wordsOn(list.body)).toContain(
      'World Section Articles Afghanistan/South Asia 1 article Afghanistan South Asia 1 article',
    )
    expect(linkOn(list.body, 'Afghanistan/South Asia')).toBe('/sections/afghanistan-south-asia')
    expect(linkOn(list.body, 'Afghanistan South Asia')).toBe('/sections/afghanistan-south-asia-2')
    const russian = await site.get(linkOn(list.body, 'Новости')!)
    expect([russian.statusCode, wordsOn(russian.body).includes('Мир Новости 1 article, newest first.')]).toEqual([
      200,
      true,
    ])
  })

  test.each([
    '/sections/nowhere',
    '/sections/harbour?before=0',
    '/sections/harbour?before=999',
    '/sections/harbour?before=01',
    '/sections/harbour?before=x',
    '/sections/harbour?before=1&before=2',
    '/sections/%00',
  ])('has no %s', async (url) => {
    const site = await full()
    expect((await site.get(url)).statusCode).toBe(404)
  })
})

describe('Days are those of the site’s zone:', () => {
  const zones = [
    ['Pacific/Auckland', '2030-03-12', Date.UTC(2030, 2, 11, 11)],
    ['America/New_York', '2030-03-12', Date.UTC(2030, 2, 12, 4)],
    // Clocks go forward that night in New York, and back in Auckland on 7 April.
    ['America/New_York', '2030-03-10', Date.UTC(2030, 2, 10, 5)],
    ['America/New_York', '2030-03-11', Date.UTC(2030, 2, 11, 4)],
    ['Pacific/Auckland', '2030-04-07', Date.UTC(2030, 3, 6, 11)],
    ['Pacific/Auckland', '2030-04-08', Date.UTC(2030, 3, 7, 12)],
  ] as const

  test.each(zones)('in %s the edition of %s begins at its midnight', async (zone, day, midnight) => {
    const site = await openSite()
    await site.set('timeZone', zone)
    site.advance(midnight + 2 * DAY - NOON)
    await site.article({
      headline: 'The last minute',
      postedAt: midnight - 1,
      comments: aThread('a', [null, null], midnight - 1000),
    })
    await site.article({ headline: 'The first minute', postedAt: midnight })
    const page = await words(site, `/archive/${day.replaceAll('-', '/')}`)
    expect(page).toContain('The first minute')
    expect(page).not.toContain('The last minute')
    expect(page).toMatch(/00:00/)
    const rows = await site.deps.db.selectFrom('day_totals').selectAll().orderBy('day').execute()
    expect(rows).toEqual([
      { day: expect.any(String), articles: 1, comments: 1 },
      { day, articles: 1, comments: 1 },
    ])
  })

  test.each(zones)('in %s the front page of %s begins at its midnight', async (zone, day, midnight) => {
    const site = await openSite()
    await site.set('timeZone', zone)
    site.advance(midnight - NOON + HOUR)
    await site.article({ headline: 'The first minute', postedAt: midnight })
    expect(await words(site, '/')).toContain('Today: 1 article and 0 comments as of 01:00.')
    expect((await site.get('/')).body).toContain(`<a href="/archive/${day.replaceAll('-', '/')}" aria-current="date">`)
  })
})

test('a day, month or year without an edition says so, and links the nearest editions', async () => {
  const site = await openSite()
  for (const day of [3, 5]) await site.article({ key: `d${day}`, postedAt: Date.UTC(2030, 1, day, 9) })
  const page = async (url: string): Promise<string> => {
    const { statusCode, body } = await site.get(url)
    expect(statusCode, url).toBe(404)
    return body
  }
  const between = await page('/archive/2030/02/04')
  expect(between).toContain('>No edition on Monday 4 February 2030</h1>')
  expect(between).toContain('Nothing was published that day.')
  expect(between).toContain('<a href="/archive/2030/02/03">Previous edition: Sunday, 3 February 2030</a>')
  expect(between).toContain('<a href="/archive/2030/02/05">Next edition: Tuesday, 5 February 2030</a>')
  expect(await page('/headlines/2030/02/04')).toContain('<a href="/headlines/2030/02/05">')
  expect(await page('/archive/2030/01')).toContain('>No edition in January 2030</h1>')
  expect(await page('/archive/2030/01')).toContain('Nothing was published in January 2030.')
  const early = await page('/archive/1999')
  expect(early).toContain('Nothing was published in 1999.')
  expect(early).not.toContain('Previous edition')
  expect(await page('/archive/2030/03')).toContain('Nothing has been published in March 2030 so far.')
  expect(await page('/archive/2030/03/12')).toContain('Nothing has been published today so far.')
  expect(await page('/archive/2031/01/01')).toContain('That date is in the future.')
})
