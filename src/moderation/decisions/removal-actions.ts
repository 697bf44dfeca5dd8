// Records the removal of a comment in the caller's transaction.

import { countLive } from '../../comments/counter-queries.ts'
import { setState } from '../../comments/queries.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import type { Actor } from '../threads/closure-actions.ts'
import { insertRemoval } from './queries.ts'

/** Removes a comment in the caller's transaction; its replies stay. @returns the id of the log entry, for the notice to the writer */
export async function recordRemoval(
  db: Tx,
  actor: Actor,
  comment: Parameters<typeof countLive>[1] & { wasLive: boolean; unseen?: boolean },
  reason: string,
  at: number,
  loggedAt: number = at,
): Promise<number> {
  const entry = await appendToLog(db, {
    at: loggedAt,
    actorId: actor.id,
    actor: actor.nic,
    act: actor.id === null ? 'import-remove' : 'remove',
    subject: 'comment',
    subjectId: comment.id,
    articleId: comment.article_id,
    reason,
  })
  await insertRemoval(db, {
    comment_id: comment.id,
    account_id: actor.id,
    reason,
    log_entry_id: entry,
    created_at: at,
    never_published: comment.unseen ? 1 : 0,
  })
  await setState(db, comment.id, 'removed')
  if (comment.wasLive) await countLive(db, comment, -1)
  return entry
}
