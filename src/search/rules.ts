// What was typed into the search box, taken apart: words, phrases, what to leave out, and operators. Never fails. Pure.
import { addDays, isDay } from '../time.ts'
import { foldedWords, type Phrase } from './words.ts'

/** Words and phrases of one search; more cost more than they narrow. */
export const MAX_PARTS = 16

/** Characters that are looked at. */
const MAX_CHARACTERS = 20_000

export const operators = ['section', 'by', 'on', 'before', 'after', 'in'] as const
export type Operator = (typeof operators)[number]

export type Filter = { kind: 'section' | 'by' | 'in'; value: string; not: boolean }

/** Days from the first up to but not including the second, `2030-03-12`; null is open. */
export type Days = { from: string | null; until: string | null }

export type ParsedSearch = Days & {
  phrases: Phrase[]
  excluded: Phrase[]
  filters: Filter[]
  /** What cannot be done as it was typed, in sentences. */
  faults: string[]
  /** Something was typed, and none of it is a word, an operator or a fault. */
  wordless: boolean
  /** More was typed than a search takes; the rest was left out. */
  cut: boolean
}

/** A minus, an operator, and what it is about: a phrase in quotation marks, or everything up to the next space. */
const PART = /([-\u2212]*)(?:(section|by|on|before|after|in):(?=\S))?(?:["“”„]([^"“”„]*)["“”„]|[^\s"“”„]+|["“”„])/giy

/**
 * Days that a day, a month or a year covers.
 * @param text `2030-03-12`, `2030-03` or `2030`
 * @returns the first day and the day after the last, or null when the calendar has no such thing
 */
export function daysOf(text: string): { from: string; until: string } | null {
  const [, year = '', month, day] = /^([1-8]\d{3})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text) ?? []
  const from = `${year}-${month ?? '01'}-${day ?? '01'}`
  if (!isDay(from)) return null
  if (day !== undefined) return { from, until: addDays(from, 1) }
  if (month !== undefined) return { from, until: `${addDays(from, 31).slice(0, 7)}-01` }
  return { from, until: `${Number(year) + 1}-01-01` }
}

/** The days that both have. */
export const intersectDays = (a: Days, b: Days): Days => ({
  from: a.from === null || (b.from !== null && b.from > a.from) ? b.from : a.from,
  until: a.until === null || (b.until !== null && b.until < a.until) ? b.until : a.until,
})

function daysOfOperator(operator: 'on' | 'before' | 'after', value: string): Days | null {
  const days = daysOf(value)
  if (days === null) return null
  return operator === 'on'
    ? days
    : operator === 'before'
      ? { from: null, until: days.from }
      : { from: days.until, until: null }
}

/** @param text as typed, of any length and of any signs */
export function parseSearch(text: string): ParsedSearch {
  const asked: ParsedSearch = {
    phrases: [],
    excluded: [],
    filters: [],
    faults: [],
    from: null,
    until: null,
    wordless: false,
    cut: text.length > MAX_CHARACTERS,
  }
  const typed = text.slice(0, MAX_CHARACTERS).toWellFormed()
  let parts = 0
  for (let at = 0; at < typed.length; ) {
    const space = /\s+/y
    space.lastIndex = at
    if (space.test(typed)) at = space.lastIndex
    PART.lastIndex = at
    const match = PART.exec(typed)
    if (match === null) break
    at = PART.lastIndex
    const [whole, minus = '', operator, phrase] = match
    const value = phrase ?? whole.slice(minus.length + (operator === undefined ? 0 : operator.length + 1))
    if (parts >= MAX_PARTS) {
      asked.cut ||= operator !== undefined || foldedWords(value).length > 0
      continue
    }
    if (operator === undefined) parts += addWords(asked, foldedWords(value), minus !== '')
    else {
      parts += 1
      addOperator(asked, operator.toLowerCase() as Operator, value, minus !== '', whole)
    }
  }
  asked.wordless = typed.trim() !== '' && parts === 0 && asked.faults.length === 0
  return asked
}

function addWords(asked: ParsedSearch, words: string[], not: boolean): number {
  if (words.length === 0) return 0
  asked.cut ||= words.length > MAX_PARTS
  const parts = not ? asked.excluded : asked.phrases
  parts.push(words.slice(0, MAX_PARTS))
  return 1
}

function addOperator(asked: ParsedSearch, operator: Operator, value: string, not: boolean, whole: string): void {
  const shown = shortenInput(value)
  if (operator === 'on' || operator === 'before' || operator === 'after') {
    const days = daysOfOperator(operator, value)
    if (days === null)
      asked.faults.push(
        `${operator}: takes a day such as 2030-03-12, a month such as 2030-03 or a year, and “${shown}” is none.`,
      )
    else if (not) asked.faults.push(`“${shortenInput(whole)}”: a date cannot be left out; use before: or after:.`)
    else Object.assign(asked, intersectDays(asked, days))
  } else if (operator === 'in' && !/^(?:comments|articles|stories|[1-9]\d{0,14})$/i.test(value))
    asked.faults.push(`in: takes comments, articles, or the number of an article, and “${shown}” is none.`)
  else asked.filters.push({ kind: operator, value, not })
}

/** Something typed, short enough for a sentence. */
export const shortenInput = (typed: string): string =>
  typed.length > 60 ? `${typed.slice(0, 60).toWellFormed()}…` : typed
