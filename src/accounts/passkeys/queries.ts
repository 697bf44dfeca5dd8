// Rows of passkeys and of their challenges.
import { type Insertable, sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { PasskeyChallengesTable, PasskeysTable } from '../../db/schema/factors.ts'

export const passkeysOf = (db: Db, accountId: number) =>
  db
    .selectFrom('passkeys')
    .select(['id', 'credential_id', 'transports', 'name', 'created_at', 'last_used_at'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()

export const passkeyByCredential = (db: Db, credentialId: string) =>
  db.selectFrom('passkeys').selectAll().where('credential_id', '=', credentialId).executeTakeFirst()

/** Stores a passkey and counts it. @returns false where the account has the most it can have */
export async function insertPasskey(db: Tx, row: Insertable<PasskeysTable>, most: number): Promise<boolean> {
  const counted = await db
    .updateTable('accounts')
    .set({ passkey_count: sql`passkey_count + 1` })
    .where('id', '=', row.account_id)
    .where('passkey_count', '<', most)
    .returning('id')
    .executeTakeFirst()
  if (counted === undefined) return false
  await db.insertInto('passkeys').values(row).execute()
  return true
}

export const renamePasskey = (db: Tx, accountId: number, id: number, name: string) =>
  db.updateTable('passkeys').set({ name }).where('id', '=', id).where('account_id', '=', accountId).execute()

/**
 * Deletes a passkey, except the only way to sign in: the condition is one of the update, so that it holds for two changes at
 * once. @returns false where it is the last one of an account without a password
 */
export async function deletePasskey(db: Tx, accountId: number, id: number): Promise<boolean> {
  const row = await db
    .selectFrom('passkeys')
    .select('id')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (row === undefined) return true
  const counted = await db
    .updateTable('accounts')
    .set({ passkey_count: sql`passkey_count - 1` })
    .where('id', '=', accountId)
    .where((where) => where.or([where('password_hash', 'is not', null), where('passkey_count', '>', 1)]))
    .returning('id')
    .executeTakeFirst()
  if (counted === undefined) return false
  await db.deleteFrom('passkeys').where('id', '=', id).execute()
  return true
}

/** Removes the password of an account that has a passkey. @returns false without one */
export const dropPassword = async (db: Tx, accountId: number): Promise<boolean> =>
  (await db
    .updateTable('accounts')
    .set({ password_hash: null })
    .where('id', '=', accountId)
    .where('passkey_count', '>', 0)
    .returning('id')
    .executeTakeFirst()) !== undefined

/** Notes a use. @returns false where the counter does not grow, as with a copied key; keys that do not count stay at 0 */
export const usePasskey = async (db: Tx, id: number, counter: number, at: number): Promise<boolean> =>
  (await db
    .updateTable('passkeys')
    .set({ counter, last_used_at: at })
    .where('id', '=', id)
    .where((where) =>
      where.or([where('counter', '<', counter), where.and([where('counter', '=', 0), sql<boolean>`${counter} = 0`])]),
    )
    .returning('id')
    .executeTakeFirst()) !== undefined

export async function insertChallenge(db: Tx, row: PasskeyChallengesTable, now: number): Promise<void> {
  await db.deleteFrom('passkey_challenges').where('expires_at', '<=', now).execute()
  await db.insertInto('passkey_challenges').values(row).execute()
}

/** Uses up a challenge. @returns its account; undefined where it expired, was used, or is for something else */
export const takeChallenge = (
  db: Tx,
  hash: string,
  purpose: PasskeyChallengesTable['purpose'],
  now: number,
): Promise<{ account_id: number | null } | undefined> =>
  db
    .deleteFrom('passkey_challenges')
    .where('challenge_hash', '=', hash)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', now)
    .returning('account_id')
    .executeTakeFirst()
