// What happens when a moderator acts: the row, the log entry and the counters in one transaction.

import { publishedArticle } from '../../articles/queries.ts'
import { threadOf } from '../../comments/thread/state-checks.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { tellOfDecision } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { type Batch, type Done, inBatch } from '../batches/actions.ts'
import * as queries from './closure-queries.ts'

/** Who acts: an account, or a program under its own name. */
export type Actor = { id: number | null; nic: string }

/** When a closing begins and ends, and what it says of the argument; null is at once, and until somebody reopens it. */
export type Plan = { startsAt: number | null; untilAt: number | null; summary: string }

/**
 * Closes a thread with a reason, at once or at a planned moment, for good or for a time.
 * @returns `already` where it is closed, or where the same moderator has planned the very same
 */
export async function closeThread(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  plan: Plan = { startsAt: null, untilAt: null, summary: '' },
): Promise<Done> {
  allow(may.close(viewer))
  return inBatch(deps, viewer!, plan.startsAt === null ? 'close' : 'plan-close', reason, async (db, batch) => {
    const article = await publishedArticle(db, articleId)
    if (!article) throw missing()
    if (threadOf(deps, article).closed) return 'already'
    const before = await queries.closureInForce(db, articleId)
    if (
      before &&
      plan.startsAt !== null &&
      before.account_id === batch.by.id &&
      before.reason === reason &&
      before.starts_at === plan.startsAt &&
      before.until_at === plan.untilAt &&
      before.summary === plan.summary
    )
      return 'already'
    // A planned closing, or one that has run out, gives way to the new one.
    await endClosing(db, batch, articleId)
    const entryId = await batch.log({ subject: 'article', subjectId: articleId, articleId })
    await batch.start(
      'closures',
      await queries.insertClosure(db, {
        article_id: articleId,
        account_id: batch.by.id,
        reason,
        log_entry_id: entryId,
        created_at: batch.now,
        starts_at: plan.startsAt,
        until_at: plan.untilAt,
        summary: plan.summary,
      }),
    )
    await tellOfDecision(db, { entryId, actorId: batch.by.id, article: articleId }, batch.now)
    return undefined
  })
}

/** Whether a closing has yet to begin. */
const isPlanned = (closure: { starts_at: number | null }, now: number): boolean =>
  closure.starts_at !== null && closure.starts_at > now

/** Ends the closing that there is, if any; of one that had only been planned the log says so beside what else is done. */
async function endClosing(db: Tx, batch: Batch, articleId: number): Promise<void> {
  const closure = await queries.closureInForce(db, articleId)
  if (!closure) return
  if (isPlanned(closure, batch.now))
    await batch.log({ subject: 'article', subjectId: articleId, articleId }, 'unplan-close')
  await batch.end('closures', closure.id, batch.reason)
}

/** The closing itself, for importers that are in a transaction already. @returns its entry in the log */
export async function recordClosure(
  db: Tx,
  actor: Actor,
  articleId: number,
  reason: string,
  at: number,
  toldAt: number = at,
): Promise<number> {
  const entry = await appendToLog(db, {
    at: toldAt,
    actorId: actor.id,
    actor: actor.nic,
    act: actor.id === null ? 'import-close' : 'close',
    subject: 'article',
    subjectId: articleId,
    articleId,
    reason,
  })
  await queries.insertClosure(db, {
    article_id: articleId,
    account_id: actor.id,
    reason,
    log_entry_id: entry,
    created_at: at,
  })
  return entry
}

/** Opens a closed thread again, whether a moderator closed it or its age did. */
export async function reopenThread(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
): Promise<Done> {
  allow(may.reopen(viewer))
  return inBatch(deps, viewer!, 'reopen', reason, async (db, batch) => {
    const article = await publishedArticle(db, articleId)
    if (!article) throw missing()
    if (!threadOf(deps, article).closed) return 'already'
    await endClosing(db, batch, articleId)
    await batch.set('articles', articleId, 'reopened_at', batch.now)
    const entryId = await batch.log({ subject: 'article', subjectId: articleId, articleId })
    await tellOfDecision(db, { entryId, actorId: batch.by.id, article: articleId }, batch.now)
    return undefined
  })
}

/**
 * Lets a closed thread open again at a moment: the closing that holds gets that end, or a thread that its age has closed a
 * closing of its own until then.
 * @param untilAt lies ahead
 * @returns `already` where the thread is open, or is to open then anyway
 */
export async function planReopening(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  untilAt: number,
): Promise<Done> {
  allow(may.reopen(viewer))
  return inBatch(deps, viewer!, 'plan-reopen', reason, async (db, batch) => {
    const article = await publishedArticle(db, articleId)
    if (!article) throw missing()
    const thread = threadOf(deps, article)
    const closure = await queries.closureInForce(db, articleId)
    if (!thread.closed || (thread.why === 'moderator' && closure?.until_at === untilAt)) return 'already'
    if (thread.why === 'age') await endClosing(db, batch, articleId)
    const entryId = await batch.log({ subject: 'article', subjectId: articleId, articleId })
    if (thread.why === 'moderator') await batch.set('closures', closure!.id, 'until_at', untilAt)
    else
      await batch.start(
        'closures',
        await queries.insertClosure(db, {
          article_id: articleId,
          account_id: batch.by.id,
          reason,
          log_entry_id: entryId,
          created_at: batch.now,
          until_at: untilAt,
        }),
      )
    await tellOfDecision(db, { entryId, actorId: batch.by.id, article: articleId }, batch.now)
    return undefined
  })
}

/** Takes a closing back that was only planned. @returns `already` where there is none, or it has begun */
export async function unplanClosing(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
): Promise<Done> {
  allow(may.reopen(viewer))
  return inBatch(deps, viewer!, 'unplan-close', reason, async (db, batch) => {
    if (!(await publishedArticle(db, articleId))) throw missing()
    const closure = await queries.closureInForce(db, articleId)
    if (!closure || !isPlanned(closure, batch.now)) return 'already'
    const entryId = await batch.log({ subject: 'article', subjectId: articleId, articleId })
    await batch.end('closures', closure.id, reason)
    await tellOfDecision(db, { entryId, actorId: batch.by.id, article: articleId }, batch.now)
    return undefined
  })
}
