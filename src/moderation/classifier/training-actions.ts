// Trains a new generation of the classifier in the background, and puts it in force as one action.
import { type ActionResult, runBatch } from '../../batches/actions.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { decisionOnComment, insertMaterial } from '../../filters/lesson-actions.ts'
import { lessonMaterial, lessonOf } from '../../filters/lesson-queries.ts'
import { count, number } from '../../format.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { createPause, yieldToOthers } from '../../slices.ts'
import { DAY } from '../../time.ts'
import * as generations from './generation-queries.ts'
import * as stored from './queries.ts'

/** The most lessons of decided and of untouched comments in a training. */
const MAX_DECIDED = 5000
const MAX_WEAK = 2000
/** Comments per transaction, which takes a few milliseconds. */
const COMMENTS_PER_STEP = 4
/** Decided comments that are looked up at a time: each query goes through all decisions. */
const IDS_PER_QUERY = 200
/** After this time, in milliseconds, a live comment without a decision counts as a weak good example. */
const SETTLED_AFTER = 7 * DAY
/** Rows of a dropped generation that one transaction deletes. */
const ROWS_PER_STEP = 200

/** Requests a training, which a job does. @returns false when one is requested already */
export async function requestTraining(deps: Deps, viewer: Viewer | null): Promise<boolean> {
  allow(may.filter(viewer))
  return write(deps, (db) => generations.requestGeneration(db, viewer!.id, deps.clock()))
}

/**
 * Trains the generation that was requested from the decisions in force, in slices, and puts it in force in one
 * transaction, which is logged and can be undone. The one before stays for that undo; older ones are deleted. A run that
 * was stopped continues at the next.
 * @returns the number of comments learnt from, or null when no training was requested or it was stopped
 */
export async function runTraining(deps: Deps, stopped: () => boolean = () => false): Promise<number | null> {
  const requested = await generations.requestedGeneration(deps.db)
  const learnt = requested === undefined ? null : await trainGeneration(deps, requested.id, stopped)
  if (requested !== undefined && learnt !== null) {
    const { id, account_id, nic, role, comment_count } = requested
    await switchGeneration(deps, { id: account_id, nic, role, commentCount: comment_count, trusted: false }, id)
  }
  while (!stopped() && (await write(deps, (db) => generations.deleteDropped(db, ROWS_PER_STEP))) > 0)
    await yieldToOthers()
  return learnt
}

/** Learns from the decisions in force, and from comments that nobody objected to. @returns null when it was stopped */
async function trainGeneration(deps: Deps, generation: number, stopped: () => boolean): Promise<number | null> {
  const pause = createPause()
  let learnt = 0
  for (let below = Number.MAX_SAFE_INTEGER; learnt < MAX_DECIDED; ) {
    if (stopped()) return null
    const decided = await stored.decidedBelow(deps.db, below, IDS_PER_QUERY)
    if (decided.length === 0) break
    below = decided.at(-1)!
    for (let i = 0; i < decided.length && learnt < MAX_DECIDED; i += COMMENTS_PER_STEP) {
      if (stopped()) return null
      const ids = decided.slice(i, i + COMMENTS_PER_STEP)
      learnt += await write(deps, (db) => trainOn(db, generation, ids, false))
      await pause()
    }
  }
  let weak = 0
  for (let before = { created_at: deps.clock() - SETTLED_AFTER, id: 0 }; weak < MAX_WEAK; ) {
    if (stopped()) return null
    const rows = await stored.untouchedBefore(deps.db, before, COMMENTS_PER_STEP)
    if (rows.length === 0) break
    before = rows.at(-1)!
    const ids = rows.map((row) => row.id)
    weak += await write(deps, (db) => trainOn(db, generation, ids, true))
    await pause()
  }
  return learnt + weak
}

/** @param weakly whether comments without a decision are examples too @returns how many of the comments are examples */
async function trainOn(db: Tx, generation: number, ids: readonly number[], weakly: boolean): Promise<number> {
  let n = 0
  for (const id of ids) {
    // Learnt from a decision since, or before the training was stopped. Untouched ones come after all decided ones.
    const before = await lessonOf(db, generation, id)
    if (before !== undefined) {
      if (!weakly || before.label === 'weak') n++
      continue
    }
    const comment = (await lessonMaterial(db, id))!
    const lesson = decisionOnComment(comment) ?? (weakly ? { label: 'weak' as const, at: comment.created_at } : null)
    // The staff's own comments are not examples.
    if (lesson === null || (weakly && ['moderator', 'admin'].includes(comment.role ?? ''))) continue
    await insertMaterial(db, generation, comment, lesson)
    n++
  }
  return n
}

/** Puts a trained generation in force instead of the present one. */
function switchGeneration(deps: Deps, viewer: Viewer, generation: number): Promise<ActionResult> {
  return runBatch(deps, viewer, 'retrain', '', async (db, batch) => {
    const n = new Map((await generations.lessonTallies(db, generation)).map((row) => [row.label, Number(row.n)]))
    const [good, bad, weak] = [n.get('good') ?? 0, n.get('bad') ?? 0, n.get('weak') ?? 0]
    const reason = `Trained on ${count(good + bad, 'decision')} (${number(good)} approved, ${number(bad)} removed)${weak === 0 ? '' : ` and ${count(weak, 'other comment')}`}.`
    const before = await generations.generationInForceId(db)
    const entry = await batch.log({ subject: 'setting', subjectId: 0, articleId: null }, 'retrain', reason)
    await batch.end('classifier_generations', before, 'retrained')
    await generations.setTrained(db, generation, entry, reason, batch.now)
    await batch.start('classifier_generations', generation)
    await generations.dropOthers(db, before, batch.now)
    return undefined
  })
}
