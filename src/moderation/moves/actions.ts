// Moves a branch to another article and leaves a pointer in its place.
import { publishedArticle } from '../../articles/queries.ts'
import { runBatch } from '../../batches/actions.ts'
import { countedComment } from '../../comments/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { createDecisionNotice } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { REPEAT_WINDOW_MS } from '../../settings.ts'
import { batchOfSameMove } from './queries.ts'

/** `moved`: with its batch. `elsewhere`: somebody else has moved the branch. `invalid`: what is wrong with the article. */
export type MoveResult = { kind: 'moved'; batch: number } | { kind: 'elsewhere' } | { kind: 'invalid'; fault: string }

export const NO_SUCH_ARTICLE = 'There is no such article, or it is not published.'

/**
 * Moves a comment with all its replies to the top level of another article's thread.
 * @param from the article in which the moderator saw it; null to move it from any article
 * @throws AppError `missing` when there is no such comment
 */
export async function moveBranch(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  into: number,
  reason: string,
  from: number | null,
): Promise<MoveResult> {
  allow(may.move(viewer))
  let otherwise: MoveResult = { kind: 'elsewhere' }
  const outcome = await runBatch(deps, viewer!, 'move', reason, async (db, batch) => {
    const comment = await countedComment(db, id)
    if (comment === undefined || (await publishedArticle(db, comment.article_id)) === undefined) throw missing()
    // A repeat is answered as the first time.
    const again =
      comment.article_id === into
        ? await batchOfSameMove(
            db,
            { comment_id: id, to_article_id: into, account_id: batch.by.id, reason },
            batch.now - REPEAT_WINDOW_MS,
          )
        : null
    if (again !== null) otherwise = { kind: 'moved', batch: again }
    else if (from !== null && comment.article_id !== from) otherwise = { kind: 'elsewhere' }
    else if (comment.article_id === into) otherwise = { kind: 'invalid', fault: 'It is under this article already.' }
    else {
      const target = await publishedArticle(db, into)
      if (target !== undefined) {
        const log_entry_id = await batch.log(
          { subject: 'comment', subjectId: id, articleId: comment.article_id },
          'move',
          `${reason} (to “${target.headline}”)`,
        )
        await batch.move(id, into, { account_id: batch.by.id, reason, log_entry_id, created_at: batch.now })
        await createDecisionNotice(db, { entryId: log_entry_id, actorId: batch.by.id, comment: id }, batch.now)
        return undefined
      }
      otherwise = { kind: 'invalid', fault: NO_SUCH_ARTICLE }
    }
    return 'already'
  })
  return outcome.kind === 'done' ? { kind: 'moved', batch: outcome.batch } : otherwise
}
