// The search page: words, operators, fields, order, pages, and faults.
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { setState } from '../../src/comments/queries.ts'
import { write } from '../../src/db/write.ts'
import type { ImportedComment } from '../../src/importers/shape.ts'
import { readSearchForm } from '../../src/search/form.ts'
import { readSearch } from '../../src/search/reading.ts'
import { RANKED_HITS } from '../../src/search/walk-reading.ts'
import { DAY } from '../../src/time.ts'
import { stranger } from '../../src/web/reader.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { aThread, NOON, openSite, type Site } from '../support/site.ts'

const says = (key: string, text: string, over: Partial<ImportedComment> = {}): ImportedComment => ({
  key,
  nic: 'Old Surveyor',
  nameKind: 'guest',
  postedAt: NOON - 3_600_000,
  text,
  format: 'markup',
  state: 'live',
  ...over,
})

/** Two threads with what the tests search for. */
async function aHarbour(): Promise<Site & { gauge: number; moth: number }> {
  const site = await openSite()
  await site.member('Ada Quill')
  const gauge = await site.article({
    section: 'Science',
    headline: 'The old tide gauge was right',
    lede: 'It is a plank.',
    body: 'It has stood in the same sockets since 1911.',
    nic: 'Ada Quill',
    account: 'Ada Quill',
    postedAt: NOON - 30 * DAY,
    comments: [
      says('g1', 'I kept the gauge when the tide was low.', { postedAt: NOON - 29 * DAY }),
      says('g2', 'The tide gauge never lied.', {
        nic: 'Ada Quill',
        nameKind: 'member',
        account: 'Ada Quill',
        postedAt: NOON - 2 * DAY,
      }),
      says('g3', 'Under a nic that is not mine: gauge.', {
        nic: 'Wobbin 41',
        nameKind: 'picked',
        account: 'Ada Quill',
      }),
    ],
  })
  const moth = await site.article({
    headline: 'A moth in the lamp',
    lede: '',
    body: 'The tide of moths.',
    comments: [
      says('m1', 'Nothing about a gauge. <b>Moth</b> &amp; lamp'),
      says('m2', 'A removed gauge', { state: 'removed' }),
      says('m3', 'A held gauge', { state: 'held' }),
    ],
  })
  return { ...site, gauge, moth }
}

const ask = (site: Site, fields: Record<string, string> | string) =>
  site.get(`/search?${typeof fields === 'string' ? fields : new URLSearchParams(fields)}`)

/** The results of a page, one line each: kind or author, then headline. */
function results(body: string): string[] {
  const bare = (html: string): string => wordsOn(html.replace(/<\/?mark>|<span class="vh">[^<]*<\/span>/g, '')).trim()
  let on = ''
  return [
    ...body.matchAll(
      /<h3 class="kicker">(.*?)<\/h3>|<article class="result"><p class="kicker">(.*?)<\/p>\s*<h3 class="hed">(.*?)<\/h3>|<article class="result"><div class="cm-head">(.*?)<a href="\/comments/g,
    ),
  ].flatMap(([, group, kind, story, author]) => {
    if (group !== undefined) on = bare(group.replace(/ <span><a .*$/, ''))
    return kind !== undefined
      ? [`${bare(kind)}: ${bare(story!)}`]
      : author !== undefined
        ? [`Comment by ${bare(author)}: ${on}`]
        : []
  })
}
const find = async (site: Site, q: string, more: Record<string, string> = {}): Promise<string[]> =>
  results((await ask(site, { q, ...more })).body)

const STORY = 'Story, Science: The old tide gauge was right'
const BY = (nic: string): string => `Comment by ${nic}: on The old tide gauge was right`

