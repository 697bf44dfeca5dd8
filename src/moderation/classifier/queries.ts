// Queries about the classifier's training: lessons, word counts and the switch.

import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { Label } from '../../db/schema/filters.ts'
import { type Counts, noCounts } from '../../filters/classifier.ts'
import { generationInForce } from '../../filters/classifier-queries.ts'

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

/** Comments with a decision, below an id, the newest first. */
export const decidedBelow = async (db: Db, below: number, limit: number): Promise<number[]> =>
  (
    await sql<{ id: number }>`select id from (
    select comment_id as id from approvals where ended_at is null union select comment_id from removals where account_id is not null union select comment_id from spam_marks where ended_at is null
  ) where id < ${below} order by id desc limit ${limit}`.execute(db)
  ).rows.map((row) => row.id)

/** Live comments before a moment and id, the newest first. */
export const untouchedBefore = (db: Db, before: { created_at: number; id: number }, limit: number) =>
  db
    .selectFrom('comments as c')
    .where('c.state', '=', 'live')
    .where(sql<boolean>`(c.created_at, c.id) < (${before.created_at}, ${before.id})`)
    .select(['c.id', 'c.created_at'])
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute()

/** Lessons that still have their words, before a moment and id, the newest first. */
export const lastLessons = (db: Db, before: { created_at: number; comment_id: number }, limit: number) =>
  db
    .selectFrom('classifier_examples')
    .select(['comment_id', 'label', 'words', 'created_at'])
    .where('generation', '=', generationInForce)
    .where('words', '!=', '[]')
    .where(sql<boolean>`(created_at, comment_id) < (${before.created_at}, ${before.comment_id})`)
    .orderBy('created_at', 'desc')
    .orderBy('comment_id', 'desc')
    .limit(limit)
    .execute()

/** The words with the strongest weight for one label. @param least in how many lessons a word must be */
export const strongestWords = (db: Db, kind: 'good' | 'bad', total: Counts, least: number, limit: number) => {
  const bad = sql<number>`(bad + 0.5) / ${total.bad + 1}`
  const good = sql<number>`(good + 0.25 * weak + 0.5) / ${total.good + 0.25 * total.weak + 1}`
  return db
    .selectFrom('classifier_words')
    .select(['word', 'good', 'weak', 'bad'])
    .where('generation', '=', generationInForce)
    .where(kind === 'bad' ? sql<boolean>`bad >= ${least}` : sql<boolean>`good + weak >= ${least}`)
    .where(kind === 'bad' ? sql<boolean>`${bad} > ${good}` : sql<boolean>`${good} > ${bad}`)
    .orderBy(kind === 'bad' ? sql`(${bad}) / (${good})` : sql`(${good}) / (${bad})`, 'desc')
    .orderBy('word')
    .limit(limit)
    .execute()
}

export const insertSwitch = async (
  db: Tx,
  row: { threshold: number; account_id: number; reason: string; log_entry_id: number; created_at: number },
): Promise<number> =>
  (await db.insertInto('classifier_switches').values(row).returning('id').executeTakeFirstOrThrow()).id
