// Records the removal of a comment in the transaction of whoever removes it.

import { countLive } from '../../comments/counter-queries.ts'
import { setState } from '../../comments/queries.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import type { Actor } from '../threads/closure-actions.ts'
import { insertRemoval } from './queries.ts'

/** Takes a comment down for a reason; its place stays, and so do its replies. For whoever is in a transaction already. @returns its entry in the log, of which its writer is to be told */
export async function recordRemoval(
  db: Tx,
  actor: Actor,
  comment: Parameters<typeof countLive>[1] & { wasLive: boolean; unseen?: boolean },
  reason: string,
  at: number,
  toldAt: number = at,
): Promise<number> {
  const entry = await appendToLog(db, {
    at: toldAt,
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
