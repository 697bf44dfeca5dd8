// Gives a published article the text of an earlier version again, as a new one.
import { type ActionResult, runBatch } from '../../batches/actions.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { articleForChange, publicRevisions } from '../revision-queries.ts'

/**
 * Restores a version. The public log says which.
 * @param base the version that was current when the form was made
 * @returns the number of the new version
 * @throws AppError `conflict` if the article has been changed since
 */
export async function restoreRevision(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  version: number,
  base: number,
): Promise<ActionResult<number>> {
  allow(may.edit(viewer))
  const note = `Version ${version} restored`
  return runBatch(deps, viewer!, 'restore-revision', note, async (db, batch) => {
    const article = await articleForChange(db, articleId)
    if (article?.state !== 'published') throw missing()
    if (!(await publicRevisions(db, articleId)).some(({ number }) => number === version)) throw missing()
    if (article.revision === version) return 'already'
    if (article.revision !== base)
      throw new AppError(
        'conflict',
        'Nothing was restored: the article has been changed since you opened its history.',
        null,
        [{ href: urls.articleHistory(articleId), text: 'The history as it is now' }],
      )
    await batch.restoreText(articleId, version, note)
    await batch.log({ subject: 'article', subjectId: articleId, articleId })
    return (await articleForChange(db, articleId))!.revision
  })
}
