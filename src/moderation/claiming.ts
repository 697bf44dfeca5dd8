// A moderator says that they are looking at a comment, so that nobody else begins to. It is no decision: nothing of it stands in the log.
import { countedComment } from '../comments/queries.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { allow, may, type Viewer } from '../permissions.ts'
import { watches } from '../settings.ts'
import { claimsOn, endClaims, insertClaim, renewClaim } from './claim-queries.ts'

/** `others`: somebody else is looking at it, and goes on. `over`: there was nothing to decide or to release. */
export type Claimed = 'claimed' | 'released' | 'others' | 'over'

/** Claims a comment that may be decided about, or one's own claim anew. */
export async function claim(deps: Deps, viewer: Viewer | null, commentId: number): Promise<Claimed> {
  allow(may.enter(viewer, 'moderator'))
  const now = deps.clock()
  return write(deps, async (db) => {
    const comment = await countedComment(db, commentId)
    if (comment === undefined) throw missing()
    allow(may.claim(viewer, comment))
    if (comment.state !== 'held' && comment.state !== 'live') return 'over'
    const [found] = await claimsOn(db, [commentId], now)
    const until = now + watches.claim
    if (found !== undefined && found.account_id !== viewer!.id) return 'others'
    if (found !== undefined) await renewClaim(db, found.id, until)
    else {
      await endClaims(db, commentId, now)
      await insertClaim(db, { comment_id: commentId, account_id: viewer!.id, created_at: now, until_at: until })
    }
    return 'claimed'
  })
}

/** Ends one's own claim; that of another goes on. */
export async function release(deps: Deps, viewer: Viewer | null, commentId: number): Promise<Claimed> {
  allow(may.enter(viewer, 'moderator'))
  const now = deps.clock()
  return write(deps, async (db) => {
    const [held] = await claimsOn(db, [commentId], now)
    if (held?.account_id !== viewer!.id) return held === undefined ? 'over' : 'others'
    await endClaims(db, commentId, now)
    return 'released'
  })
}
