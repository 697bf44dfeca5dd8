// Times, dates and numbers as readers see them. Pure but for its own memory.
import { dayNumber, dayOf, dayOfNumber, HOUR, MINUTE, timeOf, weekday } from './time.ts'

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const split = (day: string): [string, number, number] => {
  const [year = '', month = '', date = ''] = day.split('-')
  return [String(Number(year)), Number(month), Number(date)]
}

/** 1–12 → `March`. */
export const monthName = (month: number): string => monthNames[month - 1] ?? ''

/** `Tuesday, 12 March 2030`. */
export function longDay(day: string): string {
  const [year, month, date] = split(day)
  return `${weekdays[weekday(day)]}, ${date} ${monthName(month)} ${year}`
}

/** `12 March 2030`. */
export function shortDay(day: string): string {
  const [year, month, date] = split(day)
  return `${date} ${monthName(month)} ${year}`
}

/** `Tue 12 Mar`, or `Tue 12` after a day of the same month. */
export function stripDay(day: string, after: string | null = null): string {
  const [, month, date] = split(day)
  const inMonth = after?.slice(0, 7) === day.slice(0, 7) ? '' : ` ${monthName(month).slice(0, 3)}`
  return `${weekdays[weekday(day)]?.slice(0, 3)} ${date}${inMonth}`
}

/** `Tuesday, 12 March`. */
export function dayWithoutYear(day: string): string {
  const [, month, date] = split(day)
  return `${weekdays[weekday(day)]}, ${date} ${monthName(month)}`
}

export const dateStyles = ['long', 'iso', 'american'] as const
export type DateStyle = (typeof dateStyles)[number]

/** How times are shown to a reader: time zone and style. A zone alone has the long style. */
export type Dates = string | { zone: string; style: DateStyle }

export const zoneOf = (dates: Dates): string => (typeof dates === 'string' ? dates : dates.zone)
export const styleOf = (dates: Dates): DateStyle => (typeof dates === 'string' ? 'long' : dates.style)

/** The time of day: `14:25`, or `2:25 pm`. */
export function clockTime(at: number, dates: Dates): string {
  const time = timeOf(at, zoneOf(dates))
  if (styleOf(dates) !== 'american') return time
  const hour = Number(time.slice(0, 2))
  return `${hour % 12 === 0 ? 12 : hour % 12}${time.slice(2)} ${hour < 12 ? 'am' : 'pm'}`
}

/** Dates by style and number of the day: a page prints a thousand times of the same few days. */
const dateTexts = new Map<DateStyle, Map<number, string>>()
const MAX_DATES = 20_000

function printDay(day: string, style: DateStyle): string {
  if (style === 'iso') return day
  const [year, month, date] = split(day)
  return style === 'american' ? `${monthName(month)} ${date}, ${year}` : shortDay(day)
}

/** The date: `12 March 2030`, `2030-03-12`, or `March 12, 2030`. */
export function dateOf(at: number, dates: Dates): string {
  const [n, style] = [dayNumber(at, zoneOf(dates)), styleOf(dates)]
  const texts = dateTexts.get(style) ?? new Map<number, string>()
  const known = texts.get(n)
  if (known !== undefined) return known
  const text = printDay(dayOfNumber(n), style)
  if (texts.size >= MAX_DATES) texts.clear()
  texts.set(n, text)
  dateTexts.set(style, texts)
  return text
}

/** Date and time. */
export const dateAndTime = (at: number, dates: Dates): string =>
  `${dateOf(at, dates)}${styleOf(dates) === 'iso' ? ' ' : ', '}${clockTime(at, dates)}`

export type Moment = { iso: string; text: string }

/** A moment for people: today's with the time alone, then "Yesterday, 20:14", then the date. */
export function moment(at: number, now: number, dates: Dates): Moment {
  const zone = zoneOf(dates)
  const daysAgo = dayNumber(now, zone) - dayNumber(at, zone)
  const text =
    daysAgo === 0 ? clockTime(at, dates) : daysAgo === 1 ? `Yesterday, ${clockTime(at, dates)}` : dateAndTime(at, dates)
  return { iso: new Date(at).toISOString(), text }
}

/** The same in the middle of a sentence: "yesterday, 20:14". */
export function momentInSentence(at: number, now: number, dates: Dates): Moment {
  const { iso, text } = moment(at, now, dates)
  return { iso, text: text.replace(/^Yesterday/, 'yesterday') }
}

/** A moment on a page of its own day: the time alone when it is of that day, else the day too. */
export function momentOn(day: string, at: number, dates: Dates): Moment {
  return {
    iso: new Date(at).toISOString(),
    text: dayOf(at, zoneOf(dates)) === day ? clockTime(at, dates) : dateAndTime(at, dates),
  }
}

/** `9,412`. */
export const number = (n: number): string => String(Math.trunc(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

const small = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
  'Thirteen',
  'Fourteen',
  'Fifteen',
  'Sixteen',
  'Seventeen',
  'Eighteen',
  'Nineteen',
]
const tens = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety']

/** A number that opens a sentence: words below a hundred, figures from there. */
export function spelled(n: number): string {
  if (n < 20) return small[n] ?? number(n)
  if (n < 100) return `${tens[Math.trunc(n / 10)]}${n % 10 === 0 ? '' : `-${small[n % 10]?.toLowerCase()}`}`
  return number(n)
}

/** `1 comment`, `27 comments`. */
export const count = (n: number, one: string, many: string = `${one}s`): string =>
  `${number(n)} ${n === 1 ? one : many}`

/** `48 min`, `3 h`, `2 days`. */
export const waitDuration = (ms: number): string =>
  ms < HOUR
    ? `${Math.max(1, Math.trunc(ms / MINUTE))} min`
    : ms < 48 * HOUR
      ? `${Math.trunc(ms / HOUR)} h`
      : count(Math.trunc(ms / (24 * HOUR)), 'day')

/** @param over true if the number is final */
export const commentCount = (n: number, over: boolean = false): string =>
  n === 0 ? (over ? 'No comments' : 'No comments yet') : count(n, 'comment')

/** A reason as the end of a sentence: with a full stop, unless it ends in a sign of its own. */
export const asSentence = (reason: string): string => (/[.!?…]$/.test(reason) ? reason : `${reason}.`)
