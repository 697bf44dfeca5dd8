// A comment begins to stand in its thread, or ceases to: the one way to do either, and all that follows from it.
import type { Tx } from '../db/open.ts'
import type { CommentsTable } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { topic } from '../web/cache.ts'
import * as queries from './queries.ts'

/** Stores a new comment in its place, in the transaction of whoever posts it. @returns its id, and its number in the thread */
export const place = (db: Tx, comment: queries.NewComment): Promise<{ id: number; number: number }> => queries.insertComment(db, comment)

/**
 * Gives a comment another state and counts it, or no longer, wherever comments are counted. In the transaction of the act.
 * @returns false when it was in that state already, or is none
 */
export async function changeState(db: Tx, id: number, to: CommentsTable['state']): Promise<boolean> {
  const comment = await queries.countedComment(db, id)
  if (comment === undefined || comment.state === to) return false
  await queries.setState(db, id, to)
  if (comment.state === 'live') await queries.countLive(db, comment, -1)
  if (to === 'live') await queries.countLive(db, comment, 1)
  return true
}

/**
 * Once that is committed: every page that shows the comment, or counts it, is made anew.
 * @param nic of the account that wrote it, as registered; null for a guest
 */
export const shown = (deps: Pick<Deps, 'pages'>, articleId: number, nic: string | null): void =>
  deps.pages.drop(topic.article(articleId), topic.lists, ...(nic === null ? [] : [topic.person(nic)]))