test('stories and comments that have every word are found, each with its article, section, date and nic', async () => {
  const site = await aHarbour()
  const { body, statusCode, headers } = await ask(site, { q: 'tide gauge', order: 'date' })
  expect([statusCode, headers['x-robots-tag'], headers['cache-control']]).toEqual([200, 'noindex', 'private, no-store'])
  expect(results(body)).toEqual([BY('Ada Quill'), BY('Old Surveyor guest'), STORY])
  // Both comments are under one headline.
  expect(body.match(/<h3 class="kicker">/g)).toHaveLength(1)
  const words = wordsOn(body)
  expect(words).toContain('3 results for “tide gauge”')
  expect(words).toContain('Posted by Ada Quill 10 February 2030, 14:25')
  expect(body).toContain('The <mark>tide</mark> <mark>gauge</mark> never lied.')
  expect(body).toContain(`href="/articles/${site.gauge}-the-old-tide-gauge-was-right"`)
  expect(body).toMatch(/<a href="\/comments\/2"><time /)
  expect(body).toContain('href="/sections/science"')
})

test('Korean with particles, sharp s and letters with a stroke are found and marked', async () => {
  const site = await openSite()
  await site.article({
    headline: 'Grüße aus Tromsø',
    comments: [{ ...aThread('k', [null])[0]!, text: '어제 서울에서 만났다.' }],
  })
  for (const q of ['GRÜSSE', 'grusse', 'Tromso', 'tromsø']) {
    const { body } = await ask(site, { q })
    expect(results(body), q).toHaveLength(1)
    expect(body).toContain(/^g/i.test(q) ? '<mark>Grüße</mark> aus' : 'aus <mark>Tromsø</mark>')
  }
  const { body } = await ask(site, { q: '서울' })
  expect(results(body)).toHaveLength(1)
  expect(body).toContain('어제 <mark>서울</mark>에서 만났다.')
})

test('best match puts headlines first, then phrases, then the newest', async () => {
  const site = await aHarbour()
  expect(await find(site, 'tide gauge')).toEqual([STORY, BY('Ada Quill'), BY('Old Surveyor guest')])
  const { body } = await ask(site, { q: 'tide gauge' })
  expect(linkOn(body, 'Newest')).toBe('/search?q=tide+gauge&order=date')
  expect(body).toMatch(/aria-current="true">Best match/)
})

test('phrases, minus and all operators filter the results', async () => {
  const site = await aHarbour()
  const moth = 'Story, Harbour: A moth in the lamp'
  expect(await find(site, '"tide gauge"')).toEqual([STORY, BY('Ada Quill')])
  expect(await find(site, 'tide -gauge')).toEqual([moth])
  expect(await find(site, '-gauge')).toEqual([moth])
  expect(await find(site, 'tide section:harbour')).toEqual([moth])
  expect(await find(site, 'tide -section:"HARBOUR" in:articles')).toEqual([STORY])
  expect(await find(site, `gauge in:comments -in:${site.moth}`)).toEqual([
    BY('Wobbin 41 picked nic'),
    BY('Ada Quill'),
    BY('Old Surveyor guest'),
  ])
  expect(await find(site, `gauge in:${site.moth}`)).toEqual(['Comment by Old Surveyor guest: on A moth in the lamp'])
  expect(await find(site, 'gauge by:"old surveyor" section:science')).toEqual([BY('Old Surveyor guest')])
  expect(await find(site, 'tide on:2030-02')).toEqual([STORY, BY('Old Surveyor guest')])
  expect(await find(site, 'tide on:2030-02-11')).toEqual([BY('Old Surveyor guest')])
  expect(await find(site, 'tide before:2030-02-11')).toEqual([STORY])
  expect(await find(site, 'tide after:2030-02 in:comments')).toEqual([BY('Ada Quill')])
  expect(await find(site, 'on:2030-03 in:articles')).toEqual([moth])
})

