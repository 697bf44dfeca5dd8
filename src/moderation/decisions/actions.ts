// The decisions about one comment: let it stand, hold it, take it down, mark it as spam, put it back. Each is a batch.

import { publishedArticle } from '../../articles/queries.ts'
import { writtenComment } from '../../comments/edits/queries.ts'
import { openFlagIds } from '../../comments/flags/queries.ts'
import {
  approvalInForce,
  holdInForce,
  insertApproval,
  insertDecisionNote,
  insertHold,
  insertSpamMark,
  isPurged,
  removalHolding,
  spamHolding,
} from '../../comments/holds/queries.ts'
import { PURGED, versionToken } from '../../comments/holds/rules.ts'
import { commentFaults } from '../../comments/posting/form.ts'
import { countedComment } from '../../comments/queries.ts'
import { renderOrFault } from '../../comments/render-actions.ts'
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import type { Act } from '../../log-acts.ts'
import { RENDERER_VERSION } from '../../markup/render.ts'
import { tellOfDecision } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { openAppealIds } from '../appeals/queries.ts'
import { type Batch, type Done, inBatch } from '../batches/actions.ts'
import { endClaims } from '../queue/claim-queries.ts'
import { lastSaidOf } from '../queue/item-queries.ts'
import { insertRemoval } from './queries.ts'

type Counted = NonNullable<Awaited<ReturnType<typeof countedComment>>>

/** What a decision finds and says: the comment, its entry in the log. */
export type DecisionContext = { comment: Counted; entry: (act?: Act) => Promise<number> }

/** One decision about one comment, in one batch: its rows, its log entry, and the word to its writer. */
function decide(
  act: Act,
  permission: (viewer: Viewer | null, comment: { account_id: number | null }) => ReturnType<typeof may.enter>,
  change: (db: Tx, batch: Batch, it: DecisionContext) => Promise<'already' | 'untold' | undefined>,
) {
  /**
   * @param seen what of the comment was seen, see `seenOf`; empty where it does not matter what it has become
   * @param note what is said to its writer alone, if anything
   */
  return (deps: Deps, viewer: Viewer | null, id: number, reason: string, seen = '', note = ''): Promise<Done> => {
    allow(may.enter(viewer, 'moderator'))
    return inBatch(deps, viewer!, act, reason, async (db, batch) => {
      const comment = await countedComment(db, id)
      if (comment === undefined || (await publishedArticle(db, comment.article_id)) === undefined) throw missing()
      allow(permission(viewer, comment))
      if (seen !== '' && seen !== versionToken(comment, (await lastSaidOf(db, id))?.id)) return 'already'
      let entryId = 0
      const entry = async (said?: Act): Promise<number> =>
        (entryId ||= await batch.log({ subject: 'comment', subjectId: id, articleId: comment.article_id }, said))
      const outcome = await change(db, batch, { comment, entry })
      if (outcome === 'already') return 'already'
      // Nobody has to look any more. An undo does not bring that back: a claim is no decision.
      await endClaims(db, id, batch.now)
      if (note !== '') await insertDecisionNote(db, { log_entry_id: await entry(), comment_id: id, body: note })
      if (outcome === undefined || note !== '')
        await tellOfDecision(db, { entryId: await entry(), actorId: batch.by.id, comment: id }, batch.now)
      return undefined
    })
  }
}

/** How an appeal ends: its writer got what they asked for, or did not, or something else was decided meanwhile. */
export type AppealEnd = 'granted' | 'refused' | 'overtaken'

/** A decision answers whatever was appealed before it. */
async function settleAppeals(db: Tx, batch: Batch, comment: number, how: AppealEnd): Promise<void> {
  for (const id of await openAppealIds(db, { comment })) await batch.end('appeals', id, how)
}

/** Nobody has to decide about a comment any more: it waits no longer, and its flags were right or not. */
async function settle(
  db: Tx,
  batch: Batch,
  comment: number,
  how: string,
  flags: 'upheld' | 'dismissed',
): Promise<number> {
  await settleAppeals(db, batch, comment, how === 'approved' ? 'granted' : 'overtaken')
  const hold = await holdInForce(db, comment)
  if (hold) await batch.end('holds', hold.id, how)
  const open = await openFlagIds(db, comment)
  for (const flag of open) await batch.end('flags', flag.id, flags)
  return open.length
}

