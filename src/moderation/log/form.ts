// The query of the public log: its filter as typed, and the addresses of filtered pages. Pure.

import { rowId } from '../../faults.ts'
import { actOf } from '../../log-acts.ts'
import { urls } from '../../urls.ts'

export const logFields = ['by', 'act', 'person', 'article'] as const
export type LogField = (typeof logFields)[number]

/** The fields as typed; an empty one filters nothing. */
export type LogForm = Record<LogField, string>

/** The filter as queries take it. `keys` are those of one action, former keys included. */
export type LogFilter = {
  actor: string | null
  keys: readonly string[] | null
  personId: number | null
  articleId: number | null
}

/** @returns the fields, with an action under its present key; a field that is given twice is empty */
export function readLogForm(query: Readonly<Record<string, unknown>>): LogForm {
  const field = (name: LogField): string =>
    typeof query[name] === 'string' ? query[name].replaceAll('\0', '').replace(/\s+/g, ' ').trim() : ''
  const act = field('act')
  return { by: field('by'), act: actOf(act) ?? act, person: field('person'), article: field('article') }
}

/** The article of a number or of any of its addresses; null for anything else. */
export const parseArticleId = (text: string): number | null =>
  rowId(/^(?:https?:\/\/[^/\s]+)?\/articles\/(\d+)(?:[-?#].*)?$/.exec(text)?.[1] ?? text)

/** The address of a page of the log. @param before the entry below which the page begins, or null for the newest */
export function logAddress(form: Partial<LogForm>, before: number | null = null): string {
  const query = new URLSearchParams()
  for (const name of logFields) if ((form[name] ?? '') !== '') query.append(name, form[name]!)
  if (before !== null) query.append('before', String(before))
  return query.size === 0 ? urls.log : `${urls.log}?${query}`
}
