// Days and times of day in the site's zone, across every change of the clocks.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  DAY,
  dayOf,
  HOUR,
  isDay,
  isZone,
  localTime,
  MINUTE,
  momentOf,
  nextMidnight,
  SECOND,
  timeOf,
  weekday,
} from '../../src/time.ts'

const zones = [
  'UTC',
  'Pacific/Auckland',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Pacific/Chatham',
  'Africa/Cairo',
  'America/Santiago',
]
const zone = fc.constantFrom(...zones)
const at = fc
  .integer({ min: Date.UTC(1990, 0, 1) / SECOND, max: Date.UTC(2040, 0, 1) / SECOND })
  .map((seconds) => seconds * SECOND)
const clock = (when: number, where: string): string => {
  const { hour, minute, second } = localTime(when, where)
  return [hour, minute, second].map((n) => String(n).padStart(2, '0')).join(':')
}

describe('A moment', () => {
  test('is found from the local day and time of a zone, the first of two when clocks go back', () => {
    fc.assert(
      fc.property(at, zone, (when, where) => {
        const back = momentOf(dayOf(when, where), clock(when, where), where)
        expect([dayOf(back, where), clock(back, where)]).toEqual([dayOf(when, where), clock(when, where)])
        expect([0, 30 * MINUTE, HOUR]).toContain(when - back)
      }),
      { numRuns: 400 },
    )
  })

  /** A moment as the system's own calendar shows it: `10/03/2030, 03:30:00`. */
  const shown = (when: number, where: string): string => new Date(when).toLocaleString('en-GB', { timeZone: where })

  test('is shown as the calendar of the system shows it, around changes of the clocks as at any other time', () => {
    const near = fc
      .tuple(
        fc.constantFrom(
          Date.UTC(2017, 2, 12),
          Date.UTC(2017, 2, 26),
          Date.UTC(2017, 3, 2),
          Date.UTC(2017, 9, 1),
          Date.UTC(2017, 9, 15),
          Date.UTC(2017, 9, 29),
          Date.UTC(2017, 10, 5),
        ),
        fc.integer({ min: -DAY, max: 2 * DAY }),
      )
      .map(([day, by]) => day + by)
    fc.assert(
      fc.property(fc.oneof(at, near), zone, (when, where) => {
        const [year, month, date] = dayOf(when, where).split('-')
        expect(`${date}/${month}/${year}, ${clock(when, where)}`).toBe(shown(when, where))
      }),
      { numRuns: 2000 },
    )
  })

  test('is found again around every change of the clocks', () => {
    let changes = 0
    for (const where of zones) {
      const offset = (t: number): number => Date.parse(`${dayOf(t, where)}T${clock(t, where)}Z`) - t
      for (let day = Date.UTC(2017, 0, 1); day < Date.UTC(2018, 0, 1); day += DAY) {
        if (offset(day) === offset(day + DAY)) continue
        let when = day
        while (offset(when) === offset(when + HOUR)) when += HOUR
        changes += 1
        for (const near of [-HOUR, 0, HOUR, 2 * HOUR]) {
          const back = momentOf(dayOf(when + near, where), clock(when + near, where), where)
          expect(clock(back, where)).toBe(clock(when + near, where))
          expect(back).toBeLessThanOrEqual(when + near)
        }
      }
    }
    expect(changes).toBeGreaterThan(10)
  })

  test('that the clocks skip is read by the clock before the change', () => {
    expect(momentOf('2030-03-10', '02:30', 'America/New_York')).toBe(Date.UTC(2030, 2, 10, 7, 30))
  })

  test('that occurs twice is the first of the two', () => {
    expect(momentOf('2030-11-03', '01:30', 'America/New_York')).toBe(Date.UTC(2030, 10, 3, 5, 30))
  })
})

describe('A day', () => {
  test('begins at the midnight of its zone, and the next one is never more than 25 hours away', () => {
    fc.assert(
      fc.property(at, zone, (when, where) => {
        const midnight = nextMidnight(when, where)
        expect(midnight).toBeGreaterThan(when)
        expect(midnight - when).toBeLessThanOrEqual(25 * HOUR)
        expect(dayOf(midnight, where)).toBe(addDays(dayOf(when, where), 1))
        expect(dayOf(midnight - 1, where)).toBe(dayOf(when, where))
      }),
      { numRuns: 400 },
    )
  })

  test('is of the site’s zone, not of the machine’s', () => {
    const noon = Date.UTC(2030, 2, 12, 11, 30)
    expect(dayOf(noon, 'Pacific/Auckland')).toBe('2030-03-13')
    expect(timeOf(noon, 'Pacific/Auckland')).toBe('00:30')
    expect(dayOf(noon, 'America/New_York')).toBe('2030-03-12')
  })

  test('has the weekday of the calendar, Monday first', () => {
    expect(['2030-03-11', '2030-03-12', '2030-03-17'].map(weekday)).toEqual([0, 1, 6])
    fc.assert(
      fc.property(at, (when) => {
        expect(weekday(addDays(dayOf(when, 'UTC'), 1))).toBe((weekday(dayOf(when, 'UTC')) + 1) % 7)
      }),
    )
  })

  test('is one that the calendar has', () => {
    expect(['2004-02-29', '2030-12-31', '0001-01-01'].every(isDay)).toBe(true)
    expect(
      [
        '2003-02-29',
        '2004-02-30',
        '2030-13-01',
        '2030-00-01',
        '2030-01-00',
        '2030-1-1',
        '20300101',
        '',
        '2030-01-01x',
        '+2030-01-01',
      ].some(isDay),
    ).toBe(false)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (y, m, d) => {
          const text = `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
          const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
          const longest = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1] ?? 0
          expect(isDay(text)).toBe(d >= 1 && d <= longest)
        },
      ),
    )
  })
})

test('a zone is one that the machine knows', () =>
  expect(['Europe/Berlin', 'Mars/Olympus', ''].map(isZone)).toEqual([true, false, false]))

test('a day and a time of day are those that Intl has for the zone, before 1970 and where clocks change too', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2080, 0) }), zone, (when, where) => {
      const { year, month, day } = localTime(when, where)
      expect(dayOf(when, where)).toBe([year, month, day].map((n) => String(n).padStart(2, '0')).join('-'))
      expect(timeOf(when, where)).toBe(clock(when, where).slice(0, 5))
    }),
  )
})
