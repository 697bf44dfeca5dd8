// Undoes a batch: reverts each of its changes that nobody has changed since.

import { type Filing, type FilingColumn, filingColumns } from '../../articles/change-actions.ts'
import { articleForChange } from '../../articles/revision-queries.ts'
import { mayTurnMerge } from '../../articles/tag-queries.ts'
import { type ActionResult, type Batch, runBatch, type Subject } from '../../batches/actions.ts'
import * as stored from '../../batches/queries.ts'
import { mayRestore } from '../../batches/site-queries.ts'
import { isPurged } from '../../comments/holds/queries.ts'
import { countedComment } from '../../comments/queries.ts'
import type { Tx } from '../../db/open.ts'
import type { CommentState } from '../../db/schema/comments.ts'
import type { Deps } from '../../deps.ts'
import { undoRole } from '../../log-acts.ts'
import { createDecisionNotice, createMemberNotice } from '../../notices/actions.ts'
import { allow, may, type Role, type Viewer } from '../../permissions.ts'
import { commentsAmongOfAccount, commentsOfMoves, sanctionedAccounts } from '../../sanctions/queries.ts'
import { appellantsOf } from '../appeals/queries.ts'
import { undoneReason } from '../log/rules.ts'

/** Numbers of changes: `skipped` are those that somebody has changed since. */
export type UndoResult = { reverted: number; skipped: number }

type Change = Awaited<ReturnType<typeof stored.batchChanges>>[number]

/**
 * Undoes a batch as a whole, its last change first; what has been changed since stays as it is. The undo is a batch too:
 * it is logged and can be undone.
 * @returns `already` when it was undone before or does not exist; `changed` when everything has been changed since, so nothing was done
 */
export async function undoBatch(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  reason: string,
): Promise<ActionResult<UndoResult> | { kind: 'changed' }> {
  allow(may.enter(viewer, 'editor'))
  let changed = false
  const outcome = await runBatch(deps, viewer!, 'undo', reason, async (db, batch) => {
    changed = false
    const undone = await stored.batchById(db, id)
    if (undone === undefined || undone.undone_by !== null) return 'already'
    const role = undoRole(await stored.originalAct(db, id))
    allow(may.undo(viewer, undefined, role))
    const changes = await stored.batchChanges(db, id)
    if (undone.account_id !== batch.by.id) allow(may.undo(viewer, await affectedMembers(db, viewer!.id, changes), role))
    await stored.setUndoes(db, batch.id, id)
    for (const article of await stored.batchArticles(db, id)) batch.invalidate(article)
    const result = await revertChanges(db, batch, changes)
    if (result.reverted === 0) {
      changed = result.skipped > 0
      return 'already'
    }
    const entry = await batch.log(await batchSubject(db, id), 'undo', undoneReason(undone, reason, result.skipped))
    await notifySanctioned(db, changes, entry, batch.now)
    await notifyWriter(db, batch, changes, entry)
    return result
  })
  return changed ? { kind: 'changed' } : outcome
}

/** Tells the members whom the action warned, silenced, held or banned that this was undone. */
async function notifySanctioned(db: Tx, changes: readonly Change[], entry: number, now: number): Promise<void> {
  for (const noun of ['warnings', 'silences', 'person_holds', 'bans'] as const) {
    const started = changes.flatMap((change) =>
      change.noun === noun && change.kind === 'start' ? [change.noun_id] : [],
    )
    for (const { id } of await sanctionedAccounts(db, noun, started)) await createMemberNotice(db, id, entry, now)
  }
}

/** Tells the writer of an article that it is no longer in the state that they were told of. */
async function notifyWriter(db: Tx, batch: Batch, changes: readonly Change[], entry: number): Promise<void> {
  const decided = changes.find(({ noun, field }) => noun === 'articles' && field === 'state')
  if (decided === undefined) return
  await createDecisionNotice(db, { entryId: entry, actorId: batch.by.id, article: decided.noun_id }, batch.now)
}

