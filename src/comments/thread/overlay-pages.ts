// The comments of a page as one reader sees them, made from those that all readers of their kind see. Pure.
import { commentMuteReason } from '../../mutes/rules.ts'
import type { ThreadBase } from './base-reading.ts'
import type { CommentChunks } from './chunk-reading.ts'
import type { Comment } from './comment-pages.ts'
import type { ThreadContext } from './context-pages.ts'
import type { News } from './news-rules.ts'
import { placedComment } from './pages.ts'
import type { CommentRow } from './queries.ts'
import { joinedComments } from './thread-pages.ts'

type List = Pick<CommentChunks, 'models' | 'places' | 'byAccount'>

/**
 * @param list what a reader sees who has nothing of their own in the thread
 * @param context the facts for this reader
 * @returns the very models of the list where nothing differs; null where nothing does
 */
export function ownComments(
  { placed, context: shared }: Pick<ThreadBase, 'placed' | 'context'>,
  list: List,
  context: ThreadContext,
  news: News | null,
): Comment[] | null {
  const differing = ownPlaces(placed, list, context, shared)
  if (differing.size === 0) return null
  const models = [...list.models]
  for (const place of differing) models[place] = placedComment(placed[place]!, context)
  return joinedComments(models, { context, news })
}

/** The places that show something of the reader's own. */
function ownPlaces(
  placed: ThreadBase['placed'],
  { places, byAccount }: List,
  context: ThreadContext,
  { parents }: ThreadContext,
): Set<number> {
  const { viewer, news, saved, recommends, folds } = context
  const differing = new Set(viewer === null ? [] : byAccount.get(viewer.id))
  for (const ids of [news, saved, recommends, folds.shut])
    for (const id of ids) {
      const place = places.get(id)
      if (place !== undefined) differing.add(place)
    }
  for (const place of mutedPlaces(placed, context, parents)) differing.add(place)
  return differing
}

/** The places of muted comments, of answers to them, and of pointers, which name a writer too. */
function mutedPlaces(
  placed: ThreadBase['placed'],
  { mutes }: ThreadContext,
  parents: ThreadContext['parents'],
): number[] {
  if (mutes.people.size === 0 && mutes.words === null) return []
  const muted = new Set<number>()
  const addMuted = (one: CommentRow): void => void (commentMuteReason(mutes, one) !== null && muted.add(one.id))
  for (const { row, run } of placed) {
    addMuted(row)
    for (const one of run) addMuted(one)
  }
  for (const [id, parent] of parents) if (commentMuteReason(mutes, parent) !== null) muted.add(id)
  const places: number[] = []
  for (const [place, { row, run }] of placed.entries()) {
    const parentId = (run[0] ?? row).parent_id
    const differs =
      row.pointer !== undefined ||
      muted.has(row.id) ||
      run.some(({ id }) => muted.has(id)) ||
      (parentId !== null && muted.has(parentId))
    if (differs) places.push(place)
  }
  return places
}
