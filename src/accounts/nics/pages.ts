// What the page of the nics that a member keeps says. Pure.

import { type Dates, dateOf, spelled } from '../../format.ts'
import { KEPT_NICS, limits, NIC_RESTS } from '../../settings.ts'
import { DAY } from '../../time.ts'
import type { ReservedNic } from './queries.ts'

export type NicsPage = {
  /** The registered one. */
  original: string
  kept: { nic: string; since: string }[]
  /** Removed lately: nobody else can have them yet. */
  resting: { nic: string; until: string }[]
  form: { value: string; fault: string; full: boolean; maxNic: number }
  most: string
  days: string
  said: string
}

export const nicDoneMessages = new Map(
  Object.entries({
    kept: 'Kept. It is offered wherever you write a comment.',
    removed: 'Removed. For thirty days nobody else can have it, and you can take it up again.',
  }),
)

/** @param typed what the form holds, and what is wrong with it */
export function nicsPage(
  original: string,
  nics: readonly ReservedNic[],
  typed: { nic: string; fault: string },
  said: string,
  dates: Dates,
): NicsPage {
  const kept = nics.filter((row) => row.removed_at === null)
  return {
    original,
    kept: kept.map((row) => ({ nic: row.nic, since: dateOf(row.created_at, dates) })),
    resting: nics.flatMap((row) =>
      row.removed_at === null ? [] : [{ nic: row.nic, until: dateOf(row.removed_at + NIC_RESTS, dates) }],
    ),
    form: {
      value: typed.nic,
      fault: typed.fault,
      full: kept.length >= KEPT_NICS.most && typed.fault === '',
      maxNic: limits.nic.max,
    },
    most: spelled(KEPT_NICS.most).toLowerCase(),
    days: String(NIC_RESTS / DAY),
    said,
  }
}
