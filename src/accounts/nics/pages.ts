// View model of the page of a member's other names. Pure.

import { type Dates, dateOf, spelled } from '../../format.ts'
import { limits, NIC_RESERVATION_MS, nicQuota } from '../../settings.ts'
import { DAY } from '../../time.ts'
import type { ReservedNic } from './queries.ts'

export type NicsPage = {
  /** The registered one. */
  original: string
  reserved: { nic: string; since: string }[]
  /** Recently removed: still reserved for the member. */
  removed: { nic: string; until: string }[]
  form: { value: string; fault: string; full: boolean; maxNic: number }
  max: string
  days: string
  message: string
}

export const nicDoneMessages = new Map(
  Object.entries({
    kept: 'Reserved. You can choose it whenever you write a comment.',
    removed: 'Removed. It stays reserved for you for thirty days.',
  }),
)

/** @param typed content of the form, with its fault */
export function nicsPage(
  original: string,
  nics: readonly ReservedNic[],
  typed: { nic: string; fault: string },
  message = '',
  dates: Dates,
): NicsPage {
  const reserved = nics.filter((row) => row.removed_at === null)
  return {
    original,
    reserved: reserved.map((row) => ({ nic: row.nic, since: dateOf(row.created_at, dates) })),
    removed: nics.flatMap((row) =>
      row.removed_at === null ? [] : [{ nic: row.nic, until: dateOf(row.removed_at + NIC_RESERVATION_MS, dates) }],
    ),
    form: {
      value: typed.nic,
      fault: typed.fault,
      full: reserved.length >= nicQuota.inUse && typed.fault === '',
      maxNic: limits.nic.max,
    },
    max: spelled(nicQuota.inUse).toLowerCase(),
    days: String(NIC_RESERVATION_MS / DAY),
    message,
  }
}
