// What an address asks of the public log: all of it, or the part that one moderator, act, person or article has. Pure.

import { rowId } from '../../faults.ts'
import type { Act } from '../../log-acts.ts'
import { actOf, acts } from '../../log-acts.ts'
import { urls } from '../../urls.ts'

export const logFields = ['by', 'act', 'person', 'article'] as const
export type LogField = (typeof logFields)[number]

/** The fields as typed; what is empty narrows nothing. */
export type LogForm = Record<LogField, string>

/** The same as rows are looked for. */
export type LogFilter = { actor: string | null; act: Act | null; personId: number | null; articleId: number | null }

/** @returns the fields; of one that is given twice nothing can be made, and nothing is */
export function readLogForm(query: Readonly<Record<string, unknown>>): LogForm {
  const one = (name: LogField): string =>
    typeof query[name] === 'string' ? query[name].replaceAll('\0', '').replace(/\s+/g, ' ').trim() : ''
  return { by: one('by'), act: one('act'), person: one('person'), article: one('article') }
}

/** The act of a key, former ones included; undefined where there is none. */
export const actNamed = (key: string): Act | undefined =>
  Object.hasOwn(acts, actOf(key)) ? (actOf(key) as Act) : undefined

/** The article that was meant by its number or by any of its addresses; null where that is neither. */
export const articleMeant = (text: string): number | null =>
  rowId(/^(?:https?:\/\/[^/\s]+)?\/articles\/(\d+)(?:[-?#].*)?$/.exec(text)?.[1] ?? text)

/** The log narrowed to something. @param before the entry below which it goes on, or null for the newest */
export function logAddress(form: Partial<LogForm>, before: number | null = null): string {
  const query = new URLSearchParams()
  for (const name of logFields) if ((form[name] ?? '') !== '') query.append(name, form[name]!)
  if (before !== null) query.append('before', String(before))
  return query.size === 0 ? urls.log : `${urls.log}?${query}`
}
