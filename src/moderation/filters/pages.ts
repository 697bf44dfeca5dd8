// What the pages of filters say: the list, one filter with its form and its rehearsal. Pure.
import type { Audience, FilterAction, FilterKind } from '../../db/schema/filters.ts'

import type { Faults } from '../../faults.ts'
import type { catchesSince, examplesNamed, FilterRow, lastRehearsal } from '../../filters/queries.ts'
import { asSentence, count, type Dates, dateAndTime, type Moment, moment, number, spelled } from '../../format.ts'
import { plainText } from '../../markup/text.ts'
import { urls } from '../../urls.ts'
import type { Choices } from '../../web/looks.ts'
import { type FilterField, type FilterForm, filterLimits, mostReason } from './form.ts'
import { type Decision, decisions, REHEARSED, type Rehearsed } from './rehearsal-actions.ts'

const kindWords: Record<FilterKind, string> = {
  word: 'Words',
  pattern: 'A pattern',
  host: 'Hosts of links',
  links: 'Number of links',
  newcomer: 'Newcomers',
  repeat: 'Repeated texts',
}
const actWords: Record<FilterAction, string> = { hold: 'Hold for a moderator', refuse: 'Refuse', replace: 'Replace' }
const didWords: Record<FilterAction, string> = { hold: 'holds', refuse: 'refuses', replace: 'replaces' }
const audienceWords: Record<Audience, string> = {
  everybody: 'Everybody but moderators',
  newcomers: 'Newcomers',
  guests: 'Guests',
}
export const decisionWords: Record<Decision, string> = {
  stood: 'stood',
  approved: 'approved',
  removed: 'removed',
  spam: 'marked as spam',
  withdrawn: 'withdrawn by their writers',
  waiting: 'still waiting',
}

type Catches = Awaited<ReturnType<typeof catchesSince>>

export type FiltersPage = {
  intro: string
  done: string
  undo: string
  filters: {
    href: string
    name: string
    what: string
    applies_to: string
    state: string
    on: boolean
    caught: string
    decided: string
    by: string
  }[]
  full: boolean
}

const said: Record<string, string> = {
  made: 'The filter is made. It is off until you have rehearsed it and switch it on.',
  changed: 'The filter is changed. It is off until you have rehearsed it as it is now and switch it on.',
  on: 'The filter is on.',
  off: 'The filter is off.',
  ended: 'The filter has ended. What it caught is kept.',
  already: 'There was nothing to do: it was so already.',
  rehearsed: 'Rehearsed. What it would have caught is below.',
}

const decidedWords = (catches: Catches): string => {
  const by = new Map<string, number>()
  for (const { decided, n } of catches) if (decided !== null) by.set(decided, (by.get(decided) ?? 0) + n)
  return decisions
    .flatMap((decision) => (by.has(decision) ? `${number(by.get(decision)!)} ${decisionWords[decision]}` : []))
    .join(', ')
}

/** @param catches of the last 30 days, of all filters */
export function filtersPage(
  rows: readonly FilterRow[],
  catches: Catches,
  full: boolean,
  did: { done: string; batch: number | null },
): FiltersPage {
  const on = rows.filter((row) => row.switch_id !== null).length
  return {
    intro:
      rows.length === 0
        ? 'A filter looks at what is posted, and holds it for a moderator, refuses it, or puts something in the place of words. There is none yet.'
        : `${spelled(rows.length)} ${rows.length === 1 ? 'filter' : 'filters'}, ${on === rows.length ? (on === 1 ? 'which is on' : 'all of them on') : on === 0 ? (rows.length === 1 ? 'which is off' : 'none of them on') : `${number(on)} of them on`}. Moderators are not filtered. The public log names filters, and does not tell what they look for.`,
    done: said[did.done] ?? '',
    undo: did.batch === null || did.done === 'already' ? '' : String(did.batch),
    filters: rows.map((row) => {
      const mine = catches.filter((one) => one.number === row.number)
      const refused = mine.filter((one) => one.decided === null).reduce((sum, one) => sum + one.n, 0)
      const caught = mine.reduce((sum, one) => sum + one.n, 0)
      return {
        href: urls.filter(row.number),
        name: row.name,
        what: `${kindWords[row.kind]}: ${didWords[row.action]}`,
        applies_to: audienceWords[row.applies_to],
        on: row.switch_id !== null,
        state: row.switch_id === null ? 'Off' : 'On',
        caught: number(caught),
        decided:
          [
            ...(refused > 0 ? [`${number(refused)} refused`] : []),
            ...(caught > refused ? [decidedWords(mine)] : []),
          ].join(', ') || 'nothing',
        by: row.made_by ?? 'nobody',
      }
    }),
    full,
  }
}

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

