// A moderator says that they are looking at a comment, so that nobody else begins to. It is no decision: nothing of it stands in the log.
import { publishedArticle } from '../../articles/queries.ts'
import { openFlagIds } from '../../comments/flags/queries.ts'
import { youngSince } from '../../comments/holds/rules.ts'
import { countedComment } from '../../comments/queries.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { watches } from '../../settings.ts'
import { claimsOn, endClaims, insertClaim, renewClaim } from './claim-queries.ts'
import { isNewcomers } from './newcomer-queries.ts'

/** `others`: somebody else is looking at it, and goes on. `over`: there was nothing to decide or to release. */
export type Claimed = 'claimed' | 'released' | 'others' | 'over'

/** Whether a comment is in the queue: held, flagged, or a newcomer's first. */
async function waits(
  db: Tx,
  comment: { id: number; article_id: number; account_id: number | null; state: string },
  now: number,
): Promise<boolean> {
  if ((await publishedArticle(db, comment.article_id)) === undefined) return false
  if (comment.state !== 'live') return comment.state === 'held'
  return (await openFlagIds(db, comment.id)).length > 0 || isNewcomers(db, youngSince(now), comment)
}

/** Claims a comment that waits, or one's own claim anew. */
export async function claim(deps: Deps, viewer: Viewer | null, commentId: number): Promise<Claimed> {
  allow(may.enter(viewer, 'moderator'))
  const now = deps.clock()
  return write(deps, async (db) => {
    const comment = await countedComment(db, commentId)
    if (comment === undefined) throw missing()
    allow(may.claim(viewer, comment))
    if (!(await waits(db, comment, now))) return 'over'
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
