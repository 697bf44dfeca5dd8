// Rows of accounts, sessions, preferences and the link for the first admin.

import { type Insertable, type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { preparedRows } from '../db/prepared.ts'
import type { AccountsTable, PreferencesTable, SessionsTable } from '../db/schema/accounts.ts'
import { countAll } from '../db/sql.ts'
import { hasSameEnding } from '../markup/mentions.ts'
import type { Viewer } from '../permissions.ts'
import { skeleton } from '../skeleton.ts'

/** Whether an editor trusts the account `p`. */
const isTrusted = sql<number>`exists (select 1 from trusts where member_id = p.id and ended_at is null)`

/** Whether everything that a member writes waits for somebody to read it: they or the site are on hold. */
const isOnHold = (now: number | RawBuilder<number>) =>
  sql<number>`case when exists (select 1 from person_holds where person_id = p.id and ended_at is null and (until_at is null or until_at > ${now}))
    or exists (select 1 from site_holds where ended_at is null and until_at > ${now}) then 1 else 0 end`

export const insertAccount = async (db: Tx, account: Insertable<AccountsTable>): Promise<number> =>
  (await db.insertInto('accounts').values(account).returning('id').executeTakeFirstOrThrow()).id

/** The account with exactly this nic. */
export const accountByNic = (db: Db, nic: string) =>
  db
    .selectFrom('accounts')
    .select(['id', 'nic', 'role', 'comment_count', 'created_at'])
    .where('nic', '=', nic)
    .executeTakeFirst()

/** What of an account is published, and its role. */
export const publishedTotals = (db: Db, id: number) =>
  db
    .selectFrom('accounts')
    .select(['role', 'own_comment_count', 'article_count'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

export const accountById = (db: Db, id: number) =>
  db.selectFrom('accounts').select(['id', 'nic', 'role']).where('id', '=', id).executeTakeFirst()

/**
 * The account with exactly this nic, else the one with the same skeleton, else the one that had such a nic before: so each
 * of two look-alikes is found by its exact nic, and everybody by an earlier one.
 */
export const accountByNicOrSkeleton = async (db: Db, nic: string) =>
  (await accountByNic(db, nic)) ??
  (await db
    .selectFrom('accounts')
    .select(['id', 'nic', 'role', 'comment_count', 'created_at'])
    .where('nic_skeleton', '=', skeleton(nic))
    .executeTakeFirst()) ??
  (await db
    .selectFrom('former_nics as f')
    .innerJoin('accounts as p', 'p.id', 'f.account_id')
    .select(['p.id', 'p.nic', 'p.role', 'p.comment_count', 'p.created_at'])
    .where('f.nic_skeleton', '=', skeleton(nic))
    .executeTakeFirst())

/** The account that has confirmed an e-mail address. */
export const ownerOfEmail = (db: Db, folded: string) =>
  db.selectFrom('accounts').select(['id', 'nic']).where('owned_email', '=', folded).executeTakeFirst()

/** An account's nic, and the e-mail address that it has confirmed. */
export const securityAddress = (db: Db, id: number) =>
  db
    .selectFrom('accounts')
    .select('nic')
    .select(sql<string | null>`case when owned_email = email_folded then email end`.as('email'))
    .where('id', '=', id)
    .executeTakeFirst()

/** Whether an account has an e-mail address, confirmed or not. */
export const isEmailInUse = async (db: Db, folded: string): Promise<boolean> =>
  (await db.selectFrom('accounts').select('id').where('email_folded', '=', folded).executeTakeFirst()) !== undefined

/** Number of accounts and applications since a moment for which an e-mail address was typed. */
export async function countAccountsWithEmail(db: Db, folded: string, since: number): Promise<number> {
  const countIn = (table: 'accounts' | 'applications') =>
    db
      .selectFrom(table as 'accounts')
      .select(countAll().as('n'))
      .where('email_folded', '=', folded)
      .where('created_at', '>', since)
      .executeTakeFirstOrThrow()
  return (await countIn('accounts')).n + (await countIn('applications')).n
}

/**
 * The account that signs in with a nic, one that it had before, or an e-mail address. An exact nic takes precedence over a
 * look-alike, the owner of an address over those who have typed it, and of these the first.
 */
export const accountForLogin = (db: Db, nic: string, emailFolded: string, now: number) =>
  db
    .selectFrom('accounts as p')
    .select(['id', 'nic', 'role', 'comment_count', 'password_hash'])
    .select([isTrusted.as('trusted'), isOnHold(now).as('on_hold')])
    .where((where) =>
      where.or([
        where('nic', '=', nic),
        where('nic_skeleton', '=', skeleton(nic)),
        where('id', 'in', (from) =>
          from.selectFrom('former_nics').select('account_id').where('nic_skeleton', '=', skeleton(nic)),
        ),
        where('email_folded', '=', emailFolded),
      ]),
    )
    .orderBy(
      sql`case when nic = ${nic} then 0 when nic_skeleton = ${skeleton(nic)} then 1 when owned_email = ${emailFolded} then 3 when email_folded = ${emailFolded} then 4 else 2 end`,
    )
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

type AccountRow = NonNullable<Awaited<ReturnType<typeof accountForLogin>>>

export const viewerOf = (account: AccountRow): Viewer => ({
  id: account.id,
  nic: account.nic,
  role: account.role,
  commentCount: account.comment_count,
  trusted: account.trusted !== 0,
  onHold: account.on_hold !== 0,
})

export const setPasswordHash = (db: Tx, id: number, hash: string) =>
  db.updateTable('accounts').set({ password_hash: hash }).where('id', '=', id).execute()

/** Text → registered nic: the exact one, else the one with the same skeleton, else that of the account that had such a nic before. */
export async function registeredNics(db: Db, texts: readonly string[]): Promise<Map<string, string>> {
  if (texts.length === 0) return new Map()
  const skeletons = texts.map(skeleton)
  const rows = await db
    .selectFrom('accounts')
    .select(['nic as typed', 'nic_skeleton', 'nic', sql<number>`0`.as('former')])
    .where((where) => where.or([where('nic', 'in', texts), where('nic_skeleton', 'in', skeletons)]))
    .unionAll(
      db
        .selectFrom('former_nics as f')
        .innerJoin('accounts as p', 'p.id', 'f.account_id')
        .select(['f.nic as typed', 'f.nic_skeleton', 'p.nic', sql<number>`1`.as('former')])
        .where('f.nic_skeleton', 'in', skeletons),
    )
    .execute()
  const exact = new Map(rows.flatMap((row) => (row.former === 0 ? [[row.typed, row] as const] : [])))
  const alike = new Map(rows.toSorted((a, b) => b.former - a.former).map((row) => [row.nic_skeleton, row]))
  return new Map(
    texts.flatMap((text, i) => {
      const found = exact.get(text) ?? alike.get(skeletons[i]!)
      return found === undefined || !hasSameEnding(text, found.typed) ? [] : [[text, found.nic] as const]
    }),
  )
}

export const insertSession = (db: Tx, session: Insertable<SessionsTable>) =>
  db.insertInto('sessions').values(session).execute()

const readSession = preparedRows<{ hash: string; now: number }>()((db, { hash, now }) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('accounts as p', 'p.id', 's.account_id')
    .leftJoin('preferences as f', 'f.account_id', 'p.id')
    .select([
      's.token_hash',
      's.last_used_at',
      's.expires_at',
      's.max_idle',
      's.ended_at',
      's.second_factor_at',
      's.confirmed_at',
      'p.id',
      'p.nic',
      'p.role',
      'p.comment_count',
      'f.theme',
      'f.text_size',
      'f.time_zone',
      'f.date_style',
      'f.keys',
      'f.thread_view',
    ])
    .select(
      sql<number>`exists (select 1 from notices where account_id = p.id and read_at is null and withdrawn_at is null)`.as(
        'any_unread',
      ),
    )
    .select(sql<number | null>`(select due_at from account_deletions where account_id = p.id)`.as('leaving_at'))
    .select([isTrusted.as('trusted'), isOnHold(now).as('on_hold')])
    .where('s.token_hash', '=', hash),
)

/** A session with its account and preferences. */
export const sessionByHash = async (db: Db, tokenHash: string, now: number) =>
  (await readSession(db, { hash: tokenHash, now }))[0]

export const touchSession = (db: Tx, tokenHash: string, at: number) =>
  db.updateTable('sessions').set({ last_used_at: at }).where('token_hash', '=', tokenHash).execute()
export const endSession = (db: Tx, tokenHash: string) =>
  db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
export const endExpiredSessions = (db: Tx, now: number) =>
  db.deleteFrom('sessions').where('expires_at', '<', now).execute()

export const adminCount = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom('accounts')
      .select(countAll().as('n'))
      .where('role', '=', 'admin')
      .where((where) => where.or([where('password_hash', 'is not', null), where('passkey_count', '>', 0)]))
      .executeTakeFirstOrThrow()
  ).n

/** Stores the only valid link for the first admin; earlier ones end. */
export async function replaceFirstAdminLink(db: Tx, tokenHash: string, now: number): Promise<void> {
  await db.deleteFrom('first_admin_links').execute()
  await db.insertInto('first_admin_links').values({ token_hash: tokenHash, created_at: now, used_at: null }).execute()
}

export const firstAdminLink = (db: Db, tokenHash: string) =>
  db
    .selectFrom('first_admin_links')
    .select('token_hash')
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .executeTakeFirst()

export const useFirstAdminLink = (db: Tx, tokenHash: string, now: number) =>
  db.updateTable('first_admin_links').set({ used_at: now }).where('token_hash', '=', tokenHash).execute()

export const preferencesOf = (db: Db, accountId: number) =>
  db
    .selectFrom('preferences')
    .select(['theme', 'text_size', 'time_zone', 'date_style', 'keys', 'thread_view'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()

export const upsertPreferences = (db: Tx, accountId: number, preferences: Omit<PreferencesTable, 'account_id'>) =>
  db
    .insertInto('preferences')
    .values({ account_id: accountId, ...preferences })
    .onConflict((on) => on.column('account_id').doUpdateSet(preferences))
    .execute()

/** Adds the replies to comments that an account has claimed. */
export const addReplyCount = (db: Tx, accountId: number, replies: number) =>
  db
    .updateTable('accounts')
    .set({ reply_count: sql`reply_count + ${replies}` })
    .where('id', '=', accountId)
    .execute()
