// What happens to comments that wait for a moderator: they are let through, or taken down. And the taking down of those that stand.
import { publishedArticle } from '../articles/queries.ts'
import { countedComment } from '../comments/queries.ts'
import { changeState, shown } from '../comments/standing.ts'
import { accountById } from '../accounts/queries.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { tellOfDecision } from '../inbox/telling.ts'
import { allow, may, type Viewer } from '../permissions.ts'
import { topic } from '../web/cache.ts'
import { recordRemoval, type ActOutcome } from './actions.ts'
import { endHold, holdInForce, insertApproval } from './hold-queries.ts'
import { appendToLog } from './queries.ts'

/** Whose page counts a comment, once it is there or is not any more. */
const nicOf = async (deps: Deps, accountId: number | null): Promise<string | null> => (accountId === null ? null : ((await accountById(deps.db, accountId))?.nic ?? null))

/**
 * Lets a held comment through: from now on it stands in its thread, and those it concerns are told.
 * @throws AppError `missing` when there is no such comment
 */
export async function approveComment(deps: Deps, viewer: Viewer | null, id: number, reason: string): Promise<ActOutcome> {
  allow(may.approve(viewer))
  const now = deps.clock()
  const done = await write(deps, async (db) => {
    const comment = await countedComment(db, id)
    if (comment === undefined || (await publishedArticle(db, comment.article_id)) === undefined) throw missing()
    if (comment.state !== 'held') return null
    const entry = await appendToLog(db, { at: now, actorId: viewer!.id, actor: viewer!.nic, act: 'approve', subject: 'comment', subjectId: id, articleId: comment.article_id, reason })
    const hold = await holdInForce(db, id)
    if (hold) await endHold(db, hold.id, { ended_at: now, ended_by: viewer!.id, end_reason: 'approved' })
    await insertApproval(db, { comment_id: id, account_id: viewer!.id, reason, log_entry_id: entry, created_at: now })
    await changeState(db, id, 'live', now)
    await tellOfDecision(db, { entryId: entry, actorId: viewer!.id, comment: id }, now)
    return comment
  })
  if (done === null) return 'already'
  shown(deps, done.article_id, await nicOf(deps, done.account_id))
  deps.pages.drop(topic.log)
  return 'done'
}

/**
 * Takes a comment down for a reason, whether it stood or waited; its place stays where it had one.
 * @throws AppError `missing` when there is no such comment
 */
export async function removeComment(deps: Deps, viewer: Viewer | null, id: number, reason: string): Promise<ActOutcome> {
  allow(may.remove(viewer))
  const now = deps.clock()
  const done = await write(deps, async (db) => {
    const comment = await countedComment(db, id)
    if (comment === undefined || (await publishedArticle(db, comment.article_id)) === undefined) throw missing()
    if (comment.state !== 'held' && comment.state !== 'live') return null
    const entry = await recordRemoval(db, { id: viewer!.id, nic: viewer!.nic }, { ...comment, wasLive: comment.state === 'live', unseen: comment.state === 'held' }, reason, now)
    const hold = await holdInForce(db, id)
    if (hold) await endHold(db, hold.id, { ended_at: now, ended_by: viewer!.id, end_reason: 'removed' })
    await tellOfDecision(db, { entryId: entry, actorId: viewer!.id, comment: id }, now)
    return comment
  })
  if (done === null) return 'already'
  shown(deps, done.article_id, await nicOf(deps, done.account_id))
  deps.pages.drop(topic.log)
  return 'done'
}
