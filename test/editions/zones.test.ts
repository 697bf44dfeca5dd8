// The front page and the headlines at midnight and on the days when the clocks change, in the site's zone.
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../src/time.ts'
import { linkOn, wordsOn } from '../comments/page.ts'
import { NOON, openSite, type Site } from '../support/site.ts'

const words = async (site: Site, url: string): Promise<string> => wordsOn((await site.get(url)).body)

/** A day on which clocks change: its first and last moment, and how many hours it has. */
const days = [
  ['Europe/London', '2030-03-31', Date.UTC(2030, 2, 31, 0), 23],
  ['Europe/London', '2030-10-27', Date.UTC(2030, 9, 26, 23), 25],
  // In Santiago clocks go from 24:00 back to 23:00, and half a year later from 24:00 on to 01:00.
  ['America/Santiago', '2030-04-06', Date.UTC(2030, 3, 6, 3), 25],
  ['America/Santiago', '2030-09-08', Date.UTC(2030, 8, 8, 4), 23],
  ['Africa/Cairo', '2030-04-26', Date.UTC(2030, 3, 25, 22), 23],
  ['Africa/Cairo', '2030-10-31', Date.UTC(2030, 9, 30, 21), 25],
  ['Asia/Kathmandu', '2030-03-12', Date.UTC(2030, 2, 11, 18, 15), 24],
] as const

describe.each(days)('In %s the edition of %s', (zone, day, from, hours) => {
  const to = from + hours * HOUR
  const path = day.replaceAll('-', '/')

  async function site(): Promise<Site> {
    const made = await openSite()
    await made.set('timeZone', zone)
    made.advance(to + HOUR - NOON)
    for (const [headline, postedAt] of [
      ['The minute before', from - MINUTE],
      ['The first moment', from],
      ['The last second', to - SECOND],
      ['The next day', to],
    ] as const)
      await made.article({ headline, postedAt })
    return made
  }

  test(`has what was published in its ${hours} hours and nothing else, in the archive and in the headlines`, async () => {
    const made = await site()
    for (const url of [`/archive/${path}`, `/headlines/${path}`]) {
      const page = await words(made, url)
      expect(
        [
          page.includes('The first moment'),
          page.includes('The last second'),
          page.includes('The minute before'),
          page.includes('The next day'),
        ],
        url,
      ).toEqual([true, true, false, false])
      expect(page).toContain('No. 2. Two stories')
    }
  })

  test('is today’s until its last second, and yesterday’s a second later, on cached pages too', async () => {
    const made = await openSite()
    await made.set('timeZone', zone)
    made.advance(from - NOON)
    await made.article({ headline: 'Of that day', postedAt: from })
    expect(await words(made, '/')).toContain('Today: 1 article and 0 comments')
    made.advance(hours * HOUR - SECOND)
    expect(await words(made, '/')).toContain('Today: 1 article and 0 comments as of')
    expect(await words(made, '/headlines')).toContain('Today’s headlines')
    expect(await words(made, '/sections/harbour')).not.toContain('Yesterday')
    made.advance(SECOND)
    expect(await words(made, '/')).toContain('Today: 0 articles and 0 comments')
    expect(await words(made, '/headlines')).not.toContain('Today’s headlines')
    expect(await words(made, '/sections/harbour')).toContain('Yesterday, 0')
    await made.article({ headline: 'Of the next', postedAt: to })
    expect(linkOn((await made.get('/')).body, 'Compact view')).toBe('/headlines')
    expect(await words(made, '/')).toContain('Previous day: ')
    expect((await made.get('/')).body).toContain(`<a rel="prev" href="/archive/${path}">`)
  })
})