test('the fields of the form do the same, and combine with the typed text', async () => {
  const site = await aHarbour()
  expect(
    await find(site, 'tide', {
      section: 'science',
      in: 'comments',
      by: 'ADA_QUILL',
      from: '2030-03-01',
      to: '2030-03-10',
    }),
  ).toEqual([BY('Ada Quill')])
  expect(await find(site, 'tide after:2030-03-09', { from: '2030-03-01', to: '2030-03-10' })).toEqual([BY('Ada Quill')])
  expect(await find(site, 'tide', { to: '2030-03-09' })).not.toContain(BY('Ada Quill'))
  expect(await find(site, 'section:harbour', { section: 'science' })).toEqual([])
  const { body } = await ask(
    site,
    'q=tide&in=stories&in=comments&by=Ada+Quill&section=science&from=2030-01-01&order=date',
  )
  for (const kept of [
    'value="tide"',
    'value="Ada Quill"',
    'value="2030-01-01"',
    '<option value="science" selected>',
    'name="order" value="date"',
  ])
    expect(body).toContain(kept)
  expect(body.match(/name="in" value="\w+" checked/g)).toHaveLength(2)
  expect(results((await ask(site, 'section=science&in=stories')).body)).toEqual([STORY])
})

test('days begin and end in the site’s time zone', async () => {
  const site = await openSite()
  await site.set('timeZone', 'Pacific/Auckland')
  await site.article({ headline: 'Just after midnight', postedAt: Date.UTC(2030, 1, 28, 11, 30) })
  expect(await find(site, 'midnight on:2030-03-01')).toHaveLength(1)
  expect(await find(site, 'midnight on:2030-02-28')).toHaveLength(0)
})

test('a picked nic is found by the nic that it shows, and never by the account behind it', async () => {
  const site = await aHarbour()
  expect(await find(site, 'by:"wobbin 41"')).toEqual([BY('Wobbin 41 picked nic')])
  expect(await find(site, 'by:"Ada Quill" gauge')).not.toContain(BY('Wobbin 41 picked nic'))
  expect((await ask(site, { q: 'by:"Ada Quill"' })).body).not.toContain('Wobbin')
})

test('held and removed text is never found; what is restored is', async () => {
  const site = await aHarbour()
  for (const q of ['removed gauge', 'held gauge', `in:${site.moth} gauge`])
    expect(wordsOn((await ask(site, { q })).body), q).not.toMatch(/A (removed|held) gauge/)
  const { id } = await site.deps.db
    .selectFrom('comments')
    .select('id')
    .where('state', '=', 'removed')
    .executeTakeFirstOrThrow()
  await write(site.deps, (db) => setState(db, id, 'live'))
  expect((await ask(site, { q: 'removed gauge' })).body).toContain('A <mark>removed</mark> <mark>gauge</mark>')
  await write(
    site.deps,
    async (db) =>
      void (await db.updateTable('articles').set({ state: 'unpublished' }).where('id', '=', site.moth).execute()),
  )
  expect(await find(site, 'removed gauge')).toEqual([])
  expect(await find(site, 'moth')).toEqual([])
})

test('one thread can be searched from the form above it', async () => {
  const site = await aHarbour()
  const article = await site.get(`/articles/${site.gauge}-the-old-tide-gauge-was-right`)
  expect(article.body).toMatch(new RegExp(`<form[^>]* action="/search"[\\s\\S]*?name="article" value="${site.gauge}"`))
  const { body } = await ask(site, { q: 'gauge', article: String(site.gauge), order: 'date' })
  expect(results(body)).toEqual([BY('Wobbin 41 picked nic'), BY('Ada Quill'), BY('Old Surveyor guest'), STORY])
  expect(wordsOn(body)).toContain('Results from the thread of The old tide gauge was right .')
  expect(linkOn(body, 'Search everything')).toBe('/search?q=gauge&order=date')
  const nowhere = await ask(site, { q: 'lamp', article: String(site.gauge) })
  expect(linkOn(nowhere.body, 'Search without filters')).toBe('/search?q=lamp')
  const bare = await ask(site, { article: String(site.gauge) })
  expect([bare.statusCode, results(bare.body)]).toEqual([200, []])
})

