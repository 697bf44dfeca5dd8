// Queries about warnings, silences, bans, appeal links and the network addresses of comments.

import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { prepared, preparedRows } from '../db/prepared.ts'
import type { AppealLinksTable } from '../db/schema/appeals.ts'
import type { Range } from '../ip-ranges.ts'
import type { BanCandidate } from './rules.ts'

type Act = { account_id: number; reason: string; log_entry_id: number; created_at: number }

export const banColumns = [
  'b.id',
  'b.person_id',
  'b.email',
  'b.address_from',
  'b.address_to',
  'b.reason',
  'b.created_at',
  'b.until_at',
  'b.ended_at',
] as const

const open = (db: Db) => db.selectFrom('bans as b').select(banColumns).where('b.ended_at', 'is', null)

const readBansOfAccount = preparedRows<{ account: number }>()((db, { account }) =>
  open(db)
    .where('b.person_id', '=', account)
    .unionAll(
      open(db).where('b.email', '=', (from) =>
        from.selectFrom('accounts').select('email_folded').where('id', '=', account),
      ),
    ),
)

/** Bans not ended of an account or of its e-mail address. */
export const bansOfAccount = (db: Db, account: number) => readBansOfAccount(db, { account })

const readBansOfAddress = preparedRows<{ address: string }>()((db, { address }) =>
  open(db).where('b.address_from', '<=', address).where('b.address_to', '>=', address),
)

/** Bans not ended that may apply to somebody; `rules.ts` decides. One query for each index. */
export async function bansThatMayApply(db: Db, { account, email, address }: BanCandidate) {
  return [
    ...(account === null ? [] : await open(db).where('b.person_id', '=', account).execute()),
    ...(email === null ? [] : await open(db).where('b.email', '=', email).execute()),
    ...(address === null ? [] : await readBansOfAddress(db, { address })),
  ]
}

/** The folded e-mail address of an account, by which it can be banned too. */
export const emailOf = async (db: Db, accountId: number): Promise<string | null> =>
  (await db.selectFrom('accounts').select('email_folded').where('id', '=', accountId).executeTakeFirst())
    ?.email_folded ?? null

/** The account with an e-mail address: the one that has confirmed it, else the first that typed it. */
export const accountOfEmail = (db: Db, email: string) =>
  db
    .selectFrom('accounts')
    .select(['id', 'nic', 'role'])
    .where('email_folded', '=', email)
    .orderBy(sql`case when owned_email is null then 1 else 0 end`)
    .orderBy('id')
    .executeTakeFirst()

/** Bans of exactly this account, e-mail address or range that are not ended. */
export const openBansOf = (db: Db, target: { person_id: number } | { email: string } | { address: Range }) =>
  'person_id' in target
    ? open(db).where('b.person_id', '=', target.person_id).execute()
    : 'email' in target
      ? open(db).where('b.email', '=', target.email).execute()
      : open(db)
          .where('b.address_from', '=', target.address.from)
          .where('b.address_to', '=', target.address.to)
          .execute()

export const banById = (db: Db, id: number) =>
  db.selectFrom('bans as b').select(banColumns).where('b.id', '=', id).executeTakeFirst()

export const insertBan = async (
  db: Tx,
  ban: Act & {
    person_id: number | null
    email: string | null
    address_from: string | null
    address_to: string | null
    until_at: number | null
  },
): Promise<number> => (await db.insertInto('bans').values(ban).returning('id').executeTakeFirstOrThrow()).id

/** Bans in force, the newest first, with their moderators. @param before only bans with a smaller id; null for all */
export const currentBans = (db: Db, now: number, before: number | null, limit: number) =>
  db
    .selectFrom('bans as b')
    .leftJoin('accounts as p', 'p.id', 'b.person_id')
    .leftJoin('accounts as m', 'm.id', 'b.account_id')
    .select([...banColumns, 'p.nic', 'm.nic as by_nic'])
    .where('b.ended_at', 'is', null)
    .where((where) => where.or([where('b.until_at', 'is', null), where('b.until_at', '>', now)]))
    .$if(before !== null, (query) => query.where('b.id', '<', before!))
    .orderBy('b.id', 'desc')
    .limit(limit)
    .execute()

