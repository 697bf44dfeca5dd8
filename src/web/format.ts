// Times, dates and numbers as readers see them. Pure.
import { addDays, dayOf, timeOf, weekday } from '../time.ts'

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
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

/** `Tue 12 March`. */
export function stripDay(day: string): string {
  const [, month, date] = split(day)
  return `${weekdays[weekday(day)]?.slice(0, 3)} ${date} ${monthName(month).slice(0, 3)}`
}

/** `Tuesday, 12 March`. */
export function dayWithoutYear(day: string): string {
  const [, month, date] = split(day)
  return `${weekdays[weekday(day)]}, ${date} ${monthName(month)}`
}

export type Moment = { iso: string; text: string }

/** A moment for people: today's with the time alone, then "Yesterday, 20:14", then the date. */
export function moment(at: number, now: number, zone: string): Moment {
  const day = dayOf(at, zone)
  const today = dayOf(now, zone)
  const time = timeOf(at, zone)
  const text = day === today ? time : day === addDays(today, -1) ? `Yesterday, ${time}` : `${shortDay(day)}, ${time}`
  return { iso: new Date(at).toISOString(), text }
}

/** A moment on a page of its own day: the time alone when it is of that day, else the day too. */
export function momentOn(day: string, at: number, zone: string): Moment {
  const own = dayOf(at, zone)
  return { iso: new Date(at).toISOString(), text: own === day ? timeOf(at, zone) : `${shortDay(own)}, ${timeOf(at, zone)}` }
}

/** `9,412`. */
export const number = (n: number): string => String(Math.trunc(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

const small = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve', 'Thirteen', 'Fourteen', 'Fifteen', 'Sixteen', 'Seventeen', 'Eighteen', 'Nineteen']
const tens = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety']

/** A number that opens a sentence: words below a hundred, figures from there. */
export function spelled(n: number): string {
  if (n < 20) return small[n] ?? number(n)
  if (n < 100) return `${tens[Math.trunc(n / 10)]}${n % 10 === 0 ? '' : `-${small[n % 10]?.toLowerCase()}`}`
  return number(n)
}

/** `1 comment`, `27 comments`. */
export const count = (n: number, one: string, many: string = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`

export const commentCount = (n: number): string => (n === 0 ? 'No comments yet' : count(n, 'comment'))
