// Creates and deletes the token of a member's private feed.
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../permissions.ts'
import { tokenHash } from '../random.ts'
import { dropToken, insertToken } from './queries.ts'

/**
 * Creates the token of a member's private feed and replaces an earlier one.
 * @returns the token; only its hash is stored
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

/** Deletes a member's token, if there is one. */
export async function revokeFeedToken(deps: Deps, viewer: Viewer): Promise<void> {
  await write(deps, (db) => dropToken(db, viewer.id))
}
