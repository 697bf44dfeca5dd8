// Rows of invitations, and of members who may no longer invite.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { countAll } from '../../db/sql.ts'
import { DAY } from '../../time.ts'
import type { Inviter } from './rules.ts'

/** What decides whether a member may invite. */
export async function inviterOf(db: Db, id: number, now: number): Promise<Inviter> {
  const account = await db
    .selectFrom('accounts')
    .select(['created_at', 'confirm_by'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const count = (query: (all: ReturnType<typeof ownInvitations>) => ReturnType<typeof ownInvitations>) =>
    query(ownInvitations(db, id)).select(countAll().as('n')).executeTakeFirstOrThrow()
  const open = await count((all) => all.where('ended_at', 'is', null).where('expires_at', '>', now))
  const lately = await count((all) => all.where('created_at', '>', now - DAY))
  return {
    createdAt: account.created_at,
    isUnconfirmed: account.confirm_by !== null,
    isStopped: (await stopInForce(db, id)) !== undefined,
    open: open.n,
    lately: lately.n,
  }
}

const ownInvitations = (db: Db, id: number) => db.selectFrom('invitations').where('account_id', '=', id)

/** Ends the expired invitations of a member, so that their slots are free. */
export const endExpiredInvitations = (db: Tx, accountId: number, now: number) =>
  db
    .updateTable('invitations')
    .set({ ended_at: sql<number>`expires_at`, outcome: 'expired' })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '<=', now)
    .execute()

export const takenSlots = async (db: Tx, accountId: number): Promise<number[]> =>
  (
    await db
      .selectFrom('invitations')
      .select('slot')
      .where('account_id', '=', accountId)
      .where('ended_at', 'is', null)
      .execute()
  ).map(({ slot }) => slot)

export const insertInvitation = (
  db: Tx,
  row: { account_id: number; slot: number; token_hash: string; created_at: number; expires_at: number },
) => db.insertInto('invitations').values(row).execute()

/** An invitation with the nic of its member. */
export const invitationByToken = (db: Db, tokenHash: string) =>
  db
    .selectFrom('invitations as i')
    .innerJoin('accounts as p', 'p.id', 'i.account_id')
    .select(['i.id', 'i.account_id', 'p.nic', 'i.expires_at', 'i.ended_at', 'i.outcome'])
    .where('i.token_hash', '=', tokenHash)
    .executeTakeFirst()

/** Uses an invitation, once. @returns false if it is used, revoked or expired */
export const useInvitation = async (db: Tx, id: number, by: number, now: number): Promise<boolean> =>
  (
    await db
      .updateTable('invitations')
      .set({ ended_at: now, outcome: 'used', used_by: by })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('id')
      .execute()
  ).length > 0

/** Revokes a member's open invitations. @param id one of them, or null for all @returns how many */
export const revokeInvitations = async (db: Tx, accountId: number, id: number | null, now: number): Promise<number> =>
  (
    await db
      .updateTable('invitations')
      .set({ ended_at: now, outcome: 'revoked' })
      .where('account_id', '=', accountId)
      .$if(id !== null, (query) => query.where('id', '=', id!))
      .where('ended_at', 'is', null)
      .returning('id')
      .execute()
  ).length

/** A member's invitations, the newest first. */
export const invitationsOf = (db: Db, accountId: number, limit: number) =>
  db
    .selectFrom('invitations as i')
    .leftJoin('accounts as u', 'u.id', 'i.used_by')
    .select(['i.id', 'i.created_at', 'i.expires_at', 'i.ended_at', 'i.outcome', 'u.nic as used_by'])
    .where('i.account_id', '=', accountId)
    .orderBy('i.id', 'desc')
    .limit(limit)
    .execute()

export type OwnInvitation = Awaited<ReturnType<typeof invitationsOf>>[number]

/** Why a member may no longer invite, if a moderator has decided so. */
export const stopInForce = (db: Db, personId: number) =>
  db
    .selectFrom('invitation_stops')
    .select(['id', 'reason', 'created_at'])
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertStop = (
  db: Tx,
  row: { person_id: number; account_id: number; reason: string; log_entry_id: number; created_at: number },
) => db.insertInto('invitation_stops').values(row).execute()

export const endStop = (db: Tx, id: number, end: { ended_at: number; ended_by: number; end_reason: string }) =>
  db.updateTable('invitation_stops').set(end).where('id', '=', id).where('ended_at', 'is', null).execute()
