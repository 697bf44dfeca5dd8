// Releases registrations that were not confirmed within a day: name and address are free again, and nothing written is lost.
import { noteChange } from '../../db/changes.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { topic } from '../../topics.ts'
import * as queries from './release-queries.ts'

/** Registrations of one run. */
const MAX_RELEASED = 50

/**
 * Deletes what only the member has of an account, sessions included, and shows what they wrote as a guest's. The row stays,
 * empty: its number is never given to somebody else.
 * @returns false if the address was confirmed
 */
async function releaseAccount(db: Tx, account: { id: number; nic: string }, now: number): Promise<boolean> {
  if (!(await queries.emptyAccount(db, account.id, now))) return false
  await queries.deletePersonalRows(db, account.id)
  const articles = await queries.releaseTexts(db, account.id)
  noteChange(db, topic.person(account.nic))
  if (articles.length > 0) noteChange(db, topic.lists, ...articles.map(topic.article))
  return true
}

/** @returns the number of registrations released */
export async function releaseRegistrations(deps: Deps): Promise<number> {
  const due = await queries.dueRegistrations(deps.db, deps.clock(), MAX_RELEASED)
  let released = 0
  for (const account of due) {
    if (!(await write(deps, (db) => releaseAccount(db, account, deps.clock())))) continue
    deps.live.end(account.id)
    released += 1
  }
  return released
}
