// The headlines of an edition: one line per story, by area, with the last comment.

import { describe, expect, test } from 'vitest'
import { write } from '../../src/db/write.ts'
import { recordRemoval } from '../../src/moderation/decisions/removal-actions.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { topic } from '../../src/topics.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { aThread, NOON, openSite, type Site } from '../support/site.ts'

const morning = NOON - (NOON % DAY) + 8 * HOUR
const words = async (site: Site, url: string): Promise<string> => wordsOn((await site.get(url)).body)

async function edition(): Promise<Site> {
  const site = await openSite()
  await site.article({ area: 'Town', section: 'Harbour', headline: 'Quiet', views: 1204, closeAfterDays: 1 })
  await site.article({ area: 'World', section: 'Abroad', headline: 'Far away' })
  await site.article({
    area: 'Town',
    section: 'Letters',
    headline: 'Loud',
    comments: aThread('l', [null, 0, null], morning + HOUR),
  })
  return site
}

describe('The headlines', () => {
  test('have one line per story, by area and section: comments, headline, time and nic of the last comment, views', async () => {
    const site = await edition()
    const page = await words(site, '/headlines')
    expect(page).toContain('Today’s headlines, Tuesday, 12 March 2030 No. 1. Three stories by 1 person, 3 comments.')
    expect(page).toContain(
      'Town 2 stories Comments Headline Last comment Views Harbour 0 comments Quiet [1,204] Letters 3 comments Loud 09:00 Guest 2 guest [0] World 1 story',
    )
    const { body } = await site.get('/headlines')
    expect([linkOn(body, 'Town'), linkOn(body, 'Letters'), linkOn(body, '3 comments'), linkOn(body, '09:00')]).toEqual([
      '/areas/town',
      '/sections/letters',
      '/articles/3-loud#comments',
      '/comments/3',
    ])
  })

  test('link the author of the last comment if it is a member, but not a guest or a picked nic', async () => {
    const site = await edition()
    const ada = await site.member('Ada')
    await site.post('/comments', { article: '1', nic: '', body: 'Under my nic.' }, ada)
    await site.post('/comments', { article: '2', nic: 'Wobbin 41', body: 'Under another.' }, ada)
    const { body } = await site.get('/headlines')
    expect([linkOn(body, 'Ada'), linkOn(body, 'Wobbin 41'), linkOn(body, 'Guest 2')]).toEqual([
      '/people/Ada',
      null,
      null,
    ])
    expect(wordsOn(body)).toContain('1 comment Far away 14:25 Wobbin 41 picked nic')
    expect(body.match(/nic guest"><bdi>Wobbin 41/)).not.toBeNull()
  })

  test('show the comment before when the last one is removed', async () => {
    const site = await edition()
    await site.get('/headlines')
    const last = await site.deps.db.selectFrom('comments').selectAll().where('id', '=', 3).executeTakeFirstOrThrow()
    await write(site.deps, (tx) =>
      recordRemoval(tx, { id: null, nic: 'test' }, { ...last, wasLive: true }, 'Rude', NOON),
    )
    site.deps.pages.drop(topic.lists)
    expect(await words(site, '/headlines')).toContain('2 comments Loud 09:00 Guest 1 guest')
  })

  test('show which threads are closed, and the day of a last comment from a later day', async () => {
    const site = await edition()
    site.advance(DAY)
    expect(await words(site, '/headlines')).toContain('Headlines, Tuesday, 12 March 2030')
    expect(await words(site, '/headlines')).toContain('Quiet closed')
    await site.article({ key: 'other', headline: 'New', postedAt: morning + DAY })
    await site.post('/comments', { article: '2', nic: '', body: 'Late.' }, await site.member('Ada'))
    expect(await words(site, '/headlines/2030/03/12')).toContain('Far away 13 March 2030, 14:25 Ada')
  })

  test('exist for every day with an edition, link the previous and next day, and the edition', async () => {
    const site = await edition()
    await site.article({ headline: 'Long ago', postedAt: Date.UTC(2004, 1, 29, 8) })
    await site.article({ headline: 'Before', postedAt: morning - 3 * DAY })
    const { body } = await site.get('/headlines/2030/03/09')
    expect(wordsOn(body)).toContain('Headlines, Saturday, 9 March 2030 No. 2. One story')
    expect(body).toContain('<a rel="prev" href="/headlines/2004/02/29">Sunday, 29 February 2004</a>')
    expect(body).toContain('<a rel="next" href="/headlines/2030/03/12">Tuesday, 12 March</a>')
    expect(linkOn(body, 'This edition')).toBe('/archive/2030/03/09')
    expect(linkOn((await site.get('/archive/2030/03/09')).body, 'Compact view')).toBe('/headlines/2030/03/09')
    expect(linkOn((await site.get('/headlines')).body, 'Front page')).toBe('/')
    expect(linkOn((await site.get('/')).body, 'Compact view')).toBe('/headlines')
  })

  test('of an empty site say that there is no edition yet', async () => {
    const site = await openSite()
    expect(await words(site, '/headlines')).toContain('The first edition is still to come')
  })

  test.each([
    '/headlines/2030/03/11',
    '/headlines/2030/02/30',
    '/headlines/2030/03',
    '/headlines/2030',
    '/headlines/2030/3/12',
    '/headlines/abcd/03/12',
    '/headlines/2030/03/12/1',
  ])('have no %s', async (url) => {
    expect((await (await edition()).get(url)).statusCode).toBe(404)
  })
})

describe('On this day', () => {
  const looking = async (site: Site): Promise<string> => {
    const { body } = await site.get('/')
    const from = body.indexOf('id="s-this"')
    return from < 0 ? '' : wordsOn(body.slice(body.lastIndexOf('<', from), body.indexOf('</section>', from))).trim()
  }

  test('looks back at the most discussed story of the same day in up to three earlier years, and links both', async () => {
    const site = await openSite()
    await site.article()
    expect(await looking(site)).toBe('')
    for (const year of [2029, 2027, 2020, 2010]) {
      await site.article({ headline: `Silent in ${year}`, postedAt: Date.UTC(year, 2, 12, 8) })
      await site.article({
        headline: `Loud in ${year}`,
        postedAt: Date.UTC(year, 2, 12, 9),
        comments: aThread(`y${year}`, [null], Date.UTC(year, 2, 12, 10)),
      })
    }
    await site.article({ headline: 'Another day', postedAt: Date.UTC(2028, 2, 11, 23, 59) })
    expect(await looking(site)).toBe(
      'On this day The edition of 2029 Loud in 2029 The edition of 2027 Loud in 2027 The edition of 2020 Loud in 2020',
    )
    const { body } = await site.get('/')
    expect([linkOn(body, 'The edition of 2020'), linkOn(body, 'Loud in 2020')?.replace(/\d+-/, '')]).toEqual([
      '/archive/2020/03/12',
      '/articles/loud-in-2020',
    ])
  })

  test('of a 29 February looks at leap years only', async () => {
    const site = await openSite()
    site.advance(Date.UTC(2032, 1, 29, 12) - NOON)
    for (const [year, month, date] of [
      [2032, 1, 29],
      [2031, 2, 1],
      [2031, 1, 28],
      [2028, 1, 29],
      [2024, 1, 29],
    ] as const)
      await site.article({ headline: `Of ${year}`, postedAt: Date.UTC(year, month, date, 8) })
    expect(await looking(site)).toBe('On this day The edition of 2028 Of 2028 The edition of 2024 Of 2024')
  })
})

describe('The counts on the front page', () => {
  test('explain when more comments were written today than are on today’s stories', async () => {
    const site = await openSite()
    await site.article({ comments: aThread('t', [null, 0]) })
    const totals = async (): Promise<string> =>
      /Today: .*?\.( \S+ of the comments .*?\.)?(?= Most| Headlines)/.exec(await words(site, '/'))![0].trim()
    expect(await totals()).toBe('Today: 1 article and 2 comments as of 14:25.')
    await site.article({ headline: 'Old', postedAt: morning - DAY, comments: aThread('o', [null], NOON - MINUTE) })
    expect(await words(site, '/')).toContain('One story, 2 comments so far')
    expect(await totals()).toBe(
      'Today: 1 article and 3 comments as of 14:25. One of the comments is on earlier stories.',
    )
    site.advance(DAY)
    expect(await totals()).toBe('Today: 0 articles and 0 comments as of 14:25.')
  })
})
