// What the page of the public log shows: its entries and the form that filters them. Pure.

import type { Faults } from '../../faults.ts'
import { count, type Dates, type Moment, moment, number } from '../../format.ts'
import { isFormerNic } from '../../former-nics.ts'
import { acts, isUndoable } from '../../log-acts.ts'
import { urls } from '../../urls.ts'
import { type LogField, type LogForm, logAddress, logFields } from './form.ts'
import type { logEntries } from './queries.ts'
import { entryText } from './rules.ts'

type Choice = { value: string; text: string; chosen: boolean }

type LogLine = {
  id: number
  number: string
  time: Moment
  actor: string
  actorHref: string
  act: string
  article: { href: string; headline: string } | null
  comment: string
  /** The member it is about; empty where it is about none. */
  person: string
  personHref: string
  reason: string
  hash: string
  /** Who undid it. */
  undone: string
  /** The batch that the reader can undo here; 0 where there is none. */
  batch: number
}

export type LogPage = {
  intro: string
  isFiltered: boolean
  by: { choices: Choice[]; fault: string }
  act: { choices: Choice[]; fault: string }
  person: { value: string; fault: string }
  article: { value: string; fault: string }
  /** How many entries match the filter; empty without a valid one. */
  found: string
  /** The sentence of an empty page; empty where there are entries. */
  emptyText: string
  entries: LogLine[]
  /** The message after an undo. */
  done: string
  older: string
  newest: string
}

const undoDoneMessages: Record<string, string> = {
  undone: 'Undone.',
  partly: 'Undone, except for what somebody has changed since: that was left as it is.',
}

/** Log entries on a page. */
export const LOG_PAGE_SIZE = 50

type LogRow = Awaited<ReturnType<typeof logEntries>>[number]

export type LogRows = {
  /** One more than a page where there are older ones. */
  rows: LogRow[]
  /** Numbers of entries: of the whole log, and of those that match the filter. */
  length: number
  found: number
  actors: readonly string[]
}

const choices = (all: string, values: readonly { value: string; text: string }[], chosen: string): Choice[] => [
  { value: '', text: all, chosen: chosen === '' },
  ...values.map(({ value, text }) => ({ value, text, chosen: value === chosen })),
]

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function logLine(row: LogRow, mayUndo: (act: string) => boolean, now: number, dates: Dates): LogLine {
  const { sentence, reason } = entryText(row)
  return {
    id: row.id,
    number: number(row.id),
    time: moment(row.created_at, now, dates),
    actor: row.actor,
    actorHref: row.actor_nic === null || isFormerNic(row.actor_nic) ? '' : urls.person(row.actor_nic),
    act: sentence,
    article:
      row.headline === null || row.slug === null
        ? null
        : { href: urls.article({ id: row.article_id!, slug: row.slug }), headline: row.headline },
    comment: row.subject === 'comment' ? urls.comment(row.subject_id) : '',
    // Entries without a batch (a new staff account, the first admin) name the member in the reason or as the actor.
    person: row.batch_id === null ? '' : (row.person_nic ?? ''),
    personHref: row.person_nic === null || isFormerNic(row.person_nic) ? '' : urls.person(row.person_nic),
    reason,
    hash: row.hash,
    undone: row.undone_by === null ? '' : `Undone by ${row.undone_by}${row.turns % 2 === 0 ? ', then redone' : ''}`,
    batch:
      row.batch_id !== null && row.undone_by === null && isUndoable(row.act) && mayUndo(row.undone_act ?? row.act)
        ? row.batch_id
        : 0,
  }
}

/**
 * @param query the form as typed, with its faults; `before` is the entry below which the page begins, or null for the newest
 * @param mayUndo whether the reader may undo an action of this key
 * @param done the `done` of the address
 */
export function logPage(
  { rows, length, found, actors }: LogRows,
  query: { form: LogForm; faults: Faults<LogField>; before: number | null },
  mayUndo: (act: string) => boolean,
  done: string,
  now: number,
  dates: Dates,
): LogPage {
  const { form, faults, before } = query
  const shown = rows.slice(0, LOG_PAGE_SIZE)
  const isFaulty = Object.keys(faults).length > 0
  const isFiltered = logFields.some((name) => form[name] !== '')
  const actorChoices = actors.map((nic) => ({ value: nic, text: nic }))
  const actChoices = Object.entries(acts).map(([value, text]) => ({ value, text: capitalized(text) }))
  return {
    intro: `Every action of a moderator or editor, with its reason: ${count(length, 'entry', 'entries')}. Each entry carries the hash of the one before it, so no entry can be changed or removed unnoticed.`,
    isFiltered,
    by: { choices: choices('Anyone', actorChoices, form.by), fault: faults.by ?? '' },
    act: { choices: choices('Anything', actChoices, form.act), fault: faults.act ?? '' },
    person: { value: form.person, fault: faults.person ?? '' },
    article: { value: form.article, fault: faults.article ?? '' },
    found: !isFiltered || isFaulty ? '' : `${count(found, 'entry', 'entries')} of ${number(length)}.`,
    emptyText: shown.length > 0 ? '' : emptyText(isFaulty, isFiltered),
    entries: shown.map((row) => logLine(row, mayUndo, now, dates)),
    done: undoDoneMessages[done] ?? '',
    older: rows.length > LOG_PAGE_SIZE ? logAddress(form, shown[shown.length - 1]!.id) : '',
    newest: before === null ? '' : logAddress(form),
  }
}

const emptyText = (isFaulty: boolean, isFiltered: boolean): string =>
  isFaulty
    ? 'The filter was not applied: see above.'
    : isFiltered
      ? 'No entries match this filter.'
      : 'No moderator has had to do anything yet.'
