// The front page: the newest edition, its lead, sections and strip, and what the whole site is talking about.
import { describe, expect, test } from 'vitest'
import { setConfirmedEmail, setEmail } from '../../src/accounts/email/queries.ts'
import { setState } from '../../src/comments/queries.ts'
import { write } from '../../src/db/write.ts'
import type { ImportedArticle } from '../../src/importers/shape.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { aThread, NOON, openSite, type Site } from '../support/site.ts'

const front = async (site: Site): Promise<string> => (await site.get('/')).body
const morning = NOON - (NOON % DAY) + 8 * HOUR
/** The part of a page from one phrase to the next. */
const between = (body: string, from: string, to: string): string =>
  body.slice(body.indexOf(from), body.indexOf(to, body.indexOf(from) + 1))
const headlines = (html: string): string[] =>
  [...html.matchAll(/<h[23] class="hed"[^>]*><a [^>]*>([^<]*)</g)].map((match) => match[1]!)
const story = (headline: string, over: Partial<ImportedArticle> = {}): Partial<ImportedArticle> => ({
  headline,
  ...over,
})

describe('The front page', () => {
  test('of an empty site says that nothing has been published yet', async () => {
    const site = await openSite()
    const page = await site.get('/')
    expect(page.statusCode).toBe(200)
    expect(wordsOn(page.body)).toContain('The first edition is still to come')
    for (const url of ['/archive', '/sections', '/moderation/log']) expect((await site.get(url)).statusCode).toBe(200)
  })

  test('shows today’s edition; when today has none, the newest day that has one', async () => {
    const site = await openSite()
    await site.article(story('Of today'))
    await site.article(story('Of yesterday', { postedAt: morning - DAY }))
    expect(headlines(between(await front(site), 'front-main', '<aside'))).toContain('Of today')
    expect(wordsOn(await front(site))).toContain('Tuesday, 12 March 2030 No. 2. One story, 0 comments so far')
    site.advance(3 * DAY)
    expect(headlines(between(await front(site), 'front-main', '<aside'))[0]).toBe('Of today')
    expect(wordsOn(await front(site))).toContain('Tuesday, 12 March 2030 No. 2. One story, 0 comments Front page')
    expect(wordsOn(await front(site))).toContain('Today: 0 articles and 0 comments as of 14:25.')
  })

  test('leads with the story chosen for the day, else with the most discussed', async () => {
    const site = await openSite()
    await site.article(story('Quiet'))
    await site.article(story('Loud', { comments: aThread('l', [null, 0, null]) }))
    const lead = async (): Promise<string> => wordsOn(between(await front(site), '<article class="lead"', '</h2>'))
    expect(await lead()).toContain('Loud')
    await site.article(story('Chosen', { lead: true }))
    expect(await lead()).toContain('Chosen')
    expect(headlines(await front(site)).filter((one) => one === 'Chosen')).toHaveLength(1)
  })

  test('has every story once, by area and section, newest first, with headline, lede, poster, time, comments and views', async () => {
    const site = await openSite()
    await site.member('Ada')
    await site.article(story('Lead', { lead: true, area: 'Town', section: 'Harbour' }))
    await site.article(
      story('Older', {
        area: 'World',
        section: 'Abroad',
        postedAt: morning - HOUR,
        nic: 'Ada',
        account: 'Ada',
        views: 1234,
        lede: 'What it is about.',
        comments: aThread('o', [null]),
      }),
    )
    await site.article(story('Letter', { area: 'Town', section: 'Letters/Post' }))
    await site.article(story('Newer', { area: 'World', section: 'Abroad' }))
    const main = between(await front(site), 'front-main', '<aside')
    expect(headlines(main)).toEqual(['Lead', 'Letter', 'Newer', 'Older'])
    expect(wordsOn(main)).toContain('Letters/Post 1 today')
    expect(wordsOn(main)).toContain('Abroad 2 today Newer')
    expect(wordsOn(main)).toContain('Older What it is about. Posted by Ada 07:00 1 comment 1,234 views')
    expect(linkOn(main, 'Ada')).toBe('/people/Ada')
    expect(linkOn(main, 'Abroad')).toBe('/sections/abroad')
  })

  test('has a strip of the last seven days that have articles', async () => {
    const site = await openSite()
    for (let i = 0; i < 9; i++) await site.article({ postedAt: morning - i * 2 * DAY })
    const strip = between(await front(site), '<nav class="days"', '</nav>')
    expect([...strip.matchAll(/href="(\/archive\/2030[^"]*)"/g)].map((match) => match[1])).toEqual(
      ['03/12', '03/10', '03/08', '03/06', '03/04', '03/02', '02/28'].map((day) => `/archive/2030/${day}`),
    )
    expect(wordsOn(strip)).toContain('Tue 12 Mar Sun 10 Fri 8 Wed 6 Mon 4 Sat 2 Thu 28 Feb')
  })

  test('tells strangers in one line what the site is, by its name and its rule for guests, and nobody else', async () => {
    const site = await openSite()
    await site.article()
    const line = (body: string): string => wordsOn(between(body, 'class="first"', '</p>').replace(/^[^>]*>/, ''))
    const body = await front(site)
    expect(line(body)).toBe(
      'Broadside is a community newspaper. Read everything; comment with or without an account. How it works ',
    )
    expect(linkOn(body, 'How it works')).toBe('/about')
    await site.set('siteName', 'The Averil Gazette')
    await site.set('guests', 'membersOnly')
    expect(line(await front(site))).toBe(
      'The Averil Gazette is a community newspaper. Read everything; comment with an account. How it works ',
    )
    const ada = await site.member('Ada')
    expect((await site.get('/', ada)).body).not.toContain('class="first"')
  })

  test('asks a member to confirm their e-mail address until they have', async () => {
    const site = await openSite()
    await site.article()
    const ada = await site.member('Ada')
    await write(site.deps, (db) => setEmail(db, ada.id, 'Ada@mail.example', 'ada@mail.example'))
    const body = async () => (await site.get('/', ada)).body
    expect(wordsOn(await body())).toContain('Confirm your e-mail address to get replies by e-mail.')
    expect(linkOn(await body(), 'Confirm your e-mail address')).toBe('/accounts/email')
    await write(site.deps, (db) => setConfirmedEmail(db, ada.id, 'ada@mail.example', NOON))
    expect(await body()).not.toContain('Confirm your e-mail')
  })

  test('shows the totals of today and of the archive', async () => {
    const site = await openSite()
    await site.article({ comments: aThread('a', [null, 0]) })
    await site.article({ postedAt: morning - 40 * DAY, comments: aThread('b', [null], morning - 40 * DAY) })
    expect(wordsOn(await front(site))).toContain(
      '2 articles and 3 comments are archived. Today: 1 article and 2 comments as of 14:25.',
    )
  })

  test('shows the latest comments of the site, and the most discussed stories of the week', async () => {
    const site = await openSite()
    await site.article(story('Busy', { comments: aThread('x', [null, null, null], morning) }))
    await site.article(
      story('Busier', {
        postedAt: morning - 6 * DAY,
        comments: aThread('y', [null, null, null, null], morning - 5 * DAY),
      }),
    )
    await site.article(
      story('Long ago', {
        postedAt: morning - 7 * DAY,
        comments: aThread(
          'z',
          Array.from({ length: 9 }, () => null),
          NOON - MINUTE,
        ),
      }),
    )
    await site.article(story('Silent'))
    const body = await front(site)
    const latest = between(body, 'id="s-latest"', '</section>')
    expect(
      [...latest.matchAll(/>(Comment number \d)\.<span class="on">on ([^<]*)</g)].map(
        (match) => `${match[1]} on ${match[2]}`,
      ),
    ).toEqual([8, 7, 6, 5, 4].map((n) => `Comment number ${n} on Long ago`))
    expect(
      [...between(body, 'id="s-disc"', '</section>').matchAll(/class="hed" href="[^"]*">([^<]*)</g)].map(
        (match) => match[1],
      ),
    ).toEqual(['Busier', 'Busy'])
  })

  test('quotes two comments from the lead’s thread, and no hidden one', async () => {
    const site = await openSite()
    await site.article({ comments: aThread('q', [null, 0, 0, null, 3, null]) })
    const quoted = async (): Promise<string> =>
      wordsOn(between(await front(site), '<section class="heard"', '</section>'))
    expect(await quoted()).toContain('Comment number 0. Guest 0 , guest, 13:25 , 2 replies Comment number 3. Guest 3')
    await write(site.deps, (db) => setState(db, 1, 'held'))
    site.deps.pages.clear()
    expect(await quoted()).not.toContain('Comment number 0.')
    expect(await quoted()).toContain('Comment number 5.')
  })

  test('quotes the top-level comments with the most visible replies: held ones do not count', async () => {
    const site = await openSite()
    const mod = await site.member('Mod', 'moderator')
    await site.article({ comments: aThread('o', [null, null, null, 0, 2, 2]) })
    const quoted = async (): Promise<string[]> =>
      [...between(await front(site), '<section class="heard"', '</section>').matchAll(/Comment number \d/g)].map(String)
    expect(await quoted()).toEqual(['Comment number 2', 'Comment number 0'])
    for (const comment of ['5', '6']) await site.post('/moderation/holds', { comment, reason: 'Later.' }, mod)
    expect(await quoted()).toEqual(['Comment number 0', 'Comment number 1'])
  })

  test('has the calendar of the month, and the month before where it has editions', async () => {
    const site = await openSite()
    await site.article()
    await site.article({ postedAt: morning - 11 * DAY })
    expect(linkOn(await front(site), 'February')).toBeNull()
    await site.article({ postedAt: morning - 12 * DAY })
    const calendar = between(await front(site), '<table class="cal">', '</table>')
    expect(wordsOn(calendar)).toContain('March 2030')
    expect([...calendar.matchAll(/<a href="([^"]*)"/g)].map((match) => match[1])).toEqual([
      '/archive/2030/03/01',
      '/archive/2030/03/12',
    ])
    expect(linkOn(await front(site), 'February')).toBe('/archive/2030/02')
    expect(linkOn(await front(site), 'All of 2030')).toBe('/archive/2030')
  })

  test('shows the most discussed stories of the day before', async () => {
    const site = await openSite()
    await site.article()
    await site.article(story('Still', { postedAt: morning - DAY, comments: aThread('s', [null]) }))
    await site.article(story('Silent', { postedAt: morning - DAY }))
    const still = between(await front(site), 'aria-labelledby="s-still"', '</section>')
    expect(headlines(still)).toEqual(['Still'])
    expect(linkOn(still, 'Yesterday, still arguing')).toBe('/archive/2030/03/11')
  })
})