async function revertChanges(db: Tx, batch: Batch, changes: readonly Change[]): Promise<UndoResult> {
  const changedComments = await commentsChangedSince(db, changes)
  const keepsGeneration = !(await canSwitchBack(db, changes))
  const result: UndoResult = { reverted: 0, skipped: 0 }
  const isOvertaken = await hasEndedDecision(db, changes)
  let keepsDecision = false
  for (const filing of filedArticles(changes))
    if (!isOvertaken && (await revertFiling(db, batch, filing))) result.reverted += filing.length
    else {
      result.skipped += filing.length
      keepsDecision = true
    }
  for (const change of changes.toReversed()) {
    if (isFiling(change)) continue
    const comment = await stored.changedComment(db, change)
    const isSkipped =
      (keepsDecision && stored.isDecisionRecord(change.noun)) ||
      (comment !== null && changedComments.has(comment)) ||
      (change.noun === GENERATIONS && keepsGeneration)
    if (!isSkipped && (await revertChange(db, batch, change))) result.reverted++
    else result.skipped++
  }
  return result
}

/**
 * Whether a decision about an article that the batch recorded is no longer in force: another one has followed, or its
 * writer has sent it in again. The state may look the same by then.
 */
async function hasEndedDecision(db: Tx, changes: readonly Change[]): Promise<boolean> {
  for (const { kind, noun, noun_id } of changes)
    if (kind === 'start' && stored.isDecisionRecord(noun) && !(await stored.isDecisionInForce(db, noun, noun_id)))
      return true
  return false
}

const GENERATIONS = 'classifier_generations'

/** Generations of the classifier change places together or not at all: exactly one is in force. */
async function canSwitchBack(db: Tx, changes: readonly Change[]): Promise<boolean> {
  const rows = changes.filter(({ noun }) => noun === GENERATIONS)
  return (
    rows.length === 0 ||
    stored.canSwitchGenerations(
      db,
      rows.flatMap(({ kind, noun_id }) => (kind === 'start' ? [noun_id] : [])),
      rows.flatMap(({ kind, noun_id, after }) => (kind === 'end' ? [{ id: noun_id, at: Number(after) }] : [])),
    )
  )
}

/** The accounts that a batch acted on, by sanctions, appeals or their comments, and the ranks of the members that it warned, silenced or banned. */
async function affectedMembers(
  db: Tx,
  viewer: number,
  changes: readonly Change[],
): Promise<{ ids: number[]; ranks: Role[] }> {
  const rows = (noun: string, kinds: readonly string[]): number[] =>
    changes.flatMap((change) => (change.noun === noun && kinds.includes(change.kind) ? [change.noun_id] : []))
  const persons = []
  for (const noun of ['warnings', 'silences', 'person_holds', 'bans'] as const)
    persons.push(...(await sanctionedAccounts(db, noun, rows(noun, ['start', 'end']))))
  const moved = await commentsOfMoves(db, rows('moves', ['start', 'end']))
  const written = await commentsAmongOfAccount(db, viewer, [...rows('comments', ['state']), ...moved])
  const appealed = await appellantsOf(db, rows('appeals', ['end']))
  return {
    ids: [...persons.map(({ id }) => id), ...appealed, ...(written.length === 0 ? [] : [viewer])],
    ranks: persons.map(({ role }) => role),
  }
}

/**
 * Comments that somebody has decided about since. The changes of one comment (state, text, hold, removal, approval) are
 * reverted together or not at all: half of them could leave a comment live and removed.
 */
async function commentsChangedSince(db: Tx, changes: readonly Change[]): Promise<Set<number>> {
  const parts = new Map<number, Change[]>()
  for (const change of changes) {
    const comment = await stored.changedComment(db, change)
    if (comment !== null) parts.set(comment, [...(parts.get(comment) ?? []), change])
  }
  const changed = new Set<number>()
  for (const [comment, part] of parts) if (!(await isUnchangedSince(db, comment, part))) changed.add(comment)
  return changed
}

