// The page of one filter: its form, its test on recent comments, its switch and its versions. Pure.

import type { Faults } from '../../faults.ts'
import type { exampleComments, FilterRow } from '../../filters/queries.ts'
import { asSentence, type Dates, dateAndTime, type Moment, moment } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { FilterField, FilterForm } from './form.ts'
import type { FilterFormModel } from './form-pages.ts'
import { filterFormModel } from './form-pages.ts'
import { actVerbs, audienceNames, doneSentences, kindNames, signPhrases } from './labels.ts'
import { type Rehearsal, type RehearsalResultModel, rehearsalModel } from './rehearsal-pages.ts'
import { REHEARSAL_LIMITS } from './rehearsal-rules.ts'

export type FilterPage = {
  heading: string
  done: string
  undo: string
  state: string
  form: FilterFormModel | null
  /** False for a filter that is being made. */
  made: boolean
  address: string
  rehearsal: RehearsalResultModel | null
  rehearse: { action: string; days: string; fault: string; max: number } | null
  power: { action: string; wanted: 'on' | 'off'; submit: string; sentence: string } | null
  ending: { action: string; reason: string; fault: string; max: number } | null
  versions: { time: Moment; by: string; name: string; what: string; looksFor: string; reason: string; ended: string }[]
}

export type FilterPageState = {
  done: string
  batch: number | null
  typed: FilterForm | null
  faults: Faults<FilterField>
  days: { value: string; fault: string } | null
  ending: { reason: string; fault: string } | null
}
export const emptyPageState: FilterPageState = {
  done: '',
  batch: null,
  typed: null,
  faults: {},
  days: null,
  ending: null,
}

const withSign = ({ form_sign }: FilterRow): string => (form_sign === '' ? '' : `, ${signPhrases[form_sign]}`)

/** What a filter does and whether it is on. @param row null for a new filter */
function stateSentence(row: FilterRow | null, rehearsal: Rehearsal | undefined, dates: Dates): string {
  if (row === null) return 'New filters start switched off. Test it on recent comments, then turn it on.'
  if (row.ended_at !== null)
    return `Deleted ${dateAndTime(row.ended_at, dates)}. ${asSentence(row.end_reason ?? '')}`.trim()
  const replacement = row.action === 'replace' ? ` with “${row.replacement}”` : ''
  const effect = `${kindNames[row.kind]}. It ${actVerbs[row.action]}${replacement}, and applies to ${audienceNames[row.applies_to].toLowerCase()}${withSign(row)}.`
  if (row.switch_id !== null) {
    const by = row.switched_by === null ? '' : `, by ${row.switched_by}`
    return `${effect} On since ${dateAndTime(row.on_since!, dates)}${by}.`
  }
  return `${effect} ${rehearsal === undefined ? 'It is off, and this version has not been tested.' : 'It is off.'}`
}

function versionLine(row: FilterRow, now: number, dates: Dates): FilterPage['versions'][number] {
  const replacement = row.action === 'replace' ? ` with “${row.replacement}”` : ''
  const words = row.kind !== 'word' ? '' : row.whole_words === 1 ? '; whole words' : '; also parts of words'
  return {
    time: moment(row.created_at, now, dates),
    by: row.made_by ?? 'nobody',
    name: row.name,
    what: `${kindNames[row.kind]}: ${actVerbs[row.action]}${replacement}; ${audienceNames[row.applies_to].toLowerCase()}${words}${withSign(row)}`,
    looksFor: row.match_text,
    reason: row.reason,
    ended: row.ended_at === null ? '' : dateAndTime(row.ended_at, dates),
  }
}

/** @param rows its versions, the one in force first; empty for a new filter */
export function filterPage(
  rows: readonly FilterRow[],
  rehearsal: Rehearsal | undefined,
  examples: Awaited<ReturnType<typeof exampleComments>>,
  result: FilterPageState,
  now: number,
  dates: Dates,
): FilterPage {
  const row = rows[0] ?? null
  const isEnded = row !== null && row.ended_at !== null
  const isOn = row !== null && row.switch_id !== null
  const isInForce = row !== null && !isEnded
  return {
    heading: row === null ? 'New filter' : row.name,
    done: doneSentences[result.done] ?? '',
    undo: result.batch === null || result.done === 'already' ? '' : String(result.batch),
    made: row !== null,
    state: stateSentence(row, rehearsal, dates),
    address: row === null ? urls.newFilter : urls.filter(row.number),
    form: isEnded ? null : filterFormModel(row, result.typed, result.faults),
    rehearsal: rehearsal === undefined ? null : rehearsalModel(rehearsal, examples, dates),
    rehearse: !isInForce
      ? null
      : {
          action: `${urls.filter(row.number)}/rehearsals`,
          days: result.days?.value ?? String(rehearsal?.days ?? REHEARSAL_LIMITS.days.usual),
          fault: result.days?.fault ?? '',
          max: REHEARSAL_LIMITS.days.max,
        },
    power:
      !isInForce || (!isOn && rehearsal === undefined)
        ? null
        : {
            action: `${urls.filter(row.number)}/switches`,
            wanted: isOn ? 'off' : 'on',
            submit: isOn ? 'Turn off' : 'Turn on',
            sentence: isOn ? 'Comments it has caught are not changed.' : 'It will check all new and edited comments.',
          },
    ending: !isInForce
      ? null
      : {
          action: `${urls.filter(row.number)}/endings`,
          reason: result.ending?.reason ?? '',
          fault: result.ending?.fault ?? '',
          max: limits.reason,
        },
    versions: rows.map((version) => versionLine(version, now, dates)),
  }
}
