// Features and unfeatures a comment, and blanks an earlier version of one.

import type { ActionResult } from '../../batches/actions.ts'
import { runBatch } from '../../batches/actions.ts'
import { earlierVersion, insertBlanking } from '../../comments/edits/queries.ts'
import { visibleComment } from '../../comments/thread/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { createDecisionNotice } from '../../notices/actions.ts'
import type { Viewer } from '../../permissions.ts'
import { allow, may } from '../../permissions.ts'
import { featureInForce, insertFeature } from './queries.ts'

/**
 * Features or unfeatures a live comment.
 * @param wanted true to feature
 */
export async function featureComment(
  deps: Deps,
  viewer: Viewer | null,
  comment: { id: number; article_id: number },
  reason: string,
  wanted: boolean,
): Promise<ActionResult> {
  allow(may.feature(viewer))
  return runBatch(deps, viewer!, wanted ? 'feature' : 'unfeature', reason, async (db, batch) => {
    const current = await visibleComment(db, comment.id)
    if (current?.state !== 'live') throw missing()
    const feature = await featureInForce(db, comment.id)
    if ((feature !== undefined) === wanted) return 'already'
    const entryId = await batch.log({ subject: 'comment', subjectId: comment.id, articleId: current.article_id })
    if (feature) await batch.end('features', feature.id, reason)
    else
      await batch.start(
        'features',
        await insertFeature(db, {
          comment_id: comment.id,
          article_id: current.article_id,
          account_id: batch.by.id,
          reason,
          log_entry_id: entryId,
          created_at: batch.now,
        }),
      )
    await createDecisionNotice(db, { entryId, actorId: batch.by.id, comment: comment.id }, batch.now)
    return undefined
  })
}

/** Blanks an earlier version of a live comment: the history shows who, when and why in place of the text. */
export async function blankVersion(
  deps: Deps,
  viewer: Viewer | null,
  comment: { id: number; article_id: number },
  version: number,
  reason: string,
): Promise<ActionResult> {
  allow(may.blank(viewer))
  return runBatch(deps, viewer!, 'blank', reason, async (db, batch) => {
    const current = await visibleComment(db, comment.id)
    const row = await earlierVersion(db, comment.id, version)
    if (current?.state !== 'live' || row === undefined) throw missing()
    if (row.blanked_at !== null) return 'already'
    const entry = await batch.log({ subject: 'comment', subjectId: comment.id, articleId: current.article_id })
    await batch.start(
      'blankings',
      await insertBlanking(db, {
        comment_id: comment.id,
        version,
        account_id: batch.by.id,
        reason,
        log_entry_id: entry,
        created_at: batch.now,
      }),
    )
    return undefined
  })
}
