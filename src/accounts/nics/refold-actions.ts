// Recomputes every stored skeleton, at the start and in one transaction, if this version folds nics in another way.
import type { Store, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import { count } from '../../format.ts'
import { SKELETON_VERSION, skeleton } from '../../skeleton.ts'
import * as queries from './refold-queries.ts'

const NAME = 'skeleton'

/**
 * Recomputes the skeletons if an older version computed them.
 * @param reindex called in the same transaction if a skeleton may have changed
 * @returns a sentence about what changed; null if nothing had to be done
 */
export async function refoldSkeletons(
  store: Store,
  now: number,
  reindex: (db: Tx) => Promise<unknown>,
): Promise<string | null> {
  if ((await queries.storedVersion(store.reader, NAME)) >= SKELETON_VERSION) return null
  return write({ store }, async (db) => {
    // Another process may have been faster.
    const from = await queries.storedVersion(db, NAME)
    if (from >= SKELETON_VERSION) return null
    const plans: { table: queries.SkeletonTable; moved: queries.SkeletonRow[] }[] = []
    const changed: Partial<Record<queries.SkeletonTable, number>> = {}
    const alike: string[] = []
    let rows = 0
    // Names of accounts are claimed once in three tables; names in threads have a table of their own.
    const claimed = new Map<string, string>()
    for (const table of queries.skeletonTables) {
      const all = await queries.skeletonRows(db, table)
      const { moved, twins } = planRefold(all, queries.isClaimed(table) ? claimed : new Map(), table)
      plans.push({ table, moved })
      changed[table] = moved.length
      rows += all.length
      if (table === 'accounts') alike.push(...twins)
    }
    // Each new skeleton may be another row's old one, so all get a placeholder first.
    for (const { table, moved } of plans) await queries.clearSkeletons(db, table, moved)
    for (const { table, moved } of plans) await queries.setSkeletons(db, table, moved)
    const mutes = await refoldMutes(db)
    // The search index stores skeletons of authors; it is rebuilt in the background.
    await reindex(db)
    await queries.setStoredVersion(db, NAME, SKELETON_VERSION, now)
    if (rows === 0) return null
    const done = `Skeletons of nics updated from version ${from} to ${SKELETON_VERSION}: ${count(changed.accounts ?? 0, 'account')}, ${count((changed.nics ?? 0) + (changed.former_nics ?? 0), 'reserved nic')}, ${count((changed.picked_names ?? 0) + (changed.guest_names ?? 0), 'picked nic')} and ${count(mutes, 'mute')} changed.`
    return alike.length === 0 ? done : `${done} Registered look-alikes, which are kept: ${alike.join('; ')}.`
  })
}

/**
 * The rows whose skeleton changes. Of two look-alikes the older keeps the skeleton; the younger gets one with a #, which
 * no nic can have.
 * @param rows oldest first
 * @param taken skeletons with their nics; those of these rows are added
 */
export function planRefold(
  rows: readonly queries.SkeletonRow[],
  taken = new Map<string, string>(),
  table: queries.SkeletonTable = 'accounts',
): { moved: queries.SkeletonRow[]; twins: string[] } {
  const moved: queries.SkeletonRow[] = []
  const twins: string[] = []
  for (const row of rows) {
    const plain = skeleton(row.nic)
    const holder = taken.get(`${row.scope} ${plain}`)
    if (holder === undefined) taken.set(`${row.scope} ${plain}`, row.nic)
    else twins.push(`${row.nic} and ${holder}`)
    const nic_skeleton =
      holder === undefined
        ? plain
        : `${plain}#${table === 'nics' || table === 'former_nics' ? `${table}.` : ''}${row.id}`
    if (nic_skeleton !== row.nic_skeleton) moved.push({ ...row, nic_skeleton })
  }
  return { moved, twins }
}

async function refoldMutes(db: Tx): Promise<number> {
  const stale = (await queries.mutedPeople(db)).filter((mute) => mute.value !== skeleton(mute.label))
  for (const mute of stale) await queries.moveMute(db, mute, skeleton(mute.label))
  return stale.length
}
