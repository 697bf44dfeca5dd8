// Watch hours: which lines the setting takes, whether somebody is on duty now, and how much of a time was watched.
import { describe, expect, test } from 'vitest'
import { watchAt, watchedSince } from '../../../src/comments/thread/watch-rules.ts'
import { DAY, MINUTE, momentOf } from '../../../src/time.ts'
import { parseWatchLine } from '../../../src/watch-hours.ts'

const LONDON = 'Europe/London'

/** A moment that clocks in London show, in UTC. */
const at = (day: string, time: string): number => momentOf(day, time, LONDON)
const iso = (moment: number): string => new Date(moment).toISOString().slice(0, 16)

describe('A line of watch hours', () => {
  test.each([
    ['Mon-Fri 08:00-22:00', [0, 1, 2, 3, 4], '08:00', '22:00'],
    ['Saturday, sun 10:00 – 02:00', [5, 6], '10:00', '02:00'],
    ['Fri–Mon 00:00–24:00', [4, 5, 6, 0], '00:00', '00:00'],
    ['Wed 09:30-12:00', [2], '09:30', '12:00'],
  ])('%s has days and times', (line, days, from, to) => {
    expect(parseWatchLine(line)).toEqual({ days, from, to })
  })

  test.each([
    '',
    '08:00-22:00',
    'Mon 8-22',
    'Mon 08:00',
    'Mon-Tue-Wed 08:00-09:00',
    'Moon 08:00-09:00',
    'Mon 24:00-08:00',
    'Mon 08:00-25:00',
    'Mon, 08:00-09:00',
  ])('is not “%s”', (line) => {
    expect(parseWatchLine(line)).toBeNull()
  })
})

describe('Whether somebody is on duty', () => {
  const week = ['Mon-Fri 08:00-22:00', 'Fri 21:00-02:00']
  const state = (hours: string[], day: string, time: string, duty: number | null = null) => {
    const watch = watchAt(hours, LONDON, duty, at(day, time))
    return watch === null ? null : `${watch.isWatched ? 'on' : 'off'} until ${iso(watch.until)}`
  }

  test('is decided by the line of the day, its first moment in and its last one out', () => {
    expect(state(week, '2030-03-12', '07:59')).toBe('off until 2030-03-12T08:00')
    expect(state(week, '2030-03-12', '08:00')).toBe('on until 2030-03-12T22:00')
    expect(state(week, '2030-03-12', '22:00')).toBe('off until 2030-03-13T08:00')
  })

  test('goes on past midnight, over lines that overlap, and comes back after the weekend', () => {
    expect(state(week, '2030-03-15', '21:30')).toBe('on until 2030-03-16T02:00')
    expect(state(week, '2030-03-16', '01:59')).toBe('on until 2030-03-16T02:00')
    expect(state(week, '2030-03-16', '02:00')).toBe('off until 2030-03-18T08:00')
  })

  test('follows the clocks of the site in spring and in autumn', () => {
    const nights = ['Mon-Sun 08:00-22:00']
    expect(state(nights, '2030-03-30', '22:00')).toBe('off until 2030-03-31T07:00')
    expect(state(nights, '2030-10-26', '22:00')).toBe('off until 2030-10-27T08:00')
    // The hour that the clocks skip is no watch, and the next one is a week later.
    expect(state(['Sun 01:00-02:00'], '2030-03-30', '12:00')).toBe('off until 2030-04-07T00:00')
  })

  test('is no question without watch hours, and a duty outside them is a watch', () => {
    expect(state([], '2030-03-12', '23:00')).toBeNull()
    expect(state(week, '2030-03-12', '23:00', at('2030-03-13', '01:00'))).toBe('on until 2030-03-13T01:00')
    expect(state(week, '2030-03-13', '01:00', at('2030-03-13', '01:00'))).toBe('off until 2030-03-13T08:00')
    expect(state(week, '2030-03-12', '23:00', at('2030-03-13', '12:00'))).toBe('on until 2030-03-13T08:00')
  })
})

describe('A promised time', () => {
  const since = (hours: string[], minutes: number, day: string, time: string): string =>
    iso(watchedSince(hours, LONDON, minutes * MINUTE, at(day, time)))

  test('is counted by the clock without watch hours', () => {
    expect(since([], 120, '2030-03-12', '14:25')).toBe('2030-03-12T12:25')
  })

  test('is counted in watch hours only, over nights, weekends and clock changes', () => {
    const week = ['Mon-Fri 08:00-22:00', 'Mon-Fri 09:00-10:00']
    expect(since(week, 120, '2030-03-12', '14:25')).toBe('2030-03-12T12:25')
    expect(since(week, 120, '2030-03-12', '09:00')).toBe('2030-03-11T21:00')
    expect(since(week, 120, '2030-03-18', '09:00')).toBe('2030-03-15T21:00')
    expect(since(week, 120, '2030-03-12', '23:00')).toBe('2030-03-12T20:00')
    expect(since(['Mon-Sun 08:00-22:00'], 120, '2030-03-31', '09:00')).toBe('2030-03-30T21:00')
    // From ten in the evening to four in the morning are five hours that night, and seven in autumn.
    expect(since(['Sat 22:00-04:00'], 300, '2030-03-31', '05:00')).toBe('2030-03-30T22:00')
    expect(since(['Sat 22:00-04:00'], 420, '2030-10-27', '05:00')).toBe('2030-10-26T21:00')
  })

  test('goes back as far as few watch hours need, and at most a year', () => {
    expect(since(['Mon 08:00-09:00'], 600, '2030-03-12', '12:00')).toBe('2030-01-07T08:00')
    expect(watchedSince(['Mon 08:00-08:01'], LONDON, 2 * DAY, at('2030-03-12', '12:00'))).toBe(0)
  })
})
