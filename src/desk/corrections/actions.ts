// An editor accepts a correction, as a new version of the article, or declines it with a word.
import { correctionById, insertAcceptance, insertDecline } from '../../articles/correction-queries.ts'
import { type ActionResult, type Batch, runBatch } from '../../batches/actions.ts'
import type { Db, Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { createArticleNotice } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { type EditOutcome, saveRevision } from '../editing/actions.ts'
import type { ArticleForm } from '../submissions/form.ts'

const decided = (): AppError =>
  new AppError('conflict', 'Another editor has decided about this correction already.', null, [
    { href: urls.deskCorrections, text: 'Open corrections' },
  ])

/** A correction that waits. @throws AppError `missing`, or `conflict` if it was decided */
export async function requireOpenCorrection(db: Db, id: number | null) {
  const correction = id === null ? undefined : await correctionById(db, id)
  if (correction === undefined) throw missing()
  if (correction.decided_at !== null) throw decided()
  return correction
}

/** Tells the sender, if it was a member. */
async function notifySender(
  db: Tx,
  batch: Batch,
  correction: { account_id: number | null; article_id: number },
  entry: number,
) {
  if (correction.account_id !== null && correction.account_id !== batch.by.id)
    await createArticleNotice(
      db,
      correction.account_id,
      { entryId: entry, articleId: correction.article_id },
      batch.now,
    )
}

/** Saves the corrected text, in one batch with the acceptance. */
export async function acceptCorrection(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  form: ArticleForm,
): Promise<EditOutcome> {
  allow(may.edit(viewer))
  const { article_id } = await requireOpenCorrection(deps.db, id)
  return saveRevision(deps, viewer, article_id, form, 'accept-correction', async (db, batch, { revision, entry }) => {
    const correction = await requireOpenCorrection(db, id)
    const row = {
      correction_id: id,
      article_id,
      revision,
      account_id: batch.by.id,
      reason: batch.reason,
      log_entry_id: entry,
      created_at: batch.now,
    }
    await batch.start('correction_acceptances', await insertAcceptance(db, row))
    await batch.set('corrections', id, 'decided_at', batch.now)
    await batch.set('articles', article_id, 'corrected_at', batch.now)
    await notifySender(db, batch, correction, entry)
  })
}

/** Declines a correction. The reason is published in the log, and sent to the sender. */
export function declineCorrection(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  reason: string,
): Promise<ActionResult> {
  allow(may.edit(viewer))
  return runBatch(deps, viewer!, 'decline-correction', reason, async (db, batch) => {
    const correction = await requireOpenCorrection(db, id)
    const { article_id } = correction
    const entry = await batch.log({ subject: 'article', subjectId: article_id, articleId: article_id })
    const row = { correction_id: id, account_id: batch.by.id, reason, log_entry_id: entry, created_at: batch.now }
    await batch.start('correction_declines', await insertDecline(db, row))
    await batch.set('corrections', id, 'decided_at', batch.now)
    await notifySender(db, batch, correction, entry)
    return undefined
  })
}
