// Reads how long a moderator's decision usually takes.
import type { Deps } from '../../deps.ts'
import { recentDecisionTimes } from './queries.ts'
import * as rules from './rules.ts'

/** `, usually under an hour`; empty while too little is known. Cached pages that show it depend on `topic.waits`. */
export const readUsualWait = async (deps: Pick<Deps, 'db'>): Promise<string> =>
  rules.usualWaitText(await recentDecisionTimes(deps.db, rules.RECENT_DECISIONS))
