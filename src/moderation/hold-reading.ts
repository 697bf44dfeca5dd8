// What is known of waiting: how long a decision usually takes, in words.
import type { Deps } from '../deps.ts'
import { HOUR, MINUTE } from '../time.ts'
import { count } from '../web/format.ts'
import { lastWaits } from './hold-queries.ts'
import { usualWait } from './rules.ts'

/** Decisions by which the usual wait goes. */
const LOOKED_AT = 50

/** `, usually under an hour`; empty while too little is known. */
export async function usualWords(deps: Pick<Deps, 'db'>): Promise<string> {
  const wait = usualWait(await lastWaits(deps.db, LOOKED_AT))
  if (wait === null) return ''
  if (wait < 10 * MINUTE) return ', usually under ten minutes'
  if (wait < HOUR) return ', usually under an hour'
  const hours = Math.ceil(wait / HOUR)
  return hours < 36 ? `, usually under ${count(hours, 'hour')}` : `, usually about ${count(Math.round(hours / 24), 'day')}`
}
