// Gathers what the writer of a comment sees of their appeals.

import type { Deps } from '../../deps.ts'
import type { Dates } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { AppealState, AppealView } from './pages.ts'
import { appealView } from './pages.ts'
import type { Decision } from './queries.ts'
import { appealsAbout, decisionAbout } from './queries.ts'

/** What the writer of a comment sees of their appeals, with the decision that holds now. @param receipt its token, where that proves who they are */
export async function readAppeals(
  deps: Deps,
  comment: { id: number; state: string },
  receipt: string,
  typed: AppealState,
  dates: Dates,
): Promise<{ decision: Decision | undefined; view: AppealView }> {
  const decision = await decisionAbout(deps.db, comment)
  const to = { action: urls.appeals(comment.id), hidden: receipt === '' ? [] : [{ name: 'receipt', value: receipt }] }
  return {
    decision,
    view: appealView(await appealsAbout(deps.db, comment.id), decision ?? null, to, typed, deps.clock(), dates),
  }
}
