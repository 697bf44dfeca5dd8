// What is stored of accounts, their sessions and the link that makes the first admin.
import { sql, type Insertable } from 'kysely'
import { countAll } from '../db/sql.ts'
import type { Db, Tx } from '../db/open.ts'
import type { AccountsTable, PreferencesTable, SessionsTable } from '../db/schema.ts'
import { skeleton } from './nics.ts'

export const insertAccount = async (db: Tx, account: Insertable<AccountsTable>): Promise<number> =>
  (await db.insertInto('accounts').values(account).returning('id').executeTakeFirstOrThrow()).id

export const accountBySkeleton = (db: Db, skeleton: string) =>
  db.selectFrom('accounts').select(['id', 'nic', 'role']).where('nic_skeleton', '=', skeleton).executeTakeFirst()

export const accountById = (db: Db, id: number) => db.selectFrom('accounts').select(['id', 'nic', 'role']).where('id', '=', id).executeTakeFirst()

/** The account of exactly this nic, found by its skeleton, because that is what the index is on. */
export const accountByNic = (db: Db, nic: string) =>
  db.selectFrom('accounts').select(['id', 'nic', 'role', 'comment_count', 'created_at']).where('nic_skeleton', '=', skeleton(nic)).where('nic', '=', nic).executeTakeFirst()

export const emailTaken = async (db: Db, folded: string): Promise<boolean> =>
  (await db.selectFrom('accounts').select('id').where('email_folded', '=', folded).executeTakeFirst()) !== undefined

/** The account that signs in under a nic (by its skeleton) or an e-mail address. */
export const accountForLogin = (db: Db, skeleton: string, emailFolded: string) =>
  db
    .selectFrom('accounts')
    .select(['id', 'nic', 'role', 'comment_count', 'password_hash'])
    .where((where) => where.or([where('nic_skeleton', '=', skeleton), where('email_folded', '=', emailFolded)]))
    .executeTakeFirst()

export const setPasswordHash = (db: Tx, id: number, hash: string) => db.updateTable('accounts').set({ password_hash: hash }).where('id', '=', id).execute()

/** Registered nics among these, by skeleton. */
export const nicsBySkeleton = async (db: Db, skeletons: readonly string[]): Promise<Map<string, string>> =>
  skeletons.length === 0 ? new Map() : new Map((await db.selectFrom('accounts').select(['nic', 'nic_skeleton']).where('nic_skeleton', 'in', skeletons).execute()).map((row) => [row.nic_skeleton, row.nic]))

export const insertSession = (db: Tx, session: SessionsTable) => db.insertInto('sessions').values(session).execute()

/** A session with the account it belongs to. */
export const sessionByHash = (db: Db, tokenHash: string) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('accounts as p', 'p.id', 's.account_id')
    .leftJoin('preferences as f', 'f.account_id', 'p.id')
    .select(['s.token_hash', 's.seen_at', 's.expires_at', 'p.id', 'p.nic', 'p.role', 'p.comment_count', 'f.theme', 'f.text_size', 'f.time_zone', 'f.date_style', 'f.keys', 'f.thread_view'])
    .select(sql<number>`exists (select 1 from notices where account_id = p.id and read_at is null)`.as('any_unread'))
    .where('s.token_hash', '=', tokenHash)
    .executeTakeFirst()

export const touchSession = (db: Tx, tokenHash: string, at: number) => db.updateTable('sessions').set({ seen_at: at }).where('token_hash', '=', tokenHash).execute()
export const endSession = (db: Tx, tokenHash: string) => db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
export const endExpiredSessions = (db: Tx, now: number) => db.deleteFrom('sessions').where('expires_at', '<', now).execute()

export const adminCount = async (db: Db): Promise<number> =>
  (await db.selectFrom('accounts').select(countAll().as('n')).where('role', '=', 'admin').where('password_hash', 'is not', null).executeTakeFirstOrThrow()).n

/** Makes the only valid link that makes the first admin; earlier ones end. */
export async function replaceFirstAdminLink(db: Tx, tokenHash: string, now: number): Promise<void> {
  await db.deleteFrom('first_admin_links').execute()
  await db.insertInto('first_admin_links').values({ token_hash: tokenHash, created_at: now, used_at: null }).execute()
}

export const firstAdminLink = (db: Db, tokenHash: string) =>
  db.selectFrom('first_admin_links').select('token_hash').where('token_hash', '=', tokenHash).where('used_at', 'is', null).executeTakeFirst()

export const useFirstAdminLink = (db: Tx, tokenHash: string, now: number) =>
  db.updateTable('first_admin_links').set({ used_at: now }).where('token_hash', '=', tokenHash).execute()

export const preferencesOf = (db: Db, accountId: number) => db.selectFrom('preferences').select(['theme', 'text_size', 'time_zone', 'date_style', 'keys', 'thread_view']).where('account_id', '=', accountId).executeTakeFirst()

export const keepPreferences = (db: Tx, accountId: number, preferences: Omit<PreferencesTable, 'account_id'>) =>
  db.insertInto('preferences').values({ account_id: accountId, ...preferences }).onConflict((on) => on.column('account_id').doUpdateSet(preferences)).execute()

/** Counts replies to comments that an account has taken over. */
export const addReplies = (db: Tx, accountId: number, replies: number) => db.updateTable('accounts').set({ reply_count: sql`reply_count + ${replies}` }).where('id', '=', accountId).execute()
