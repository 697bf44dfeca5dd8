// Filters muted stories and comments out of rows, and fills up pages of lists.
import type { Db } from '../db/open.ts'
import * as queries from './queries.ts'
import { commentMuteReason, hasNoMutes, type Mutes, type StoryFacts, storyMuteReason } from './rules.ts'

type StoryRow = { id: number } & Omit<StoryFacts, 'tags'>

/** The stories that are not muted, in their order. */
export async function unmutedStories<R extends StoryRow>(db: Db, mutes: Mutes, rows: readonly R[]): Promise<R[]> {
  if (hasNoMutes(mutes)) return [...rows]
  const tags =
    mutes.tags.size === 0
      ? new Map<number, string[]>()
      : await queries.tagsByArticle(
          db,
          rows.map((row) => row.id),
        )
  return rows.filter((row) => storyMuteReason(mutes, { ...row, tags: tags.get(row.id) ?? [] }) === null)
}

/** The muted ones of these articles, for rows that have only an article id. */
export async function mutedArticles(db: Db, mutes: Mutes, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (hasNoMutes(mutes)) return new Set()
  const all = [...new Set(ids)]
  const shown = new Set((await unmutedStories(db, mutes, await queries.storyMuteFacts(db, all))).map((row) => row.id))
  return new Set(all.filter((id) => !shown.has(id)))
}

/** The comments that are not muted and whose article is not muted. */
export async function unmutedComments<R extends { article_id: number; nic: string; html: string }>(
  db: Db,
  mutes: Mutes,
  rows: readonly R[],
): Promise<R[]> {
  if (hasNoMutes(mutes)) return [...rows]
  const muted = await mutedArticles(
    db,
    mutes,
    rows.map((row) => row.article_id),
  )
  return rows.filter((row) => !muted.has(row.article_id) && commentMuteReason(mutes, row) === null)
}

/** Fetches for one page of a list. After that the page stays shorter. */
const MAX_FETCHES = 5

export type FilledPage<R> = {
  rows: R[]
  /** The row after which the list continues, or null at its end. It may be a hidden row. */
  last: R | null
}

/**
 * A page of a list. Fetches more rows to replace hidden ones.
 * @param size rows of a page
 * @param fetch fetches up to `limit` rows after a row, or from the beginning of the page
 * @param keep filters out hidden rows
 */
export async function fillPage<R>(
  size: number,
  fetch: (after: R | null, limit: number) => Promise<R[]>,
  keep: (rows: R[]) => Promise<R[]>,
): Promise<FilledPage<R>> {
  const rows: R[] = []
  let after: R | null = null
  for (let round = 0; round < MAX_FETCHES; round++) {
    const batch = await fetch(after, size + 1)
    for (const row of await keep(batch)) {
      // One row more than the page holds: there is a next page, after the last row shown.
      if (rows.length === size) return { rows, last: rows[size - 1]! }
      rows.push(row)
    }
    if (batch.length <= size) return { rows, last: null }
    after = batch[batch.length - 1]!
  }
  return { rows, last: after }
}
