// What is known of waiting: how long a decision usually takes, in words.

import type { Deps } from '../../deps.ts'
import { lastWaits } from './queries.ts'
import * as rules from './rules.ts'

/** `, usually under an hour`; empty while too little is known. Pages that are kept and say so have `topic.waits`. */
export const usualWords = async (deps: Pick<Deps, 'db'>): Promise<string> =>
  rules.usualWords(await lastWaits(deps.db, rules.WAITS_LOOKED_AT))
