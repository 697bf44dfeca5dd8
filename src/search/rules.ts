// Parses the text of the search box into words, phrases, exclusions and operators. Never fails. Pure.
import { addDays, isDay } from '../time.ts'
import { foldedWords, isLetterWord, type Phrase } from './words.ts'

/** Words and phrases of one search. */
export const MAX_PARTS = 16

/** Letters of a phrase in scripts of which every letter is a word. */
const MAX_LETTERS = 64

/** Characters of the text that are parsed. */
const MAX_CHARACTERS = 20_000

export const operators = ['section', 'by', 'on', 'before', 'after', 'in'] as const
type Operator = (typeof operators)[number]

type Filter = { kind: 'section' | 'by' | 'in'; value: string; not: boolean }

/** A range of dates, from `from` up to but not including `until`; null is open. */
export type Days = { from: string | null; until: string | null }

export type ParsedSearch = Days & {
  phrases: Phrase[]
  excluded: Phrase[]
  filters: Filter[]
  /** Sentences. */
  faults: string[]
  /** Whether the text has no word, operator or fault, though it is not empty. */
  wordless: boolean
  /** Whether the text exceeded the limits and the rest was ignored. */
  cut: boolean
}

/** One part: an optional minus, an optional operator, and a quoted phrase or everything up to the next space. */
const PART = /([-\u2212]*)(?:(section|by|on|before|after|in):(?=\S))?(?:["“”„]([^"“”„]*)["“”„]|[^\s"“”„]+|["“”„])/giy

/**
 * The dates that a day, a month or a year covers.
 * @param text `2030-03-12`, `2030-03` or `2030`
 * @returns first date and the date after the last, or null if there is no such date
 */
export function daysOf(text: string): { from: string; until: string } | null {
  const [, year = '', month, day] = /^([1-8]\d{3})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text) ?? []
  const from = `${year}-${month ?? '01'}-${day ?? '01'}`
  if (!isDay(from)) return null
  if (day !== undefined) return { from, until: addDays(from, 1) }
  if (month !== undefined) return { from, until: `${addDays(from, 31).slice(0, 7)}-01` }
  return { from, until: `${Number(year) + 1}-01-01` }
}

/** The dates in both ranges. */
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

/** Parses a search. @param text as typed, of any length */
export function parseSearch(text: string): ParsedSearch {
  const parsed: ParsedSearch = {
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
      parsed.cut ||= operator !== undefined || foldedWords(value).length > 0
      continue
    }
    if (operator === undefined) parts += addWords(parsed, foldedWords(value), minus !== '')
    else {
      parts += 1
      addOperator(parsed, operator.toLowerCase() as Operator, value, minus !== '', whole)
    }
  }
  parsed.wordless = typed.trim() !== '' && parts === 0 && parsed.faults.length === 0
  return parsed
}

function addWords(parsed: ParsedSearch, words: string[], not: boolean): number {
  if (words.length === 0) return 0
  const max = words.some(isLetterWord) ? MAX_LETTERS : MAX_PARTS
  parsed.cut ||= words.length > max
  const parts = not ? parsed.excluded : parsed.phrases
  parts.push(words.slice(0, max))
  return 1
}

function addOperator(parsed: ParsedSearch, operator: Operator, value: string, not: boolean, whole: string): void {
  const excerpt = shortenInput(value)
  if (operator === 'on' || operator === 'before' || operator === 'after') {
    const days = daysOfOperator(operator, value)
    if (days === null)
      parsed.faults.push(
        `${operator}: takes a day such as 2030-03-12, a month such as 2030-03 or a year; “${excerpt}” is not a date.`,
      )
    else if (not) parsed.faults.push(`“${shortenInput(whole)}”: a date cannot be excluded; use before: or after:.`)
    else Object.assign(parsed, intersectDays(parsed, days))
  } else if (operator === 'in' && !/^(?:comments|articles|stories|[1-9]\d{0,14})$/i.test(value))
    parsed.faults.push(`in: takes comments, articles, or the number of an article; “${excerpt}” is none of these.`)
  else parsed.filters.push({ kind: operator, value, not })
}

/** Typed text, shortened for a sentence. */
export const shortenInput = (typed: string): string =>
  typed.length > 60 ? `${typed.slice(0, 60).toWellFormed()}…` : typed
