// Rows of applications: registrations that wait for a moderator.
import type { Insertable } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { ApplicationsTable } from '../../db/schema/accounts.ts'
import { countAll } from '../../db/sql.ts'
import { skeleton } from '../../skeleton.ts'

export const insertApplication = (db: Tx, application: Insertable<ApplicationsTable>) =>
  db.insertInto('applications').values(application).execute()

const columns = ['id', 'nic', 'email', 'email_folded', 'introduction', 'created_at', 'confirmed_at'] as const

export const applicationByToken = (db: Db, tokenHash: string) =>
  db.selectFrom('applications').select(columns).where('token_hash', '=', tokenHash).executeTakeFirst()

/** The application that signs in with a nic or an e-mail address: that nic before the address, and a confirmed address first. */
export const applicationForLogin = (db: Db, nic: string, emailFolded: string) =>
  db
    .selectFrom('applications')
    .select(['id', 'nic', 'password_hash', 'confirmed_at'])
    .where((where) => where.or([where('nic_skeleton', '=', skeleton(nic)), where('email_folded', '=', emailFolded)]))
    .orderBy((order) => order.case().when('nic_skeleton', '=', skeleton(nic)).then(0).else(1).end())
    .orderBy((order) => order.case().when('confirmed_at', 'is not', null).then(0).else(1).end())
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

/** Another application that has confirmed an address. */
export const confirmedApplication = (db: Db, emailFolded: string) =>
  db
    .selectFrom('applications')
    .select('id')
    .where('email_folded', '=', emailFolded)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()

export const setApplicationConfirmed = (db: Tx, id: number, at: number) =>
  db.updateTable('applications').set({ confirmed_at: at }).where('id', '=', id).execute()

/** Applications that wait for a moderator, the oldest first. @param limit one more than a page tells whether there are more */
export const waitingApplications = (db: Db, limit: number) =>
  db
    .selectFrom('applications')
    .select(['id', 'nic', 'introduction', 'confirmed_at'])
    .where('confirmed_at', 'is not', null)
    .orderBy('confirmed_at')
    .orderBy('id')
    .limit(limit)
    .execute()

export type WaitingApplication = Awaited<ReturnType<typeof waitingApplications>>[number]

export const countWaitingApplications = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom('applications')
      .select(countAll().as('n'))
      .where('confirmed_at', 'is not', null)
      .executeTakeFirstOrThrow()
  ).n

/** Which application a button is about: its number may be another one's once it is deleted, but not at the same moment. */
export type ApplicationKey = { id: number; confirmedAt: number }

/** Takes an application that waits for a moderator out of the table, once. @returns undefined if it is not there */
export const takeApplication = (db: Tx, { id, confirmedAt }: ApplicationKey) =>
  db
    .deleteFrom('applications')
    .where('id', '=', id)
    .where('confirmed_at', '=', confirmedAt)
    .returning(['id', 'nic', 'nic_skeleton', 'email', 'email_folded', 'password_hash'])
    .executeTakeFirst()

/** Deletes applications that were not confirmed in time. */
export const deleteUnconfirmedApplications = (db: Tx, before: number) =>
  db.deleteFrom('applications').where('confirmed_at', 'is', null).where('created_at', '<=', before).execute()

/** Takes out those that nobody decided about in time. @returns their addresses, for an e-mail */
export const takeUnansweredApplications = (db: Tx, before: number) =>
  db.deleteFrom('applications').where('confirmed_at', '<=', before).returning(['id', 'nic', 'email']).execute()

/** Whether any application is due to be deleted. Runs often, so it must not write. */
export const hasDueApplications = async (db: Db, unconfirmed: number, unanswered: number): Promise<boolean> =>
  (await db
    .selectFrom('applications')
    .select('id')
    .where((where) =>
      where.or([
        where.and([where('confirmed_at', 'is', null), where('created_at', '<=', unconfirmed)]),
        where('confirmed_at', '<=', unanswered),
      ]),
    )
    .limit(1)
    .executeTakeFirst()) !== undefined
