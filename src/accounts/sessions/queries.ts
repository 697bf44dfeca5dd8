// Rows of an account's sessions.
import type { Db, Tx } from '../../db/open.ts'
import { handleOf } from './rules.ts'

/** Sessions that neither a ban nor their time has ended, the last used first. */
export const sessionsOf = (db: Db, accountId: number, now: number, limit: number) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('accounts as p', 'p.id', 's.account_id')
    .select([
      's.token_hash',
      's.browser',
      's.network',
      's.created_at',
      's.last_used_at',
      's.expires_at',
      's.max_idle',
      'p.role',
    ])
    .where('s.account_id', '=', accountId)
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', now)
    .orderBy('s.last_used_at', 'desc')
    .orderBy('s.token_hash')
    .limit(limit)
    .execute()

/** Ends all sessions of an account, but for one. Those that a ban ended stay, so that their browsers stay known. */
export const endSessionsOf = async (db: Tx, accountId: number, except: string | null = null): Promise<number> =>
  Number(
    (
      await db
        .deleteFrom('sessions')
        .where('account_id', '=', accountId)
        .where('ended_at', 'is', null)
        .$if(except !== null, (query) => query.where('token_hash', '!=', except!))
        .executeTakeFirst()
    ).numDeletedRows,
  )

/** Ends the session of an account with a handle. @returns whether there was one */
export async function endSessionByHandle(db: Tx, accountId: number, handle: string): Promise<boolean> {
  const rows = await db
    .selectFrom('sessions')
    .select('token_hash')
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()
  const found = rows.find((row) => handleOf(row.token_hash) === handle)
  if (found !== undefined) await db.deleteFrom('sessions').where('token_hash', '=', found.token_hash).execute()
  return found !== undefined
}

/** What the cookie of a session needs; undefined if there is none with this token. */
export const sessionEnd = (db: Db, tokenHash: string) =>
  db
    .selectFrom('sessions')
    .select(['expires_at', 'max_idle'])
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

/** Gives a session another token. @returns what its cookie needs; undefined if the session has ended */
export const renewSession = (db: Tx, oldHash: string, newHash: string, at: number) =>
  db
    .updateTable('sessions')
    .set({ token_hash: newHash, confirmed_at: at })
    .where('token_hash', '=', oldHash)
    .where('ended_at', 'is', null)
    .returning(['expires_at', 'max_idle'])
    .executeTakeFirst()
