// What happens when a moderator acts: the row, the log entry and the counters in one transaction.
import { publishedArticle, setReopened } from '../articles/queries.ts'
import { threadOf } from '../comments/actions.ts'
import { earlierVersion, insertBlanking } from '../comments/edit-queries.ts'
import { countLive, setState, visibleComment } from '../comments/queries.ts'
import { write } from '../db/write.ts'
import type { Tx } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { tellOfDecision } from '../inbox/telling.ts'
import { allow, may, type Viewer } from '../permissions.ts'
import { topic } from '../web/cache.ts'
import * as queries from './queries.ts'

/** Who acts: an account, or a program under its own name. */
export type Actor = { id: number | null; nic: string }

/** `already` means that somebody else did it first; nothing was changed. */
export type ActOutcome = 'done' | 'already'

/** Closes a thread with a reason, and says so in the log. */
export async function closeThread(deps: Deps, viewer: Viewer | null, articleId: number, reason: string): Promise<ActOutcome> {
  allow(may.close(viewer))
  const now = deps.clock()
  const outcome = await write(deps, async (db): Promise<ActOutcome> => {
    const article = await publishedArticle(db, articleId)
    if (!article) throw missing()
    if (threadOf(deps, article).closed) return 'already'
    await tellOfDecision(db, { entryId: await recordClosure(db, { id: viewer!.id, nic: viewer!.nic }, articleId, reason, now), actorId: viewer!.id, article: articleId }, now)
    return 'done'
  })
  if (outcome === 'done') deps.pages.drop(topic.article(articleId), topic.lists, topic.log)
  return outcome
}

/** The closing itself, for actions and importers that are in a transaction already. @returns its entry in the log */
export async function recordClosure(db: Tx, actor: Actor, articleId: number, reason: string, at: number, toldAt: number = at): Promise<number> {
  const entry = await queries.appendToLog(db, { at: toldAt, actorId: actor.id, actor: actor.nic, act: actor.id === null ? 'import-close' : 'close', subject: 'article', subjectId: articleId, articleId, reason })
  await queries.insertClosure(db, { article_id: articleId, account_id: actor.id, reason, log_entry_id: entry, created_at: at })
  return entry
}

/** Opens a closed thread again, whether a moderator closed it or its age did. */
export async function reopenThread(deps: Deps, viewer: Viewer | null, articleId: number, reason: string): Promise<ActOutcome> {
  allow(may.reopen(viewer))
  const now = deps.clock()
  const outcome = await write(deps, async (db): Promise<ActOutcome> => {
    const article = await publishedArticle(db, articleId)
    if (!article) throw missing()
    if (!threadOf(deps, article).closed) return 'already'
    const closure = await queries.closureInForce(db, articleId)
    if (closure) await queries.endClosure(db, closure.id, { ended_at: now, ended_by: viewer!.id, end_reason: reason })
    await setReopened(db, articleId, now)
    const entryId = await queries.appendToLog(db, { at: now, actorId: viewer!.id, actor: viewer!.nic, act: 'reopen', subject: 'article', subjectId: articleId, articleId, reason })
    await tellOfDecision(db, { entryId, actorId: viewer!.id, article: articleId }, now)
    return 'done'
  })
  if (outcome === 'done') deps.pages.drop(topic.article(articleId), topic.lists, topic.log)
  return outcome
}

/**
 * Features a live comment, or ceases to; readers can ask for the featured comments of a thread alone.
 * @param wanted true to feature
 */
export async function featureComment(deps: Deps, viewer: Viewer | null, comment: { id: number; article_id: number }, reason: string, wanted: boolean): Promise<ActOutcome> {
  allow(may.feature(viewer))
  const now = deps.clock()
  const outcome = await write(deps, async (db): Promise<ActOutcome> => {
    const current = await visibleComment(db, comment.id)
    if (current?.state !== 'live') throw missing()
    const feature = await queries.featureInForce(db, comment.id)
    if ((feature !== undefined) === wanted) return 'already'
    const entry = await queries.appendToLog(db, { at: now, actorId: viewer!.id, actor: viewer!.nic, act: wanted ? 'feature' : 'unfeature', subject: 'comment', subjectId: comment.id, articleId: current.article_id, reason })
    if (feature) await queries.endFeature(db, feature.id, { ended_at: now, ended_by: viewer!.id, end_reason: reason })
    else await queries.insertFeature(db, { comment_id: comment.id, article_id: current.article_id, account_id: viewer!.id, reason, log_entry_id: entry, created_at: now })
    await tellOfDecision(db, { entryId: entry, actorId: viewer!.id, comment: comment.id }, now)
    return 'done'
  })
  if (outcome === 'done') deps.pages.drop(topic.article(comment.article_id), topic.log)
  return outcome
}

/** Blanks an earlier version of a live comment: its history says who did, when and why in place of the words. */
export async function blankVersion(deps: Deps, viewer: Viewer | null, comment: { id: number; article_id: number }, version: number, reason: string): Promise<ActOutcome> {
  allow(may.blank(viewer))
  const now = deps.clock()
  const outcome = await write(deps, async (db): Promise<ActOutcome> => {
    const current = await visibleComment(db, comment.id)
    const row = await earlierVersion(db, comment.id, version)
    if (current?.state !== 'live' || row === undefined) throw missing()
    if (row.blanked_at !== null) return 'already'
    const entry = await queries.appendToLog(db, { at: now, actorId: viewer!.id, actor: viewer!.nic, act: 'blank', subject: 'comment', subjectId: comment.id, articleId: current.article_id, reason })
    await insertBlanking(db, { comment_id: comment.id, version, account_id: viewer!.id, reason, log_entry_id: entry, created_at: now })
    return 'done'
  })
  if (outcome === 'done') deps.pages.drop(topic.article(comment.article_id), topic.log)
  return outcome
}

/** Takes a comment down for a reason; its place stays, and so do its replies. For whoever is in a transaction already. @returns its entry in the log, of which its writer is to be told */
export async function recordRemoval(
  db: Tx,
  actor: Actor,
  comment: Parameters<typeof countLive>[1] & { wasLive: boolean; unseen?: boolean },
  reason: string,
  at: number,
  toldAt: number = at,
): Promise<number> {
  const entry = await queries.appendToLog(db, { at: toldAt, actorId: actor.id, actor: actor.nic, act: actor.id === null ? 'import-remove' : 'remove', subject: 'comment', subjectId: comment.id, articleId: comment.article_id, reason })
  await queries.insertRemoval(db, { comment_id: comment.id, account_id: actor.id, reason, log_entry_id: entry, created_at: at, unseen: comment.unseen ? 1 : 0 })
  await setState(db, comment.id, 'removed')
  if (comment.wasLive) await countLive(db, comment, -1)
  return entry
}
