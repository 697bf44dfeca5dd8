// Rows of authenticator apps and recovery codes.
import type { Db, Tx } from '../../db/open.ts'

export const totpOf = (db: Db, accountId: number) =>
  db.selectFrom('totp').selectAll().where('account_id', '=', accountId).executeTakeFirst()

/** Whether signing in with the password asks for a second factor: a code of an app, or a passkey. */
export const hasSecondFactor = async (db: Db, accountId: number): Promise<boolean> =>
  (await db
    .selectFrom('accounts as p')
    .leftJoin('totp as t', 't.account_id', 'p.id')
    .select('p.id')
    .where('p.id', '=', accountId)
    .where((where) => where.or([where('p.passkey_count', '>', 0), where('t.account_id', 'is not', null)]))
    .executeTakeFirst()) !== undefined

/** Stores an app. @returns false if the account has one */
export const insertTotp = async (
  db: Tx,
  row: { account_id: number; secret: string; last_step: number; created_at: number },
): Promise<boolean> =>
  (await db
    .insertInto('totp')
    .values(row)
    .onConflict((on) => on.column('account_id').doNothing())
    .returning('account_id')
    .executeTakeFirst()) !== undefined

export const deleteTotp = (db: Tx, accountId: number) =>
  db.deleteFrom('totp').where('account_id', '=', accountId).execute()

/** Marks the code of a step as used. @returns false if it or a later one was used before */
export const useStep = async (db: Tx, accountId: number, step: number): Promise<boolean> =>
  (await db
    .updateTable('totp')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', step)
    .returning('account_id')
    .executeTakeFirst()) !== undefined

export const recoveryCodesOf = (db: Db, accountId: number) =>
  db
    .selectFrom('recovery_codes')
    .select(['code_hash', 'created_at', 'saved_at', 'used_at'])
    .where('account_id', '=', accountId)
    .execute()

/** Replaces all recovery codes of an account. */
export async function replaceRecoveryCodes(
  db: Tx,
  accountId: number,
  hashes: readonly string[],
  at: number,
): Promise<void> {
  await deleteRecoveryCodes(db, accountId)
  await db
    .insertInto('recovery_codes')
    .values(hashes.map((code_hash) => ({ account_id: accountId, code_hash, created_at: at })))
    .execute()
}

export const deleteRecoveryCodes = (db: Tx, accountId: number) =>
  db.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute()

export const markCodesSaved = (db: Tx, accountId: number, at: number) =>
  db
    .updateTable('recovery_codes')
    .set({ saved_at: at })
    .where('account_id', '=', accountId)
    .where('saved_at', 'is', null)
    .execute()

/** Uses up a recovery code. @returns false for one that is unknown or was used */
export const useRecoveryCode = async (db: Tx, accountId: number, hash: string, at: number): Promise<boolean> =>
  (await db
    .updateTable('recovery_codes')
    .set({ used_at: at })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst()) !== undefined

/** Notes that a session has passed the second factor. */
export const markSessionPassed = (db: Tx, tokenHash: string, at: number) =>
  db.updateTable('sessions').set({ second_factor_at: at }).where('token_hash', '=', tokenHash).execute()
