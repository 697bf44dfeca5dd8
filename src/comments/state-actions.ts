// A comment begins to stand in its thread, or ceases to: the one way to do either, and all that follows from it.
import type { Tx } from '../db/open.ts'
import type { CommentsTable } from '../db/schema/comments.ts'
import type { Deps } from '../deps.ts'
import { tellOfComment } from '../notices/actions.ts'
import { topic } from '../web/cache.ts'
import { countLive } from './counter-queries.ts'
import * as queries from './queries.ts'

/** Stores a new comment in its place, in the transaction of whoever posts it, and tells of it when it is live. @returns its id, and its number in the thread */
export async function insertPlaced(db: Tx, comment: queries.NewComment): Promise<{ id: number; number: number }> {
  const placed = await queries.insertComment(db, comment)
  if (comment.state === 'live') await tellOfComment(db, placed.id, comment.created_at)
  return placed
}

/**
 * Gives a comment another state and counts it, or no longer, wherever comments are counted. In the transaction of the act.
 * @param at the moment of the act, for those who are told of a comment that becomes live
 * @returns false when it was in that state already, or is none
 */
export async function changeState(db: Tx, id: number, to: CommentsTable['state'], at?: number): Promise<boolean> {
  const comment = await queries.countedComment(db, id)
  if (comment === undefined || comment.state === to) return false
  await queries.setState(db, id, to)
  if (comment.state === 'live') await countLive(db, comment, -1)
  if (to === 'live') {
    await countLive(db, comment, 1)
    await tellOfComment(db, id, at ?? comment.created_at)
  }
  return true
}

/**
 * Once that is committed: every page that shows the comment, or counts it, is made anew.
 * @param nic of the account that wrote it, as registered; null for a guest
 */
export const invalidateThread = (deps: Pick<Deps, 'pages'>, articleId: number, nic: string | null): void =>
  deps.pages.drop(topic.article(articleId), topic.lists, ...(nic === null ? [] : [topic.person(nic)]))
