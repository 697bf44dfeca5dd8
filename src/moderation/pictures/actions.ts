// Deletes a picture of a comment for good.

import { type ActionResult, runBatch } from '../../batches/actions.ts'
import { countedComment } from '../../comments/queries.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { deletedHashes, insertDeletedPicture, picturesOfComment, pictureUse } from '../../media/access-queries.ts'
import { fileLock } from '../../media/actions.ts'
import { deletePictureFiles } from '../../media/cleanup-actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'

/**
 * Deletes a picture of a comment from every text that shows it: its files go, and it cannot be sent again. Cannot be undone.
 * @returns `already` when it was deleted before
 * @throws AppError `missing` when the comment has no such picture, `conflict` when an article shows it
 */
export async function deletePicture(
  deps: Deps,
  viewer: Viewer | null,
  commentId: number,
  hash: string,
  reason: string,
): Promise<ActionResult> {
  allow(may.deletePicture(viewer))
  // Nobody can save the same picture between the commit and the deletion of its files.
  return fileLock.run(async () => {
    const outcome = await runBatch(deps, viewer!, 'delete-picture', reason, async (db, batch) => {
      const comment = await countedComment(db, commentId)
      if ((await deletedHashes(db, [hash])).has(hash)) return 'already'
      if (!comment || !(await picturesOfComment(db, commentId)).includes(hash)) throw missing()
      if ((await pictureUse(db, hash)) === 'article') throw new AppError('conflict', SHOWN_BY_ARTICLE)
      const entry = await batch.log({ subject: 'comment', subjectId: commentId, articleId: comment.article_id })
      await insertDeletedPicture(db, {
        hash,
        comment_id: commentId,
        account_id: batch.by.id,
        reason,
        log_entry_id: entry,
        created_at: batch.now,
      })
      return undefined
    })
    await deletePictureFiles(deps, hash)
    return outcome
  })
}

const SHOWN_BY_ARTICLE = 'Nothing was deleted: an article shows this picture too. Take it out of the article first.'
