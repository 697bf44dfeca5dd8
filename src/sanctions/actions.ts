// Acknowledges warnings, and stores the network addresses of comments for a time.

import type { Tx } from '../db/open.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { sortable } from '../ip-ranges.ts'
import { DAY } from '../time.ts'
import type { SanctionDeps } from './checks.ts'
import * as stored from './queries.ts'

/** Acknowledges a member's warnings. @param upTo the id of the newest warning that they have seen */
export const acknowledgeWarnings = (deps: Deps, viewer: { id: number }, upTo: number) =>
  write(deps, (db) => stored.setWarningsAcknowledged(db, viewer.id, upTo, deps.clock()))

/** Stores the network address of a comment, in its transaction, and deletes those that are too old. */
export async function storeAddress(deps: SanctionDeps, db: Tx, commentId: number, ip: string | null): Promise<void> {
  const address = ip === null || deps.settings().addressDays === 0 ? null : sortable(ip)
  if (address !== null) await stored.insertAddress(db, { comment_id: commentId, address, created_at: deps.clock() })
  await expireAddresses(deps, db)
}

/** Deletes network addresses whose retention time is over. */
const expireAddresses = async (deps: SanctionDeps, db: Tx): Promise<void> =>
  void (await stored.deleteOldAddresses(db, deps.clock() - deps.settings().addressDays * DAY))
