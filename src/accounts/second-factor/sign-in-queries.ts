// Rows of sign-ins that wait for the second factor.

import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { PendingSignInsTable } from '../../db/schema/factors.ts'

export const insertPending = (db: Tx, row: Insertable<PendingSignInsTable>) =>
  db.insertInto('pending_sign_ins').values(row).execute()

/** A sign-in that waits, with its account; undefined once it has expired. */
export const pendingSignInOf = (db: Db, tokenHash: string, now: number) =>
  db
    .selectFrom('pending_sign_ins as s')
    .innerJoin('accounts as p', 'p.id', 's.account_id')
    .select(['p.id', 'p.nic', 'p.passkey_count', 's.next', 's.post', 's.kept', 's.attempts'])
    .where('s.token_hash', '=', tokenHash)
    .where('s.expires_at', '>', now)
    .executeTakeFirst()

/** Counts an attempt. @returns the number of attempts, this one included; undefined where none was left */
export const countAttempt = async (db: Tx, tokenHash: string, most: number, now: number): Promise<number | undefined> =>
  (
    await db
      .updateTable('pending_sign_ins')
      .set({ attempts: sql`attempts + 1` })
      .where('token_hash', '=', tokenHash)
      .where('attempts', '<', most)
      .where('expires_at', '>', now)
      .returning('attempts')
      .executeTakeFirst()
  )?.attempts

export const deletePending = (db: Tx, tokenHash: string) =>
  db.deleteFrom('pending_sign_ins').where('token_hash', '=', tokenHash).execute()

export const deleteExpiredPending = (db: Tx, now: number) =>
  db.deleteFrom('pending_sign_ins').where('expires_at', '<=', now).execute()
