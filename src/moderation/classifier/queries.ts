// Queries about the classifier's training: decided comments, the newest lessons, the strongest words and the switch.

import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { Counts } from '../../filters/classifier.ts'
import { generationInForce } from '../../filters/classifier-queries.ts'

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
