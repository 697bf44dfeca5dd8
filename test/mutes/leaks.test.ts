// Mutes on every page: a member with mutes walks all pages and finds no trace of what is muted.
import { describe, expect, test } from 'vitest'
import type { ImportedComment } from '../../src/importers/shape.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { aThread, type Member, NOON, openSite, type Site } from '../support/site.ts'

/** Words that occur only in muted content, one for each kind of mute. */
const SECRETS = ['Wrackline', 'Sluicegate', 'Bilgewater', 'Dogwatch', 'Fogbank', 'Underplank', 'Scuttlebutt']

const MORNING = NOON - 6 * HOUR

async function site(): Promise<{ site: Site; ada: Member }> {
  const open = await openSite()
  const said = (key: string, over: Partial<ImportedComment>[]): ImportedComment[] =>
    aThread(
      key,
      over.map(() => null),
      MORNING,
    ).map((comment, i) => ({ ...comment, ...over[i] }))
  const fogbank = (text: string): Partial<ImportedComment> => ({ nic: 'Fogbank', text: `${text} Underplank.` })
  const wordy: Partial<ImportedComment> = { text: 'A scuttlebutt is a cask. Scuttlebutt!' }
  const plain: Partial<ImportedComment> = { nic: 'Bittern', text: 'Nothing to hide here.' }
  for (const ago of [0, 1, 2, 365]) {
    const at = { postedAt: MORNING - ago * DAY }
    const key = (name: string) => `${name}:${ago}`
    // The muted section: everything in it, its comments too.
    await open.article({
      ...at,
      key: key('s'),
      area: 'Hidden area',
      section: 'Wrackline section',
      headline: 'A Wrackline story',
      lede: 'Sluicegate.',
      nic: 'Bosun',
      source: { url: 'https://news.example/a' },
      comments: said(key('s'), [{ nic: 'Bittern', text: 'About the Sluicegate.' }, plain, plain, plain]),
    })
    await open.article({
      ...at,
      key: key('t'),
      headline: 'A Bilgewater story',
      lede: 'Bilgewater.',
      tags: ['bilge', 'tides'],
      source: { url: 'https://news.example/b' },
      comments: said(key('t'), [{ nic: 'Bittern', text: 'Bilgewater it is.' }, plain, plain]),
    })
    await open.article({
      ...at,
      key: key('p'),
      headline: 'A Dogwatch story',
      lede: 'Dogwatch.',
      nic: 'Fogbank',
      tags: ['tides'],
      source: { url: 'https://news.example/c' },
      comments: said(key('p'), [plain, plain, plain, plain, plain]),
    })
    await open.article({
      ...at,
      key: key('w'),
      headline: 'All about Scuttlebutt',
      lede: 'And more.',
      tags: ['tides'],
      comments: said(key('w'), [plain]),
    })
    await open.article({
      ...at,
      key: key('o'),
      headline: `An open story ${ago}`,
      lede: 'For everybody.',
      tags: ['tides'],
      source: { url: 'https://news.example/d' },
      comments: [
        ...said(key('o'), [fogbank('I begin.'), wordy, plain, fogbank('I end.')]),
        {
          ...aThread(key('r'), [null], MORNING + HOUR)[0]!,
          parent: `${key('o')}:0`,
          nic: 'Bittern',
          text: 'Answering somebody.',
        },
      ],
    })
  }
  await open.article({
    key: 'last',
    postedAt: MORNING,
    headline: 'A story whose last word is muted',
    lede: 'For everybody.',
    comments: said('last', [plain, fogbank('And the last word.')]),
  })
  const ada = await open.member('Ada')
  const cy = await open.member('Cy')
  const { id } = await open.deps.db
    .selectFrom('articles')
    .select('id')
    .where('headline', '=', 'An open story 0')
    .executeTakeFirstOrThrow()
  for (const body of ['A member says scuttlebutt.', 'A member says no such thing.'])
    expect((await open.post('/comments', { article: String(id), body }, cy)).statusCode).toBe(303)
  const section = (
    await open.deps.db
      .selectFrom('sections')
      .select('slug')
      .where('name', '=', 'Wrackline section')
      .executeTakeFirstOrThrow()
  ).slug
  for (const [kind, value] of [
    ['section', section],
    ['tag', 'bilge'],
    ['person', 'Fogbank'],
    ['word', 'scuttlebutt'],
  ] as const)
    expect((await open.post('/mutes', { kind, value }, ada)).statusCode).toBe(303)
  return { site: open, ada }
}

