// Flags a comment for the moderators, and holds it when enough members in good standing did.

import { publishedArticle } from '../../articles/queries.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { count } from '../../format.ts'
import { createDecisionNotice } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { insertHold } from '../holds/queries.ts'
import { changeState } from '../state-actions.ts'
import { visibleComment } from '../thread/queries.ts'
import { insertFlag, lastLeftPublished, openFlaggers } from './queries.ts'
import { flagsHold } from './rules.ts'

/** `again`: the member has flagged the comment before. `held`: their flag was the one that holds it. */
type FlagResult = 'flagged' | 'again' | 'held'

/**
 * Flags a live comment, once for each member.
 * @throws AppError if the comment is not live, or the member may not flag it
 */
export async function flagComment(deps: Deps, viewer: Viewer | null, id: number, reason: string): Promise<FlagResult> {
  const now = deps.clock()
  return write(deps, async (db) => {
    const comment = await visibleComment(db, id)
    if (comment?.state !== 'live' || (await publishedArticle(db, comment.article_id)) === undefined) throw missing()
    allow(may.flag(viewer, comment))
    if (!(await insertFlag(db, { comment_id: id, account_id: viewer!.id, reason, created_at: now }))) return 'again'
    return (await holdFlagged(deps, db, comment, now)) ? 'held' : 'flagged'
  })
}

/** Holds a flagged comment where the site's number of flags is reached, unless a moderator has left this text published. */
async function holdFlagged(
  deps: Deps,
  db: Tx,
  comment: { id: number; article_id: number; edited_at: number | null },
  now: number,
): Promise<boolean> {
  const needed = deps.settings().flagsToHold
  if (needed === 0) return false
  const flaggers = await openFlaggers(db, comment.id, now)
  if (!flagsHold(flaggers, needed, now)) return false
  const leftAt = await lastLeftPublished(db, comment.id)
  if (leftAt !== null && leftAt >= (comment.edited_at ?? 0)) return false
  const entryId = await appendToLog(db, {
    at: now,
    actorId: null,
    actor: 'broadside',
    act: 'hold-flagged',
    subject: 'comment',
    subjectId: comment.id,
    articleId: comment.article_id,
    reason: `Rule of this site: ${count(needed, 'flag')} by members in good standing.`,
  })
  await insertHold(db, {
    comment_id: comment.id,
    rule: 'flags',
    matched_text: count(flaggers.length, 'flag'),
    log_entry_id: entryId,
    created_at: now,
  })
  await changeState(db, comment.id, 'held', now)
  await createDecisionNotice(db, { entryId, actorId: null, comment: comment.id }, now)
  return true
}
