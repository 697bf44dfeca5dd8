// Gathers open appeals for moderators: one, or a page of them.

import type { Deps } from '../../deps.ts'
import type { Dates } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { appealVerdicts } from './actions.ts'
import { type APPEAL_LISTS, type AppealList, appealItem } from './pages.ts'
import * as stored from './queries.ts'

/** One open appeal; null when it is closed. @param typed the answer that was sent and not accepted */
export async function readAppealItem(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  typed: { answer: string; fault: string },
  dates: Dates,
): Promise<AppealList | null> {
  const row = await stored.waitingAppeal(deps.db, deps.clock(), id)
  if (row === undefined) return null
  const one = appealItem(
    row,
    appealVerdicts(viewer, row, await stored.moderatorIds(deps.db)),
    typed,
    deps.clock(),
    dates,
  )
  return createList('Appeal', [one], null)
}

const createList = (heading: string, items: AppealList['items'], more: AppealList['more']): AppealList => ({
  heading,
  items,
  more,
  next: urls.queue,
  maxReason: limits.reason,
})

/**
 * A page of open appeals, the oldest first.
 * @param after the last appeal of the page before; null for the first page
 * @param where the list they appear in
 */
export async function readAppealList(
  deps: Deps,
  viewer: Viewer | null,
  after: { id: number } | null,
  where: (typeof APPEAL_LISTS)[keyof typeof APPEAL_LISTS],
  dates: Dates,
): Promise<AppealList> {
  const now = deps.clock()
  const { heading, limit, next } = where
  const rows = await stored.waitingAppeals(deps.db, now, after, limit + 1)
  const moderators = rows.length === 0 ? [] : await stored.moderatorIds(deps.db)
  const items = rows
    .slice(0, limit)
    .map((row) => appealItem(row, appealVerdicts(viewer, row, moderators), { answer: '', fault: '' }, now, dates))
  return {
    ...createList(
      heading,
      items,
      rows.length > limit ? { href: `${urls.answers}?after=${items.at(-1)!.id}`, text: 'Newer appeals' } : null,
    ),
    next,
  }
}
