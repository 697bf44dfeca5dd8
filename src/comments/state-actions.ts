// Changes the state of a comment: the only place that does, with counters and notices.
import { noteChange } from '../db/changes.ts'
import type { Tx } from '../db/open.ts'
import type { CommentsTable } from '../db/schema/comments.ts'
import { createCommentNotices, createNoticesOf } from '../notices/actions.ts'
import { topic } from '../topics.ts'
import { countLive } from './counter-queries.ts'
import * as queries from './queries.ts'
import { insertTraits } from './trait-queries.ts'

/**
 * Inserts a new comment, and queues its notices if it is live.
 * @param lastNumber the thread's last number, read in this transaction
 * @returns its id, and its number in the thread
 */
export async function insertPlaced(
  db: Tx,
  comment: queries.NewComment,
  lastNumber?: number,
): Promise<{ id: number; number: number }> {
  const placed = await queries.insertComment(db, comment, lastNumber)
  await insertTraits(db, { ...comment, id: placed.id })
  if (comment.state === 'live') {
    invalidateThread(db, comment.article_id, comment.name_kind === 'member' ? comment.nic : null)
    await createNoticesOf(db, { ...comment, ...placed }, comment.created_at)
  }
  return placed
}

/**
 * Sets the state of a comment, updates the counters, and queues notices if it becomes live.
 * @param at time of the action, for the notices
 * @returns false if the comment is in that state already, or does not exist
 */
export async function changeState(db: Tx, id: number, to: CommentsTable['state'], at?: number): Promise<boolean> {
  const comment = await queries.countedComment(db, id)
  if (comment === undefined || comment.state === to) return false
  await queries.setState(db, id, to)
  invalidateThread(db, comment.article_id, comment.account_nic)
  if (comment.state === 'live') await countLive(db, comment, -1)
  if (to === 'live') {
    await countLive(db, comment, 1)
    await createCommentNotices(db, id, at ?? comment.created_at)
  }
  return true
}

/**
 * Notes a change of every page that shows or counts a comment of the thread.
 * @param nic registered nic of the account that wrote it; null for a guest
 */
export const invalidateThread = (db: Tx, articleId: number, nic: string | null): void =>
  noteChange(db, topic.article(articleId), topic.lists, ...(nic === null ? [] : [topic.person(nic)]))
