// What happens when a moderator moves a branch to another article: a batch like any other act, and a pointer in its place.
import { publishedArticle } from '../../articles/queries.ts'
import { countedComment } from '../../comments/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { tellOfDecision } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { REPEAT_WINDOW } from '../../settings.ts'
import { runBatch } from '../batches/actions.ts'
import { sameMove } from './queries.ts'

/** `moved` with the batch that did it; `elsewhere` where somebody else has moved it meanwhile; else what is wrong with the article. */
export type Move = { kind: 'moved'; batch: number } | { kind: 'elsewhere' } | { kind: 'invalid'; fault: string }

export const noSuchArticle = 'There is no such article, or readers cannot see it.'

/**
 * Moves a comment with everything below it to another article, where it stands at the top of the thread from then on.
 * @param from the article in which the moderator saw it; null where that does not matter
 * @throws AppError `missing` when there is no such comment
 */
export async function moveBranch(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  into: number,
  reason: string,
  from: number | null,
): Promise<Move> {
  allow(may.move(viewer))
  let otherwise: Move = { kind: 'elsewhere' }
  const outcome = await runBatch(deps, viewer!, 'move', reason, async (db, batch) => {
    const comment = await countedComment(db, id)
    if (comment === undefined || (await publishedArticle(db, comment.article_id)) === undefined) throw missing()
    // A second press is answered like the first.
    const again =
      comment.article_id === into
        ? await sameMove(
            db,
            { comment_id: id, to_article_id: into, account_id: batch.by.id, reason },
            batch.now - REPEAT_WINDOW,
          )
        : null
    if (again !== null) otherwise = { kind: 'moved', batch: again }
    else if (from !== null && comment.article_id !== from) otherwise = { kind: 'elsewhere' }
    else if (comment.article_id === into)
      otherwise = { kind: 'invalid', fault: 'It stands under this article already.' }
    else {
      const target = await publishedArticle(db, into)
      if (target !== undefined) {
        const log_entry_id = await batch.log(
          { subject: 'comment', subjectId: id, articleId: comment.article_id },
          'move',
          `${reason} (to “${target.headline}”)`,
        )
        await batch.move(id, into, { account_id: batch.by.id, reason, log_entry_id, created_at: batch.now })
        await tellOfDecision(db, { entryId: log_entry_id, actorId: batch.by.id, comment: id }, batch.now)
        return undefined
      }
      otherwise = { kind: 'invalid', fault: noSuchArticle }
    }
    return 'already'
  })
  return outcome.kind === 'done' ? { kind: 'moved', batch: outcome.batch } : otherwise
}
