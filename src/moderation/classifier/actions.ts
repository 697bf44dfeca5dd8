// Trains the classifier: learns from each decision in its transaction, retrains from all of them, and measures the accuracy.

import type { Db, Tx } from '../../db/open.ts'
import type { Label } from '../../db/schema/filters.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { classifierWords, crossValidate, type Lesson, type Outcome } from '../../filters/classifier.ts'
import { linkedHosts } from '../../markup/links.ts'
import { plainText } from '../../markup/text.ts'
import { newcomers } from '../../settings.ts'
import { createPause, runInSlices } from '../../slices.ts'
import { DAY } from '../../time.ts'
import * as stored from './queries.ts'

type LessonMaterial = NonNullable<Awaited<ReturnType<typeof stored.lessonMaterial>>>

/** The moderators' decision on a comment in force, and when it was made; null without one. */
function decisionOnComment(comment: LessonMaterial): { label: 'good' | 'bad'; at: number } | null {
  // The text has been purged.
  if (comment.html === '') return null
  if (comment.state === 'spam' || comment.removed_at !== null)
    return comment.state === 'live'
      ? null
      : { label: 'bad', at: comment.removed_at ?? comment.marked_at ?? comment.created_at }
  if (comment.state !== 'live') return null
  const at = Math.max(comment.approved_at ?? 0, comment.restored_at ?? 0, comment.unmarked_at ?? 0)
  return at === 0 ? null : { label: 'good', at }
}

const wordsOfMaterial = (comment: LessonMaterial): string[] =>
  classifierWords({
    plain: plainText(comment.html),
    hosts: linkedHosts(comment.html),
    guest: comment.account_id === null,
    newcomer: (comment.comment_count ?? 0) < newcomers.comments,
  })

async function learnLesson(db: Tx, comment: LessonMaterial, lesson: { label: Label; at: number }): Promise<void> {
  await stored.insertLesson(db, {
    comment_id: comment.id,
    label: lesson.label,
    words: wordsOfMaterial(comment),
    created_at: lesson.at,
  })
}

/** The most lessons of one act: a sweep of thousands must not block other requests. */
const MAX_LESSONS_PER_ACT = 100

/**
 * Brings the lessons of some comments up to date with the decisions in force, in the transaction of the act.
 * A comment without a decision loses its lesson.
 */
export async function learnFromDecisions(db: Tx, comments: Iterable<number>): Promise<void> {
  let room = MAX_LESSONS_PER_ACT
  for (const id of comments) {
    const before = await stored.lessonOf(db, id)
    if (before === undefined && room === 0) continue
    const comment = await stored.lessonMaterial(db, id)
    const now = comment === undefined ? null : decisionOnComment(comment)
    if (
      before !== undefined &&
      (before.label === now?.label || (before.label === 'weak' && now === null && comment?.state === 'live'))
    )
      continue
    if (before !== undefined) await stored.dropLesson(db, id, before.label, JSON.parse(before.words) as string[])
    if (now === null || room === 0) continue
    room--
    await learnLesson(db, comment!, now)
  }
}

/** The most lessons of decided and of untouched comments in a retraining. */
const MAX_DECIDED = 5000
const MAX_WEAK = 2000
/** Comments per transaction, which takes a few milliseconds. */
const COMMENTS_PER_STEP = 4
/** After this time, in milliseconds, a live comment without a decision counts as a weak good example. */
const SETTLED_AFTER = 7 * DAY

/**
 * Deletes all lessons and retrains from the decisions in force, in slices. Decisions made during the training are
 * learnt as usual.
 * @returns the number of comments learnt from
 */
export async function retrain(deps: Deps): Promise<number> {
  const pause = createPause()
  let learnt = 0
  await write(deps, stored.dropAllLessons)
  const step = async (ids: readonly number[], weakly: boolean): Promise<number> => {
    const done = await write(deps, async (db) => {
      let n = 0
      for (const id of ids) {
        if ((await stored.lessonOf(db, id)) !== undefined) continue
        const comment = (await stored.lessonMaterial(db, id))!
        const lesson =
          decisionOnComment(comment) ?? (weakly ? { label: 'weak' as const, at: comment.created_at } : null)
        // The staff's own comments are not examples.
        if (lesson === null || (weakly && ['moderator', 'admin'].includes(comment.role ?? ''))) continue
        await learnLesson(db, comment, lesson)
        n++
      }
      return n
    })
    await pause()
    return done
  }
  for (let below = Number.MAX_SAFE_INTEGER; learnt < MAX_DECIDED; ) {
    const ids = await stored.decidedBelow(deps.db, below, COMMENTS_PER_STEP)
    if (ids.length === 0) break
    below = ids.at(-1)!
    learnt += await step(ids, false)
  }
  let weak = 0
  for (let before = { created_at: deps.clock() - SETTLED_AFTER, id: 0 }; weak < MAX_WEAK; ) {
    const rows = await stored.untouchedBefore(deps.db, before, COMMENTS_PER_STEP)
    if (rows.length === 0) break
    before = rows.at(-1)!
    weak += await step(
      rows.map((row) => row.id),
      true,
    )
  }
  return learnt + weak
}

/** The number of newest lessons used to measure accuracy. */
const LESSONS_VALIDATED = 2000

/** Predicts the newest decisions from earlier ones and compares; null for too few decisions. */
export async function measureAccuracy(db: Db): Promise<Outcome[] | null> {
  const pause = createPause()
  const lessons: Lesson[] = []
  for (let before = { created_at: Number.MAX_SAFE_INTEGER, comment_id: 0 }; lessons.length < LESSONS_VALIDATED; ) {
    const rows = await stored.lastLessons(db, before, 50)
    if (rows.length === 0) break
    before = rows.at(-1)!
    for (const { label, words } of rows) lessons.push({ label, words: JSON.parse(words) as string[] })
    await pause()
  }
  return runInSlices(crossValidate(lessons.reverse()), pause)
}
