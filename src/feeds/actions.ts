// What happens when a member makes the address of their private feed, or ends it.
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../permissions.ts'
import { tokenHash } from '../random.ts'
import { dropToken, insertToken } from './queries.ts'

/**
 * Makes the address of a member's private feed; the one before it ends.
 * @returns the token, which is kept nowhere
 */
export async function makeFeedToken(deps: Deps, viewer: Viewer): Promise<string> {
  const token = deps.random.token()
  const now = deps.clock()
  await write(deps, async (db) => {
    await dropToken(db, viewer.id)
    await insertToken(db, { token_hash: tokenHash(token), account_id: viewer.id, created_at: now })
  })
  return token
}

/** Ends it; nothing happens when there is none. */
export async function revokeFeedToken(deps: Deps, viewer: Viewer): Promise<void> {
  await write(deps, (db) => dropToken(db, viewer.id))
}
