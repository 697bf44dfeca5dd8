// Moderation actions as batches: one transaction that records every change it makes, writes its log entries, and can be undone as a whole.

import { type ArticleText, type Filing, fileArticle, reviseArticle, revisionText } from '../articles/change-actions.ts'
import type { AffectedPages, MoveRecord } from '../comments/branches/actions.ts'
import { moveToArticle, repeatMove, returnBranch } from '../comments/branches/actions.ts'
import { recentDecisionTimes } from '../comments/holds/queries.ts'
import { RECENT_DECISIONS, usualWaitText } from '../comments/holds/rules.ts'

import { countedComment } from '../comments/queries.ts'
import { changeState } from '../comments/state-actions.ts'
import { replaceTraits } from '../comments/trait-queries.ts'
import { noteChange } from '../db/changes.ts'
import { appendToLog } from '../db/log-chain.ts'
import type { Tx } from '../db/open.ts'
import type { CommentState } from '../db/schema/comments.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { learnFromDecisions } from '../filters/lesson-actions.ts'
import { commentOfAct } from '../filters/lesson-queries.ts'
import type { Act } from '../log-acts.ts'
import type { Viewer } from '../permissions.ts'
import { endBannedSessions } from '../sanctions/queries.ts'
import { topic } from '../topics.ts'
import * as stored from './queries.ts'

export type Subject = {
  subject: 'article' | 'comment' | 'account' | 'setting'
  subjectId: number
  articleId: number | null
}

/** What an action changes data through, so that every change is recorded for its undo. */
export type Batch = {
  id: number
  now: number
  by: { id: number; nic: string }
  reason: string
  /** Appends a log entry and invalidates the pages of its article. @returns the entry's id */
  log: (about: Subject, act?: Act, reason?: string) => Promise<number>
  /** Records that a moderation record was inserted, or resumed. @param ended how a resumed record had ended */
  start: (noun: stored.ModerationRecord, id: number, ended?: string | null) => Promise<void>
  /** Ends a moderation record. @returns false when it had ended already */
  end: (noun: stored.ModerationRecord, id: number, reason: string) => Promise<boolean>
  /** Changes a comment's state and every counter that depends on it. @returns false when it had that state */
  state: (comment: number, to: CommentState) => Promise<boolean>
  /** Moves a branch to another article and leaves a pointer. @returns the id of the move */
  move: (comment: number, into: number, moveRecord: MoveRecord) => Promise<number>
  /** Repeats a move that was undone at a moment. @returns false when the branch has been moved elsewhere since */
  moveAgain: (move: number, endedAt: number) => Promise<boolean>
  /** Sets a restorable column of a row. */
  set: (noun: keyof typeof stored.restorable, id: number, field: string, value: string | number | null) => Promise<void>
  /** Files an article: its state, its time of publication, its place. @returns false when nothing has changed */
  file: (articleId: number, filing: Filing) => Promise<boolean>
  /** Gives an article another text, as a new revision. @returns its number */
  revise: (articleId: number, text: ArticleText, note: string) => Promise<number>
  /** Gives an article the text of one of its revisions again, as a new one. @returns false when it has no such revision */
  restoreText: (articleId: number, revision: number, note: string) => Promise<boolean>
  /** Drops the cached pages of an article after the commit. */
  invalidate: (articleId: number | null) => void
}

/** `already`: there was nothing to do, so nothing was stored or logged. */
export type ActionResult<T = undefined> = { kind: 'done'; batch: number; value: T } | { kind: 'already' }

/**
 * Runs one moderation action in one transaction.
 * @param change makes the changes through the batch; `already` when there is nothing to do
 */
export async function runBatch<T>(
  deps: Deps,
  viewer: Viewer,
  act: Act,
  reason: string,
  change: (db: Tx, batch: Batch) => Promise<T | 'already'>,
): Promise<ActionResult<T>> {
  const now = deps.clock()
  const effects: Effects = { topics: new Set(), bannedAccounts: new Set(), decidedComments: new Set() }
  const outcome = await write(deps, async (db): Promise<ActionResult<T>> => {
    // The transaction may be retried.
    for (const set of Object.values(effects)) set.clear()
    const waitBefore = await usualWait(db)
    const id = await stored.insertBatch(db, { account_id: viewer.id, actor: viewer.nic, act, reason, created_at: now })
    const by = { id: viewer.id, nic: viewer.nic }
    const value = await change(db, makeBatch(db, { id, now, by, act, reason, effects }))
    if (value !== 'already') {
      await learnFromDecisions(db, effects.decidedComments)
      if ((await usualWait(db)) !== waitBefore) effects.topics.add(topic.waits)
      noteChange(db, ...effects.topics, topic.log)
      return { kind: 'done', batch: id, value }
    }
    await stored.deleteBatch(db, id)
    return { kind: 'already' }
  })
  if (outcome.kind !== 'done') return outcome
  for (const account of effects.bannedAccounts) deps.live.end(account)
  return outcome
}

/** How long forms say a decision takes: one decision more or less can change it. */
const usualWait = async (db: Tx): Promise<string> => usualWaitText(await recentDecisionTimes(db, RECENT_DECISIONS))

/** Work after a batch: cached pages to drop, streams to close, comments to train the classifier with. */
type Effects = { topics: Set<string>; bannedAccounts: Set<number>; decidedComments: Set<number> }

type BatchContext = Pick<Batch, 'id' | 'now' | 'by' | 'reason'> & { act: Act; effects: Effects }

