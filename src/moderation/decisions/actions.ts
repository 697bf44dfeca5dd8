// The decisions about one comment: approve, hold, remove, mark as spam, restore. Each is a batch.

import { publishedArticle } from '../../articles/queries.ts'
import { type ActionResult, type Batch, runBatch } from '../../batches/actions.ts'
import { writtenComment } from '../../comments/edits/queries.ts'
import { openFlagIds } from '../../comments/flags/queries.ts'
import {
  activeRemoval,
  approvalInForce,
  holdInForce,
  insertApproval,
  insertDecisionNote,
  insertHold,
  insertSpamMark,
  isPurged,
  spamMarkInForce,
} from '../../comments/holds/queries.ts'
import { TEXT_PURGED, versionToken } from '../../comments/holds/rules.ts'
import { bodyFault } from '../../comments/posting/form.ts'
import { countedComment } from '../../comments/queries.ts'
import { renderOrFault } from '../../comments/render-actions.ts'
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import type { Act } from '../../log-acts.ts'
import { RENDERER_VERSION } from '../../markup/render.ts'
import { createDecisionNotice, updateMentionNotices } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { openAppealIds } from '../appeals/queries.ts'
import { endClaims } from '../queue/claim-queries.ts'
import { lastEntryOf } from '../queue/item-queries.ts'
import { insertRemoval } from './queries.ts'

type CountedComment = NonNullable<Awaited<ReturnType<typeof countedComment>>>

/** The comment that a decision is about. `entry` appends its log entry once, and returns its id. */
export type DecisionContext = { comment: CountedComment; entry: (act?: Act) => Promise<number> }

/** A kind of decision: its act, who may make it, and what it changes. `untold` sends the writer no notice. */
export type DecisionKind = {
  act: Act
  permission: (viewer: Viewer | null, comment: { account_id: number | null }) => ReturnType<typeof may.enter>
  change: (db: Tx, batch: Batch, it: DecisionContext) => Promise<'already' | 'untold' | undefined>
}

/** A comment to decide about. `seen` is its version token, empty to skip the check; `note` is for its writer only. */
export type DecidedItem = { id: number; seen: string; note?: string }

/** Decides about one comment in the caller's batch: the records, a log entry and the notice to the writer. */
export async function decideInBatch(
  db: Tx,
  batch: Batch,
  viewer: Viewer | null,
  { permission, change }: DecisionKind,
  { id, seen, note = '' }: DecidedItem,
): Promise<'already' | 'missing' | undefined> {
  const comment = await countedComment(db, id)
  if (comment === undefined || (await publishedArticle(db, comment.article_id)) === undefined) return 'missing'
  allow(permission(viewer, comment))
  if (seen !== '' && seen !== versionToken(comment, (await lastEntryOf(db, id))?.id)) return 'already'
  let entryId = 0
  const entry = async (entryAct?: Act): Promise<number> =>
    (entryId ||= await batch.log({ subject: 'comment', subjectId: id, articleId: comment.article_id }, entryAct))
  const outcome = await change(db, batch, { comment, entry })
  if (outcome === 'already') return 'already'
  // Claims end with the decision. An undo does not restore them, because a claim is no decision.
  await endClaims(db, id, batch.now)
  if (note !== '') await insertDecisionNote(db, { log_entry_id: await entry(), comment_id: id, body: note })
  if (outcome === undefined || note !== '')
    await createDecisionNotice(db, { entryId: await entry(), actorId: batch.by.id, comment: id }, batch.now)
  return undefined
}

/** Makes a decision about one comment, as one batch. */
function decide(act: DecisionKind['act'], permission: DecisionKind['permission'], change: DecisionKind['change']) {
  /**
   * @param seen the version token of the form; empty to skip the check
   * @param note a note that only the writer sees; empty for none
   */
  return (
    deps: Deps,
    viewer: Viewer | null,
    id: number,
    reason: string,
    seen = '',
    note = '',
  ): Promise<ActionResult> => {
    allow(may.enter(viewer, 'moderator'))
    return runBatch(deps, viewer!, act, reason, async (db, batch) => {
      const outcome = await decideInBatch(db, batch, viewer, { act, permission, change }, { id, seen, note })
      if (outcome === 'missing') throw missing()
      return outcome
    })
  }
}

/** How an appeal ends; `overtaken` when another decision made it pointless. */
export type AppealOutcome = 'granted' | 'refused' | 'overtaken'

/** Ends the open appeals about a comment. */
async function endAppeals(db: Tx, batch: Batch, comment: number, how: AppealOutcome): Promise<void> {
  for (const id of await openAppealIds(db, { comment })) await batch.end('appeals', id, how)
}

/** Ends everything that waits for a decision about a comment: appeals, the hold and flags. @returns the number of flags */
async function endOpenRecords(
  db: Tx,
  batch: Batch,
  comment: number,
  how: string,
  flags: 'upheld' | 'dismissed',
): Promise<number> {
  await endAppeals(db, batch, comment, how === 'approved' ? 'granted' : 'overtaken')
  const hold = await holdInForce(db, comment)
  if (hold) await batch.end('holds', hold.id, how)
  const open = await openFlagIds(db, comment)
  for (const flag of open) await batch.end('flags', flag.id, flags)
  return open.length
}

/** Inserts an approval and publishes the comment. Replaces an earlier approval and keeps its `edited` flag. */
async function insertApprovalAndPublish(
  db: Tx,
  batch: Batch,
  comment: number,
  log_entry_id: number,
  edited: 0 | 1,
): Promise<void> {
  const before = await approvalInForce(db, comment)
  if (before) await batch.end('approvals', before.id, batch.reason)
  await batch.start(
    'approvals',
    await insertApproval(db, {
      comment_id: comment,
      account_id: batch.by.id,
      reason: batch.reason,
      log_entry_id,
      created_at: batch.now,
      edited: before?.edited === 1 ? 1 : edited,
    }),
  )
  await batch.state(comment, 'live')
}

