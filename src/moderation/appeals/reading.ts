// Gathers what pages show of appeals: a writer's own, and those that wait for moderators.

import type { Deps } from '../../deps.ts'
import type { Dates } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { verdictsOn } from './actions.ts'
import { type APPEALS, type AppealCases, appealCase } from './pages.ts'
import * as stored from './queries.ts'

/** One appeal as moderators see it, or none where it does not wait any more. @param typed what was sent and could not be done */
export async function readCase(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  typed: { answer: string; fault: string },
  dates: Dates,
): Promise<AppealCases | null> {
  const row = await stored.waitingAppeal(deps.db, deps.clock(), id)
  if (row === undefined) return null
  const one = appealCase(row, verdictsOn(viewer, row, await stored.moderatorIds(deps.db)), typed, deps.clock(), dates)
  return listed('An appeal', [one], null)
}

const listed = (heading: string, cases: AppealCases['cases'], more: AppealCases['more']): AppealCases => ({
  heading,
  cases,
  more,
  next: urls.queue,
  maxReason: limits.reason,
})

/**
 * Appeals that wait for an answer, the oldest first.
 * @param after the appeal to go on after, or null for the first page
 * @param where the page that lists them
 */
export async function readCases(
  deps: Deps,
  viewer: Viewer | null,
  after: { created_at: number; id: number } | null,
  where: (typeof APPEALS)[keyof typeof APPEALS],
  dates: Dates,
): Promise<AppealCases> {
  const now = deps.clock()
  const { heading, limit, next } = where
  const rows = await stored.waitingAppeals(deps.db, now, after, limit + 1)
  const moderators = rows.length === 0 ? [] : await stored.moderatorIds(deps.db)
  const cases = rows
    .slice(0, limit)
    .map((row) => appealCase(row, verdictsOn(viewer, row, moderators), { answer: '', fault: '' }, now, dates))
  return {
    ...listed(
      heading,
      cases,
      rows.length > limit ? { href: `${urls.answers}?after=${cases.at(-1)!.id}`, text: 'Newer appeals' } : null,
    ),
    next,
  }
}
