// What is stored of batches: acts of keeping order, what each changed, and the way back.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { BatchChangesTable } from '../../db/schema/log.ts'

export const insertBatch = async (
  db: Tx,
  batch: { account_id: number | null; actor: string; act: string; reason: string; created_at: number },
): Promise<number> =>
  (
    await db
      .insertInto('batches')
      .values({ ...batch, undoes: null })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

export const setUndoes = (db: Tx, id: number, undoes: number) =>
  db.updateTable('batches').set({ undoes }).where('id', '=', id).execute()

export const dropBatch = (db: Tx, id: number) => db.deleteFrom('batches').where('id', '=', id).execute()

export type Change = Omit<BatchChangesTable, 'batch_id' | 'number'>

export const insertChange = (db: Tx, batchId: number, number: number, change: Change) =>
  db
    .insertInto('batch_changes')
    .values({ batch_id: batchId, number, ...change })
    .execute()

/** A batch with whatever has undone it. */
export const batchById = (db: Db, id: number) =>
  db
    .selectFrom('batches as b')
    .leftJoin('batches as u', 'u.undoes', 'b.id')
    .select([
      'b.id',
      'b.account_id',
      'b.actor',
      'b.act',
      'b.reason',
      'b.created_at',
      'b.undoes',
      'u.id as undone_by',
      'u.actor as undone_by_nic',
      'u.created_at as undone_at',
    ])
    .where('b.id', '=', id)
    .executeTakeFirst()

export const changesOf = (db: Db, batchId: number) =>
  db.selectFrom('batch_changes').selectAll().where('batch_id', '=', batchId).orderBy('number').execute()

/** Tables whose rows are acts that last: who, when, why, and how each ended. */
export const moderationRecords = [
  'closures',
  'removals',
  'features',
  'blankings',
  'holds',
  'approvals',
  'spam_marks',
  'moves',
  'flags',
  'thread_holds',
  'slow_modes',
  'thread_settings',
  'thread_notices',
  'warnings',
  'silences',
  'bans',
  'appeals',
  'filters',
  'filter_switches',
  'classifier_switches',
] as const
export type ModerationRecord = (typeof moderationRecords)[number]

export const isModerationRecord = (noun: string): noun is ModerationRecord =>
  (moderationRecords as readonly string[]).includes(noun)

/** Ends an act that lasts. @returns false when it had ended already */
export const endAct = async (
  db: Tx,
  noun: ModerationRecord,
  id: number,
  end: { ended_at: number; ended_by: number | null; end_reason: string },
): Promise<boolean> =>
  (await db.updateTable(noun).set(end).where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst())
    .numUpdatedRows === 1n

/**
 * Lets an act hold again that was ended at a moment.
 * @returns false when it has not ended then, or when another one like it holds by now
 */
export async function resumeAct(db: Tx, noun: ModerationRecord, id: number, endedAt: number): Promise<boolean> {
  const resumed =
    await sql`update or ignore ${sql.table(noun)} set ended_at = null, ended_by = null, end_reason = null where id = ${id} and ended_at = ${endedAt}`.execute(
      db,
    )
  return (resumed.numAffectedRows ?? 0n) === 1n
}

/** Why an act that lasts has ended; null while it holds. */
export const endReason = async (db: Db, noun: ModerationRecord, id: number): Promise<string | null> =>
  (await db.selectFrom(noun).select('end_reason').where('id', '=', id).executeTakeFirst())?.end_reason ?? null

/** Acts that say why a comment is in the state that it is in: of each at most one holds. */
export const deciding = ['holds', 'removals', 'spam_marks', 'approvals'] as const
export type Deciding = (typeof deciding)[number]

export const isDeciding = (noun: string): noun is Deciding => (deciding as readonly string[]).includes(noun)

export const isInForce = async (db: Db, noun: Deciding, id: number): Promise<boolean> =>
  (await db.selectFrom(noun).select('id').where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst()) !==
  undefined

/** Whether an act has ended at a moment, and not at another. */
export const endedAt = async (db: Db, noun: Deciding, id: number, at: number): Promise<boolean> =>
  (await db.selectFrom(noun).select('id').where('id', '=', id).where('ended_at', '=', at).executeTakeFirst()) !==
  undefined

/** Another act of the same kind that holds about the same comment. */
export const otherInForce = async (
  db: Db,
  noun: Deciding,
  commentId: number,
  id: number,
): Promise<number | undefined> =>
  (
    await db
      .selectFrom(noun)
      .select('id')
      .where('comment_id', '=', commentId)
      .where('id', '!=', id)
      .where('ended_at', 'is', null)
      .limit(1)
      .executeTakeFirst()
  )?.id

/** The comment that a change is about, its moves left out; null where it is about none. */
export async function commentOfChange(
  db: Db,
  { noun, noun_id }: Pick<Change, 'noun' | 'noun_id'>,
): Promise<number | null> {
  if (noun === 'comments') return noun_id
  if (!isDeciding(noun) && noun !== 'flags' && noun !== 'appeals') return null
  return (
    (await db.selectFrom(noun).select('comment_id').where('id', '=', noun_id).executeTakeFirst())?.comment_id ?? null
  )
}

/**
 * Whether the act that a row began with is done, as far as anybody has undone it, and its undo, and so on. What did not
 * begin in a batch was undone by nobody.
 */
export async function originInEffect(db: Db, noun: ModerationRecord, id: number): Promise<boolean> {
  const { rows } = await sql<{ undos: number }>`
    with recursive undos (id, n) as (
      select min(batch_id), 0 from batch_changes where noun = ${noun} and noun_id = ${id} and kind = 'start'
      union all select u.id, n + 1 from undos join batches as u on u.undoes = undos.id
    ) select max(n) as undos from undos`.execute(db)
  return (rows[0]?.undos ?? 0) % 2 === 0
}

/** Columns that an act may set, by table: nothing else of a row can be put back. */
export const restorable = {
  articles: ['reopened_at'],
  closures: ['until_at'],
  comments: ['format', 'source', 'html', 'renderer'],
  appeals: ['answer', 'log_entry_id'],
} as const satisfies Record<string, readonly string[]>

export const isRestorable = (noun: string): noun is keyof typeof restorable => Object.hasOwn(restorable, noun)

export const fieldOf = async (db: Db, noun: keyof typeof restorable, id: number, field: string): Promise<unknown> =>
  (
    await sql<{ value: unknown }>`select ${sql.ref(field)} as value from ${sql.table(noun)} where id = ${id}`.execute(
      db,
    )
  ).rows[0]?.value

export const setField = (db: Tx, noun: keyof typeof restorable, id: number, field: string, value: unknown) =>
  sql`update ${sql.table(noun)} set ${sql.ref(field)} = ${value} where id = ${id}`.execute(db)

/** The first entry of the log that tells of a batch. */
export const entryOf = (db: Db, batchId: number) =>
  db
    .selectFrom('log_entries')
    .select(['subject', 'subject_id', 'article_id'])
    .where('batch_id', '=', batchId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

/** Articles that the log names of a batch; of an undo, those of what it undid. */
export const articlesOf = async (db: Db, batchId: number): Promise<number[]> =>
  (
    await sql<{
      id: number
    }>`with recursive acts (id) as (select ${batchId} union select b.undoes from acts join batches as b on b.id = acts.id where b.undoes is not null)
    select distinct e.article_id as id from acts join log_entries as e on e.batch_id = acts.id where e.article_id is not null`.execute(
      db,
    )
  ).rows.map((row) => row.id)
