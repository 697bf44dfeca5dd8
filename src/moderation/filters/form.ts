// What the form of a filter holds and what is wrong with it, field by field. Pure.
import type { Audience, FilterAction, FilterKind } from '../../db/schema/filters.ts'

import { characters, type Faults } from '../../faults.ts'
import { fold } from '../../filters/normalize.ts'
import { compilePattern } from '../../filters/patterns.ts'
import { audiences, filterActions, filterKinds, hostIn, linesOf } from '../../filters/rules.ts'
import { reasonFault } from '../../reasons.ts'
import { limits } from '../../settings.ts'

export const filterFields = [
  'name',
  'kind',
  'match_text',
  'whole_words',
  'action',
  'replacement',
  'applies_to',
  'reason',
] as const
export type FilterField = (typeof filterFields)[number]
export type FilterForm = Record<FilterField, string>

/** What a filter says, beside who made it. */
export type FilterText = {
  name: string
  kind: FilterKind
  match_text: string
  whole_words: number
  action: FilterAction
  replacement: string
  applies_to: Audience
}

export const filterLimits = { name: 60, lines: 20, line: 100, replacement: 40, number: 100, days: 90 } as const

const isOneOf = <T extends string>(list: readonly T[], value: string): value is T =>
  (list as readonly string[]).includes(value)

function lookedFor(kind: FilterKind, typed: string): { value: string } | { fault: string } {
  const lines = linesOf(typed)
  if (kind === 'word' || kind === 'host') {
    const noun = kind === 'word' ? 'word or phrase' : 'host'
    if (lines.length === 0) return { fault: `Write at least one ${noun}, each on a line of its own.` }
    if (lines.length > filterLimits.lines)
      return {
        fault: `A filter has at most ${filterLimits.lines} lines; this one has ${lines.length}. The rest can be another filter.`,
      }
    const long = lines.find((line) => characters(line) > filterLimits.line)
    if (long !== undefined)
      return { fault: `A line has at most ${filterLimits.line} characters: “${long.slice(0, 40)}…” has more.` }
    const wrong = lines.find((line) =>
      kind === 'word' ? !/[\p{L}\p{N}]/u.test(fold(line).text) : hostIn(line) === null,
    )
    if (wrong !== undefined)
      return {
        fault:
          kind === 'word'
            ? `“${wrong}” has neither letter nor digit.`
            : `“${wrong}” is not a host; example.org is one.`,
      }
    return { value: (kind === 'word' ? lines : lines.map((line) => hostIn(line)!)).join('\n') }
  }
  if (kind === 'pattern') {
    // Blanks mean something in a pattern; an empty one means nothing.
    const pattern = typed.replace(/\n+$/, '')
    if (pattern === '') return { fault: 'Write the pattern.' }
    try {
      compilePattern(pattern)
      return { value: pattern }
    } catch (error) {
      return { fault: (error as SyntaxError).message }
    }
  }
  const [least, most, what] =
    kind === 'links'
      ? [0, filterLimits.number, 'how many links are let through']
      : kind === 'newcomer'
        ? [1, filterLimits.number, 'from how many comments on somebody is no newcomer']
        : [1, filterLimits.days, 'within how many days the same text counts as repeated']
  const number = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : -1
  return number < least || number > most
    ? { fault: `Say ${what}: a number from ${least} to ${most}.` }
    : { value: String(number) }
}

/** @returns the filter, or a sentence for every field that has to be put right */
export function readFilter(form: FilterForm): { filter: FilterText; reason: string } | { faults: Faults<FilterField> } {
  const faults: Faults<FilterField> = {}
  const name = form.name.replace(/\s+/g, ' ').trim()
  if (name === '') faults.name = 'Give it a name: that is what the public log calls it.'
  else if (characters(name) > filterLimits.name) faults.name = `A name has at most ${filterLimits.name} characters.`
  const { kind, action, applies_to } = form
  if (!isOneOf(filterKinds, kind)) faults.kind = 'Choose what it looks for.'
  if (!isOneOf(filterActions, action)) faults.action = 'Choose what it does.'
  if (!isOneOf(audiences, applies_to)) faults.applies_to = 'Choose whom it concerns.'
  const wanted = isOneOf(filterKinds, kind) ? lookedFor(kind, form.match_text) : null
  if (wanted !== null && 'fault' in wanted) faults.match_text = wanted.fault
  const replacement = action === 'replace' ? form.replacement.trim() : ''
  if (action === 'replace') {
    if (isOneOf(filterKinds, kind) && kind !== 'word' && kind !== 'pattern')
      faults.action = 'Only words and what a pattern finds can be replaced.'
    if (replacement === '') faults.replacement = 'Write what stands in its place.'
    else if (characters(replacement) > filterLimits.replacement)
      faults.replacement = `At most ${filterLimits.replacement} characters.`
    else if (/[<>&\n]/.test(replacement)) faults.replacement = 'Words alone, without <, > or &.'
  }
  const reason = form.reason.trim()
  const why = reason === '' ? 'A reason is needed: it stands in the public log.' : reasonFault(reason)
  if (why !== null) faults.reason = why
  if (
    Object.keys(faults).length > 0 ||
    wanted === null ||
    !('value' in wanted) ||
    !isOneOf(filterKinds, kind) ||
    !isOneOf(filterActions, action) ||
    !isOneOf(audiences, applies_to)
  )
    return { faults }
  return {
    filter: {
      name,
      kind,
      match_text: wanted.value,
      whole_words: kind === 'word' && form.whole_words !== '' ? 1 : 0,
      action,
      replacement,
      applies_to,
    },
    reason,
  }
}

export const mostReason = limits.reason