test('a search without results repeats its words and offers a link', async () => {
  const site = await aHarbour()
  const { body, statusCode } = await ask(site, { q: 'tied <gauge>' })
  expect(statusCode).toBe(200)
  expect(wordsOn(body)).toContain('Nothing found for “tied <gauge>”.')
  expect(body).not.toContain('<gauge>')
  expect(linkOn(body, 'Try fewer words, or browse the archive')).toBe('/archive')
})

test('the empty page shows the form and the search help', async () => {
  const site = await openSite()
  const { body, statusCode } = await site.get('/search')
  expect(statusCode).toBe(200)
  for (const word of ['Search help', 'section:science', 'before:2030-03', 'in:comments'])
    expect(wordsOn(body)).toContain(word)
  expect(body).toContain('href="/search" aria-current="page">Search</a>')
})

test('an operator with an unknown name is a fault beside the box, and no part is ignored', async () => {
  const site = await aHarbour()
  for (const [q, fault] of [
    ['tide section:xyz', 'there is no section “xyz”.'],
    ['tide on:2030-02-31', '“2030-02-31” is not a date.'],
    ['tide by:nobody', 'nothing here is signed “nobody”.'],
    ['tide in:99', 'there is no article 99.'],
    ['😀 ☂', '“😀 ☂” contains no word to search for.'],
  ] as const) {
    const { body, statusCode } = await ask(site, { q })
    expect([statusCode, results(body)], q).toEqual([200, []])
    expect(wordsOn(body.slice(body.indexOf('id="q-h"'))), q).toContain(fault)
    expect(body).toContain('aria-invalid="true"')
    expect(body).toContain(`value="${q}"`)
  }
})

test.each([
  ['section=nowhere', 'There is no such section.'],
  ['from=yesterday', 'Enter a date'],
  ['to=2030-02-31', 'Enter a date'],
  ['order=upwards', 'by relevance or by date'],
  ['in=cellar', 'Choose stories, comments or both'],
  ['before=1e3', 'That page of results does not exist'],
  ['before=-1x', 'That page of results does not exist'],
  ['newest=0x1', 'That page of results does not exist'],
  ['article=01', 'That page of results does not exist'],
  ['article=999', 'That thread does not exist'],
  ['by=a&by=b', 'more than once'],
  ['q=a&q=b', 'more than once'],
])('%s is no value of the form: 422, told in a sentence, with what was typed', async (query, fault) => {
  const site = await openSite()
  const { body, statusCode } = await ask(site, `${query.startsWith('q=') ? '' : 'q=tide&'}${query}`)
  expect(statusCode).toBe(422)
  if (!query.startsWith('by=')) expect(wordsOn(body)).toContain(fault)
  if (!query.startsWith('q=')) expect(body).toContain('value="tide"')
  const program = await site.get(`/search?${query}`, null, { accept: 'application/json' })
  expect([program.statusCode, program.headers['content-type']]).toEqual([
    422,
    'application/problem+json; charset=utf-8',
  ])
})

test.each([
  '"',
  '"""',
  '*',
  'tide*',
  '(',
  'NEAR(a b, 2)',
  'a AND',
  'AND OR NOT',
  '{words} : a',
  '^a',
  'a + b',
  '- -',
  ':',
  'section:',
  '\0',
  '%00',
  "' or 1=1 --",
  '😀'.repeat(2500),
  'a '.repeat(5000),
  'x'.repeat(10_240),
  '"a '.repeat(3000),
  'on:'.repeat(2000),
  '§karticle',
  'in:999999999999999',
  'by:<script>',
  '-"',
  '\ud800',
])('%s never fails', async (q) => {
  const site = await openSite()
  await site.article()
  for (const order of ['', 'date']) expect((await ask(site, { q, order })).statusCode).toBe(200)
})