/** The comment that a change decides about; undefined when it decides about none. */
const decidedComment = async (db: Tx, { noun, noun_id }: stored.Change): Promise<number | undefined> =>
  noun === 'comments'
    ? noun_id
    : noun === 'approvals' || noun === 'removals' || noun === 'spam_marks'
      ? commentOfAct(db, noun, noun_id)
      : undefined

/** Records changes of a batch, and collects what has to be done after its commit. */
function changeRecorder(db: Tx, { id, effects }: BatchContext) {
  let changes = 0
  const record = async (change: stored.Change): Promise<void> => {
    await stored.insertChange(db, id, ++changes, change)
    // Sections are in the header of every page, tags in every list, a hold of the site at the head of every thread.
    if (stored.isSiteNoun(change.noun) || change.noun === 'site_holds') effects.topics.add(topic.everything)
    const comment = await decidedComment(db, change)
    if (comment !== undefined) effects.decidedComments.add(comment)
  }
  const invalidate = (articleId: number | null): void => {
    if (articleId !== null) effects.topics.add(topic.article(articleId)).add(topic.lists)
  }
  const invalidateMoved = ({ articles, nics }: AffectedPages): void => {
    for (const article of articles) invalidate(article)
    for (const nic of nics) effects.topics.add(topic.person(nic))
  }
  const recordMove = async (move: AffectedPages & { id: number }): Promise<number> => {
    invalidateMoved(move)
    await record({ kind: 'start', noun: 'moves', noun_id: move.id, field: '', before: null, after: null })
    return move.id
  }
  return { record, invalidate, invalidateMoved, recordMove }
}

function makeBatch(db: Tx, context: BatchContext): Batch {
  const { id, now, by, act, reason, effects } = context
  const { record, invalidate, invalidateMoved, recordMove } = changeRecorder(db, context)
  return {
    id,
    now,
    by,
    reason,
    invalidate,
    log: (about, entryAct = act, entryReason = reason) => {
      invalidate(about.articleId)
      const entry = { at: now, actorId: by.id, actor: by.nic, act: entryAct, ...about, reason: entryReason }
      return appendToLog(db, { ...entry, batchId: id })
    },
    async start(noun, row, ended = null) {
      // A ban ends sessions at once, whether it is new or resumed.
      if (noun === 'bans')
        for (const account of await endBannedSessions(db, row, now)) effects.bannedAccounts.add(account)
      await record({ kind: 'start', noun, noun_id: row, field: '', before: ended, after: null })
    },
    async end(noun, row, why) {
      // Ending a move takes the branch back to where it came from.
      const back = noun === 'moves' ? await returnBranch(db, row, now) : undefined
      if (back === null) return false
      if (back) invalidateMoved(back)
      const ended = await stored.endRecord(db, noun, row, { ended_at: now, ended_by: by.id, end_reason: why })
      if (ended) await record({ kind: 'end', noun, noun_id: row, field: '', before: null, after: String(now) })
      return ended
    },
    async state(comment, to) {
      const before = await countedComment(db, comment)
      if (before === undefined || !(await changeState(db, comment, to, now))) return false
      invalidate(before.article_id)
      if (before.account_nic !== null) effects.topics.add(topic.person(before.account_nic))
      await record({
        kind: 'state',
        noun: 'comments',
        noun_id: comment,
        field: 'state',
        before: before.state,
        after: to,
      })
      return true
    },
    move: async (comment, into, moveRecord) => recordMove(await moveToArticle(db, comment, into, moveRecord)),
    async moveAgain(row, endedAt) {
      const move = await repeatMove(db, row, endedAt)
      return move !== null && (await recordMove(move)) > 0
    },
    ...articleChanges(db, context, record),
    async set(noun, row, field, value) {
      const before = JSON.stringify((await stored.fieldValue(db, noun, row, field)) ?? null)
      await stored.setField(db, { noun, id: row, field, value }, now)
      if (noun === 'comments' && field === 'html') await replaceTraits(db, row, String(value))
      await record({ kind: 'field', noun, noun_id: row, field, before, after: JSON.stringify(value) })
    },
  }
}

type Record = (change: stored.Change) => Promise<void>

/** The changes of articles, each recorded by column: the text by the numbers of its revisions. */
function articleChanges(
  db: Tx,
  { now, by }: BatchContext,
  record: Record,
): Pick<Batch, 'file' | 'revise' | 'restoreText'> {
  const recordField = (articleId: number, field: string, before: unknown, after: unknown): Promise<void> =>
    record({
      kind: 'field',
      noun: 'articles',
      noun_id: articleId,
      field,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
    })
  const revise: Batch['revise'] = async (articleId, text, note) => {
    const numbers = await reviseArticle(db, articleId, text, { account_id: by.id, nic: by.nic, note, at: now })
    if (numbers === null) throw missing()
    await recordField(articleId, 'revision', numbers.before, numbers.after)
    return numbers.after
  }
  return {
    revise,
    async file(articleId, filing) {
      const before = await fileArticle(db, articleId, filing)
      if (before === null) throw missing()
      for (const [column, value] of Object.entries(before))
        await recordField(articleId, column, value, filing[column as keyof Filing])
      return Object.keys(before).length > 0
    },
    async restoreText(articleId, revision, note) {
      const text = await revisionText(db, articleId, revision)
      if (text === undefined) return false
      await revise(articleId, text, note)
      return true
    },
  }
}
