// Claims: a moderator reserves a comment for review, so that no other moderator reviews it too. A claim is not logged.

import { publishedArticle } from '../../articles/queries.ts'
import { openFlagIds } from '../../comments/flags/queries.ts'
import { newcomersSince } from '../../comments/holds/rules.ts'
import { countedComment } from '../../comments/queries.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { CLAIM_MS } from '../../settings.ts'
import { claimsOnComments, endClaims, insertClaim, renewClaim } from './claim-queries.ts'
import { isNewcomerComment } from './newcomer-queries.ts'

/** `others`: another moderator has claimed it. `over`: the comment is not in the queue, or the claim has ended. */
export type ClaimResult = 'claimed' | 'released' | 'others' | 'over'

/** A comment is in the queue when it is held, flagged, or a newcomer's first. */
async function isInQueue(
  db: Tx,
  comment: { id: number; article_id: number; account_id: number | null; state: string },
  now: number,
): Promise<boolean> {
  if ((await publishedArticle(db, comment.article_id)) === undefined) return false
  if (comment.state !== 'live') return comment.state === 'held'
  return (await openFlagIds(db, comment.id)).length > 0 || isNewcomerComment(db, newcomersSince(now), comment)
}

/** Claims a comment in the queue, or renews one's own claim. */
export async function claimItem(deps: Deps, viewer: Viewer | null, commentId: number): Promise<ClaimResult> {
  allow(may.enter(viewer, 'moderator'))
  const now = deps.clock()
  return write(deps, async (db) => {
    const comment = await countedComment(db, commentId)
    if (comment === undefined) throw missing()
    allow(may.claim(viewer, comment))
    if (!(await isInQueue(db, comment, now))) return 'over'
    const [found] = await claimsOnComments(db, [commentId], now)
    const until = now + CLAIM_MS
    if (found !== undefined && found.account_id !== viewer!.id) return 'others'
    if (found !== undefined) await renewClaim(db, found.id, until)
    else {
      await endClaims(db, commentId, now)
      await insertClaim(db, { comment_id: commentId, account_id: viewer!.id, created_at: now, until_at: until })
    }
    return 'claimed'
  })
}

/** Ends one's own claim; another moderator's claim stays in force. */
export async function releaseItem(deps: Deps, viewer: Viewer | null, commentId: number): Promise<ClaimResult> {
  allow(may.enter(viewer, 'moderator'))
  const now = deps.clock()
  return write(deps, async (db) => {
    const [held] = await claimsOnComments(db, [commentId], now)
    if (held?.account_id !== viewer!.id) return held === undefined ? 'over' : 'others'
    await endClaims(db, commentId, now)
    return 'released'
  })
}
