// What is stored of what the classifier has learnt, as far as it is asked about a text.

import type { Db } from '../db/open.ts'
import { countAll } from '../db/sql.ts'
import type { Counts } from './classifier.ts'
import { noCounts } from './classifier.ts'

/** In how many lessons of each label. */
export async function totals(db: Db): Promise<Counts> {
  const rows = await db
    .selectFrom('classifier_examples')
    .select(['label', countAll().as('n')])
    .groupBy('label')
    .execute()
  return Object.fromEntries([...Object.entries(noCounts), ...rows.map((row) => [row.label, row.n])]) as Counts
}

/** The counts of words; words that nobody has learnt are not in it. */
export async function countsOf(db: Db, words: readonly string[]): Promise<Map<string, Counts>> {
  const rows =
    words.length === 0 ? [] : await db.selectFrom('classifier_words').selectAll().where('word', 'in', words).execute()
  return new Map(rows.map(({ word, ...counts }) => [word, counts]))
}

/** Whether the classifier holds, and from which score on. */
export const switchInForce = (db: Db) =>
  db
    .selectFrom('classifier_switches as s')
    .leftJoin('accounts as p', 'p.id', 's.account_id')
    .select(['s.id', 's.threshold', 's.created_at', 'p.nic'])
    .where('s.ended_at', 'is', null)
    .executeTakeFirst()