export type FilterPage = {
  heading: string
  done: string
  undo: string
  state: string
  form: FilterFormModel | null
  /** Whether there is one already. */
  made: boolean
  rehearsal: {
    says: string
    parts: {
      heading: string
      count: string
      examples: { href: string; nic: string; pieces: { text: string; mark: boolean }[] }[]
      more: string
    }[]
  } | null
  rehearse: { action: string; days: string; fault: string; max: number } | null
  power: { action: string; wanted: 'on' | 'off'; submit: string; says: string } | null
  ending: { action: string; reason: string; fault: string; max: number } | null
  versions: { time: Moment; by: string; name: string; what: string; looksFor: string; reason: string; ended: string }[]
}

const usual: FilterForm = {
  name: '',
  kind: 'word',
  match_text: '',
  whole_words: 'on',
  action: 'hold',
  replacement: '',
  applies_to: 'everybody',
  reason: '',
}
const asTyped = (row: FilterRow): FilterForm => ({
  name: row.name,
  kind: row.kind,
  match_text: row.match_text,
  whole_words: row.whole_words === 1 ? 'on' : '',
  action: row.action,
  replacement: row.replacement,
  applies_to: row.applies_to,
  reason: '',
})
const anchors: Record<FilterField, string> = {
  name: '#name',
  kind: '#kind',
  match_text: '#looks',
  whole_words: '#whole_words',
  action: '#action',
  replacement: '#with',
  applies_to: '#applies_to',
  reason: '#reason',
}

function formModel(row: FilterRow | null, typed: FilterForm | null, faults: Faults<FilterField>): FilterFormModel {
  const form = typed ?? (row === null ? usual : asTyped(row))
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
  const listed = Object.entries(faults) as [FilterField, string][]
  return {
    action: row === null ? urls.filters : urls.filter(row.number),
    submit: row === null ? 'Make the filter' : 'Change the filter',
    summary:
      listed.length === 0
        ? null
        : {
            title: `${spelled(listed.length)} ${listed.length === 1 ? 'thing' : 'things'} to put right. Nothing you typed is lost.`,
            faults: listed.map(([name, text]) => ({ href: anchors[name], text })),
          },
    name: field('name'),
    looksFor: field('match_text'),
    replacement: field('replacement'),
    reason: field('reason'),
    whole_words: form.whole_words !== '',
    kinds: group('kind', 'What it looks for', kindWords),
    groups: [group('action', 'What it does', actWords), group('applies_to', 'Audience it concerns', audienceWords)],
    maxName: filterLimits.name,
    maxReplacement: filterLimits.replacement,
    maxReason: mostReason,
  }
}

/** Characters shown before and after the first word that was caught. */
const AROUND = 90

/** A text with the caught words marked, cut around the first of them. */
export function marked(text: string, words: readonly string[]): { text: string; mark: boolean }[] {
  const whole = text.replace(/\s+/g, ' ').trim()
  const wanted = words.map((word) => word.replace(/…$/, '')).filter((word) => word !== '')
  const first = Math.min(...wanted.map((word) => whole.indexOf(word)).filter((at) => at !== -1), whole.length)
  const from = first === whole.length ? 0 : Math.max(0, first - AROUND)
  const cut = whole.slice(from, from + 2 * AROUND + 40).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '')
  const pieces: { text: string; mark: boolean }[] = []
  const push = (piece: string, mark: boolean): void => void (piece !== '' && pieces.push({ text: piece, mark }))
  let at = 0
  for (;;) {
    const next = wanted
      .map((word) => ({ word, at: cut.indexOf(word, at) }))
      .filter((one) => one.at !== -1)
      .sort((a, b) => a.at - b.at || b.word.length - a.word.length)[0]
    if (next === undefined) break
    push(cut.slice(at, next.at), false)
    push(next.word, true)
    at = next.at + next.word.length
  }
  push(cut.slice(at), false)
  return [
    ...(from > 0 ? [{ text: '…', mark: false }] : []),
    ...pieces,
    ...(from + cut.length < whole.length ? [{ text: '…', mark: false }] : []),
  ]
}

type Rehearsal = NonNullable<Awaited<ReturnType<typeof lastRehearsal>>>

/** Comments that a rehearsal shows, by their ids. */
export const exampleIds = (rehearsal: Rehearsal | undefined): number[] =>
  rehearsal === undefined
    ? []
    : Object.values(JSON.parse(rehearsal.result) as Rehearsed).flatMap(({ examples }) =>
        examples.map(({ comment }) => comment),
      )

