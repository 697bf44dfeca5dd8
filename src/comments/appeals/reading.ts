// Gathers what the author of a comment sees of their appeals.
import type { Deps } from '../../deps.ts'
import type { Dates } from '../../format.ts'
import { urls } from '../../urls.ts'
import { type AppealState, type AppealView, appealView } from './pages.ts'
import { appealsAbout, type DecisionRow, decisionAbout } from './queries.ts'

/** @param receipt token of a guest's receipt; empty for members */
export async function readAppeals(
  deps: Deps,
  comment: { id: number; state: string },
  receipt: string,
  typed: AppealState,
  dates: Dates,
): Promise<{ decision: DecisionRow | undefined; view: AppealView }> {
  const decision = await decisionAbout(deps.db, comment)
  const to = { action: urls.appeals(comment.id), hidden: receipt === '' ? [] : [{ name: 'receipt', value: receipt }] }
  return {
    decision,
    view: appealView(await appealsAbout(deps.db, comment.id), decision ?? null, to, typed, deps.clock(), dates),
  }
}
