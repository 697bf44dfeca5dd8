// Closes the open threads of old articles together.

import { type ActionResult, type Batch, runBatch } from '../../batches/actions.ts'
import { articleThreadState } from '../../comments/thread/rules.ts'
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { createPause } from '../../slices.ts'
import { DAY } from '../../time.ts'
import { endClosure } from './closure-actions.ts'
import { insertClosure } from './closure-queries.ts'
import * as queries from './queries.ts'

/** How many threads one action closes at most. */
export const MAX_THREADS_CLOSED = 2000

/** Ids of articles that one query goes through. */
const IDS_PER_STEP = 500

/**
 * Closes the open threads of articles older than a number of days, in one batch.
 * @returns how many, and whether open ones are left because of the limit
 */
export async function closeOldThreads(
  deps: Deps,
  viewer: Viewer | null,
  days: number,
  reason: string,
  limit: number = MAX_THREADS_CLOSED,
): Promise<ActionResult<{ closed: number; areLeft: boolean }>> {
  allow(may.close(viewer))
  const before = deps.clock() - days * DAY
  const found = await findOpenThreads(deps, before, limit + 1)
  const ids = found.slice(0, limit)
  return runBatch(deps, viewer!, 'close-older', reason, async (db, batch) => {
    let closed = 0
    for (let i = 0; i < ids.length; i += IDS_PER_STEP)
      for (const row of await queries.threadsByIds(db, ids.slice(i, i + IDS_PER_STEP))) {
        // Somebody may have closed it since.
        if (articleThreadState(row, deps.settings(), batch.now).closed) continue
        await closeInBatch(db, batch, row.id)
        closed += 1
      }
    return closed === 0 ? 'already' : { closed, areLeft: found.length > limit }
  })
}

/** Ids of open threads of articles from before a moment, the newest first. Reads in steps, between which others are served. */
async function findOpenThreads(deps: Deps, before: number, limit: number): Promise<number[]> {
  const pause = createPause()
  const open: number[] = []
  for (let below = (await queries.newestArticleId(deps.db)) + 1; below > 1 && open.length < limit; ) {
    const from = Math.max(1, below - IDS_PER_STEP)
    const [settings, now] = [deps.settings(), deps.clock()]
    for (const row of await queries.threadsNotClosedForGood(deps.db, { from, below }, before, now))
      if (!articleThreadState(row, settings, now).closed) open.push(row.id)
    below = from
    await pause()
  }
  return open.slice(0, limit)
}

/** Closes a thread in the caller's batch, instead of a closing that is planned or has run out. */
async function closeInBatch(db: Tx, batch: Batch, articleId: number): Promise<void> {
  await endClosure(db, batch, articleId)
  const entry = await batch.log({ subject: 'article', subjectId: articleId, articleId }, 'close')
  await batch.start(
    'closures',
    await insertClosure(db, {
      article_id: articleId,
      account_id: batch.by.id,
      reason: batch.reason,
      log_entry_id: entry,
      created_at: batch.now,
    }),
  )
}
