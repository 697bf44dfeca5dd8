// Times, dates and numbers as readers see them.
import { describe, expect, test } from 'vitest'
import {
  commentCount,
  count,
  dayWithoutYear,
  longDay,
  moment,
  momentOn,
  monthName,
  number,
  shortDay,
  spelled,
  stripDay,
} from '../src/format.ts'

const at = (text: string): number => Date.parse(text)
const now = at('2030-03-12T14:25:00Z')

describe('a moment', () => {
  test('of today is its time alone', () => {
    expect(moment(at('2030-03-12T08:05:59Z'), now, 'UTC')).toEqual({ iso: '2030-03-12T08:05:59.000Z', text: '08:05' })
    expect(moment(at('2030-03-12T00:00:00Z'), now, 'UTC').text).toBe('00:00')
  })

  test('of the day before says so', () => {
    expect(moment(at('2030-03-11T23:59:59Z'), now, 'UTC').text).toBe('Yesterday, 23:59')
    expect(moment(at('2030-03-11T00:00:00Z'), now, 'UTC').text).toBe('Yesterday, 00:00')
  })

  test('of an earlier day has its date, and its year', () => {
    expect(moment(at('2030-03-10T23:59:59Z'), now, 'UTC').text).toBe('10 March 2030, 23:59')
    expect(moment(at('2004-06-11T09:30:00Z'), now, 'UTC').text).toBe('11 June 2004, 09:30')
  })

  test('is told in the zone of the site, whatever the machine’s', () => {
    const late = at('2030-03-12T13:30:00Z')
    expect(moment(late, now, 'Pacific/Auckland')).toEqual({ iso: '2030-03-12T13:30:00.000Z', text: '02:30' })
    expect(moment(at('2030-03-12T10:30:00Z'), now, 'Pacific/Auckland').text).toBe('Yesterday, 23:30')
    expect(moment(at('2030-03-12T03:30:00Z'), now, 'America/New_York').text).toBe('Yesterday, 23:30')
    expect(moment(late, now, 'Asia/Kolkata').text).toBe('19:00')
  })

  test('is of yesterday by the calendar, not by hours: across a change of clocks, a month and a year', () => {
    expect(moment(at('2030-03-30T23:30:00Z'), at('2030-03-31T21:30:00Z'), 'Europe/Berlin').text).toBe('00:30')
    expect(moment(at('2030-03-30T22:30:00Z'), at('2030-03-31T21:30:00Z'), 'Europe/Berlin').text).toBe(
      'Yesterday, 23:30',
    )
    expect(moment(at('2030-02-28T12:00:00Z'), at('2030-03-01T12:00:00Z'), 'UTC').text).toBe('Yesterday, 12:00')
    expect(moment(at('2029-12-31T12:00:00Z'), at('2030-01-01T00:00:00Z'), 'UTC').text).toBe('Yesterday, 12:00')
  })

  test('of tomorrow has its date: a clock may be wrong', () => {
    expect(moment(at('2030-03-13T08:00:00Z'), now, 'UTC').text).toBe('13 March 2030, 08:00')
  })

  test('on a page of its own day is its time alone, else it has the date', () => {
    expect(momentOn('2004-06-11', at('2004-06-11T22:05:00Z'), 'UTC').text).toBe('22:05')
    expect(momentOn('2004-06-11', at('2004-06-12T00:05:00Z'), 'UTC').text).toBe('12 June 2004, 00:05')
    expect(momentOn('2004-06-12', at('2004-06-11T22:05:00Z'), 'Europe/Berlin').text).toBe('00:05')
  })
})

test('a day is written out: long, short, without its year, and for the strip', () => {
  expect(longDay('2030-03-12')).toBe('Tuesday, 12 March 2030')
  expect(longDay('2004-02-29')).toBe('Sunday, 29 February 2004')
  expect(shortDay('2030-03-01')).toBe('1 March 2030')
  expect(dayWithoutYear('2030-12-31')).toBe('Tuesday, 31 December')
  expect(stripDay('2030-09-04')).toBe('Wed 4 Sep')
  expect(stripDay('2030-09-04', '2030-09-05')).toBe('Wed 4')
  expect(stripDay('2030-08-31', '2030-09-01')).toBe('Sat 31 Aug')
  expect([1, 12, 0, 13].map(monthName)).toEqual(['January', 'December', '', ''])
})

test('a number has a comma at every thousand', () => {
  expect([0, 7, 999, 1000, 9412, 100_000, 534_023, 1_862_925].map(number)).toEqual([
    '0',
    '7',
    '999',
    '1,000',
    '9,412',
    '100,000',
    '534,023',
    '1,862,925',
  ])
})

test('a number that opens a sentence is spelled below a hundred', () => {
  expect([0, 1, 12, 13, 19, 20, 21, 30, 45, 99, 100, 1234].map(spelled)).toEqual([
    'No',
    'One',
    'Twelve',
    'Thirteen',
    'Nineteen',
    'Twenty',
    'Twenty-one',
    'Thirty',
    'Forty-five',
    'Ninety-nine',
    '100',
    '1,234',
  ])
})

test('one is singular, none and many are plural', () => {
  expect([0, 1, 2, 1234].map((n) => count(n, 'comment'))).toEqual([
    '0 comments',
    '1 comment',
    '2 comments',
    '1,234 comments',
  ])
  expect([1, 2].map((n) => count(n, 'reply', 'replies'))).toEqual(['1 reply', '2 replies'])
  expect([0, 1, 27].map((n) => commentCount(n))).toEqual(['No comments yet', '1 comment', '27 comments'])
})