test('long lists page by key, by date and by relevance, without a gap and without a hit twice', async () => {
  const site = await openSite()
  await site.article({
    headline: 'Rain, rain',
    comments: Array.from({ length: 65 }, (_, i) =>
      says(`r${i}`, `rain ${i}`, { postedAt: NOON - 3_600_000 + (i % 7) * 1000 }),
    ),
  })
  for (const order of ['date', 'relevance']) {
    const seen: string[] = []
    let address: string | null = `/search?q=rain&order=${order}`
    for (let page = 1; address !== null; page++) {
      const { body, statusCode } = await site.get(address)
      expect(statusCode).toBe(200)
      const shown = [...body.matchAll(/<h3 class="hed"><a href="([^"]+)"|<a href="([^"]+)"><time/g)].map(
        (match) => match[1] ?? match[2]!,
      )
      expect(shown.length).toBe(page < 4 ? 20 : 6)
      seen.push(...shown)
      if (page === 1) expect(wordsOn(body)).toContain('66 results for “rain”')
      else expect(linkOn(body, 'First page')).toBe(`/search?q=rain&order=${order}`)
      // New entries do not move later pages.
      if (page === 1)
        await site.post(
          '/comments',
          { article: '1', nic: '', body: 'rain, just now' },
          await site.member(`Late ${order}`),
        )
      address = linkOn(body, 'Next page')
    }
    expect(new Set(seen).size).toBe(66)
    expect(seen.length).toBe(66)
    await write(
      site.deps,
      async (db) => void (await db.deleteFrom('comments').where('html', 'like', '%just now%').execute()),
    )
  }
})

test('ranking covers the newest hits and better older ones; the page says so and continues by date', async () => {
  const site = await openSite()
  await site.article({
    headline: 'Fog',
    postedAt: Date.UTC(2004, 3, 1),
    comments: [says('old', 'fog of old', { postedAt: Date.UTC(2004, 3, 2) })],
  })
  await site.article({
    headline: 'Weather',
    comments: Array.from({ length: RANKED_HITS + 30 }, (_, i) =>
      says(`f${i}`, `fog ${i}`, { postedAt: NOON - 7_200_000 + i * 1000 }),
    ),
  })
  const first = (await ask(site, { q: 'fog' })).body
  expect(wordsOn(first)).toContain(`More than ${RANKED_HITS} results for “fog”`)
  expect(wordsOn(first)).toContain(`The best of the newest ${RANKED_HITS} results`)
  expect(linkOn(first, 'All by date')).toBe('/search?q=fog&order=date')
  expect(results(first)[0]).toBe('Story, Harbour: Fog')
  expect(wordsOn((await ask(site, { q: 'fog', order: 'date' })).body)).toContain('More than 100 results')
  let body = first
  let pages = 1
  for (let next = linkOn(body, 'Next page'); next !== null; next = linkOn(body, 'Next page')) {
    body = (await site.get(next)).body
    pages += 1
  }
  expect(pages).toBe(Math.ceil((RANKED_HITS + 1) / 20))
  expect(wordsOn(body)).toContain('The best matches end here.')
  const onwards = (await site.get(linkOn(body, 'Continue by date')!)).body
  expect(results(onwards)).toHaveLength(20)
  expect(wordsOn(onwards)).toContain(`fog ${29}`)
})

