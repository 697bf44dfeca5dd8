// Queries of the lessons of the classifier: inserts and deletes them with their word counts.

import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { Label } from '../db/schema/filters.ts'
import { noCounts } from './classifier.ts'

/** The generations that learn from decisions: in force, in training, and kept for an undo. */
export const keptGenerations = async (db: Db): Promise<number[]> =>
  (await db.selectFrom('classifier_generations').select('id').where('dropped_at', 'is', null).execute()).map(
    (row) => row.id,
  )

export const lessonOf = (db: Db, generation: number, commentId: number) =>
  db
    .selectFrom('classifier_examples')
    .select(['label', 'words'])
    .where('generation', '=', generation)
    .where('comment_id', '=', commentId)
    .executeTakeFirst()

export async function insertLesson(
  db: Tx,
  generation: number,
  lesson: { comment_id: number; label: Label; words: readonly string[]; created_at: number },
): Promise<void> {
  const { label, words } = lesson
  await db
    .insertInto('classifier_examples')
    .values({ ...lesson, generation, words: JSON.stringify(words) })
    .execute()
  if (words.length === 0) return
  await db
    .insertInto('classifier_words')
    .values(words.map((word) => ({ generation, word, ...noCounts, [label]: 1 })))
    .onConflict((conflict) =>
      conflict
        .columns(['generation', 'word'])
        .doUpdateSet({ [label]: sql<number>`${sql.ref(`classifier_words.${label}`)} + 1` }),
    )
    .execute()
}

/** Deletes a lesson and subtracts its words from the counts. */
export async function dropLesson(
  db: Tx,
  generation: number,
  commentId: number,
  label: Label,
  words: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('classifier_examples')
    .where('generation', '=', generation)
    .where('comment_id', '=', commentId)
    .execute()
  if (words.length === 0) return
  await db
    .updateTable('classifier_words')
    .set({ [label]: sql<number>`${sql.ref(label)} - 1` })
    .where('generation', '=', generation)
    .where('word', 'in', words)
    .execute()
  await db
    .deleteFrom('classifier_words')
    .where('generation', '=', generation)
    .where('word', 'in', words)
    .where('good', '<=', 0)
    .where('weak', '<=', 0)
    .where('bad', '<=', 0)
    .execute()
}

/** A comment with the times of its decisions. Imported decisions do not count: another site made them. */
export const lessonMaterial = (db: Db, commentId: number) =>
  db
    .selectFrom('comments as c')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('c.id', '=', commentId)
    .select((from) => [
      'c.id',
      'c.state',
      'c.html',
      'c.account_id',
      'c.created_at',
      'p.comment_count',
      'p.role',
      from
        .selectFrom('approvals')
        .select('created_at')
        .whereRef('comment_id', '=', 'c.id')
        .where('ended_at', 'is', null)
        .limit(1)
        .as('approved_at'),
      from
        .selectFrom('removals')
        .select('created_at')
        .whereRef('comment_id', '=', 'c.id')
        .where('ended_at', 'is', null)
        .where('account_id', 'is not', null)
        .limit(1)
        .as('removed_at'),
      from
        .selectFrom('removals')
        .select('ended_at')
        .whereRef('comment_id', '=', 'c.id')
        .where('ended_at', 'is not', null)
        .where('account_id', 'is not', null)
        .where('end_reason', '!=', 'undone')
        .orderBy('ended_at', 'desc')
        .limit(1)
        .as('restored_at'),
      from
        .selectFrom('spam_marks')
        .select('created_at')
        .whereRef('comment_id', '=', 'c.id')
        .where('ended_at', 'is', null)
        .limit(1)
        .as('marked_at'),
      from
        .selectFrom('spam_marks')
        .select('ended_at')
        .whereRef('comment_id', '=', 'c.id')
        .where('ended_at', 'is not', null)
        .where('end_reason', '!=', 'undone')
        .orderBy('ended_at', 'desc')
        .limit(1)
        .as('unmarked_at'),
    ])
    .executeTakeFirst()

/** The comment of a decision. */
export const commentOfAct = async (
  db: Db,
  noun: 'approvals' | 'removals' | 'spam_marks',
  id: number,
): Promise<number | undefined> =>
  (await db.selectFrom(noun).select('comment_id').where('id', '=', id).executeTakeFirst())?.comment_id
