// Rows of removals of a second factor.
import type { Db, Tx } from '../../db/open.ts'

/** How a removal ended: done, stopped by its member, by signing in with the factor, or by an admin. */
type Outcome = 'done' | 'stopped' | 'used' | 'cancelled'

/** The removal that waits for an account's wait to end; undefined for none. */
export const openRemoval = (db: Db, personId: number) =>
  db
    .selectFrom('factor_removals')
    .select(['id', 'due_at', 'created_at'])
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** The removal that a link stops, with its account; undefined once it has ended. */
export const removalByToken = (db: Db, tokenHash: string) =>
  db
    .selectFrom('factor_removals as r')
    .innerJoin('accounts as p', 'p.id', 'r.person_id')
    .select(['r.id', 'r.person_id', 'r.due_at', 'p.nic'])
    .where('r.token_hash', '=', tokenHash)
    .where('r.ended_at', 'is', null)
    .executeTakeFirst()

/** Begins a removal. @returns false while one is open */
export const insertRemoval = async (
  db: Tx,
  row: { person_id: number; account_id: number; token_hash: string; created_at: number; due_at: number },
): Promise<boolean> =>
  (await db
    .insertInto('factor_removals')
    .values(row)
    .onConflict((on) => on.column('person_id').where('ended_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()) !== undefined

/** Ends the open removal of an account. @returns whether there was one */
export const endRemoval = async (db: Tx, personId: number, outcome: Outcome, at: number): Promise<boolean> =>
  (await db
    .updateTable('factor_removals')
    .set({ ended_at: at, outcome })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()) !== undefined

export const dueRemovals = (db: Db, now: number) =>
  db
    .selectFrom('factor_removals as r')
    .innerJoin('accounts as p', 'p.id', 'r.person_id')
    .select(['r.person_id', 'p.nic'])
    .where('r.ended_at', 'is', null)
    .where('r.due_at', '<=', now)
    .orderBy('r.due_at')
    .execute()

/** Takes app, recovery codes and passkeys from an account. */
export async function deleteFactors(db: Tx, accountId: number): Promise<void> {
  for (const table of ['totp', 'recovery_codes', 'passkeys', 'pending_sign_ins'] as const)
    await db.deleteFrom(table).where('account_id', '=', accountId).execute()
  await db.updateTable('accounts').set({ passkey_count: 0 }).where('id', '=', accountId).execute()
}

/** Whether an account could still be entered without its second factor: by its password, or by one that it resets. */
export const canEnterWithoutFactor = async (db: Db, accountId: number): Promise<boolean> => {
  const row = await db
    .selectFrom('accounts')
    .select(['password_hash', 'owned_email'])
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row !== undefined && (row.password_hash !== null || row.owned_email !== null)
}