/** That a moderator has read it and lets it stand. Whoever did before is relieved; that a moderator changed its words stays true. */
async function letThrough(db: Tx, batch: Batch, comment: number, log_entry_id: number, edited: 0 | 1): Promise<void> {
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

/** Lets a held comment through, or says of one that stands that its flags were wrong, or that nothing is wrong with it: a newcomer's. In a batch that is under way. */
export async function approveIn(
  db: Tx,
  batch: Batch,
  { comment, entry }: DecisionContext,
): Promise<'already' | 'untold' | undefined> {
  if (comment.state !== 'held' && comment.state !== 'live') return 'already'
  const flags = await openFlagIds(db, comment.id)
  const read = (await approvalInForce(db, comment.id)) !== undefined
  if (comment.state === 'live' && flags.length === 0 && read) return 'already'
  const merelyRead = comment.state === 'live' && flags.length === 0
  const log_entry_id = await entry(merelyRead ? 'read' : 'approve')
  await settle(db, batch, comment.id, 'approved', 'dismissed')
  if (comment.state === 'held' || !read) await letThrough(db, batch, comment.id, log_entry_id, 0)
  // Whose comment stood all along has nothing to learn from that.
  return merelyRead ? 'untold' : undefined
}

export const approveComment = decide('approve', may.approve, approveIn)

/**
 * Takes a comment from its readers, whether it stood or waited: as removed its place stays where it had one, as spam not even that.
 * @param log_entry_id what the log says of it
 * @returns false when it neither stood nor waited
 */
export async function removeIn(
  db: Tx,
  batch: Batch,
  comment: { id: number; state: string },
  to: 'removed' | 'spam',
  log_entry_id: number,
): Promise<boolean> {
  if (comment.state !== 'held' && comment.state !== 'live') return false
  await settle(db, batch, comment.id, to, 'upheld')
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

const takingAway =
  (to: 'removed' | 'spam') =>
  async (db: Tx, batch: Batch, { comment, entry }: DecisionContext): Promise<'already' | undefined> =>
    (comment.state === 'held' || comment.state === 'live') && (await removeIn(db, batch, comment, to, await entry()))
      ? undefined
      : 'already'

export const removeComment = decide('remove', may.remove, takingAway('removed'))

export const markSpam = decide('spam', may.remove, takingAway('spam'))

/** Lets a comment that stands wait for a second look. */
export const holdComment = decide('hold', may.hold, async (db, batch, { comment, entry }) => {
  if (comment.state !== 'live') return 'already'
  const log_entry_id = await entry()
  await settleAppeals(db, batch, comment.id, 'overtaken')
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

/** Puts a comment back that was taken down or marked as spam, in a batch that is under way. */
export async function restoreIn(
  db: Tx,
  batch: Batch,
  { comment, entry }: DecisionContext,
): Promise<'already' | undefined> {
  if (comment.state !== 'removed' && comment.state !== 'spam') return 'already'
  if (await isPurged(db, comment.id)) throw new AppError('conflict', PURGED)
  const removal = comment.state === 'removed' ? await removalHolding(db, comment.id) : undefined
  const mark = comment.state === 'spam' ? await spamHolding(db, comment.id) : undefined
  await entry()
  await settleAppeals(db, batch, comment.id, 'granted')
  if (removal) await batch.end('removals', removal.id, batch.reason)
  if (mark) await batch.end('spam_marks', mark.id, batch.reason)
  await batch.state(comment.id, 'live')
  return undefined
}

export const restoreComment = decide('restore', may.restore, restoreIn)

/**
 * Changes the words of a held comment and lets it through; readers see that a moderator has. What it said before stays
 * with the batch, for the undo.
 * @returns the fault of the new words, or what was done
 */
export async function editAndApprove(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  reason: string,
  body: string,
  seen = '',
): Promise<{ kind: 'invalid'; fault: string } | Done> {
  allow(may.approve(viewer))
  const fault = commentFaults({ email: '', website: '', body }).body
  const whole = fault === undefined ? await renderOrFault(deps, body) : { fault }
  if ('fault' in whole) return { kind: 'invalid', fault: whole.fault }
  return decide('edit-approve', may.approve, async (db, batch, { comment, entry }) => {
    const written = await writtenComment(db, id)
    if (comment.state !== 'held' || written === undefined) return 'already'
    const log_entry_id = await entry()
    const text = { format: 'markup', source: body, html: whole.html, renderer: RENDERER_VERSION } as const
    for (const field of ['format', 'source', 'html', 'renderer'] as const)
      if (written[field] !== text[field]) await batch.set('comments', id, field, text[field])
    await settle(db, batch, id, 'approved', 'dismissed')
    await letThrough(db, batch, id, log_entry_id, 1)
    return undefined
  })(deps, viewer, id, reason, seen)
}
