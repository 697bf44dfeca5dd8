// Queries of the classifier's generations: requested, in force, kept for an undo, and dropped.
import type { Db, Tx } from '../../db/open.ts'
import { generationInForce } from '../../filters/classifier-queries.ts'

/** The training that was requested and has not ended, with who requested it. */
export const requestedGeneration = (db: Db) =>
  db
    .selectFrom('classifier_generations as g')
    .innerJoin('accounts as p', 'p.id', 'g.account_id')
    .select(['g.id', 'g.created_at', 'p.id as account_id', 'p.nic', 'p.role', 'p.comment_count'])
    .where('g.trained_at', 'is', null)
    .where('g.ended_at', 'is', null)
    .executeTakeFirst()

/** @returns false when one is requested already */
export const requestGeneration = async (db: Tx, accountId: number, at: number): Promise<boolean> =>
  (
    await db
      .insertInto('classifier_generations')
      .values({
        account_id: accountId,
        reason: '',
        log_entry_id: null,
        created_at: at,
        trained_at: null,
        dropped_at: null,
      })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst()
  ).numInsertedOrUpdatedRows === 1n

export const generationInForceId = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom('classifier_generations')
      .select('id')
      .where('id', '=', generationInForce)
      .executeTakeFirstOrThrow()
  ).id

/** When and by whom the generation in force was trained, and the batch that an undo names; undefined for the first one. */
export const lastTraining = (db: Db) =>
  db
    .selectFrom('classifier_generations as g')
    .innerJoin('log_entries as l', 'l.id', 'g.log_entry_id')
    .select(['l.actor', 'l.batch_id', 'g.trained_at'])
    .where('g.id', '=', generationInForce)
    .executeTakeFirst()

export const setTrained = (db: Tx, id: number, entry: number, reason: string, at: number) =>
  db
    .updateTable('classifier_generations')
    .set({ trained_at: at, log_entry_id: entry, reason })
    .where('id', '=', id)
    .execute()

/** Marks every generation that has ended, but one, as dropped. */
export const dropOthers = (db: Tx, kept: number, at: number) =>
  db
    .updateTable('classifier_generations')
    .set({ dropped_at: at })
    .where('ended_at', 'is not', null)
    .where('dropped_at', 'is', null)
    .where('id', '!=', kept)
    .execute()

/** The number of lessons of a generation with each label. */
export const lessonTallies = (db: Db, generation: number) =>
  db
    .selectFrom('classifier_examples')
    .select((all) => ['label', all.fn.countAll<number>().as('n')])
    .where('generation', '=', generation)
    .groupBy('label')
    .execute()

/** Deletes rows of dropped generations. @returns how many */
export async function deleteDropped(db: Tx, limit: number): Promise<number> {
  let deleted = 0
  const dropped = await db
    .selectFrom('classifier_generations')
    .select('id')
    .where('dropped_at', 'is not', null)
    .execute()
  for (const { id } of dropped) {
    const examples = await db
      .selectFrom('classifier_examples')
      .select('comment_id')
      .where('generation', '=', id)
      .limit(limit)
      .execute()
    const words = await db
      .selectFrom('classifier_words')
      .select('word')
      .where('generation', '=', id)
      .limit(limit)
      .execute()
    if (examples.length > 0)
      await db
        .deleteFrom('classifier_examples')
        .where('generation', '=', id)
        .where(
          'comment_id',
          'in',
          examples.map((row) => row.comment_id),
        )
        .execute()
    if (words.length > 0)
      await db
        .deleteFrom('classifier_words')
        .where('generation', '=', id)
        .where(
          'word',
          'in',
          words.map((row) => row.word),
        )
        .execute()
    deleted += examples.length + words.length
    if (deleted > 0) return deleted
  }
  return deleted
}
