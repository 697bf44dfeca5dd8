// What happens when a member flags a comment: moderators look at it; nothing else changes.
import { publishedArticle } from '../../articles/queries.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { visibleComment } from '../queries.ts'
import { insertFlag } from './queries.ts'

/**
 * Flags a live comment, once for each member however often it is pressed.
 * @returns false when this member has flagged it before
 * @throws AppError where it may not be, or where the comment does not stand
 */
export async function flagComment(deps: Deps, viewer: Viewer | null, id: number, reason: string): Promise<boolean> {
  const now = deps.clock()
  return write(deps, async (db) => {
    const comment = await visibleComment(db, id)
    if (comment?.state !== 'live' || (await publishedArticle(db, comment.article_id)) === undefined) throw missing()
    allow(may.flag(viewer, comment))
    return insertFlag(db, { comment_id: id, account_id: viewer!.id, reason, created_at: now })
  })
}
