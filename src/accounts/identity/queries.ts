// Rows with which a member proves again who they are.
import type { Db, Tx } from '../../db/open.ts'

export const passwordHashOf = async (db: Db, accountId: number): Promise<string | null> =>
  (await db.selectFrom('accounts').select('password_hash').where('id', '=', accountId).executeTakeFirst())
    ?.password_hash ?? null

export const setConfirmed = (db: Tx, sessionHash: string, at: number) =>
  db.updateTable('sessions').set({ confirmed_at: at }).where('token_hash', '=', sessionHash).execute()
