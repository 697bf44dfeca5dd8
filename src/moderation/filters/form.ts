// The forms of a filter: its text, a test on recent comments, switching it on or off, and deleting it.
import { z } from 'zod'
import type { Audience, FilterAction, FilterKind, FilterSign } from '../../db/schema/filters.ts'
import { characters, checkedField, textField } from '../../faults.ts'
import { normalize } from '../../filters/normalize.ts'
import { compilePattern } from '../../filters/patterns.ts'
import { audiences, filterActions, filterKinds, nonEmptyLines, parseHost } from '../../filters/rules.ts'
import { filterSigns } from '../../filters/signs.ts'
import { optionalReasonField, reasonField } from '../../reasons.ts'
import { REHEARSAL_LIMITS } from './rehearsal-rules.ts'

/** What a filter says, without who made it. */
export type FilterText = {
  name: string
  kind: FilterKind
  match_text: string
  whole_words: number
  action: FilterAction
  replacement: string
  applies_to: Audience
  form_sign: FilterSign
}

export const filterLimits = { name: 60, lines: 20, line: 100, replacement: 40, number: 100, days: 90 } as const

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

function nameFault(typed: string): string | null {
  const name = oneLine(typed)
  if (name === '') return 'Give it a name: the public log uses it.'
  return characters(name) > filterLimits.name ? `A name has at most ${filterLimits.name} characters.` : null
}

const choiceField = (list: readonly string[], fault: string) =>
  checkedField((value) => (list.includes(value) ? null : fault))

/** What is wrong with the lines of a filter for words or hosts. */
function linesFault(kind: 'word' | 'host', lines: readonly string[]): string | null {
  if (lines.length === 0)
    return `Write at least one ${kind === 'word' ? 'word or phrase' : 'host'}, each on a line of its own.`
  if (lines.length > filterLimits.lines)
    return `A filter has at most ${filterLimits.lines} lines; this one has ${lines.length}. Put the rest into another filter.`
  const long = lines.find((line) => characters(line) > filterLimits.line)
  if (long !== undefined) return `A line has at most ${filterLimits.line} characters: “${long.slice(0, 40)}…” has more.`
  const wrong = lines.find((line) =>
    kind === 'word' ? !/[\p{L}\p{N}]/u.test(normalize(line).text) : parseHost(line) === null,
  )
  if (wrong === undefined) return null
  return kind === 'word' ? `“${wrong}” has no letter or digit.` : `“${wrong}” is not a host, such as example.org.`
}

function patternFault(pattern: string): string | null {
  if (pattern === '') return 'Write the pattern.'
  try {
    compilePattern(pattern)
    return null
  } catch (error) {
    return (error as SyntaxError).message
  }
}

function numberFault(kind: 'links' | 'newcomer' | 'repeat', typed: string): string | null {
  const [least, most, what] =
    kind === 'links'
      ? [0, filterLimits.number, 'how many links are allowed']
      : kind === 'newcomer'
        ? [1, filterLimits.number, 'after how many comments a member is no longer new']
        : [1, filterLimits.days, 'within how many days the same text counts as repeated']
  const number = /^\d{1,3}$/.test(typed) ? Number(typed) : -1
  return number < least || number > most ? `Enter ${what}: a number from ${least} to ${most}.` : null
}

/** Spaces mean something in a pattern; a line end after it does not. */
const patternOf = (typed: string): string => typed.replace(/\n+$/, '')

function looksForFault(kind: FilterKind, typed: string): string | null {
  if (kind === 'word' || kind === 'host') return linesFault(kind, nonEmptyLines(typed))
  return kind === 'pattern' ? patternFault(patternOf(typed)) : numberFault(kind, typed.trim())
}

function replacementFault(replacement: string): string | null {
  if (replacement === '') return 'Write what to put in its place.'
  if (characters(replacement) > filterLimits.replacement) return `At most ${filterLimits.replacement} characters.`
  return /[<>&\n]/.test(replacement) ? 'Use plain words, without <, > or &.' : null
}

const isKind = (kind: string): kind is FilterKind => (filterKinds as readonly string[]).includes(kind)

export const filterForm = z
  .object({
    name: checkedField(nameFault),
    kind: choiceField(filterKinds, 'Choose what it looks for.'),
    match_text: textField,
    whole_words: textField,
    action: choiceField(filterActions, 'Choose what it does.'),
    replacement: textField,
    applies_to: choiceField(audiences, 'Choose whom it applies to.'),
    form_sign: choiceField(filterSigns, 'Choose the sign that it needs.'),
    reason: reasonField,
  })
  .superRefine(({ kind, match_text, action, replacement, form_sign }, context) => {
    const fault = (field: string, message: string | null): void => {
      if (message !== null) context.addIssue({ code: 'custom', path: [field], message })
    }
    if (isKind(kind)) fault('match_text', looksForFault(kind, match_text))
    if (action !== 'replace') return
    if (isKind(kind) && kind !== 'word' && kind !== 'pattern')
      fault('action', 'Only words and matches of a pattern can be replaced.')
    if (form_sign !== '') fault('form_sign', 'A filter that replaces words needs no sign: choose “None”.')
    fault('replacement', replacementFault(replacement.trim()))
  })

export type FilterField = Extract<keyof typeof filterForm.shape, string>
export type FilterForm = Record<FilterField, string>

/** The filter that a form without faults describes. */
export function filterText(form: z.output<typeof filterForm>): FilterText {
  const kind = form.kind as FilterKind
  const lines = nonEmptyLines(form.match_text)
  return {
    name: oneLine(form.name),
    kind,
    match_text:
      kind === 'word'
        ? lines.join('\n')
        : kind === 'host'
          ? lines.map((line) => parseHost(line)!).join('\n')
          : kind === 'pattern'
            ? patternOf(form.match_text)
            : String(Number(form.match_text)),
    whole_words: kind === 'word' && form.whole_words !== '' ? 1 : 0,
    action: form.action as FilterAction,
    replacement: form.action === 'replace' ? form.replacement.trim() : '',
    applies_to: form.applies_to as Audience,
    form_sign: form.form_sign as FilterSign,
  }
}

const { min, max } = REHEARSAL_LIMITS.days

export const rehearsalForm = z.object({
  days: checkedField((days) =>
    /^\d{1,3}$/.test(days) && Number(days) >= min && Number(days) <= max
      ? null
      : `Enter a number of days from ${min} to ${max}.`,
  ).transform(Number),
})

export const filterSwitchForm = z.object({ action: textField, reason: optionalReasonField })

export const filterEndingForm = z.object({ reason: reasonField })
