// Teaches the classifier: learns from each decision in its transaction.

import type { Tx } from '../db/open.ts'
import type { Label } from '../db/schema/filters.ts'
import { linkedHosts } from '../markup/links.ts'
import { plainText } from '../markup/text.ts'
import { newcomers } from '../settings.ts'
import { classifierWords } from './classifier.ts'
import * as stored from './lesson-queries.ts'

type LessonMaterial = NonNullable<Awaited<ReturnType<typeof stored.lessonMaterial>>>

/** The moderators' decision on a comment in force, and when it was made; null without one. */
export function decisionOnComment(comment: LessonMaterial): { label: 'good' | 'bad'; at: number } | null {
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

export const insertMaterial = (
  db: Tx,
  generation: number,
  comment: LessonMaterial,
  lesson: { label: Label; at: number },
): Promise<void> =>
  stored.insertLesson(db, generation, {
    comment_id: comment.id,
    label: lesson.label,
    words: wordsOfMaterial(comment),
    created_at: lesson.at,
  })

/** The most lessons of one act: a sweep of thousands must not block other requests. */
const MAX_LESSONS_PER_ACT = 100

/**
 * Brings the lessons of some comments up to date with the decisions in force, in the transaction of the act and in every
 * generation that is kept. A comment without a decision loses its lesson.
 */
export async function learnFromDecisions(db: Tx, comments: Iterable<number>): Promise<void> {
  const decided = [...comments]
  if (decided.length === 0) return
  for (const generation of await stored.keptGenerations(db)) await learnInGeneration(db, generation, decided)
}

async function learnInGeneration(db: Tx, generation: number, comments: readonly number[]): Promise<void> {
  let room = MAX_LESSONS_PER_ACT
  for (const id of comments) {
    const before = await stored.lessonOf(db, generation, id)
    if (before === undefined && room === 0) continue
    const comment = await stored.lessonMaterial(db, id)
    const now = comment === undefined ? null : decisionOnComment(comment)
    if (
      before !== undefined &&
      (before.label === now?.label || (before.label === 'weak' && now === null && comment?.state === 'live'))
    )
      continue
    if (before !== undefined)
      await stored.dropLesson(db, generation, id, before.label, JSON.parse(before.words) as string[])
    if (now === null || room === 0) continue
    room--
    await insertMaterial(db, generation, comment!, now)
  }
}
