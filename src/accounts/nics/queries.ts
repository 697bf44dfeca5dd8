// What is stored of whose nic is whose: one question for registered and kept ones alike, and the nics that members keep.
import type { Db, Tx } from '../../db/open.ts'
import { NIC_RESTS } from '../../settings.ts'

export type NicHolder = {
  /** The account. */
  id: number
  /** The nic as its holder writes it. */
  nic: string
  /** Kept beside the registered one: nobody is told whose it is. */
  kept: boolean
}

/**
 * Whose nic this is, or one that looks like it: the one question for registering, signing, keeping and inventing.
 * @param readings skeletons of the nic, see skeleton.ts
 */
export async function nicHolder(db: Db, readings: readonly string[], now: number): Promise<NicHolder | undefined> {
  const registered = await db
    .selectFrom('accounts')
    .select(['id', 'nic'])
    .where('nic_skeleton', 'in', readings)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (registered) return { ...registered, kept: false }
  const kept = await db
    .selectFrom('nics')
    .select(['account_id as id', 'nic'])
    .where('nic_skeleton', 'in', readings)
    .where((where) => where.or([where('removed_at', 'is', null), where('removed_at', '>', now - NIC_RESTS)]))
    .limit(1)
    .executeTakeFirst()
  return kept && { ...kept, kept: true }
}

/** Nics that an account keeps, or has removed and could still take up again; the oldest first. */
export const nicsOfAccount = (db: Db, accountId: number, now: number) =>
  db
    .selectFrom('nics')
    .select(['id', 'nic', 'nic_skeleton', 'created_at', 'removed_at'])
    .where('account_id', '=', accountId)
    .where((where) => where.or([where('removed_at', 'is', null), where('removed_at', '>', now - NIC_RESTS)]))
    .orderBy('id')
    .execute()

export type ReservedNic = Awaited<ReturnType<typeof nicsOfAccount>>[number]

/** Nics that an account keeps and can sign with, as it writes them. */
export const reservedNics = async (db: Db, accountId: number): Promise<string[]> =>
  (
    await db
      .selectFrom('nics')
      .select('nic')
      .where('account_id', '=', accountId)
      .where('removed_at', 'is', null)
      .orderBy('id')
      .execute()
  ).map((row) => row.nic)

/** Keeps a nic, or takes one up again that the account has removed, in the spelling of now; what had rested long enough makes room. */
export async function upsertReservedNic(
  db: Tx,
  nic: { account_id: number; nic: string; nic_skeleton: string; created_at: number },
): Promise<void> {
  await db
    .deleteFrom('nics')
    .where('removed_at', '<=', nic.created_at - NIC_RESTS)
    .execute()
  await db
    .insertInto('nics')
    .values({ ...nic, removed_at: null })
    .onConflict((on) =>
      on
        .column('nic_skeleton')
        .doUpdateSet({ nic: nic.nic, removed_at: null })
        .where('nics.account_id', '=', nic.account_id),
    )
    .execute()
}

/** Removes a nic, once: a second time would let it rest anew. */
export const setNicRemoved = (db: Tx, accountId: number, skeleton: string, now: number) =>
  db
    .updateTable('nics')
    .set({ removed_at: now })
    .where('account_id', '=', accountId)
    .where('nic_skeleton', '=', skeleton)
    .where('removed_at', 'is', null)
    .execute()

/** Whose a nic is in a thread: the account that picked it, or the guest who signs with it; undefined when it is free. @param readings skeletons of the nic, its own first */
export async function nameHolderInThread(
  db: Db,
  articleId: number,
  readings: readonly string[],
): Promise<{ account: number | null; guest: string | null } | undefined> {
  const picked = await db
    .selectFrom('picked_names')
    .select('account_id')
    .where('article_id', '=', articleId)
    .where('nic_skeleton', 'in', readings)
    .limit(1)
    .executeTakeFirst()
  if (picked) return { account: picked.account_id, guest: null }
  const guest = await db
    .selectFrom('guest_names')
    .select('guest')
    .where('article_id', '=', articleId)
    .where('nic_skeleton', 'in', readings)
    .limit(1)
    .executeTakeFirst()
  return guest && { account: null, guest: guest.guest }
}
