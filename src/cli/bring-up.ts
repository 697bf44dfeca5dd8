// Brings a database to what this Broadside expects: its shape, and what is computed and stored in it.

import { refoldSkeletons } from '../accounts/nics/refold-actions.ts'
import { noteChange } from '../db/changes.ts'
import { migrate } from '../db/migrate.ts'
import type { Store } from '../db/open.ts'
import { write } from '../db/write.ts'
import { restartFill } from '../search/index-queries.ts'
import { systemClock } from '../time.ts'
import { topic } from '../topics.ts'

/** @returns what was done, a sentence each; empty when there was nothing to do */
export async function bringUp(store: Store): Promise<string[]> {
  const ran = await migrate(store)
  const folded = await refoldSkeletons(store, systemClock(), restartFill)
  // A server that is running shows cached pages of before.
  if (ran.length > 0) await write({ store }, async (db) => noteChange(db, topic.everything))
  return [...(ran.length === 0 ? [] : [`Migrated: ${ran.join(', ')}.`]), ...(folded === null ? [] : [folded])]
}
