// Deletes data whose retention time is over, and records the runs.
import { sql } from 'kysely'
import { deleteTraits } from '../../comments/trait-queries.ts'
import type { Db, Tx } from '../../db/open.ts'
import type { PurgesTable } from '../../db/schema/purges.ts'

/** The kinds of data that a run deletes, in this order. */
export const purgeKinds = [
  'addresses',
  'texts',
  'flags',
  'drafts',
  'catches',
  'letters',
  'notes',
  'notices',
  'marks',
] as const
export type PurgeKind = (typeof purgeKinds)[number]

export const beginPurge = async (db: Tx, at: number): Promise<number> =>
  (await db.insertInto('purges').values({ started_at: at, ended_at: null }).returning('id').executeTakeFirstOrThrow())
    .id

export const countPurged = (db: Tx, id: number, what: PurgeKind, n: number) =>
  db
    .updateTable('purges')
    .set({ [what]: sql`${sql.ref(what)} + ${n}` } as Partial<Record<keyof PurgesTable, never>>)
    .where('id', '=', id)
    .execute()

export const endPurge = (db: Tx, id: number, at: number) =>
  db.updateTable('purges').set({ ended_at: at }).where('id', '=', id).execute()

/** Runs, the newest first. */
export const lastPurges = (db: Db, limit: number) =>
  db.selectFrom('purges').selectAll().orderBy('id', 'desc').limit(limit).execute()

