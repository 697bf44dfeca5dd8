// Creates the notices of threads that have closed, for members who asked for one.
import { articleThreadState, type ThreadColumns } from '../comments/thread/rules.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { markAllDue } from '../mail/queries.ts'
import * as queries from './reminder-queries.ts'

/** Threads looked at in one step. */
const THREADS_PER_STEP = 100

/**
 * Looks at every thread with open reminders. A closing is computed from the clock when it is read, so nothing else can
 * find one that nobody has read.
 * @param stopped ends after the thread in progress
 */
export async function remindOfClosings(deps: Deps, stopped: () => boolean): Promise<void> {
  for (let above = 0; ; ) {
    const ids = await queries.remindedIds(deps.db, above, THREADS_PER_STEP)
    for (const thread of await queries.threadsByIds(deps.db, ids)) {
      if (stopped()) return
      if (isClosed(deps, thread)) await announceClosing(deps, thread.id)
    }
    if (ids.length < THREADS_PER_STEP) return
    above = ids.at(-1)!
  }
}

const isClosed = (deps: Deps, thread: ThreadColumns): boolean =>
  articleThreadState(thread, deps.settings(), deps.clock()).closed

/** Asks again inside the transaction: the thread may have been reopened. */
const announceClosing = (deps: Deps, articleId: number): Promise<void> => {
  const now = deps.clock()
  return write(deps, async (db) => {
    const [thread] = await queries.threadsByIds(db, [articleId])
    if (thread === undefined || !isClosed(deps, thread)) return
    const notified = await queries.insertReminderNotices(db, articleId, now)
    await queries.endReminders(db, articleId, now)
    await markAllDue(db, notified, now)
  })
}