/** Approves a held comment, or a live one that is flagged or a newcomer's, in the caller's batch. */
export async function approveInBatch(
  db: Tx,
  batch: Batch,
  { comment, entry }: DecisionContext,
): Promise<'already' | 'untold' | undefined> {
  if (comment.state !== 'held' && comment.state !== 'live') return 'already'
  const flags = await openFlagIds(db, comment.id)
  const isApproved = (await approvalInForce(db, comment.id)) !== undefined
  if (comment.state === 'live' && flags.length === 0 && isApproved) return 'already'
  const isUneventful = comment.state === 'live' && flags.length === 0
  const log_entry_id = await entry(isUneventful ? 'read' : 'approve')
  await endOpenRecords(db, batch, comment.id, 'approved', 'dismissed')
  if (comment.state === 'held' || !isApproved) await insertApprovalAndPublish(db, batch, comment.id, log_entry_id, 0)
  // Nothing changed for the writer, so they get no notice.
  return isUneventful ? 'untold' : undefined
}

export const approveComment = decide('approve', may.approve, approveInBatch)

/**
 * Removes a live or held comment in the caller's batch. A removed comment leaves a tombstone if it was published; spam leaves none.
 * @returns false in any other state
 */
export async function removeInBatch(
  db: Tx,
  batch: Batch,
  comment: { id: number; state: string },
  to: 'removed' | 'spam',
  log_entry_id: number,
): Promise<boolean> {
  if (comment.state !== 'held' && comment.state !== 'live') return false
  await endOpenRecords(db, batch, comment.id, to, 'upheld')
  const act = {
    comment_id: comment.id,
    account_id: batch.by.id,
    reason: batch.reason,
    log_entry_id,
    created_at: batch.now,
  }
  if (to === 'spam') await batch.start('spam_marks', await insertSpamMark(db, act))
  else
    await batch.start(
      'removals',
      await insertRemoval(db, { ...act, never_published: comment.state === 'held' ? 1 : 0 }),
    )
  return batch.state(comment.id, to)
}

export const removalTo =
  (to: 'removed' | 'spam') =>
  async (db: Tx, batch: Batch, { comment, entry }: DecisionContext): Promise<'already' | undefined> =>
    (comment.state === 'held' || comment.state === 'live') &&
    (await removeInBatch(db, batch, comment, to, await entry()))
      ? undefined
      : 'already'

export const removeComment = decide('remove', may.remove, removalTo('removed'))

export const markSpam = decide('spam', may.remove, removalTo('spam'))

/** Hides a live comment until a moderator approves it. */
export const holdComment = decide('hold', may.hold, async (db, batch, { comment, entry }) => {
  if (comment.state !== 'live') return 'already'
  const log_entry_id = await entry()
  await endAppeals(db, batch, comment.id, 'overtaken')
  await batch.start(
    'holds',
    await insertHold(db, {
      comment_id: comment.id,
      rule: 'moderator',
      matched_text: '',
      account_id: batch.by.id,
      reason: batch.reason,
      log_entry_id,
      created_at: batch.now,
    }),
  )
  await batch.state(comment.id, 'held')
  return undefined
})

/** Restores a removed comment or one marked as spam, in the caller's batch. */
export async function restoreInBatch(
  db: Tx,
  batch: Batch,
  { comment, entry }: DecisionContext,
): Promise<'already' | undefined> {
  if (comment.state !== 'removed' && comment.state !== 'spam') return 'already'
  if (await isPurged(db, comment.id)) throw new AppError('conflict', TEXT_PURGED)
  const removal = comment.state === 'removed' ? await activeRemoval(db, comment.id) : undefined
  const mark = comment.state === 'spam' ? await spamMarkInForce(db, comment.id) : undefined
  await entry()
  await endAppeals(db, batch, comment.id, 'granted')
  if (removal) await batch.end('removals', removal.id, batch.reason)
  if (mark) await batch.end('spam_marks', mark.id, batch.reason)
  await batch.state(comment.id, 'live')
  return undefined
}

export const restoreComment = decide('restore', may.restore, restoreInBatch)

/**
 * Edits a held comment and approves it; readers see that a moderator edited it. The batch keeps the earlier text for its undo.
 * @returns the fault of the new text, or the result
 */
export async function editAndApprove(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  reason: string,
  body: string,
  seen = '',
): Promise<{ kind: 'invalid'; fault: string } | ActionResult> {
  allow(may.approve(viewer))
  const fault = bodyFault(body)
  const whole = fault === null ? await renderOrFault(deps, body) : { fault }
  if ('fault' in whole) return { kind: 'invalid', fault: whole.fault }
  return decide('edit-approve', may.approve, async (db, batch, { comment, entry }) => {
    const written = await writtenComment(db, id)
    if (comment.state !== 'held' || written === undefined) return 'already'
    const log_entry_id = await entry()
    const text = { format: 'markup', source: body, html: whole.html, renderer: RENDERER_VERSION } as const
    for (const field of ['format', 'source', 'html', 'renderer'] as const)
      if (written[field] !== text[field]) await batch.set('comments', id, field, text[field])
    await updateMentionNotices(db, id, written.html, text.html, deps.clock())
    await endOpenRecords(db, batch, id, 'approved', 'dismissed')
    await insertApprovalAndPublish(db, batch, id, log_entry_id, 1)
    return undefined
  })(deps, viewer, id, reason, seen)
}