async function isUnchangedSince(db: Tx, comment: number, part: readonly Change[]): Promise<boolean> {
  const states = part.filter(({ kind }) => kind === 'state')
  // Without a change of state, such as when flags were dismissed, nothing depends on the rest.
  if (states.length === 0) return true
  // A purged text cannot be restored.
  if (await isPurged(db, comment)) return false
  if ((await countedComment(db, comment))?.state !== states.at(-1)!.after) return false
  const records = part.flatMap((change) =>
    stored.isStateRecord(change.noun) ? [{ ...change, noun: change.noun }] : [],
  )
  const started = records.filter(({ kind }) => kind === 'start')
  for (const { noun, noun_id } of started) if (!(await stored.isRecordInForce(db, noun, noun_id))) return false
  for (const { noun, noun_id, after } of records.filter(({ kind }) => kind === 'end')) {
    if (!(await stored.hasEndedAt(db, noun, noun_id, Number(after)))) return false
    const another = await stored.otherRecordInForce(db, noun, comment, noun_id)
    if (another !== undefined && !started.some((one) => one.noun === noun && one.noun_id === another)) return false
  }
  return true
}

const isFiling = ({ noun, field }: Change): boolean =>
  noun === 'articles' && (filingColumns as readonly string[]).includes(field)

/** The changes of where articles are filed, those of one article together. */
const filedArticles = (changes: readonly Change[]): Change[][] => [
  ...Map.groupBy(changes.filter(isFiling), ({ noun_id }) => noun_id).values(),
]

/** Files an article as it was before, in one step. @returns false when it has been filed otherwise since */
async function revertFiling(db: Tx, batch: Batch, changes: readonly Change[]): Promise<boolean> {
  const articleId = changes[0]!.noun_id
  const article = await articleForChange(db, articleId)
  if (article === undefined) return false
  // A column that changed twice goes back to what it was at first.
  const [last, first] = [changes, changes.toReversed()].map(
    (ordered) => new Map(ordered.map((change) => [change.field as FilingColumn, change])),
  )
  for (const [column, { after }] of last!) if (JSON.stringify(article[column]) !== after) return false
  const filing = Object.fromEntries([...first!].map(([column, { before }]) => [column, JSON.parse(before ?? 'null')]))
  return batch.file(articleId, filing as Filing)
}

/** Reverts one change. @returns false when it has been changed since */
async function revertChange(db: Tx, batch: Batch, change: Change): Promise<boolean> {
  const { kind, noun, noun_id: row, field, before, after } = change
  if (kind === 'state')
    return (await countedComment(db, row))?.state === after && batch.state(row, before as CommentState)
  if (kind === 'field' && noun === 'articles' && field === 'revision') {
    if (String((await articleForChange(db, row))?.revision) !== after) return false
    return batch.restoreText(row, Number(before), `Undone: ${batch.reason}`.replace(/: $/, ''))
  }
  if (kind === 'field') {
    if (!stored.isRestorable(noun) || JSON.stringify((await stored.fieldValue(db, noun, row, field)) ?? null) !== after)
      return false
    const value = JSON.parse(before ?? 'null') as string | number | null
    if (!(await mayRestore(db, { noun, id: row, field, value }))) return false
    await batch.set(noun, row, field, value)
    return true
  }
  if (!stored.isModerationRecord(noun)) return false
  if (noun === 'tag_merges' && !(await mayTurnMerge(db, row))) return false
  // A record that an undo had resumed ends as it had ended before.
  if (kind === 'start') return batch.end(noun, row, before ?? 'undone')
  // A record is not resumed while the batch that inserted it is undone.
  if (!(await stored.isOriginInEffect(db, noun, row))) return false
  if (noun === 'moves') return batch.moveAgain(row, Number(after))
  const ended = await stored.endReason(db, noun, row)
  const resumed = await stored.resumeRecord(db, noun, row, Number(after))
  if (resumed) await batch.start(noun, row, ended)
  return resumed
}

/** The subject of the batch's first log entry. */
async function batchSubject(db: Tx, id: number): Promise<Subject> {
  const entry = await stored.firstBatchEntry(db, id)
  return entry
    ? { subject: entry.subject, subjectId: entry.subject_id, articleId: entry.article_id }
    : { subject: 'setting', subjectId: 0, articleId: null }
}
