// Deletes data beside comments whose retention time is over: filter catches, letters, notes, notices and read marks.
import { sql } from 'kysely'
import type { Tx } from '../../db/open.ts'
import type { RehearsalResult } from '../filters/rehearsal-rules.ts'

const countDeleted = async (rows: Promise<{ numAffectedRows?: bigint }>): Promise<number> =>
  Number((await rows).numAffectedRows ?? 0n)

/** Deletes what filters caught in texts that were refused. The comment of any other catch has its own time. */
export const purgeCatches = (db: Tx, before: number, limit: number): Promise<number> =>
  countDeleted(
    sql`delete from filter_catches where id in (select id from filter_catches where created_at < ${before} and comment_id is null order by created_at limit ${limit})`.execute(
      db,
    ),
  )

/** Deletes the examples of filter tests; their counts stay, because a filter that was tested can be turned on. */
export async function purgeExamples(db: Tx, before: number, limit: number): Promise<number> {
  const rows = await db
    .selectFrom('rehearsals')
    .select(['id', 'result'])
    .where('created_at', '<', before)
    .where('result', 'like', '%"words"%')
    .orderBy('id')
    .limit(limit)
    .execute()
  for (const { id, result } of rows) {
    const counts = Object.entries(JSON.parse(result) as RehearsalResult).map(([outcome, { count }]) => [
      outcome,
      { count, examples: [] },
    ])
    await db
      .updateTable('rehearsals')
      .set({ result: JSON.stringify(Object.fromEntries(counts)) })
      .where('id', '=', id)
      .execute()
  }
  return rows.length
}

/** @param readBefore for letters that an editor has read @param sentBefore for all others */
export const purgeLetters = (db: Tx, readBefore: number, sentBefore: number, limit: number): Promise<number> =>
  countDeleted(
    sql`delete from editor_letters where id in (select id from editor_letters where read_at < ${readBefore} or created_at < ${sentBefore} order by id limit ${limit})`.execute(
      db,
    ),
  )

/** Deletes notes about members with all versions, also from the private log, where their hashes stay. @returns how many versions */
export async function purgeNotes(db: Tx, before: number, now: number, limit: number): Promise<number> {
  const { rows } = await sql<{
    first: number
  }>`select coalesce(first_version_id, id) as first from person_notes group by coalesce(first_version_id, id) having max(created_at) < ${before} limit ${limit}`.execute(
    db,
  )
  let deleted = 0
  for (const { first } of rows) {
    const versions = await db
      .selectFrom('person_notes')
      .select(['id', 'person_id', 'account_id', 'body', 'created_at'])
      .where((where) => where.or([where('id', '=', first), where('first_version_id', '=', first)]))
      .execute()
    for (const version of versions)
      await db
        .updateTable('private_log_entries')
        .set({ reason: '', reason_deleted_at: now })
        .where('act', 'in', ['note', 'correct-note'])
        .where('subject_id', '=', version.person_id)
        .where('actor_id', '=', version.account_id)
        .where('created_at', '=', version.created_at)
        .where('reason', '=', version.body)
        .execute()
    await db.deleteFrom('person_notes').where('first_version_id', '=', first).execute()
    await db.deleteFrom('person_notes').where('id', '=', first).execute()
    deleted += versions.length
  }
  return deleted
}

/** Deletes handover notes that were replaced or cleared before a moment. */
export const purgeHandovers = (db: Tx, before: number, limit: number): Promise<number> =>
  countDeleted(
    sql`delete from handovers where id in (select id from handovers where ended_at < ${before} order by id limit ${limit})`.execute(
      db,
    ),
  )

export const purgeNotices = (db: Tx, before: number, limit: number): Promise<number> =>
  countDeleted(
    sql`delete from notices where id in (select id from notices where created_at < ${before} order by created_at limit ${limit})`.execute(
      db,
    ),
  )

export const purgeMarks = (db: Tx, before: number, limit: number): Promise<number> =>
  countDeleted(
    sql`delete from read_marks where (account_id, article_id) in (select account_id, article_id from read_marks where visited_at < ${before} order by visited_at limit ${limit})`.execute(
      db,
    ),
  )
