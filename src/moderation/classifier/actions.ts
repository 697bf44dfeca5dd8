// Measures the accuracy of the classifier.

import type { Db } from '../../db/open.ts'
import { crossValidate, type Lesson, type Outcome } from '../../filters/classifier.ts'
import { createPause, runInSlices } from '../../slices.ts'
import * as stored from './queries.ts'

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
