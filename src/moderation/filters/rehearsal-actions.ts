// Rehearses a filter: applies it to recent comments and counts its matches by what became of the comments.

import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { textKey } from '../../filters/normalize.ts'
import { commentsToRehearse, insertRehearsal, rehearsalStart } from '../../filters/queries.ts'
import { compileFilter, createSearchText, matchInSteps, plainSearchText } from '../../filters/rules.ts'
import { linkedHosts } from '../../markup/links.ts'
import { plainText } from '../../markup/text.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { hashOf } from '../../random.ts'
import { newcomers } from '../../settings.ts'
import { createPause, runInSlices } from '../../slices.ts'
import { DAY } from '../../time.ts'
import { newestVersion } from './actions.ts'
import type { RehearsalResult } from './rehearsal-rules.ts'
import { commentOutcomes, REHEARSAL_LIMITS } from './rehearsal-rules.ts'

/** Comments read in one step, which takes a millisecond or two. */
const COMMENTS_PER_STEP = 20

/**
 * Applies the version of a filter in force to the comments of the last days, in slices, and stores the result.
 * @throws AppError `missing` when there is no such filter in force
 */
export async function rehearseFilter(deps: Deps, viewer: Viewer | null, number: number, days: number): Promise<void> {
  allow(may.filter(viewer))
  const filter = await newestVersion(deps.db, number)
  if (filter.ended_at !== null) throw missing()
  const ready = compileFilter(filter)
  const liveComments = Math.max(
    filter.kind === 'newcomer' ? ready.most : 0,
    filter.applies_to === 'newcomers' ? newcomers.comments : 0,
  )
  const result = Object.fromEntries(
    commentOutcomes.map((decision) => [decision, { count: 0, examples: [] }]),
  ) as unknown as RehearsalResult
  const posted = new Map<string, number>()
  const pause = createPause()
  let [looked, caught] = [0, 0]
  for (let after = await rehearsalStart(deps.db, deps.clock() - days * DAY, REHEARSAL_LIMITS.comments); ; ) {
    const rows = await commentsToRehearse(deps.db, after, liveComments, COMMENTS_PER_STEP)
    if (rows.length === 0) break
    after = rows.at(-1)!
    for (const row of rows) {
      if (row.role === 'moderator' || row.role === 'admin') continue
      looked++
      const subject = {
        source: row.source,
        plain: plainText(row.html),
        hosts: linkedHosts(row.html),
        guest: row.account_id === null,
        liveComments: row.live_comments,
        repeated: filter.kind === 'repeat' ? daysSinceRepeatAmong(posted, row) : null,
        signs: null,
      }
      const found = await runInSlices(
        matchInSteps(ready, subject, createSearchText(subject.source), plainSearchText(subject)),
        pause,
      )
      if (found === null) continue
      caught++
      const { examples } = result[row.verdict]
      result[row.verdict].count++
      examples.push({ comment: row.id, words: found.words })
      if (examples.length > REHEARSAL_LIMITS.examples) examples.shift()
    }
    await pause()
  }
  await write(deps, (db) =>
    insertRehearsal(db, {
      filter_id: filter.id,
      account_id: viewer!.id,
      days,
      comment_count: looked,
      match_count: caught,
      result: JSON.stringify(result),
      created_at: deps.clock(),
    }),
  )
}

/** Days since the same text was last posted, among the comments of this rehearsal. */
function daysSinceRepeatAmong(
  posted: Map<string, number>,
  { source, created_at: at }: { source: string; created_at: number },
): number | null {
  const text = textKey(source)
  if (text === null) return null
  const key = hashOf(text)
  const before = posted.get(key)
  posted.set(key, at)
  return before === undefined ? null : (at - before) / DAY
}
