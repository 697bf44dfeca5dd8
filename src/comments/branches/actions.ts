// Moves a branch to another article, leaving a pointer, and back. Runs in the transaction of the moderator's action.

import type { Tx } from '../../db/open.ts'
import { createPause, runInSlices } from '../../slices.ts'
import { countReply, updateLastComment } from '../counter-queries.ts'
import { placesBelow } from '../thread/path.ts'
import { deleteUnusedNames, insertNames, namesInBranch } from './name-queries.ts'
import * as queries from './queries.ts'

/** Comments of a branch whose old links still lead to the pointer. */
const MAX_ANCHORS = 100

/** Whose pages change with the commit: articles by id, members by nic. */
export type AffectedPages = { articles: number[]; nics: string[] }

/** Below a comment, or at the top level of a thread. */
type Destination = { articleId: number; parent: queries.PlacedComment | null }

type Branch = { top: queries.PlacedComment; comments: readonly queries.PlacedComment[] }

/** Moves a branch with the pointers in it to another place, and updates everything that counts or names its comments. */
async function relocate(db: Tx, { top, comments }: Branch, to: Destination, now: number): Promise<AffectedPages> {
  const from = top.article_id
  const { articleId, parent } = to
  const last = await placeBranch(db, { top, comments }, to)
  const names = await namesInBranch(db, comments)
  if (top.state === 'live') {
    if (top.parent_id !== null) await countReply(db, top.parent_id, top, -1)
    if (parent !== null) await countReply(db, parent.id, top, 1)
  }
  const live = comments.filter(({ state }) => state === 'live').length
  if (from !== articleId) await queries.updateArticleCounts(db, from, -live, await queries.lastNumber(db, from))
  await queries.updateArticleCounts(db, articleId, from === articleId ? 0 : live, last)
  for (const article of new Set([from, articleId])) await updateLastComment(db, article)
  await queries.moveReferences(
    db,
    comments.map(({ id }) => id),
    articleId,
  )
  await insertNames(db, articleId, names, now)
  if (from !== articleId) await deleteUnusedNames(db, from, names)

  const above = top.parent_id === null ? undefined : await queries.placedComment(db, top.parent_id)
  const accounts = new Set(
    [...comments, ...(above ? [above] : []), ...(parent ? [parent] : [])].flatMap(({ account_id }) => account_id ?? []),
  )
  return { articles: [...new Set([from, articleId])], nics: await queries.nicsOfAccounts(db, [...accounts]) }
}

/**
 * Gives the comments and pointers of a branch their places at the destination. Pointers have negative ids here. What was
 * there before gets its former number again.
 * @returns the highest number of the destination's thread
 */
async function placeBranch(db: Tx, { top, comments }: Branch, { articleId, parent }: Destination): Promise<number> {
  const from = top.article_id
  const pointers = await queries.pointersInBranch(db, from, new Set(comments.map(({ id }) => id)))
  const items = [...comments, ...pointers.map((one) => ({ ...one, id: -one.id }))].sort((a, b) => a.number - b.number)
  const commentOf = new Map([
    ...comments.map(({ id }) => [id, id] as const),
    ...pointers.map(({ id, comment_id }) => [-id, comment_id] as const),
  ])
  const known =
    from === articleId
      ? new Map(items.map(({ id, number }) => [commentOf.get(id)!, number]))
      : await queries.formerNumbers(db, articleId, [...commentOf.values()])
  const former = new Map(
    items.flatMap(({ id }) => (known.has(commentOf.get(id)!) ? [[id, known.get(commentOf.get(id)!)!] as const] : [])),
  )
  const numbered = await queries.lastNumber(db, articleId)
  const { places, last } = await runInSlices(placesBelow(items, top.id, parent, former, numbered), createPause())
  const root = parent === null ? top.id : (parent.root_id ?? parent.id)

  const leaving = items.map(({ id, number }) => ({ comment_id: commentOf.get(id)!, number }))
  await queries.saveFormerNumbers(db, from, leaving)
  await queries.setPlaces(
    db,
    articleId,
    root,
    comments.map(({ id }) => [id, places.get(id)!]),
  )
  for (const { id } of pointers) await queries.setPointerPlace(db, id, articleId, root, places.get(-id)!)
  const pointed = pointers.map(({ id, comment_id }) => ({ comment_id, number: places.get(-id)!.number }))
  await queries.saveFormerNumbers(db, articleId, pointed)
  if (top.root_id !== null) await queries.addToSubtree(db, top.root_id, -comments.length)
  await queries.setTop(db, top.id, {
    parent_id: parent?.id ?? null,
    root_id: parent === null ? null : root,
    subtree_count: parent === null ? comments.length : 1,
  })
  if (parent !== null) await queries.addToSubtree(db, root, comments.length)
  return last
}