/** When the newest complete run ended; undefined without one. */
export const lastEnd = async (db: Db): Promise<number | undefined> =>
  (
    await db
      .selectFrom('purges')
      .select('ended_at')
      .where('ended_at', 'is not', null)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.ended_at ?? undefined

const countDeleted = async (rows: Promise<{ numAffectedRows?: bigint }>): Promise<number> =>
  Number((await rows).numAffectedRows ?? 0n)

export const purgeAddresses = (db: Tx, before: number, limit: number): Promise<number> =>
  countDeleted(
    sql`delete from comment_addresses where comment_id in (select comment_id from comment_addresses where created_at < ${before} order by created_at limit ${limit})`.execute(
      db,
    ),
  )

/** Deletes drafts of comments, then unsent texts of other forms, then drafts of articles. */
export async function purgeDrafts(db: Tx, before: number, limit: number): Promise<number> {
  const purgeTable = (table: 'drafts' | 'unsent_texts' | 'article_drafts', most: number): Promise<number> =>
    countDeleted(
      sql`delete from ${sql.table(table)} where id in (select id from ${sql.table(table)} where changed_at < ${before} order by changed_at limit ${most})`.execute(
        db,
      ),
    )
  let purged = 0
  for (const table of ['drafts', 'unsent_texts', 'article_drafts'] as const)
    if (purged < limit) purged += await purgeTable(table, limit - purged)
  return purged
}

/** Deletes reports of readers that were answered before a moment, and those that nobody confirmed in time. */
export const purgeReports = (db: Tx, answeredBefore: number, askedBefore: number, limit: number): Promise<number> =>
  countDeleted(
    sql`delete from reports where id in (
    select id from reports where answered_at < ${answeredBefore} or (confirmed_at is null and created_at < ${askedBefore}) order by id limit ${limit})`.execute(
      db,
    ),
  )

/** Deletes flags that are decided, or whose comment is not live; open flags stay. */
export const purgeFlags = (db: Tx, before: number, limit: number): Promise<number> =>
  countDeleted(
    sql`delete from flags where id in (
    select f.id from flags as f cross join comments as c on c.id = f.comment_id where f.created_at < ${before} and (f.ended_at < ${before} or (f.ended_at is null and c.state != 'live')) order by f.created_at limit ${limit})`.execute(
      db,
    ),
  )

/**
 * Finds comments that were removed, marked as spam or withdrawn before a moment, by an undo too, that still have their
 * text and no open appeal. Examines `limit` candidates after an id.
 * @returns their ids, and the id to continue after; null at the end
 */
export async function textsBefore(
  db: Db,
  before: number,
  after: number,
  limit: number,
): Promise<{ ids: number[]; next: number | null }> {
  const { rows } = await sql<{ id: number; due: number }>`
    select c.id, (
      not exists (select 1 from purged_texts as p where p.comment_id = c.id and p.version = 0)
      and not exists (select 1 from appeals as a where a.comment_id = c.id and a.ended_at is null and c.state != 'withdrawn')
      and coalesce(case c.state
        when 'removed' then (select r.created_at from removals as r where r.comment_id = c.id and r.ended_at is null)
        when 'spam' then (select s.created_at from spam_marks as s where s.comment_id = c.id and s.ended_at is null)
        else (select w.created_at from withdrawals as w where w.comment_id = c.id and w.ended_at is null) end, c.created_at) < ${before}
      and coalesce((select max(b.created_at) from batch_changes as s join batches as b on b.id = s.batch_id where s.noun = 'comments' and s.kind = 'state' and s.noun_id = c.id), 0) < ${before}
    ) as due from comments as c where c.state in ('removed', 'spam', 'withdrawn') and c.id > ${after} order by c.id limit ${limit}`.execute(
    db,
  )
  return {
    ids: rows.filter(({ due }) => due === 1).map(({ id }) => id),
    next: rows.length < limit ? null : rows.at(-1)!.id,
  }
}

/** Deletes the text of a comment with all versions, filter matches, classifier words, notes to its author, e-mail address, website and network address. */
export async function dropText(db: Tx, commentId: number, purgeId: number): Promise<void> {
  await db
    .updateTable('comments')
    .set({ source: '', html: '', text_hash: null, email: null, email_folded: null, website: null })
    .where('id', '=', commentId)
    .execute()
  await db.updateTable('comment_versions').set({ source: '', html: '' }).where('comment_id', '=', commentId).execute()
  await sql`update batch_changes set before = null, after = null where noun = 'comments' and kind = 'field' and noun_id = ${commentId}`.execute(
    db,
  )
  await db.updateTable('filter_catches').set({ matched_text: '' }).where('comment_id', '=', commentId).execute()
  await db.updateTable('holds').set({ matched_text: '' }).where('comment_id', '=', commentId).execute()
  await db.deleteFrom('comment_addresses').where('comment_id', '=', commentId).execute()
  await db.deleteFrom('decision_notes').where('comment_id', '=', commentId).execute()
  await deleteTraits(db, commentId)
  await dropWords(db, commentId)
  await db
    .insertInto('purged_texts')
    .values({ comment_id: commentId, version: 0, purge_id: purgeId })
    .onConflict((on) => on.doNothing())
    .execute()
}

/** Deletes the words of the comment's lesson, and the counts of words that no other comment had; other counts stay. */
async function dropWords(db: Tx, commentId: number): Promise<void> {
  await sql`delete from classifier_words where good + weak + bad <= 1 and (generation, word) in (select l.generation, value from classifier_examples as l, json_each(l.words) where l.comment_id = ${commentId})`.execute(
    db,
  )
  await db.updateTable('classifier_examples').set({ words: '[]' }).where('comment_id', '=', commentId).execute()
}

/** Versions blanked before a moment that still have their text. */
export const blankedBefore = (db: Db, before: number, limit: number) =>
  db
    .selectFrom('blankings as b')
    .select(['b.comment_id', 'b.version'])
    .where('b.ended_at', 'is', null)
    .where('b.created_at', '<', before)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('purged_texts as p')
            .select('p.version')
            .whereRef('p.comment_id', '=', 'b.comment_id')
            .where((or) => or.or([or('p.version', '=', 0), or('p.version', '=', or.ref('b.version'))])),
        ),
      ),
    )
    .limit(limit)
    .execute()

export async function dropVersion(
  db: Tx,
  { comment_id, version }: { comment_id: number; version: number },
  purgeId: number,
): Promise<void> {
  await db
    .updateTable('comment_versions')
    .set({ source: '', html: '' })
    .where('comment_id', '=', comment_id)
    .where('number', '=', version)
    .execute()
  await db
    .insertInto('purged_texts')
    .values({ comment_id, version, purge_id: purgeId })
    .onConflict((on) => on.doNothing())
    .execute()
}
