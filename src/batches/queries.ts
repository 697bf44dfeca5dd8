// Queries of batches: the changes that each recorded, and the moderation records that an undo ends or resumes.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { BatchChangesTable } from '../db/schema/log.ts'
import { settingText, storeSetting } from '../db/settings.ts'
import { settingsSchema } from '../settings.ts'
import { followSiteField } from './site-queries.ts'

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

export const deleteBatch = (db: Tx, id: number) => db.deleteFrom('batches').where('id', '=', id).execute()

export type Change = Omit<BatchChangesTable, 'batch_id' | 'number'>

export const insertChange = (db: Tx, batchId: number, number: number, change: Change) =>
  db
    .insertInto('batch_changes')
    .values({ batch_id: batchId, number, ...change })
    .execute()

/** A batch, with the batch that undid it. */
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

export const batchChanges = (db: Db, batchId: number) =>
  db.selectFrom('batch_changes').selectAll().where('batch_id', '=', batchId).orderBy('number').execute()

/** Tables of moderation records: who, when, why, and how each ended. */
const moderationRecords = [
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
  'person_holds',
  'site_holds',
  'profile_removals',
  'bans',
  'appeals',
  'filters',
  'filter_switches',
  'classifier_switches',
  'classifier_generations',
  'tag_merges',
  'page_versions',
  'rejections',
  'returns',
  'unpublishings',
  'merges',
  'lead_choices',
  'front_quotes',
  'trusts',
  'correction_acceptances',
  'correction_declines',
] as const
export type ModerationRecord = (typeof moderationRecords)[number]

export const isModerationRecord = (noun: string): noun is ModerationRecord =>
  (moderationRecords as readonly string[]).includes(noun)

/** Ends a moderation record. @returns false when it had ended already */
export const endRecord = async (
  db: Tx,
  noun: ModerationRecord,
  id: number,
  end: { ended_at: number; ended_by: number | null; end_reason: string },
): Promise<boolean> =>
  (await db.updateTable(noun).set(end).where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst())
    .numUpdatedRows === 1n

/**
 * Resumes a moderation record that ended at a moment.
 * @returns false when it did not end then, or when another record of its kind is in force
 */
export async function resumeRecord(db: Tx, noun: ModerationRecord, id: number, endedAt: number): Promise<boolean> {
  const resumed =
    await sql`update or ignore ${sql.table(noun)} set ended_at = null, ended_by = null, end_reason = null where id = ${id} and ended_at = ${endedAt}`.execute(
      db,
    )
  return (resumed.numAffectedRows ?? 0n) === 1n
}

/** Whether generations of the classifier can change places again: those started are in force, and those ended then still have their words. */
export const canSwitchGenerations = async (
  db: Db,
  started: readonly number[],
  ended: readonly { id: number; at: number }[],
): Promise<boolean> => {
  const ids = [...started, ...ended.map(({ id }) => id)]
  const rows = new Map(
    (
      await db
        .selectFrom('classifier_generations')
        .select(['id', 'ended_at', 'dropped_at'])
        .where('id', 'in', ids)
        .execute()
    ).map((row) => [row.id, row]),
  )
  return (
    started.every((id) => rows.get(id)?.ended_at === null) &&
    ended.every(({ id, at }) => rows.get(id)?.ended_at === at && rows.get(id)?.dropped_at === null)
  )
}

/** Why a moderation record ended; null while it is in force. */
export const endReason = async (db: Db, noun: ModerationRecord, id: number): Promise<string | null> =>
  (await db.selectFrom(noun).select('end_reason').where('id', '=', id).executeTakeFirst())?.end_reason ?? null

/** Tables of records that explain a comment's state; at most one row of each is in force for a comment. */
const stateRecords = ['holds', 'removals', 'spam_marks', 'approvals'] as const
export type StateRecord = (typeof stateRecords)[number]

export const isStateRecord = (noun: string): noun is StateRecord => (stateRecords as readonly string[]).includes(noun)

export const isRecordInForce = async (db: Db, noun: StateRecord, id: number): Promise<boolean> =>
  (await db.selectFrom(noun).select('id').where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst()) !==
  undefined

/** Tables of records that explain the state of an article. */
const decisionRecords = ['rejections', 'returns', 'unpublishings', 'merges'] as const
type DecisionRecord = (typeof decisionRecords)[number]

export const isDecisionRecord = (noun: string): noun is DecisionRecord =>
  (decisionRecords as readonly string[]).includes(noun)

export const isDecisionInForce = async (db: Db, noun: DecisionRecord, id: number): Promise<boolean> =>
  (await db.selectFrom(noun).select('id').where('id', '=', id).where('ended_at', 'is', null).executeTakeFirst()) !==
  undefined

