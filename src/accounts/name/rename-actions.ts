// Puts a member's new name below everything that they have signed with the old one, in small transactions.
import { noteChange } from '../../db/changes.ts'
import type { Tx } from '../../db/open.ts'
import type { Key } from '../../db/sql.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { skeleton } from '../../skeleton.ts'
import { yieldToOthers } from '../../slices.ts'
import { topic } from '../../topics.ts'
import * as queries from './queries.ts'

type Change = Awaited<ReturnType<typeof queries.unfinishedChanges>>[number]

/** Rows of one transaction: with their search entries, some 8 milliseconds. */
const ROWS_PER_STEP = 20

/** The pages of a thread, and its author's, show who has signed. */
const invalidate = (db: Tx, change: Change, articles: readonly number[]): void =>
  noteChange(db, topic.lists, topic.person(change.nic), ...articles.map(topic.article))

/** Steps after which the answer to the form no longer waits; the job does the rest. */
const STEPS_AT_ONCE = 25

/** Renames what a member has signed, as far as one request may take. */
export async function beginToSettle(deps: Pick<Deps, 'db' | 'store' | 'clock'>): Promise<void> {
  let steps = 0
  await settleNames(deps, () => ++steps > STEPS_AT_ONCE)
}

/**
 * Finishes every change of a name that has begun. A run that was interrupted is repeated from its start.
 * @param isStopped asked before each step
 */
export async function settleNames(
  deps: Pick<Deps, 'db' | 'store' | 'clock'>,
  isStopped: () => boolean = () => false,
): Promise<void> {
  for (const change of await queries.unfinishedChanges(deps.db)) if (!(await settle(deps, change, isStopped))) return
}

async function settle(deps: Pick<Deps, 'store' | 'clock'>, change: Change, isStopped: () => boolean): Promise<boolean> {
  let at: Key | null = { at: 0, id: 0 }
  while (at !== null) {
    if (isStopped()) return false
    const after: Key = at
    at = await write(deps, async (db) => {
      const { next, articles } = await queries.renameComments(db, change.account_id, change.nic, after, ROWS_PER_STEP)
      if (articles.length > 0) invalidate(db, change, articles)
      return next
    })
    await yieldToOthers()
  }
  for (const table of queries.signedTables) {
    let id: number | null = 0
    while (id !== null) {
      if (isStopped()) return false
      const after: number = id
      id = await write(deps, async (db) => {
        const names = { from: change.old_nic, to: change.nic }
        const { next, articles } = await queries.renameRows(db, table, change.account_id, names, after, ROWS_PER_STEP)
        if (articles.length > 0) invalidate(db, change, articles)
        return next
      })
      await yieldToOthers()
    }
  }
  await write(deps, async (db) => {
    // Readers mute the new name since the change; until now something may have borne the old one.
    if (skeleton(change.old_nic) !== change.nic_skeleton) await queries.dropMutes(db, skeleton(change.old_nic))
    await queries.finishChange(db, change.id, deps.clock())
    noteChange(db, topic.lists, topic.person(change.nic))
  })
  return true
}
