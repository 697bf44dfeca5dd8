// What happens when a member recommends a comment, or takes that back.
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { topic } from '../../web/cache.ts'
import { visibleComment } from '../queries.ts'
import * as queries from './queries.ts'

/**
 * Gives a recommendation, or takes it back: once, however often it is pressed.
 * @returns how many recommend the comment now
 * @throws AppError where it may not be, or where the comment is no longer live
 */
export async function recommend(
  deps: Deps,
  viewer: Viewer | null,
  commentId: number,
  wish: 'give' | 'take',
): Promise<number> {
  const now = deps.clock()
  const { count, article, changed } = await write(deps, async (db) => {
    const comment = await visibleComment(db, commentId)
    if (comment?.state !== 'live') throw missing()
    allow(may.recommend(viewer, comment, deps.settings()))
    const changed = await (wish === 'give'
      ? queries.give(db, commentId, viewer!.id, now)
      : queries.take(db, commentId, viewer!.id))
    return {
      count: comment.recommendation_count + (changed ? (wish === 'give' ? 1 : -1) : 0),
      article: comment.article_id,
      changed,
    }
  })
  if (changed) deps.pages.drop(topic.article(article))
  return count
}
