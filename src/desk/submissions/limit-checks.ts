// Finds how many articles a writer may still send in today.
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { isGuest, type Writer } from '../../permissions.ts'
import { DAY } from '../../time.ts'
import { submissionTimes } from './queries.ts'
import { submissionLimit, submissionsLeft } from './rules.ts'

export type Allowance = { limit: number; left: number; seconds: number }

/**
 * What is left of a writer's submissions; null where there is no limit. A guest without a key has sent nothing yet.
 * @param except an article that does not count: the one that is sent in again
 */
export async function findAllowance(
  deps: Pick<Deps, 'config' | 'clock' | 'settings'>,
  db: Db,
  writer: Writer | null,
  except: number | null = null,
): Promise<Allowance | null> {
  const limit = submissionLimit(writer, deps.settings())
  if (limit === null || !deps.config.rateLimits) return null
  const now = deps.clock()
  const who = writer === null ? null : isGuest(writer) ? writer.key : writer.id
  const times = who === null ? [] : await submissionTimes(db, who, now - DAY, limit, except)
  return { limit, ...submissionsLeft(times, limit, now) }
}
