// Queries of duties and handover notes.
import type { Db, Tx } from '../../db/open.ts'

/** Who is on duty now, the longest on duty first. */
export const onDuty = (db: Db, now: number) =>
  db
    .selectFrom('duties as d')
    .innerJoin('accounts as p', 'p.id', 'd.account_id')
    .select(['d.id', 'd.account_id', 'd.created_at', 'd.until_at', 'p.nic'])
    .where('d.ended_at', 'is', null)
    .where('d.until_at', '>', now)
    .orderBy('d.id')
    .execute()

export const insertDuty = (db: Tx, duty: { account_id: number; created_at: number; until_at: number }) =>
  db
    .insertInto('duties')
    .values({ ...duty, ended_at: null })
    .execute()

/** @returns whether they were on duty */
export const endDuty = async (db: Tx, accountId: number, at: number): Promise<boolean> =>
  (
    await db
      .updateTable('duties')
      .set({ ended_at: at })
      .where('account_id', '=', accountId)
      .where('ended_at', 'is', null)
      .where('until_at', '>', at)
      .executeTakeFirst()
  ).numUpdatedRows > 0n

/** Ends a duty that has expired, as of its expiry, so that another can start. */
export const endExpiredDuty = (db: Tx, accountId: number, at: number) =>
  db
    .updateTable('duties')
    .set((duty) => ({ ended_at: duty.ref('until_at') }))
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('until_at', '<=', at)
    .execute()

/** Handover notes, the newest first; the current one has no end. @param before the note below which the list begins, or null for the newest */
export const handovers = (db: Db, before: number | null, limit: number) =>
  db
    .selectFrom('handovers as h')
    .innerJoin('accounts as p', 'p.id', 'h.account_id')
    .leftJoin('accounts as e', 'e.id', 'h.ended_by')
    .select(['h.id', 'h.body', 'h.created_at', 'h.ended_at', 'p.nic', 'e.nic as ended_nic'])
    .$if(before !== null, (query) => query.where('h.id', '<', before!))
    .orderBy('h.id', 'desc')
    .limit(limit)
    .execute()

/** The current handover note. */
export const handoverInForce = (db: Db) =>
  db
    .selectFrom('handovers as h')
    .innerJoin('accounts as p', 'p.id', 'h.account_id')
    .select(['h.id', 'h.body', 'h.created_at', 'p.nic'])
    .where('h.ended_at', 'is', null)
    .executeTakeFirst()

export const insertHandover = (db: Tx, note: { account_id: number; body: string; created_at: number }) =>
  db
    .insertInto('handovers')
    .values({ ...note, ended_at: null, ended_by: null })
    .execute()

/** @returns whether there was a current note */
export const endHandover = async (db: Tx, by: number, at: number): Promise<boolean> =>
  (
    await db
      .updateTable('handovers')
      .set({ ended_at: at, ended_by: by })
      .where('ended_at', 'is', null)
      .executeTakeFirst()
  ).numUpdatedRows > 0n
