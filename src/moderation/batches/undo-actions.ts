// An act is undone: every change of its batch is taken back, unless what it made has been changed since.
import { isPurged } from '../../comments/holds/queries.ts'

import { countedComment } from '../../comments/queries.ts'
import type { Tx } from '../../db/open.ts'
import type { CommentState } from '../../db/schema/comments.ts'
import type { Deps } from '../../deps.ts'
import { actSentence } from '../../log-acts.ts'
import { allow, may, type Role, type Viewer } from '../../permissions.ts'
import { movedBy, ofAccount, personsOf } from '../../sanctions/queries.ts'
import { appellantsOf } from '../appeals/queries.ts'
import { type Batch, type Done, inBatch, type Subject } from './actions.ts'
import * as stored from './queries.ts'

/** How much was put back, and how much was left because it has changed since. */
export type Undone = { back: number; left: number }

type Change = Awaited<ReturnType<typeof stored.changesOf>>[number]

/**
 * Undoes a batch as a whole: every change is taken back, the last first, unless what it made has been changed since;
 * that stays as it is now. The undo is a batch of its own, logged, and can be undone in turn.
 * @returns `already` when it has been undone, or there is no such batch; `changed` when nothing of it is as it left it, and nothing was done
 */
export async function undoBatch(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  reason: string,
): Promise<Done<Undone> | { kind: 'changed' }> {
  allow(may.undo(viewer))
  let changed = false
  const outcome = await inBatch(deps, viewer!, 'undo', reason, async (db, batch) => {
    changed = false
    const undone = await stored.batchById(db, id)
    if (undone === undefined || undone.undone_by !== null) return 'already'
    const changes = await stored.changesOf(db, id)
    if (undone.account_id !== batch.by.id) allow(may.undo(viewer, await against(db, viewer!.id, changes)))
    await stored.setUndoes(db, batch.id, id)
    for (const article of await stored.articlesOf(db, id)) batch.shows(article)
    const stuck = await stuckComments(db, changes)
    let [back, left] = [0, 0]
    for (const change of changes.reverse()) {
      const comment = await stored.commentOfChange(db, change)
      if (!(comment !== null && stuck.has(comment)) && (await takeBack(db, batch, change))) back++
      else left++
    }
    if (back === 0) {
      changed = left > 0
      return 'already'
    }
    await batch.log(
      await subjectOf(db, id),
      'undo',
      `${actSentence(undone.act)}, ${undone.actor}. ${reason}${left === 0 ? '' : ` (${left} of it had changed since and ${left === 1 ? 'was' : 'were'} left.)`}`.trim(),
    )
    return { back, left }
  })
  return changed ? { kind: 'changed' } : outcome
}

/** Whether it was done against somebody, appeals of theirs included, and of which ranks those are whom it warned, muted or banned. */
async function against(db: Tx, viewer: number, changes: readonly Change[]): Promise<{ ids: number[]; ranks: Role[] }> {
  const rows = (noun: string, kinds: readonly string[]): number[] =>
    changes.flatMap((change) => (change.noun === noun && kinds.includes(change.kind) ? [change.noun_id] : []))
  const persons = []
  for (const noun of ['warnings', 'silences', 'bans'] as const)
    persons.push(...(await personsOf(db, noun, rows(noun, ['start', 'end']))))
  const moved = await movedBy(db, rows('moves', ['start', 'end']))
  const written = await ofAccount(db, viewer, [...rows('comments', ['state']), ...moved])
  const appealed = await appellantsOf(db, rows('appeals', ['end']))
  return {
    ids: [...persons.map(({ id }) => id), ...appealed, ...(written.length === 0 ? [] : [viewer])],
    ranks: persons.map(({ role }) => role),
  }
}

/**
 * Comments about which somebody has decided anew since. What a batch did to one belongs together: its state, its words, and
 * the acts that keep it from its readers or let it through. If any of that is not as the batch left it, all of it stays as
 * it is now: half of it would leave a comment that stands and is removed.
 */
async function stuckComments(db: Tx, changes: readonly Change[]): Promise<Set<number>> {
  const parts = new Map<number, Change[]>()
  for (const change of changes) {
    const comment = await stored.commentOfChange(db, change)
    if (comment !== null) parts.set(comment, [...(parts.get(comment) ?? []), change])
  }
  const stuck = new Set<number>()
  for (const [comment, part] of parts) if (!(await isAsLeft(db, comment, part))) stuck.add(comment)
  return stuck
}

async function isAsLeft(db: Tx, comment: number, part: readonly Change[]): Promise<boolean> {
  const states = part.filter(({ kind }) => kind === 'state')
  // Flags that were dismissed, a comment that was read: nothing that stands or falls with the rest.
  if (states.length === 0) return true
  // What it said is gone: there is nothing to put back.
  if (await isPurged(db, comment)) return false
  if ((await countedComment(db, comment))?.state !== states.at(-1)!.after) return false
  const deciding = part.flatMap((change) => (stored.isDeciding(change.noun) ? [{ ...change, noun: change.noun }] : []))
  const started = deciding.filter(({ kind }) => kind === 'start')
  for (const { noun, noun_id } of started) if (!(await stored.isInForce(db, noun, noun_id))) return false
  for (const { noun, noun_id, after } of deciding.filter(({ kind }) => kind === 'end')) {
    if (!(await stored.endedAt(db, noun, noun_id, Number(after)))) return false
    const another = await stored.otherInForce(db, noun, comment, noun_id)
    if (another !== undefined && !started.some((one) => one.noun === noun && one.noun_id === another)) return false
  }
  return true
}

/** Takes one change back. @returns false when what it made has been changed since */
async function takeBack(db: Tx, batch: Batch, change: Change): Promise<boolean> {
  const { kind, noun, noun_id: row, field, before, after } = change
  if (kind === 'state')
    return (await countedComment(db, row))?.state === after && batch.state(row, before as CommentState)
  if (kind === 'field') {
    if (!stored.isRestorable(noun) || JSON.stringify((await stored.fieldOf(db, noun, row, field)) ?? null) !== after)
      return false
    await batch.set(noun, row, field, JSON.parse(before ?? 'null') as string | number | null)
    return true
  }
  if (!stored.isModerationRecord(noun)) return false
  // What held again for the time between two undos ends as it had ended before.
  if (kind === 'start') return batch.end(noun, row, before ?? 'undone')
  // What was done in a batch that somebody has undone meanwhile does not come back by another undo.
  if (!(await stored.originInEffect(db, noun, row))) return false
  if (noun === 'moves') return batch.moveAgain(row, Number(after))
  const ended = await stored.endReason(db, noun, row)
  const resumed = await stored.resumeAct(db, noun, row, Number(after))
  if (resumed) await batch.start(noun, row, ended)
  return resumed
}

/** What the log said the batch was about. */
async function subjectOf(db: Tx, id: number): Promise<Subject> {
  const entry = await stored.entryOf(db, id)
  return entry
    ? { subject: entry.subject, subjectId: entry.subject_id, articleId: entry.article_id }
    : { subject: 'setting', subjectId: 0, articleId: null }
}
