// The form of a filter, as typed or as saved. Pure.

import type { Faults } from '../../faults.ts'
import type { FilterRow } from '../../filters/queries.ts'
import { spelled } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { Choices } from '../../web/looks.ts'
import type { FilterField, FilterForm } from './form.ts'
import { filterLimits } from './form.ts'
import { actNames, audienceNames, kindNames, signNames } from './labels.ts'

type Field = { value: string; fault: string }

export type FilterFormModel = {
  action: string
  submit: string
  summary: { title: string; faults: { href: string; text: string }[] } | null
  name: Field
  looksFor: Field
  replacement: Field
  reason: Field
  whole_words: boolean
  groups: Choices[]
  kinds: Choices
  maxName: number
  maxReplacement: number
  maxReason: number
}

const blankForm: FilterForm = {
  name: '',
  kind: 'word',
  match_text: '',
  whole_words: 'on',
  action: 'hold',
  replacement: '',
  applies_to: 'everybody',
  form_sign: '',
  reason: '',
}

const formOfFilter = (row: FilterRow): FilterForm => ({
  name: row.name,
  kind: row.kind,
  match_text: row.match_text,
  whole_words: row.whole_words === 1 ? 'on' : '',
  action: row.action,
  replacement: row.replacement,
  applies_to: row.applies_to,
  form_sign: row.form_sign,
  reason: '',
})

/** The fields in the order of the form, with their addresses within the page. */
const anchors: Record<FilterField, string> = {
  name: '#name',
  kind: '#kind',
  match_text: '#looks',
  whole_words: '#whole_words',
  action: '#action',
  replacement: '#with',
  applies_to: '#applies_to',
  form_sign: '#form_sign',
  reason: '#reason',
}

export function filterFormModel(
  row: FilterRow | null,
  typed: FilterForm | null,
  faults: Faults<FilterField>,
): FilterFormModel {
  const form = typed ?? (row === null ? blankForm : formOfFilter(row))
  const group = <T extends string>(name: FilterField, legend: string, words: Record<T, string>): Choices => ({
    name,
    legend,
    choices: (Object.entries(words) as [T, string][]).map(([value, label]) => ({
      value,
      label,
      checked: form[name] === value,
    })),
    fault: faults[name] ?? '',
  })
  const field = (name: FilterField): Field => ({ value: form[name], fault: faults[name] ?? '' })
  const listed = (Object.keys(anchors) as FilterField[]).flatMap((name) => {
    const text = faults[name]
    return text === undefined ? [] : [[name, text] as const]
  })
  return {
    action: row === null ? urls.filters : urls.filter(row.number),
    submit: row === null ? 'Save filter' : 'Save changes',
    summary:
      listed.length === 0
        ? null
        : {
            title: `Please fix ${listed.length === 1 ? 'one thing' : `${spelled(listed.length).toLowerCase()} things`}. Your text is safe.`,
            faults: listed.map(([name, text]) => ({ href: anchors[name], text })),
          },
    name: field('name'),
    looksFor: field('match_text'),
    replacement: field('replacement'),
    reason: field('reason'),
    whole_words: form.whole_words !== '',
    kinds: group('kind', 'What it looks for', kindNames),
    groups: [
      group('action', 'What it does', actNames),
      group('applies_to', 'Applies to', audienceNames),
      group('form_sign', 'Sign of a robot that it needs', signNames),
    ],
    maxName: filterLimits.name,
    maxReplacement: filterLimits.replacement,
    maxReason: limits.reason,
  }
}
