// Reads a page of a list of articles by activity or by recommendation.
import type { Deps } from '../deps.ts'
import { fillPage, unmutedStories } from '../mutes/reading.ts'
import type { Mutes } from '../mutes/rules.ts'
import * as lists from './list-pages.ts'
import { type Scope, type StoryRow, storiesByIds, storyKeys } from './queries.ts'
import { storyRanks } from './sort-queries.ts'
import { byRank, type ListSort, MAX_SORTED } from './sort-rules.ts'

type SortedPage = {
  rows: StoryRow[]
  pager: lists.Pager
  ranks: ReadonlyMap<number, number>
}

/**
 * One page of the newest stories of a list in another order, muted ones left out.
 * @param list address of the first page in this order
 * @param before id of the story that the page begins below, or null for the first page
 * @returns null when that story is no longer among them
 */
export async function readSortedPage(
  { db }: Deps,
  mutes: Mutes,
  list: string,
  { scope, sort, before, size }: { scope: Scope; sort: ListSort; before: number | null; size: number },
): Promise<SortedPage | null> {
  const newest = (await storyKeys(db, scope, null, 'older', MAX_SORTED)).map(({ id }) => id)
  const ranks = await storyRanks(db, newest, sort)
  const sorted = byRank(newest, ranks)
  const above = before === null ? -1 : sorted.indexOf(before)
  if (before !== null && above === -1) return null
  const below = (row: StoryRow | null, limit: number): Promise<StoryRow[]> => {
    const from = row === null ? above + 1 : sorted.indexOf(row.id) + 1
    return storiesByIds(db, sorted.slice(from, from + limit))
  }
  const { rows, last } = await fillPage(size, below, (found) => unmutedStories(db, mutes, found))
  const up =
    before === null
      ? null
      : sorted
          .slice(0, above + 1)
          .reverse()
          .map((id) => ({ id, at: ranks.get(id) ?? 0 }))
  return { rows, pager: lists.pagerLinks(list, last, up, size), ranks }
}