/** Whether a record ended at exactly this moment. */
export const hasEndedAt = async (db: Db, noun: StateRecord, id: number, at: number): Promise<boolean> =>
  (await db.selectFrom(noun).select('id').where('id', '=', id).where('ended_at', '=', at).executeTakeFirst()) !==
  undefined

/** Another record of the same table that is in force for the comment. */
export const otherRecordInForce = async (
  db: Db,
  noun: StateRecord,
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

/** The comment that a change is about; null for moves and for changes of other things. */
export async function changedComment(
  db: Db,
  { noun, noun_id }: Pick<Change, 'noun' | 'noun_id'>,
): Promise<number | null> {
  if (noun === 'comments') return noun_id
  if (!isStateRecord(noun) && noun !== 'flags' && noun !== 'appeals') return null
  return (
    (await db.selectFrom(noun).select('comment_id').where('id', '=', noun_id).executeTakeFirst())?.comment_id ?? null
  )
}

/**
 * Whether the batch that inserted a record is in effect: it was undone, redone and so on an even number of times. A record
 * that no batch inserted is always in effect.
 */
export async function isOriginInEffect(db: Db, noun: ModerationRecord, id: number): Promise<boolean> {
  const { rows } = await sql<{ undos: number }>`
    with recursive undos (id, n) as (
      select min(batch_id), 0 from batch_changes where noun = ${noun} and noun_id = ${id} and kind = 'start'
      union all select u.id, n + 1 from undos join batches as u on u.undoes = undos.id
    ) select max(n) as undos from undos`.execute(db)
  return (rows[0]?.undos ?? 0) % 2 === 0
}

/** The key of the action that a batch is, or of the one that a chain of undos began with. */
export const originalAct = async (db: Db, id: number): Promise<string> =>
  (
    await sql<{ act: string }>`with recursive undone (id, undoes, act) as (
      select id, undoes, act from batches where id = ${id}
      union all select b.id, b.undoes, b.act from undone join batches as b on b.id = undone.undoes
    ) select act from undone where undoes is null`.execute(db)
  ).rows[0]?.act ?? ''

/** The columns that a batch may set, and an undo restore, by table. */
export const restorable = {
  articles: ['reopened_at', 'corrected_at'],
  corrections: ['decided_at'],
  closures: ['until_at'],
  comments: ['format', 'source', 'html', 'renderer'],
  appeals: ['answer', 'log_entry_id'],
  /** By their names, as JSON text; null is the default. Their row has no number, so `noun_id` is 0. */
  settings: Object.keys(settingsSchema.shape),
  areas: ['name', 'slug', 'position', 'closed_at'],
  sections: ['name', 'slug', 'area_id', 'position', 'closed_at'],
  tags: ['name'],
} as const satisfies Record<string, readonly string[]>

export const isRestorable = (noun: string): noun is keyof typeof restorable => Object.hasOwn(restorable, noun)

/** Tables that make up the site. Only admins change them, and undo changes of them. */
const siteNouns: readonly string[] = ['settings', 'sections', 'areas', 'tags', 'tag_merges', 'page_versions']
export const isSiteNoun = (noun: string): boolean => siteNouns.includes(noun)

export const fieldValue = async (db: Db, noun: keyof typeof restorable, id: number, field: string): Promise<unknown> =>
  noun === 'settings'
    ? settingText(db, field)
    : (
        await sql<{
          value: unknown
        }>`select ${sql.ref(field)} as value from ${sql.table(noun)} where id = ${id}`.execute(db)
      ).rows[0]?.value

type FieldChange = { noun: keyof typeof restorable; id: number; field: string; value: string | number | null }

export async function setField(db: Tx, { noun, id, field, value }: FieldChange, now: number): Promise<void> {
  if (noun === 'settings') return storeSetting(db, field, value === null ? null : String(value), now)
  await followSiteField(db, { noun, id, field, value }, now)
  await sql`update ${sql.table(noun)} set ${sql.ref(field)} = ${value} where id = ${id}`.execute(db)
}

/** The first log entry of a batch. */
export const firstBatchEntry = (db: Db, batchId: number) =>
  db
    .selectFrom('log_entries')
    .select(['subject', 'subject_id', 'article_id'])
    .where('batch_id', '=', batchId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

/** Articles that a batch's log entries name; for an undo, also those of the batches that it undid. */
export const batchArticles = async (db: Db, batchId: number): Promise<number[]> =>
  (
    await sql<{
      id: number
    }>`with recursive undone (id) as (select ${batchId} union select b.undoes from undone join batches as b on b.id = undone.id where b.undoes is not null)
    select distinct e.article_id as id from undone join log_entries as e on e.batch_id = undone.id where e.article_id is not null`.execute(
      db,
    )
  ).rows.map((row) => row.id)
