// Deletes what recognises a repeated press once it is no longer needed.
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { REPEAT_WINDOW_MS } from '../../settings.ts'
import { clearContentHashes } from '../queries.ts'

/** Comments of one transaction. */
const STEP = 500

/** @returns whether there may be more to delete */
export async function forgetPresses(deps: Pick<Deps, 'store' | 'clock'>): Promise<boolean> {
  const before = deps.clock() - REPEAT_WINDOW_MS
  return (await write(deps, (db) => clearContentHashes(db, before, STEP))) === STEP
}
