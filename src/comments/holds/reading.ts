// Reads how long a moderator's decision usually takes.
import type { Deps } from '../../deps.ts'
import { topic } from '../../topics.ts'
import { recentDecisionTimes } from './queries.ts'
import * as rules from './rules.ts'

/** `, usually under an hour`; empty while too little is known. Pages that show it depend on `topic.waits`, and so does what is remembered here. */
export const readUsualWait = ({ db, parts, clock }: Pick<Deps, 'db' | 'parts' | 'clock'>): Promise<string> =>
  parts.once<string>('usual wait', clock(), async () => {
    const value = rules.usualWaitText(await recentDecisionTimes(db, rules.RECENT_DECISIONS))
    return { value, bytes: 100, expires: Infinity, topics: [topic.waits] }
  })
