// Acknowledges warnings, and stores the network addresses of comments for a time.

import { afterCommit } from '../db/change-context.ts'
import type { Tx } from '../db/open.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { sortable } from '../ip-ranges.ts'
import { DAY, HOUR } from '../time.ts'
import type { SanctionDeps } from './checks.ts'
import * as stored from './queries.ts'

/** Acknowledges a member's warnings. @param upTo the id of the newest warning that they have seen */
export const acknowledgeWarnings = (deps: Deps, viewer: { id: number }, upTo: number) =>
  write(deps, (db) => stored.setWarningsAcknowledged(db, viewer.id, upTo, deps.clock()))

type AddressDeps = SanctionDeps & Pick<Deps, 'store'>

/** Stores the network address of a comment, in its transaction, and deletes those that are too old. */
export async function storeAddress(deps: AddressDeps, db: Tx, commentId: number, ip: string | null): Promise<void> {
  const address = ip === null || deps.settings().addressDays === 0 ? null : sortable(ip)
  if (address !== null) await stored.insertAddress(db, { comment_id: commentId, address, created_at: deps.clock() })
  await expireAddresses(deps, db)
}

/** When addresses are deleted next, and after how many days they are. Days are long, so that an hour does not matter. */
const expiry = new WeakMap<Deps['store'], { days: number; next: number }>()

/** Deletes network addresses whose retention time is over, at most once an hour. */
async function expireAddresses({ store, clock, settings }: AddressDeps, db: Tx): Promise<void> {
  const { addressDays: days } = settings()
  const now = clock()
  const last = expiry.get(store)
  if (last?.days === days && now < last.next && last.next - now <= HOUR) return
  await stored.deleteOldAddresses(db, now - days * DAY)
  afterCommit(db, () => void expiry.set(store, { days, next: now + HOUR }))
}
