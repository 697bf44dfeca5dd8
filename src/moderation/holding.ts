// What happens to comments that wait for a moderator: they are let through, or taken down. And the taking down of those that stand.
import { publishedArticle } from '../articles/queries.ts'
import { countedComment } from '../comments/queries.ts'
import type { Tx } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { tellOfDecision } from '../inbox/telling.ts'
import { allow, may, type Viewer } from '../permissions.ts'
import { inBatch, type Batch, type Done } from './batches.ts'
import { holdInForce, insertApproval } from './hold-queries.ts'
import { insertRemoval } from './queries.ts'

/**
 * Lets a held comment through: from now on it stands in its thread, and those it concerns are told.
 * @throws AppError `missing` when there is no such comment
 */
export async function approveComment(deps: Deps, viewer: Viewer | null, id: number, reason: string): Promise<Done> {
  allow(may.approve(viewer))
  return inBatch(deps, viewer!, 'approve', reason, async (db, batch) => {
    const comment = await decidable(db, id)
    allow(may.approve(viewer, comment))
    if (comment.state !== 'held') return 'already'
    const entryId = await batch.log({ subject: 'comment', subjectId: id, articleId: comment.article_id })
    await endHold(db, batch, id, 'approved')
    await batch.begun('approvals', await insertApproval(db, { comment_id: id, account_id: batch.by.id, reason, log_entry_id: entryId, created_at: batch.now }))
    await batch.state(id, 'live')
    await tellOfDecision(db, { entryId, actorId: batch.by.id, comment: id }, batch.now)
    return undefined
  })
}

/**
 * Takes a comment down for a reason, whether it stood or waited; its place stays where it had one.
 * @throws AppError `missing` when there is no such comment
 */
export async function removeComment(deps: Deps, viewer: Viewer | null, id: number, reason: string): Promise<Done> {
  allow(may.remove(viewer))
  return inBatch(deps, viewer!, 'remove', reason, async (db, batch) => {
    const comment = await decidable(db, id)
    if (comment.state !== 'held' && comment.state !== 'live') return 'already'
    const entryId = await batch.log({ subject: 'comment', subjectId: id, articleId: comment.article_id })
    await endHold(db, batch, id, 'removed')
    await batch.begun('removals', await insertRemoval(db, { comment_id: id, account_id: batch.by.id, reason, log_entry_id: entryId, created_at: batch.now, unseen: comment.state === 'held' ? 1 : 0 }))
    await batch.state(id, 'removed')
    await tellOfDecision(db, { entryId, actorId: batch.by.id, comment: id }, batch.now)
    return undefined
  })
}

async function decidable(db: Tx, id: number): Promise<NonNullable<Awaited<ReturnType<typeof countedComment>>>> {
  const comment = await countedComment(db, id)
  if (comment === undefined || (await publishedArticle(db, comment.article_id)) === undefined) throw missing()
  return comment
}

/** Nobody has to decide about a comment any more. */
async function endHold(db: Tx, batch: Batch, comment: number, how: string): Promise<void> {
  const hold = await holdInForce(db, comment)
  if (hold) await batch.end('holds', hold.id, how)
}
