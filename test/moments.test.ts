// Dates and times as people type them, in zones where clocks change.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { existingMoment, nextTimeOfDay } from '../src/moments.ts'
import { dayOf, timeOf } from '../src/time.ts'

const BERLIN = 'Europe/Berlin'

describe('A time of day', () => {
  test.each([
    ['the day before clocks go forward', Date.UTC(2030, 2, 30, 12), '02:30', Date.UTC(2030, 3, 1, 0, 30)],
    ['before it today', Date.UTC(2030, 2, 12, 0, 0), '02:30', Date.UTC(2030, 2, 12, 1, 30)],
    ['at it today', Date.UTC(2030, 2, 12, 1, 30), '02:30', Date.UTC(2030, 2, 13, 1, 30)],
    ['the day before clocks go back', Date.UTC(2030, 9, 26, 12), '02:30', Date.UTC(2030, 9, 27, 0, 30)],
  ])('alone, %s, is the next one that clocks show', (_, now, time, at) => {
    expect(nextTimeOfDay(time, now, BERLIN)).toBe(at)
  })

  test.each([
    ['2030-03-31', '01:59', Date.UTC(2030, 2, 31, 0, 59), false],
    ['2030-03-31', '02:00', Date.UTC(2030, 2, 31, 1), true],
    ['2030-03-31', '02:59', Date.UTC(2030, 2, 31, 1), true],
    ['2030-03-31', '03:00', Date.UTC(2030, 2, 31, 1), false],
    ['2030-10-27', '02:30', Date.UTC(2030, 9, 27, 0, 30), false],
  ])('on %s at %s is a moment that exists', (day, time, at, isSkipped) => {
    expect(existingMoment(day, time, BERLIN)).toEqual({ at, isSkipped })
  })

  test('in any zone on any day is shown by its clocks then, or the clocks skip it', () => {
    const zones = [
      'UTC',
      BERLIN,
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/Santiago',
      'Africa/Cairo',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 365 * 20 }),
        fc.integer({ min: 0, max: 1439 }),
        (zone, days, minute) => {
          const day = new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10)
          const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
          const { at, isSkipped } = existingMoment(day, time, zone)
          if (isSkipped) {
            // The minute before it is before the time that was asked for.
            expect(`${dayOf(at - 60_000, zone)} ${timeOf(at - 60_000, zone)}` < `${day} ${time}`).toBe(true)
            expect(`${dayOf(at, zone)} ${timeOf(at, zone)}` > `${day} ${time}`).toBe(true)
          } else expect([dayOf(at, zone), timeOf(at, zone)]).toEqual([day, time])
        },
      ),
    )
  })
})
