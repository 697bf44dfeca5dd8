// What happens to sanctions from the member’s side: warnings are acknowledged; and where comments came from is kept for some days.

import type { Tx } from '../db/open.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { DAY } from '../time.ts'
import type { Needed } from './checks.ts'
import { sortable } from './ip-ranges.ts'
import * as stored from './queries.ts'

/** Whoever was warned has read it. @param upTo the newest warning that they were shown */
export const acknowledge = (deps: Deps, viewer: { id: number }, upTo: number) =>
  write(deps, (db) => stored.setAcknowledged(db, viewer.id, upTo, deps.clock()))

/** Keeps from where a comment was posted, in the transaction that stores it, and forgets what is too old. */
export async function keepAddress(deps: Needed, db: Tx, commentId: number, ip: string | null): Promise<void> {
  const address = ip === null || deps.settings().addressDays === 0 ? null : sortable(ip)
  if (address !== null) await stored.insertAddress(db, { comment_id: commentId, address, created_at: deps.clock() })
  await forgetAddresses(deps, db)
}

/** Forgets from where comments came that are older than the site keeps that. */
export const forgetAddresses = async (deps: Needed, db: Tx): Promise<void> =>
  void (await stored.deleteOldAddresses(db, deps.clock() - deps.settings().addressDays * DAY))