test('a search beyond its budget says how far back it got, and continues from there', async () => {
  const site = await openSite()
  for (const year of [2027, 2028, 2029])
    await site.article({ headline: `Sleet in ${year}`, postedAt: Date.UTC(year, 5, 1) })
  const spent = { entries: 0, milliseconds: 0 }
  const look = async (query: string) =>
    (
      await readSearch(
        site.deps,
        readSearchForm(Object.fromEntries(new URLSearchParams(query))).form,
        {},
        stranger(site.deps),
        { search: spent, better: spent },
      )
    ).page
  for (const order of ['relevance', 'date']) {
    const page = await look(`q=sleet+in&order=${order}`)
    expect(page.hits.map(({ story }) => story?.headline.map((part) => part.text).join(''))).toEqual(['Sleet in 2029'])
    expect(page.heading).toBe('1 result so far for “sleet in”')
    expect(page.end).toEqual({
      text: 'Searched back to January 2029.',
      link: {
        text: 'Search further back',
        href: expect.stringMatching(/^\/search\?q=sleet\+in&order=date&before=\d+$/) as string,
      },
    })
    const further = await look(page.end!.link!.href.split('?')[1]!)
    expect(further.hits).toHaveLength(1)
    expect(further.end!.text).toBe('Searched back to January 2028.')
  }
  expect((await look('q=sleet+-sleet')).empty).toBeNull()
  expect((await look('q=sleet+-sleet')).end!.text).toBe('Searched back to January 2029.')
})

test('muted hits are left out, and the page is filled', async () => {
  const site = await openSite()
  await site.article({
    headline: 'Hail',
    comments: Array.from({ length: 50 }, (_, i) =>
      says(`h${i}`, `hail ${i}`, { nic: i % 3 === 0 ? 'Loud' : 'Quiet', postedAt: NOON - 3_600_000 + i * 1000 }),
    ),
  })
  const ada = await site.member('Ada Quill')
  await site.post('/mutes', { kind: 'person', value: 'Loud' }, ada)
  for (const order of ['relevance', 'date']) {
    const first = (await site.get(`/search?q=hail&order=${order}`, ada)).body
    const second = (await site.get(linkOn(first, 'Next page')!, ada)).body
    expect([results(first).length, results(second).length]).toEqual([20, 14])
    expect(first + second).not.toContain('Loud')
    expect(wordsOn(first)).toContain('Results for “hail”')
  }
  expect(results((await site.get('/search?q=hail', null)).body).length).toBe(20)
  const all = (await site.get('/search?q=hail+by:loud', ada)).body
  expect(wordsOn(all)).toContain('All results are muted.')
  expect(linkOn(all, 'Your muted list')).toBe('/mutes')
})

test('too many searches from one address get 429 and Retry-After, with the words still in the box', async () => {
  const site = await openSite({ RATE_LIMITS: 'on' })
  for (let i = 0; i < 60; i++) expect((await site.get('/search?q=tide')).statusCode).toBe(200)
  const { statusCode, headers, body } = await site.get('/search?q=tide+gauge&by=Ada')
  expect(statusCode).toBe(429)
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  expect(wordsOn(body)).toContain('60 searches in a minute')
  for (const kept of ['value="tide gauge"', 'value="Ada"']) expect(body).toContain(kept)
  expect((await site.get('/search?q=tide', null, { accept: 'application/json' })).headers['content-type']).toContain(
    'problem+json',
  )
})

test('browsers are offered the search by OpenSearch', async () => {
  const site = await openSite()
  await site.set('siteName', 'Tide & "Gauge"\u0001 <Times>')
  const { body, headers, statusCode } = await site.get('/opensearch.xml')
  expect([statusCode, headers['content-type']]).toEqual([200, 'application/opensearchdescription+xml; charset=utf-8'])
  expect(body).toContain('template="http://localhost:3000/search?q={searchTerms}"')
  expect(body).toContain('<ShortName>Tide &amp; &quot;Gauge&quot; </ShortName>')
  expect((await site.get('/')).body).toContain(
    '<link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml"',
  )
})

test('ten kilobytes of any signs pass through a real connection', async () => {
  const site = await openSite()
  await site.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = site.app.server.address() as AddressInfo
  const status = await new Promise<number | undefined>((resolve, reject) => {
    get(
      {
        host: '127.0.0.1',
        port,
        path: `/search?q=${encodeURIComponent('😀'.repeat(2560))}`,
        headers: { host: 'localhost:3000' },
      },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      },
    ).once('error', reject)
  })
  expect(status).toBe(200)
})