function rehearsalModel(
  rehearsal: Rehearsal,
  examples: Awaited<ReturnType<typeof examplesNamed>>,
  dates: Dates,
): FilterPage['rehearsal'] {
  const result = JSON.parse(rehearsal.result) as Rehearsed
  const rows = new Map(examples.map((row) => [row.id, row]))
  const split = decisions
    .flatMap((decision) =>
      result[decision].count > 0 ? `${number(result[decision].count)} ${decisionWords[decision]}` : [],
    )
    .join(', ')
  return {
    says: `Rehearsed ${dateAndTime(rehearsal.created_at, dates)} over the last ${count(rehearsal.days, 'day')}: of ${count(rehearsal.comment_count, 'comment')} it would have caught ${number(rehearsal.match_count)}${split === '' ? '' : ` (${split})`}.${rehearsal.comment_count >= REHEARSED.comments ? ' It looked at the newest of them alone.' : ''}`,
    parts: decisions
      .filter((decision) => result[decision].count > 0)
      .map((decision) => {
        const { count: n, examples: shown } = result[decision]
        return {
          heading: decisionWords[decision].replace(/^./, (letter) => letter.toUpperCase()),
          count: count(n, 'comment'),
          examples: [...shown].reverse().flatMap(({ comment, words }) => {
            const row = rows.get(comment)
            const text =
              row === undefined
                ? ''
                : words.some((word) => row.source.includes(word.replace(/…$/, '')))
                  ? row.source
                  : plainText(row.html)
            return row === undefined
              ? []
              : [{ href: row.state === 'live' ? urls.comment(comment) : '', nic: row.nic, pieces: marked(text, words) }]
          }),
          more: n > shown.length ? `The newest ${number(shown.length)} of them are shown.` : '',
        }
      }),
  }
}

export type FilterAsked = {
  done: string
  batch: number | null
  typed: FilterForm | null
  faults: Faults<FilterField>
  days: { value: string; fault: string } | null
  ending: { reason: string; fault: string } | null
}
export const askedNothing: FilterAsked = { done: '', batch: null, typed: null, faults: {}, days: null, ending: null }

/** @param rows versions, the one in force first; none for a filter that is to be made */
export function filterPage(
  rows: readonly FilterRow[],
  rehearsal: Rehearsal | undefined,
  examples: Awaited<ReturnType<typeof examplesNamed>>,
  asked: FilterAsked,
  now: number,
  dates: Dates,
): FilterPage {
  const row = rows[0] ?? null
  const over = row !== null && row.ended_at !== null
  const on = row !== null && row.switch_id !== null
  const stands = row !== null && !over
  return {
    heading: row === null ? 'A new filter' : row.name,
    done: said[asked.done] ?? '',
    undo: asked.batch === null || asked.done === 'already' ? '' : String(asked.batch),
    made: row !== null,
    state:
      row === null
        ? 'It is off at first. Then it is rehearsed: you see what it would have caught, and switch it on.'
        : over
          ? `It ended ${dateAndTime(row.ended_at!, dates)}. ${asSentence(row.end_reason ?? '')}`.trim()
          : `${kindWords[row.kind]}. It ${didWords[row.action]}${row.action === 'replace' ? ` by “${row.replacement}”` : ''}, and concerns ${audienceWords[row.applies_to].toLowerCase()}. ${on ? `On since ${dateAndTime(row.on_since!, dates)}${row.switched_by === null ? '' : `, by ${row.switched_by}`}.` : rehearsal === undefined ? 'It is off, and has not been rehearsed as it is now.' : 'It is off.'}`,
    form: over ? null : formModel(row, asked.typed, asked.faults),
    rehearsal: rehearsal === undefined ? null : rehearsalModel(rehearsal, examples, dates),
    rehearse: !stands
      ? null
      : {
          action: `${urls.filter(row.number)}/rehearsals`,
          days: asked.days?.value ?? String(rehearsal?.days ?? REHEARSED.days.usual),
          fault: asked.days?.fault ?? '',
          max: REHEARSED.days.max,
        },
    power:
      !stands || (!on && rehearsal === undefined)
        ? null
        : {
            action: `${urls.filter(row.number)}/switches`,
            wanted: on ? 'off' : 'on',
            submit: on ? 'Switch it off' : 'Switch it on',
            says: on ? 'What it has caught stays as it is.' : 'From then on it looks at whatever is posted or changed.',
          },
    ending: !stands
      ? null
      : {
          action: `${urls.filter(row.number)}/endings`,
          reason: asked.ending?.reason ?? '',
          fault: asked.ending?.fault ?? '',
          max: mostReason,
        },
    versions: rows.map((one) => ({
      time: moment(one.created_at, now, dates),
      by: one.made_by ?? 'nobody',
      name: one.name,
      what: `${kindWords[one.kind]}: ${didWords[one.action]}${one.action === 'replace' ? ` by “${one.replacement}”` : ''}; ${audienceWords[one.applies_to].toLowerCase()}${one.kind === 'word' ? (one.whole_words === 1 ? '; whole words' : '; parts of words') : ''}`,
      looksFor: one.match_text,
      reason: one.reason,
      ended: one.ended_at === null ? '' : dateAndTime(one.ended_at, dates),
    })),
  }
}
