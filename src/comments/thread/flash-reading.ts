// Reads from an address what a moderator has just done about a comment, and finds the page that shows it.
import { publishedArticle } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { queryValue, rowId } from '../../faults.ts'
import { may, type Viewer } from '../../permissions.ts'
import type { ThreadView } from '../../thread-view.ts'
import { urls, withQuery } from '../../urls.ts'
import { countedComment } from '../queries.ts'
import { commentAddress } from './address-reading.ts'
import { type DoneAct, doneQuery, parseDone } from './flash-pages.ts'

type Query = { done?: unknown; batch?: unknown; comment?: unknown }

/** What the query names, for moderators; null for others, and for any other query. */
export async function readDone(deps: Deps, viewer: Viewer | null, query: Query): Promise<DoneAct | null> {
  const done = parseDone(queryValue(query.done))
  const id = rowId(queryValue(query.comment))
  if (done === null || id === null || may.hold(viewer) !== null) return null
  const comment = await countedComment(deps.db, id)
  return comment === undefined ? null : { done, batch: rowId(queryValue(query.batch)), comment }
}

/**
 * The address that shows what was done about a comment: its own, else that of its parent, else that of its thread.
 * @returns null if nothing was done, or for an unpublished article
 */
export async function doneAddress(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  query: Query,
  view: ThreadView,
): Promise<string | null> {
  const act = await readDone(deps, viewer, { ...query, comment: String(id) })
  if (act === null) return null
  const asked = doneQuery(act.done, act.batch, id)
  const here = await commentAddress(deps, id, view)
  if (here !== null) return withQuery(here, asked)
  const { parent_id } = act.comment
  const parent = parent_id === null ? null : await commentAddress(deps, parent_id, view)
  const article = parent === null ? await publishedArticle(deps.db, act.comment.article_id) : undefined
  const place = parent ?? (article && urls.article(article)) ?? null
  return place === null ? null : `${withQuery(place.split('#')[0]!, asked)}#done`
}
