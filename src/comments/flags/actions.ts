// Flags a comment for the moderators.

import { publishedArticle } from '../../articles/queries.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { visibleComment } from '../thread/queries.ts'
import { insertFlag } from './queries.ts'

/**
 * Flags a live comment, once for each member.
 * @returns false if this member has flagged it before
 * @throws AppError if the comment is not live, or the member may not flag it
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
