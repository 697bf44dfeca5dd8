// Changes the state of a comment: the only place that does, with counters and notices.
import type { Tx } from '../db/open.ts'
import type { CommentsTable } from '../db/schema/comments.ts'
import type { Deps } from '../deps.ts'
import { createCommentNotices } from '../notices/actions.ts'
import { topic } from '../web/cache.ts'
import { countLive } from './counter-queries.ts'
import * as queries from './queries.ts'
import { insertTraits } from './trait-queries.ts'

/** Inserts a new comment, and queues its notices if it is live. @returns its id, and its number in the thread */
export async function insertPlaced(db: Tx, comment: queries.NewComment): Promise<{ id: number; number: number }> {
  const placed = await queries.insertComment(db, comment)
  await insertTraits(db, { ...comment, id: placed.id })
  if (comment.state === 'live') await createCommentNotices(db, placed.id, comment.created_at)
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
  if (comment.state === 'live') await countLive(db, comment, -1)
  if (to === 'live') {
    await countLive(db, comment, 1)
    await createCommentNotices(db, id, at ?? comment.created_at)
  }
  return true
}

/**
 * Drops every cached page that shows or counts a comment of the thread. Call it after the commit.
 * @param nic registered nic of the account that wrote it; null for a guest
 */
export const invalidateThread = (deps: Pick<Deps, 'pages'>, articleId: number, nic: string | null): void =>
  deps.pages.drop(topic.article(articleId), topic.lists, ...(nic === null ? [] : [topic.person(nic)]))
