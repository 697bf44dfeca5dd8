// Rows of passwords: requests to reset one, and a new hash with the end of an account's sessions.
import type { Db, Tx } from '../../db/open.ts'
import type { PasswordResetsTable } from '../../db/schema/accounts.ts'
import { countAll } from '../../db/sql.ts'

export const insertReset = (db: Tx, reset: Omit<PasswordResetsTable, 'used_at'>) =>
  db
    .insertInto('password_resets')
    .values({ ...reset, used_at: null })
    .execute()

/** Requests for an address since a moment. */
export const countResets = async (db: Db, addressHash: string, since: number): Promise<number> =>
  (
    await db
      .selectFrom('password_resets')
      .select(countAll().as('n'))
      .where('address_hash', '=', addressHash)
      .where('created_at', '>', since)
      .executeTakeFirstOrThrow()
  ).n

export const deleteOldResets = (db: Tx, before: number) =>
  db.deleteFrom('password_resets').where('created_at', '<', before).execute()

/** The account of a link that has neither expired nor been used. */
export const accountOfReset = (db: Db, tokenHash: string, now: number) =>
  db
    .selectFrom('password_resets as r')
    .innerJoin('accounts as p', 'p.id', 'r.account_id')
    .select(['p.id', 'p.nic', 'p.email'])
    .where('r.token_hash', '=', tokenHash)
    .where('r.expires_at', '>', now)
    .where('r.used_at', 'is', null)
    .executeTakeFirst()

/** Uses a link. @returns false if it has expired or was used before */
export const markResetUsed = async (db: Tx, tokenHash: string, at: number): Promise<boolean> =>
  (await db
    .updateTable('password_resets')
    .set({ used_at: at })
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .where('used_at', 'is', null)
    .returning('token_hash')
    .executeTakeFirst()) !== undefined

/** Ends every link of an account. */
export const endResets = (db: Tx, accountId: number, at: number) =>
  db
    .updateTable('password_resets')
    .set({ used_at: at })
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .execute()

export const passwordOwner = (db: Db, id: number) =>
  db.selectFrom('accounts').select(['nic', 'email', 'password_hash']).where('id', '=', id).executeTakeFirstOrThrow()
