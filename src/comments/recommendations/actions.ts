// Recommends a comment, or undoes that.

import { noteChange } from '../../db/changes.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { topic } from '../../topics.ts'
import { visibleComment } from '../thread/queries.ts'
import type { RecommendAction } from './form.ts'
import * as queries from './queries.ts'

/**
 * Recommends a comment or undoes that. A second press changes nothing.
 * @returns the number of recommendations of the comment
 * @throws AppError if the comment is not live, or the member may not recommend it
 */
export async function recommend(
  deps: Deps,
  viewer: Viewer | null,
  commentId: number,
  action: RecommendAction,
): Promise<number> {
  const now = deps.clock()
  return write(deps, async (db) => {
    const comment = await visibleComment(db, commentId)
    if (comment?.state !== 'live') throw missing()
    allow(may.recommend(viewer, comment, deps.settings()))
    const changed = await (action === 'give'
      ? queries.insertRecommendation(db, commentId, viewer!.id, now)
      : queries.deleteRecommendation(db, commentId, viewer!.id))
    if (changed) noteChange(db, topic.article(comment.article_id))
    return comment.recommendation_count + (changed ? (action === 'give' ? 1 : -1) : 0)
  })
}
