// Rows of the daily edition by e-mail: guests' subscriptions, its readers, and how far the sending has come.

import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'

export const subscriptionByEmail = (db: Db, folded: string) =>
  db.selectFrom('edition_subscriptions').selectAll().where('email_folded', '=', folded).executeTakeFirst()

export const subscriptionById = (db: Db, id: number) =>
  db.selectFrom('edition_subscriptions').selectAll().where('id', '=', id).executeTakeFirst()

/** Number of addresses that were asked since a moment and have not confirmed. */
export const unconfirmedSince = async (db: Db, since: number): Promise<number> =>
  (
    await db
      .selectFrom('edition_subscriptions')
      .select(countAll().as('n'))
      .where('confirmed_at', 'is', null)
      .where('asked_at', '>', since)
      .executeTakeFirstOrThrow()
  ).n

/** Stores a request. One that was unsubscribed waits for a new confirmation. @returns its id */
export const upsertRequest = async (
  db: Tx,
  request: { email: string; email_folded: string; asked_at: number; asks: number },
): Promise<number> =>
  (
    await db
      .insertInto('edition_subscriptions')
      .values({ ...request, confirmed_at: null, ended_at: null })
      .onConflict((on) =>
        on.column('email_folded').doUpdateSet({ email: request.email, asked_at: request.asked_at, asks: request.asks }),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

export const confirmRequest = (db: Tx, id: number, at: number) =>
  db
    .updateTable('edition_subscriptions')
    .set({ confirmed_at: at, ended_at: null })
    .where('id', '=', id)
    .where((where) => where.or([where('confirmed_at', 'is', null), where('ended_at', 'is not', null)]))
    .execute()

/** Ends a confirmed subscription, or takes it up again. @param at null takes it up */
export const setSubscriptionEnd = (db: Tx, id: number, at: number | null) =>
  db
    .updateTable('edition_subscriptions')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('confirmed_at', 'is not', null)
    .execute()

/** Deletes addresses that were not confirmed or were unsubscribed before these moments. */
export async function deleteOldSubscriptions(db: Tx, askedBefore: number, endedBefore: number): Promise<void> {
  await db
    .deleteFrom('edition_subscriptions')
    .where('confirmed_at', 'is', null)
    .where('asked_at', '<', askedBefore)
    .execute()
  await db.deleteFrom('edition_subscriptions').where('ended_at', '<', endedBefore).execute()
}

/** Members who get the edition, at addresses that they have confirmed. */
const memberQuery = (db: Db) =>
  db
    .selectFrom('mail_choices as m')
    .innerJoin('accounts as p', 'p.id', 'm.account_id')
    .innerJoin('confirmed_emails as e', (join) =>
      join.onRef('e.account_id', '=', 'p.id').onRef('e.email_folded', '=', 'p.email_folded'),
    )
    .where('m.editions_at', 'is not', null)
    .select(['p.id', 'p.nic', 'p.role', 'p.comment_count', 'e.email_folded'])
    .select(sql<string>`p.email`.as('email'))

/** Those after an account, by id. */
export const memberReaders = (db: Db, after: number, limit: number) =>
  memberQuery(db).where('m.account_id', '>', after).orderBy('m.account_id').limit(limit).execute()

const guestQuery = (db: Db) =>
  db
    .selectFrom('edition_subscriptions')
    .where('confirmed_at', 'is not', null)
    .where('ended_at', 'is', null)
    .select(['id', 'email', 'email_folded'])

/** Guests who get the edition, after a subscription, by id. */
export const guestReaders = (db: Db, after: number, limit: number) =>
  guestQuery(db).where('id', '>', after).orderBy('id').limit(limit).execute()

/** Whether an address still gets the edition. */
export const isReaderAddress = async (db: Db, folded: string): Promise<boolean> =>
  (await guestQuery(db).where('email_folded', '=', folded).executeTakeFirst()) !== undefined ||
  (await memberQuery(db).where('p.email_folded', '=', folded).executeTakeFirst()) !== undefined

/** Those of some articles whose newest comment is from a moment or later. */
export const discussedSince = async (db: Db, ids: readonly number[], since: number): Promise<number[]> =>
  ids.length === 0
    ? []
    : (
        await db
          .selectFrom('articles')
          .select('id')
          .where('id', 'in', ids)
          .where('last_comment_at', '>=', since)
          .execute()
      ).map(({ id }) => id)

export type Mailing = { account_after: number; subscription_after: number; ended_at: number | null }

/** How far the sending of an edition has come; undefined before it begins. */
export const mailingOf = (db: Db, day: string): Promise<Mailing | undefined> =>
  db
    .selectFrom('edition_mailings')
    .select(['account_after', 'subscription_after', 'ended_at'])
    .where('day', '=', day)
    .executeTakeFirst()

/** Begins the sending of an edition. Another process may have begun it. */
export const beginMailing = (db: Tx, day: string, at: number) =>
  db
    .insertInto('edition_mailings')
    .values({ day, account_after: 0, subscription_after: 0, created_at: at, ended_at: null })
    .onConflict((on) => on.column('day').doNothing())
    .execute()

/** Moves the sending on. @returns false if another process has */
export const advanceMailing = async (db: Tx, day: string, from: Mailing, to: Mailing): Promise<boolean> =>
  (await db
    .updateTable('edition_mailings')
    .set(to)
    .where('day', '=', day)
    .where('account_after', '=', from.account_after)
    .where('subscription_after', '=', from.subscription_after)
    .where('ended_at', 'is', null)
    .returning('day')
    .executeTakeFirst()) !== undefined
