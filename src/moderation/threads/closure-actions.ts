// Closes and reopens threads, now or at a scheduled time: the record and the log entry in one transaction.

import { publishedArticle } from '../../articles/queries.ts'
import { type ActionResult, type Batch, runBatch } from '../../batches/actions.ts'
import { threadOf } from '../../comments/thread/state-checks.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { createDecisionNotice } from '../../notices/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import * as queries from './closure-queries.ts'

/** An account, or a program under its own name. */
export type Actor = { id: number | null; nic: string }

/** When a closing starts (null: now) and ends (null: when somebody reopens the thread), and its summary. */
export type ClosureSchedule = { startsAt: number | null; untilAt: number | null; summary: string }

/** @returns `already` when the thread is closed, or when the same moderator has scheduled exactly this */
export async function closeThread(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  schedule: ClosureSchedule = { startsAt: null, untilAt: null, summary: '' },
): Promise<ActionResult> {
  allow(may.close(viewer))
  return runBatch(deps, viewer!, schedule.startsAt === null ? 'close' : 'schedule-close', reason, async (db, batch) => {
    const article = await publishedArticle(db, articleId)
    if (!article) throw missing()
    if (threadOf(deps, article).closed) return 'already'
    const before = await queries.closureInForce(db, articleId)
    if (before && schedule.startsAt !== null && isSameClosure(before, batch, schedule)) return 'already'
    // Replaces a closing that is scheduled or has run out.
    await endClosure(db, batch, articleId)
    const entryId = await logForWriter(db, batch, articleId)
    const row = { article_id: articleId, account_id: batch.by.id, reason, log_entry_id: entryId, created_at: batch.now }
    const { startsAt, untilAt, summary } = schedule
    await batch.start(
      'closures',
      await queries.insertClosure(db, { ...row, starts_at: startsAt, until_at: untilAt, summary }),
    )
    return undefined
  })
}

/** Logs the action and notifies the author of the article. @returns the id of the entry */
async function logForWriter(db: Tx, batch: Batch, articleId: number): Promise<number> {
  const entryId = await batch.log({ subject: 'article', subjectId: articleId, articleId })
  await createDecisionNotice(db, { entryId, actorId: batch.by.id, article: articleId }, batch.now)
  return entryId
}

type ClosureInForce = NonNullable<Awaited<ReturnType<typeof queries.closureInForce>>>

const isSameClosure = (closure: ClosureInForce, { by, reason }: Batch, schedule: ClosureSchedule): boolean =>
  closure.account_id === by.id &&
  closure.reason === reason &&
  closure.starts_at === schedule.startsAt &&
  closure.until_at === schedule.untilAt &&
  closure.summary === schedule.summary

const isScheduled = (closure: { starts_at: number | null }, now: number): boolean =>
  closure.starts_at !== null && closure.starts_at > now

/** Ends the closing in force, if any. A scheduled one gets a log entry of its own. */
export async function endClosure(db: Tx, batch: Batch, articleId: number): Promise<void> {
  const closure = await queries.closureInForce(db, articleId)
  if (!closure) return
  if (isScheduled(closure, batch.now))
    await batch.log({ subject: 'article', subjectId: articleId, articleId }, 'cancel-close')
  await batch.end('closures', closure.id, batch.reason)
}

/** Inserts a closing and its log entry in the caller's transaction, for importers. @returns the id of the entry */
export async function recordClosure(
  db: Tx,
  actor: Actor,
  articleId: number,
  reason: string,
  at: number,
  loggedAt: number = at,
): Promise<number> {
  const entry = await appendToLog(db, {
    at: loggedAt,
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

/** Reopens a thread that a moderator or its age has closed. */
export async function reopenThread(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
): Promise<ActionResult> {
  allow(may.reopen(viewer))
  return runBatch(deps, viewer!, 'reopen', reason, async (db, batch) => {
    const article = await publishedArticle(db, articleId)
    if (!article) throw missing()
    if (!threadOf(deps, article).closed) return 'already'
    await endClosure(db, batch, articleId)
    await batch.set('articles', articleId, 'reopened_at', batch.now)
    await logForWriter(db, batch, articleId)
    return undefined
  })
}

/**
 * Schedules when a closed thread opens again: as the end of the closing in force, or, for a thread that its age closed,
 * as a new closing until then.
 * @param untilAt in the future
 * @returns `already` when the thread is open, or scheduled to open then
 */
export async function scheduleReopening(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
  untilAt: number,
): Promise<ActionResult> {
  allow(may.reopen(viewer))
  return runBatch(deps, viewer!, 'schedule-reopen', reason, async (db, batch) => {
    const article = await publishedArticle(db, articleId)
    if (!article) throw missing()
    const thread = threadOf(deps, article)
    const closure = await queries.closureInForce(db, articleId)
    if (!thread.closed || (thread.why === 'moderator' && closure?.until_at === untilAt)) return 'already'
    if (thread.why === 'age') await endClosure(db, batch, articleId)
    const entryId = await logForWriter(db, batch, articleId)
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
    return undefined
  })
}

/** Cancels a scheduled closing. @returns `already` when there is none, or it has started */
export async function cancelClosure(
  deps: Deps,
  viewer: Viewer | null,
  articleId: number,
  reason: string,
): Promise<ActionResult> {
  allow(may.reopen(viewer))
  return runBatch(deps, viewer!, 'cancel-close', reason, async (db, batch) => {
    if (!(await publishedArticle(db, articleId))) throw missing()
    const closure = await queries.closureInForce(db, articleId)
    if (!closure || !isScheduled(closure, batch.now)) return 'already'
    await logForWriter(db, batch, articleId)
    await batch.end('closures', closure.id, reason)
    return undefined
  })
}
