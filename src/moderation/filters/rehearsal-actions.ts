// A filter rehearsed: what it would have caught of what was written lately, and what moderators decided about that.

import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { textKey } from '../../filters/normalize.ts'
import { commentsAfter, insertRehearsal, startOf } from '../../filters/queries.ts'
import { finding, makeReady, plainReading, readingOf } from '../../filters/rules.ts'
import { linkedHosts } from '../../markup/links.ts'
import { plainText } from '../../markup/text.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { hashOf } from '../../random.ts'
import { newcomers } from '../../settings.ts'
import { createPause, runInSlices } from '../../slices.ts'
import { DAY } from '../../time.ts'
import { filterNumbered } from './actions.ts'

export const decisions = ['stood', 'approved', 'removed', 'spam', 'withdrawn', 'waiting'] as const
export type Decision = (typeof decisions)[number]

/** What would have been caught, by what was decided: how many, and the newest of them. */
export type Rehearsed = Record<Decision, { count: number; examples: { comment: number; words: string[] }[] }>

export const REHEARSED = { days: { min: 1, max: 90, usual: 30 }, comments: 20_000, examples: 20 } as const

/** Comments that are read at once: a millisecond or two. */
const AT_ONCE = 20

/**
 * Runs the version in force of a filter over what was written in the last days, in short steps, and keeps the result.
 * @throws AppError `missing` when there is no such filter, or not any more
 */
export async function rehearse(deps: Deps, viewer: Viewer | null, number: number, days: number): Promise<void> {
  allow(may.filter(viewer))
  const filter = await filterNumbered(deps.db, number)
  if (filter.ended_at !== null) throw missing()
  const ready = makeReady(filter)
  const standing = Math.max(
    filter.kind === 'newcomer' ? ready.most : 0,
    filter.applies_to === 'newcomers' ? newcomers.comments : 0,
  )
  const result = Object.fromEntries(
    decisions.map((decision) => [decision, { count: 0, examples: [] }]),
  ) as unknown as Rehearsed
  const posted = new Map<string, number>()
  const pause = createPause()
  let [looked, caught] = [0, 0]
  for (let after = await startOf(deps.db, deps.clock() - days * DAY, REHEARSED.comments); ; ) {
    const rows = await commentsAfter(deps.db, after, standing, AT_ONCE)
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
        standing: row.standing,
        repeated: filter.kind === 'repeat' ? repeated(posted, row) : null,
      }
      const found = await runInSlices(finding(ready, subject, readingOf(subject.source), plainReading(subject)), pause)
      if (found === null) continue
      caught++
      const { examples } = result[row.verdict]
      result[row.verdict].count++
      examples.push({ comment: row.id, words: found.words })
      if (examples.length > REHEARSED.examples) examples.shift()
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

/** Days since the same text was posted last, among those that were looked at. */
function repeated(
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
