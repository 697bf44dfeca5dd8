// A branch moves to another article, leaving a pointer, and comes back: all that follows from it, in the transaction of the act.
import type { Tx } from '../../db/open.ts'
import { countReply, findLastComment } from '../counter-queries.ts'
import { placesBelow } from '../thread/path.ts'
import * as queries from './queries.ts'

/** Ids of comments that a pointer keeps as anchors for old links, at most. */
const ANCHORS = 100

/** What pages show differently once it is committed: of which articles, and of which members. */
export type Shifted = { articles: number[]; nics: string[] }

/** Where a branch goes: below a comment, or to the top of a thread. */
type Home = { articleId: number; parent: queries.PlacedComment | null }

/** Takes a branch to another place, with the pointers in it, and counts it there. What has been there before gets the numbers that it had. */
async function relocate(
  db: Tx,
  top: queries.PlacedComment,
  branch: readonly queries.PlacedComment[],
  { articleId, parent }: Home,
  now: number,
): Promise<Shifted> {
  const from = top.article_id
  const pointers = await queries.pointersAmong(db, from, new Set(branch.map(({ id }) => id)))
  const items = [...branch, ...pointers.map((one) => ({ ...one, id: -one.id }))].sort((a, b) => a.number - b.number)
  const commentOf = new Map([
    ...branch.map(({ id }) => [id, id] as const),
    ...pointers.map(({ id, comment_id }) => [-id, comment_id] as const),
  ])
  const known =
    from === articleId
      ? new Map(items.map(({ id, number }) => [commentOf.get(id)!, number]))
      : await queries.formerNumbers(db, articleId, [...commentOf.values()])
  const former = new Map(
    items.flatMap(({ id }) => (known.has(commentOf.get(id)!) ? [[id, known.get(commentOf.get(id)!)!] as const] : [])),
  )
  const { places, last } = placesBelow(items, top.id, parent, former, await queries.lastNumber(db, articleId))
  const voices = await queries.voicesOf(db, branch)
  const root = parent === null ? top.id : (parent.root_id ?? parent.id)

  // The numbers stay theirs: in the place that they leave, and a pointer's in the one that it comes to.
  await queries.keepNumbers(
    db,
    from,
    items.map(({ id, number }) => ({ comment_id: commentOf.get(id)!, number })),
  )
  await queries.setPlaces(
    db,
    articleId,
    root,
    branch.map(({ id }) => [id, places.get(id)!]),
  )
  for (const { id } of pointers) await queries.setPointerPlace(db, id, articleId, root, places.get(-id)!)
  await queries.keepNumbers(
    db,
    articleId,
    pointers.map(({ id, comment_id }) => ({ comment_id, number: places.get(-id)!.number })),
  )
  if (top.root_id !== null) await queries.addToSubtree(db, top.root_id, -branch.length)
  await queries.setTop(db, top.id, {
    parent_id: parent?.id ?? null,
    root_id: parent === null ? null : root,
    subtree_count: parent === null ? branch.length : 1,
  })
  if (parent !== null) await queries.addToSubtree(db, root, branch.length)

  if (top.state === 'live')
    for (const [of, by] of [
      [top.parent_id, -1],
      [parent?.id ?? null, 1],
    ] as const)
      if (of !== null) await countReply(db, of, top, by)
  const live = branch.filter(({ state }) => state === 'live').length
  if (from !== articleId) await queries.recount(db, from, -live, await queries.lastNumber(db, from))
  await queries.recount(db, articleId, from === articleId ? 0 : live, last)
  for (const article of new Set([from, articleId])) await findLastComment(db, article)
  await queries.takeAlong(
    db,
    branch.map(({ id }) => id),
    articleId,
  )
  await queries.bringVoices(db, articleId, voices, now)
  if (from !== articleId) await queries.dropVoices(db, from, voices)

  const above = top.parent_id === null ? undefined : await queries.placedComment(db, top.parent_id)
  const accounts = new Set(
    [...branch, ...(above ? [above] : []), ...(parent ? [parent] : [])].flatMap(({ account_id }) => account_id ?? []),
  )
  return { articles: [...new Set([from, articleId])], nics: await queries.nicsOf(db, [...accounts]) }
}

/** Who moves a branch, why, and where the log tells of it. */
export type Said = { account_id: number; reason: string; log_entry_id: number; created_at: number }

/** Moves a comment with everything below it to the top of another article's thread; a pointer stays in its place. @returns the id of the move */
export async function moveAway(
  db: Tx,
  commentId: number,
  intoId: number,
  said: Said,
): Promise<Shifted & { id: number }> {
  const top = (await queries.placedComment(db, commentId))!
  const branch = await queries.wholeBranch(db, top)
  const unseen = await queries.neverSeen(db, branch)
  // What was taken back shows where it stood only for the sake of what was answered to it.
  const shown = branch.filter(({ id, state }) => !unseen.has(id) && state !== 'withdrawn')
  const { article_id, parent_id, root_id, number, depth, path } = top
  const shifted = await relocate(db, top, branch, { articleId: intoId, parent: null }, said.created_at)
  const anchors = branch
    .flatMap(({ id }) => (id === top.id || unseen.has(id) ? [] : [id]))
    .slice(0, ANCHORS)
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
    ...said,
  })
  return { id, ...shifted }
}

/**
 * Brings a branch back to where its pointer stands, with all that was answered there since; whoever does ends the move.
 * @returns null when it stands somewhere else by now, because it has been moved on, or when readers have no such article any more
 */
export async function moveBack(db: Tx, moveId: number, now: number): Promise<Shifted | null> {
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
  return relocate(db, top, await queries.wholeBranch(db, top), { articleId: move.article_id, parent }, now)
}

/**
 * Moves a branch once more as a move did that was undone at a moment, under the same reason and name.
 * @returns null when it does not stand any more where it did then, or when readers have no such article any more
 */
export async function moveAgain(db: Tx, moveId: number, endedAt: number): Promise<(Shifted & { id: number }) | null> {
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
  return moveAway(db, top.id, move.to_article_id, {
    account_id: move.account_id!,
    reason: move.reason,
    log_entry_id: move.log_entry_id,
    created_at: move.created_at,
  })
}