/** Who moved a branch, why, and the log entry about it. */
export type MoveRecord = { account_id: number; reason: string; log_entry_id: number; created_at: number }

/** Moves a branch to the top level of another article's thread and leaves a pointer. @returns the id of the move */
export async function moveToArticle(
  db: Tx,
  commentId: number,
  intoId: number,
  record: MoveRecord,
): Promise<AffectedPages & { id: number }> {
  const top = (await queries.placedComment(db, commentId))!
  const branch = await queries.wholeBranch(db, top)
  const unseen = await queries.unseenIds(db, branch)
  // A withdrawn comment has a tombstone only because of its replies.
  const shown = branch.filter(({ id, state }) => !unseen.has(id) && state !== 'withdrawn')
  const { article_id, parent_id, root_id, number, depth, path } = top
  const affected = await relocate(db, { top, comments: branch }, { articleId: intoId, parent: null }, record.created_at)
  const anchors = branch
    .flatMap(({ id }) => (id === top.id || unseen.has(id) ? [] : [id]))
    .slice(0, MAX_ANCHORS)
    .join(' ')
  const id = await queries.insertMove(db, {
    comment_id: top.id,
    article_id,
    parent_id,
    root_id,
    number,
    depth,
    path,
    to_article_id: intoId,
    comment_count: branch.filter(({ state }) => state === 'live').length,
    was_visible: shown.length > 0 ? 1 : 0,
    anchors,
    ...record,
  })
  return { id, ...affected }
}

/**
 * Moves a branch back to its pointer, with the replies that it got since. The caller ends the move.
 * @returns null if it was moved on since, or the article is no longer published
 */
export async function returnBranch(db: Tx, moveId: number, now: number): Promise<AffectedPages | null> {
  const move = await queries.moveById(db, moveId)
  const top = move && (await queries.placedComment(db, move.comment_id))
  if (
    !top ||
    move.ended_at !== null ||
    top.article_id !== move.to_article_id ||
    top.parent_id !== null ||
    (await queries.lastMove(db, top.id))?.id !== moveId
  )
    return null
  if (!(await queries.isPublished(db, move.article_id))) return null
  const parent = move.parent_id === null ? null : ((await queries.placedComment(db, move.parent_id)) ?? null)
  const comments = await queries.wholeBranch(db, top)
  return relocate(db, { top, comments }, { articleId: move.article_id, parent }, now)
}

/**
 * Redoes a move that was undone, with its old reason and moderator.
 * @param endedAt when it was undone
 * @returns null if the branch is no longer where it was, or the article is no longer published
 */
export async function repeatMove(
  db: Tx,
  moveId: number,
  endedAt: number,
): Promise<(AffectedPages & { id: number }) | null> {
  const move = await queries.moveById(db, moveId)
  const top = move && (await queries.placedComment(db, move.comment_id))
  if (
    !top ||
    move.ended_at !== endedAt ||
    top.article_id !== move.article_id ||
    top.parent_id !== move.parent_id ||
    !(await queries.isPublished(db, move.to_article_id))
  )
    return null
  return moveToArticle(db, top.id, move.to_article_id, {
    account_id: move.account_id!,
    reason: move.reason,
    log_entry_id: move.log_entry_id,
    created_at: move.created_at,
  })
}
