// Publishes scheduled articles by the clock: before the first request after their time, and from a job for their mail.
import { fileArticle } from '../../articles/change-actions.ts'
import { noteChange } from '../../db/changes.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { createDecisionNotice } from '../../notices/actions.ts'
import { yieldToOthers } from '../../slices.ts'
import { dayOf, SECOND } from '../../time.ts'
import { topic } from '../../topics.ts'
import { dueArticles, nextScheduledAt } from './queries.ts'

/** Articles of one transaction, and of a rehearsal. */
const ARTICLES_PER_STEP = 10
const MAX_AT_ONCE = 200

/** After a publication that failed, such as on a full disk, requests are answered without it for this long. */
const RETRY_MS = SECOND

/** The publication that is running, by store: requests that arrive together wait for the same one. */
const running = new WeakMap<Deps['store'], Promise<void>>()

/**
 * Publishes what is due. Its time and its edition are those it was scheduled for, whenever this runs.
 * A fault is logged, and the next attempt is made a second later.
 */
export function publishDue(deps: Deps): Promise<void> {
  const known = running.get(deps.store)
  if (known !== undefined) return known
  const work = publishAll(deps).finally(() => running.delete(deps.store))
  running.set(deps.store, work)
  return work
}

async function publishAll(deps: Deps): Promise<void> {
  const now = deps.clock()
  try {
    for (;;) {
      // Whatever is scheduled from here on sets it to 0 again, publications included.
      deps.schedule.next = Infinity
      if ((await dueArticles(deps.db, now, 1)).length === 0) break
      await write(deps, (db) => publishDueIn(deps, db, now, ARTICLES_PER_STEP))
      await yieldToOthers()
    }
    const next = await nextScheduledAt(deps.db)
    deps.schedule.next = Math.min(deps.schedule.next, next ?? Infinity)
  } catch (error) {
    deps.log.error({ err: error }, 'scheduled articles not published')
    deps.schedule.next = now + RETRY_MS
  }
}

/** Publishes what is due at a moment, in the caller's transaction. */
export async function publishDueIn(deps: Deps, db: Tx, now: number, limit = MAX_AT_ONCE): Promise<void> {
  for (const { id, at, ...article } of await dueArticles(db, now, limit)) {
    await fileArticle(db, id, {
      state: 'published',
      published_at: at,
      day: dayOf(at, deps.settings().timeZone),
      scheduled_at: null,
      scheduled_for: null,
    })
    const editorId = article.editor_id ?? article.account_id
    const entryId = await appendToLog(db, {
      at: now,
      actorId: editorId,
      actor: article.editor ?? article.nic,
      act: 'publish',
      subject: 'article',
      subjectId: id,
      articleId: id,
      reason: 'As scheduled',
    })
    noteChange(db, topic.log)
    await createDecisionNotice(db, { entryId, actorId: editorId, article: id }, now)
  }
}