/** Silences of an account that are not ended. */
export const openSilences = (db: Db, accountId: number) =>
  db
    .selectFrom('silences')
    .select(['id', 'reason', 'until_at', 'ended_at', 'created_at'])
    .where('person_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()

/** Holds of everything that an account writes, not ended. */
export const openPersonHolds = (db: Db, accountId: number) =>
  db
    .selectFrom('person_holds')
    .select(['id', 'reason', 'until_at', 'ended_at', 'created_at'])
    .where('person_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()

export const insertPersonHold = async (
  db: Tx,
  hold: Act & { person_id: number; until_at: number | null },
): Promise<number> => (await db.insertInto('person_holds').values(hold).returning('id').executeTakeFirstOrThrow()).id

/** The hold of the whole site that is not ended; its time may be over. */
export const openSiteHold = (db: Db) =>
  db
    .selectFrom('site_holds as h')
    .leftJoin('accounts as m', 'm.id', 'h.account_id')
    .select(['h.id', 'h.reason', 'h.until_at', 'h.ended_at', 'h.created_at', 'h.log_entry_id', 'm.nic as by_nic'])
    .where('h.ended_at', 'is', null)
    .executeTakeFirst()

/** @throws a constraint error while another hold of the site is not ended */
export const insertSiteHold = async (db: Tx, hold: Act & { until_at: number }): Promise<number> =>
  (await db.insertInto('site_holds').values(hold).returning('id').executeTakeFirstOrThrow()).id

export const insertSilence = async (
  db: Tx,
  silence: Act & { person_id: number; until_at: number | null },
): Promise<number> => (await db.insertInto('silences').values(silence).returning('id').executeTakeFirstOrThrow()).id

/** Warnings that an account has not acknowledged, the oldest first. */
export const openWarnings = (db: Db, accountId: number) =>
  db
    .selectFrom('warnings')
    .select(['id', 'reason', 'created_at'])
    .where('person_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('acknowledged_at', 'is', null)
    .orderBy('id')
    .execute()

export const insertWarning = async (db: Tx, warning: Act & { person_id: number }): Promise<number> =>
  (
    await db
      .insertInto('warnings')
      .values({ ...warning, acknowledged_at: null })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

/** @param upTo the id of the newest warning to acknowledge */
export const setWarningsAcknowledged = (db: Tx, accountId: number, upTo: number, at: number) =>
  db
    .updateTable('warnings')
    .set({ acknowledged_at: at })
    .where('person_id', '=', accountId)
    .where('id', '<=', upTo)
    .where('ended_at', 'is', null)
    .where('acknowledged_at', 'is', null)
    .execute()

/** Ends the sessions of the account that a ban names, or of those with its e-mail address. @returns the account ids */
export async function endBannedSessions(db: Tx, banId: number, at: number): Promise<number[]> {
  const ban = await banById(db, banId)
  if (ban === undefined || ban.address_from !== null) return []
  const accounts = await db
    .selectFrom('accounts')
    .select('id')
    .$if(ban.person_id !== null, (query) => query.where('id', '=', ban.person_id!))
    .$if(ban.email !== null, (query) => query.where('email_folded', '=', ban.email!))
    .execute()
  const ids = accounts.map(({ id }) => id)
  if (ids.length > 0)
    await db
      .updateTable('sessions')
      .set({ ended_at: at })
      .where('account_id', 'in', ids)
      .where('ended_at', 'is', null)
      .execute()
  return ids
}

export const insertAddress = prepared<{ comment_id: number; address: string; created_at: number }>()((db, row) =>
  db
    .insertInto('comment_addresses')
    .values({ comment_id: row.comment_id, address: row.address, created_at: row.created_at }),
)

export const deleteOldAddresses = (db: Tx, before: number) =>
  db.deleteFrom('comment_addresses').where('created_at', '<', before).execute()

/** The accounts that some sanctions are against, with their roles. */
export async function sanctionedAccounts(
  db: Db,
  noun: 'warnings' | 'silences' | 'person_holds' | 'bans',
  ids: readonly number[],
) {
  if (ids.length === 0) return []
  const of = (column: string) =>
    sql<number>`(select ${sql.ref(column)} from ${sql.table(noun)} where id in (${sql.join(ids)}))`
  return db
    .selectFrom('accounts')
    .select(['id', 'role'])
    .where((where) =>
      where.or([
        where('id', 'in', of('person_id')),
        ...(noun === 'bans' ? [where('email_folded', 'in', sql<string>`${of('email')}`)] : []),
      ]),
    )
    .execute()
}

/** Those of some comments that an account wrote. */
export const commentsAmongOfAccount = async (db: Db, accountId: number, ids: readonly number[]): Promise<number[]> =>
  ids.length === 0
    ? []
    : (
        await db
          .selectFrom('comments')
          .select('id')
          .where('account_id', '=', accountId)
          .where('id', 'in', ids)
          .execute()
      ).map((row) => row.id)

/** The top comments of some moves. */
export const commentsOfMoves = async (db: Db, moves: readonly number[]): Promise<number[]> =>
  moves.length === 0
    ? []
    : (await db.selectFrom('moves').select('comment_id').where('id', 'in', moves).execute()).map(
        (row) => row.comment_id,
      )

/** Stores an appeal link, and deletes expired ones. */
export async function insertAppealLink(db: Tx, link: AppealLinksTable): Promise<void> {
  await db.deleteFrom('appeal_links').where('expires_at', '<=', link.created_at).execute()
  await db.insertInto('appeal_links').values(link).execute()
}

export const appealLinkByToken = (db: Db, tokenHash: string, now: number) =>
  db
    .selectFrom('appeal_links')
    .select(['account_id', 'appeal_id'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