/** Links of a page inside the site. */
const linksOn = (body: string): string[] =>
  [...body.replace(/<header class="top[^"]*">[^]*?<\/header>/, '').matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map((match) =>
    match[1]!.replaceAll('&amp;', '&'),
  )

/** Pages that name what is muted because they are about it: the list itself, lists of names, the public log, and what is asked for by its own address. */
const ABOUT_IT =
  /^\/(mutes|moderation|sections|areas|tags|sources|feeds|accounts|assets|media|comments\/new|comments\/markup)(\/|\?|$)/

describe('A member with mutes', () => {
  test('walks every page that the site links to, and finds no trace of what is muted', async () => {
    const { site: open, ada } = await site()
    const seen = new Set<string>()
    const queue = [
      '/',
      '/latest',
      '/headlines',
      '/archive',
      '/archive/2030/03/12',
      '/archive/2030/03/11',
      '/archive/2029/03/12',
      '/tags/tides',
      '/sources/news.example',
      '/marks/news',
      '/areas/town',
      '/sections/harbour',
      '/search?q=story',
      '/search?q=scuttlebutt',
      '/search?q=underplank',
      '/search?q=hide&order=date',
      '/people/Ada',
      '/people/Cy',
    ]
    const leaks: string[] = []
    while (queue.length > 0) {
      const url = queue.shift()!
      if (seen.has(url)) continue
      seen.add(url)
      const { statusCode, body, headers } = await open.get(url, ada)
      if (statusCode === 302 || statusCode === 303) {
        queue.push(String(headers.location).split('#')[0]!)
        continue
      }
      // The words of a search are in its own field and address; the names of sections are no secret.
      const said = body
        .replace(/<meta property="og:title"[^>]*>/, '')
        .replace(/<option[^>]*>[^<]*<\/option>/g, '')
        .replace(/ (?:value|href|content)="[^"]*[?&;]q=[^"]*"/g, '')
        .replace(/ value="[^"]*"/g, '')
        .replace(/<title>[^<]*<\/title>/, '')
        .replace(/<(h2|p)[^>]*>[^<]*“(scuttlebutt|underplank)”[^<]*<\/\1>/g, '')
        .replace(/<header class="top[^"]*">[^]*?<\/header>/, '')
      for (const secret of SECRETS)
        if (new RegExp(secret, 'i').test(said))
          leaks.push(
            `${url} says ${secret}: ${new RegExp(`.{60}${secret}.{20}`, 'is').exec(said)?.[0].replace(/\s+/g, ' ')}`,
          )
      queue.push(...linksOn(body).filter((link) => !ABOUT_IT.test(link)))
    }
    expect(leaks).toEqual([])
    expect(seen.size).toBeGreaterThan(30)
  })

  test('sees everything else, and everybody else sees everything', async () => {
    const { site: open, ada } = await site()
    for (const url of ['/', '/headlines', '/latest', '/tags/tides', '/sources/news.example']) {
      expect((await open.get(url, ada)).body, url).toMatch(/An open story|Nothing to hide/)
      expect((await open.get(url)).body, url).toMatch(/Dogwatch|Fogbank|Scuttlebutt/)
    }
  })

  test('finds no muted people and words in counts of new comments', async () => {
    const { site: open, ada } = await site()
    const bob = await open.member('Bob')
    const cy = await open.member('Dee')
    await open.post('/mutes', { kind: 'person', value: 'Bob' }, ada)
    const { id } = await open.deps.db
      .selectFrom('articles')
      .select('id')
      .where('headline', '=', 'An open story 0')
      .executeTakeFirstOrThrow()
    await open.get(`/articles/${id}-an-open-story-0`, ada)
    open.advance(HOUR)
    for (const [who, body] of [
      [bob, 'From one who is muted.'],
      [cy, 'Scuttlebutt, they say.'],
      [cy, 'Something new.'],
    ] as const)
      expect((await open.post('/comments', { article: String(id), body }, who)).statusCode).toBe(303)
    expect((await open.get('/', ada)).body).toContain('+1 new')
    const news = await open.get('/marks/news', ada)
    expect(news.body).toContain('1 thread you have opened, with new comments')
    expect(news.body).toContain('+1 new')
  })
})
