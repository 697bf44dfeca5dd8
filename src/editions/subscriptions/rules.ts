// Decides whether a request for the daily edition is answered with an e-mail. Pure.
import { editionRequests } from '../../settings.ts'
import { DAY, isInWindow } from '../../time.ts'

/** The subscription of an address; undefined before the first request. */
export type Requested = { asked_at: number; asks: number; confirmed_at: number | null; ended_at: number | null }

/**
 * The number of today's requests of an address with this one, or null if it gets no e-mail: it has the edition already, or
 * has been asked too often. `unconfirmed` is the number of all addresses that were asked today and have not confirmed.
 */
export function nextAsk(before: Requested | undefined, unconfirmed: number, now: number): number | null {
  if (unconfirmed >= editionRequests.unconfirmed) return null
  if (before === undefined) return 1
  if (before.confirmed_at !== null && before.ended_at === null) return null
  if (!isInWindow(before.asked_at, now, DAY)) return 1
  if (isInWindow(before.asked_at, now, editionRequests.interval)) return null
  return before.asks < editionRequests.address ? before.asks + 1 : null
}
