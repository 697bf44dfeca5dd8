// What the classifier learns from decisions, in their transaction, and forgets when they are undone; and what it says of a text.

import type { Db, Tx } from '../../db/open.ts'
import type { Label } from '../../db/schema/filters.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { classifierWords, type Lesson, type Outcome, validating } from '../../filters/classifier.ts'
import { linkedHosts } from '../../markup/links.ts'
import { plainText } from '../../markup/text.ts'
import { newcomers } from '../../settings.ts'
import { createPause, runInSlices } from '../../slices.ts'
import { DAY } from '../../time.ts'
import * as stored from './queries.ts'

type Material = NonNullable<Awaited<ReturnType<typeof stored.material>>>

/** What moderators have said of a comment, and when; null where they have said nothing. */
function decided(comment: Material): { label: 'good' | 'bad'; at: number } | null {
  // What it said was thrown away after its time.
  if (comment.html === '') return null
  if (comment.state === 'spam' || comment.removed_at !== null)
    return comment.state === 'live'
      ? null
      : { label: 'bad', at: comment.removed_at ?? comment.marked_at ?? comment.created_at }
  if (comment.state !== 'live') return null
  const at = Math.max(comment.approved_at ?? 0, comment.restored_at ?? 0, comment.unmarked_at ?? 0)
  return at === 0 ? null : { label: 'good', at }
}

const wordsIn = (comment: Material): string[] =>
  classifierWords({
    plain: plainText(comment.html),
    hosts: linkedHosts(comment.html),
    guest: comment.account_id === null,
    newcomer: (comment.comment_count ?? 0) < newcomers.comments,
  })

async function teach(db: Tx, comment: Material, lesson: { label: Label; at: number }): Promise<void> {
  await stored.insertLesson(db, {
    comment_id: comment.id,
    label: lesson.label,
    words: wordsIn(comment),
    created_at: lesson.at,
  })
}

/** Comments that one act teaches at most: a sweep of thousands says no more, and must not keep others waiting. */
const MOST_OF_ONE_ACT = 100

/**
 * Learns what has been decided about comments by now, and forgets what was decided before, in the transaction of the act.
 * A comment about which nothing is decided any more is forgotten.
 */
export async function learnFromDecisions(db: Tx, comments: Iterable<number>): Promise<void> {
  let room = MOST_OF_ONE_ACT
  for (const id of comments) {
    const before = await stored.lessonOf(db, id)
    if (before === undefined && room === 0) continue
    const comment = await stored.material(db, id)
    const now = comment === undefined ? null : decided(comment)
    if (
      before !== undefined &&
      (before.label === now?.label || (before.label === 'weak' && now === null && comment?.state === 'live'))
    )
      continue
    if (before !== undefined) await stored.dropLesson(db, id, before.label, JSON.parse(before.words) as string[])
    if (now === null || room === 0) continue
    room--
    await teach(db, comment!, now)
  }
}

/** Lessons of decisions, and of comments that nobody touched, that are learnt anew at most. */
const MOST_DECIDED = 5000
const MOST_WEAK = 2000
/** Comments that are learnt in one transaction: a few milliseconds. */
const AT_ONCE = 4
/** A comment that has stood so long, and that nobody touched, counts for a little. */
const SETTLED = 7 * DAY

/**
 * Forgets everything, and learns it anew from the decisions that are in force, in short steps. Decisions made meanwhile are learnt as ever.
 * @returns how many comments it has learnt from
 */
export async function retrain(deps: Deps): Promise<number> {
  const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  let learnt = 0
  await write(deps, stored.dropAll)
  const step = async (ids: readonly number[], weakly: boolean): Promise<number> => {
    const done = await write(deps, async (db) => {
      let n = 0
      for (const id of ids) {
        if ((await stored.lessonOf(db, id)) !== undefined) continue
        const comment = (await stored.material(db, id))!
        const lesson = decided(comment) ?? (weakly ? { label: 'weak' as const, at: comment.created_at } : null)
        // The staff's own words are nothing to learn from.
        if (lesson === null || (weakly && ['moderator', 'admin'].includes(comment.role ?? ''))) continue
        await teach(db, comment, lesson)
        n++
      }
      return n
    })
    await pause()
    return done
  }
  for (let below = Number.MAX_SAFE_INTEGER; learnt < MOST_DECIDED; ) {
    const ids = await stored.decidedBelow(deps.db, below, AT_ONCE)
    if (ids.length === 0) break
    below = ids.at(-1)!
    learnt += await step(ids, false)
  }
  let weak = 0
  for (let before = { created_at: deps.clock() - SETTLED, id: 0 }; weak < MOST_WEAK; ) {
    const rows = await stored.untouchedBefore(deps.db, before, AT_ONCE)
    if (rows.length === 0) break
    before = rows.at(-1)!
    weak += await step(
      rows.map((row) => row.id),
      true,
    )
  }
  return learnt + weak
}

/** Lessons by which it is said how well it goes, the last ones. */
const TRIED = 2000

/** How well the last decisions would have been foretold by those before them; null while there are too few. */
export async function accuracy(db: Db): Promise<Outcome[] | null> {
  const pause = createPause()
  const lessons: Lesson[] = []
  for (let before = { created_at: Number.MAX_SAFE_INTEGER, comment_id: 0 }; lessons.length < TRIED; ) {
    const rows = await stored.lastLessons(db, before, 50)
    if (rows.length === 0) break
    before = rows.at(-1)!
    for (const { label, words } of rows) lessons.push({ label, words: JSON.parse(words) as string[] })
    await pause()
  }
  return runInSlices(validating(lessons.reverse()), pause)
}
