// Queries of the classifier for scoring: lesson and word counts, and its switch.

import { sql } from 'kysely'
import type { Db } from '../db/open.ts'
import { countAll } from '../db/sql.ts'
import type { Counts } from './classifier.ts'
import { noCounts } from './classifier.ts'

/** The id of the generation that gives scores: there is always exactly one. */
export const generationInForce = sql<number>`(select id from classifier_generations where trained_at is not null and ended_at is null)`

/** The number of lessons of each label, of the generation in force. */
export async function countLessons(db: Db): Promise<Counts> {
  const rows = await db
    .selectFrom('classifier_examples')
    .select(['label', countAll().as('n')])
    .where('generation', '=', generationInForce)
    .groupBy('label')
    .execute()
  return Object.fromEntries([...Object.entries(noCounts), ...rows.map((row) => [row.label, row.n])]) as Counts
}

/** The lesson counts of some words; unknown words are left out. */
export async function wordCounts(db: Db, words: readonly string[]): Promise<Map<string, Counts>> {
  const rows =
    words.length === 0
      ? []
      : await db
          .selectFrom('classifier_words')
          .select(['word', 'good', 'weak', 'bad'])
          .where('generation', '=', generationInForce)
          .where('word', 'in', words)
          .execute()
  return new Map(rows.map(({ word, ...counts }) => [word, counts]))
}

/** The switch in force, with its threshold; undefined when the classifier is off. */
export const classifierSwitch = (db: Db) =>
  db
    .selectFrom('classifier_switches as s')
    .leftJoin('accounts as p', 'p.id', 's.account_id')
    .select(['s.id', 's.threshold', 's.created_at', 'p.nic'])
    .where('s.ended_at', 'is', null)
    .executeTakeFirst()
