// Rows of nics: who has one, registered or reserved, and who uses one in a thread.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { listSlots, listValues, perLength, preparedRows, type Slots } from '../../db/prepared.ts'
import { NIC_RESERVATION_MS } from '../../settings.ts'

export type NicHolder = {
  /** The account; 0 for an applicant, who has none yet. */
  id: number
  /** The nic as its holder writes it. */
  nic: string
  /** Reserved beside the registered one, or for an applicant: its owner is not shown. */
  kept: boolean
  /** The original nic of an account before it was changed. */
  former: boolean
}

type Asked = { except: number; keptSince: number; [reading: number]: string }

const holders = perLength((length) =>
  preparedRows<Asked>()((db, slots) => {
    const readings = listSlots(slots as unknown as Slots<Record<number, string>>, length)
    return db
      .selectFrom('accounts')
      .select(['id', 'nic', sql<number>`0`.as('place')])
      .where('nic_skeleton', 'in', readings)
      .where('id', '<>', slots.except)
      .unionAll(
        db
          .selectFrom('former_nics')
          .select(['account_id as id', 'nic', sql<number>`1`.as('place')])
          .where('nic_skeleton', 'in', readings)
          .where('account_id', '<>', slots.except),
      )
      .unionAll(
        db
          .selectFrom('nics')
          .select(['account_id as id', 'nic', sql<number>`2`.as('place')])
          .where('nic_skeleton', 'in', readings)
          .where('account_id', '<>', slots.except)
          .where((where) => where.or([where('removed_at', 'is', null), where('removed_at', '>', slots.keptSince)])),
      )
      .unionAll(
        db
          .selectFrom('applications')
          .select([sql<number>`0`.as('id'), 'nic', sql<number>`3`.as('place')])
          .where('nic_skeleton', 'in', readings),
      )
      .orderBy('place')
      .orderBy('id')
      .limit(1)
  }),
)

/**
 * The account that has this nic or a look-alike. Used by registration, comments, reserved names and the generator.
 * @param readings skeletons of the nic, see skeleton.ts
 * @param except an account whose own names are not looked at
 */
export async function nicHolder(
  db: Db,
  readings: readonly string[],
  now: number,
  except = 0,
): Promise<NicHolder | undefined> {
  const asked = { ...listValues(readings), except, keptSince: now - NIC_RESERVATION_MS }
  const [row] = await holders(readings.length)(db, asked)
  return row && { id: row.id, nic: row.nic, kept: row.place >= 2, former: row.place === 1 }
}

/** Reserved names of an account and those removed recently, oldest first. */
export const nicsOfAccount = (db: Db, accountId: number, now: number) =>
  db
    .selectFrom('nics')
    .select(['id', 'nic', 'nic_skeleton', 'created_at', 'removed_at'])
    .where('account_id', '=', accountId)
    .where((where) => where.or([where('removed_at', 'is', null), where('removed_at', '>', now - NIC_RESERVATION_MS)]))
    .orderBy('id')
    .execute()

export type ReservedNic = Awaited<ReturnType<typeof nicsOfAccount>>[number]

/** Reserved names of an account in its own spelling, oldest first. */
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

/** Deletes removed names that are no longer reserved: their claims would keep others from having them. */
export const deleteExpiredNics = (db: Tx, now: number) =>
  db
    .deleteFrom('nics')
    .where('removed_at', '<=', now - NIC_RESERVATION_MS)
    .execute()

/** Reserves a nic, or one that the account had removed, in the new spelling. Deletes expired ones first. */
export async function upsertReservedNic(
  db: Tx,
  nic: { account_id: number; nic: string; nic_skeleton: string; created_at: number },
): Promise<void> {
  await deleteExpiredNics(db, nic.created_at)
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

/** Marks a nic as removed, once: a second time would prolong its reservation. */
export const setNicRemoved = (db: Tx, accountId: number, skeleton: string, now: number) =>
  db
    .updateTable('nics')
    .set({ removed_at: now })
    .where('account_id', '=', accountId)
    .where('nic_skeleton', '=', skeleton)
    .where('removed_at', 'is', null)
    .execute()

type InThread = { article: number; [reading: number]: string | number }

const readingsOf = (slots: Slots<InThread>, length: number) =>
  listSlots(slots as unknown as Slots<Record<number, string>>, length)

const pickedBy = perLength((length) =>
  preparedRows<InThread>()((db, slots) =>
    db
      .selectFrom('picked_names')
      .select('account_id')
      .where('article_id', '=', slots.article)
      .where('nic_skeleton', 'in', readingsOf(slots, length))
      .limit(1),
  ),
)
const guestNamed = perLength((length) =>
  preparedRows<InThread>()((db, slots) =>
    db
      .selectFrom('guest_names')
      .select('guest')
      .where('article_id', '=', slots.article)
      .where('nic_skeleton', 'in', readingsOf(slots, length))
      .limit(1),
  ),
)

/** The account or guest who uses a nic in a thread; undefined if it is free. @param readings skeletons of the nic, its own first */
export async function nameHolderInThread(
  db: Db,
  articleId: number,
  readings: readonly string[],
): Promise<{ account: number | null; guest: string | null } | undefined> {
  const asked = { ...listValues(readings), article: articleId }
  const [picked] = await pickedBy(readings.length)(db, asked)
  if (picked) return { account: picked.account_id, guest: null }
  const [guest] = await guestNamed(readings.length)(db, asked)
  return guest && { account: null, guest: guest.guest }
}
