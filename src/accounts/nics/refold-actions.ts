// Makes every stored skeleton anew when a newer Broadside folds nics in another way: at the start, in one transaction.
import type { Store, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import { count } from '../../format.ts'
import { SKELETON_VERSION, skeleton } from '../../skeleton.ts'
import * as queries from './refold-queries.ts'

const NAME = 'skeleton'

/**
 * Folds every stored nic anew if that was last done by an older Broadside.
 * @param reindex called in the same transaction when a skeleton may have changed
 * @returns what was done, in words; null when there was nothing to do
 */
export async function refoldSkeletons(
  store: Store,
  now: number,
  reindex: (db: Tx) => Promise<unknown>,
): Promise<string | null> {
  if ((await queries.storedVersion(store.reader, NAME)) >= SKELETON_VERSION) return null
  return write({ store }, async (db) => {
    // Another process may have done it meanwhile.
    const from = await queries.storedVersion(db, NAME)
    if (from >= SKELETON_VERSION) return null
    const changed: Record<queries.SkeletonTable, number> = { accounts: 0, nics: 0, picked_names: 0, guest_names: 0 }
    const alike: string[] = []
    let rows = 0
    for (const table of queries.skeletonTables) {
      const all = await queries.skeletonRows(db, table)
      const { moved, twins } = planRefold(all)
      await queries.setSkeletons(db, table, moved)
      changed[table] = moved.length
      rows += all.length
      if (table === 'accounts') alike.push(...twins)
    }
    const mutes = await refoldMutes(db)
    // The index of the search knows who wrote what by skeletons; it follows beside the readers.
    await reindex(db)
    await queries.setStoredVersion(db, NAME, SKELETON_VERSION, now)
    if (rows === 0) return null
    const done = `Nics folded anew, version ${from} to ${SKELETON_VERSION}: ${count(changed.accounts, 'account')}, ${count(changed.nics, 'kept nic')}, ${count(changed.picked_names + changed.guest_names, 'picked nic')} and ${count(mutes, 'mute')} changed.`
    return alike.length === 0
      ? done
      : `${done} Look-alikes that were both registered, and both stay: ${alike.join('; ')}.`
  })
}

/**
 * What has to change, so that every row has the skeleton of its nic. Of two that look alike the older has it; the
 * younger gets one that nobody can type, since no nic has a # in it.
 * @param rows the oldest first
 */
export function planRefold(rows: readonly queries.SkeletonRow[]): { moved: queries.SkeletonRow[]; twins: string[] } {
  const taken = new Map<string, string>()
  const moved: queries.SkeletonRow[] = []
  const twins: string[] = []
  for (const row of rows) {
    const plain = skeleton(row.nic)
    const holder = taken.get(`${row.scope} ${plain}`)
    if (holder === undefined) taken.set(`${row.scope} ${plain}`, row.nic)
    else twins.push(`${row.nic} and ${holder}`)
    const nic_skeleton = holder === undefined ? plain : `${plain}#${row.id}`
    if (nic_skeleton !== row.nic_skeleton) moved.push({ ...row, nic_skeleton })
  }
  return { moved, twins }
}

async function refoldMutes(db: Tx): Promise<number> {
  const stale = (await queries.mutedPeople(db)).filter((mute) => mute.value !== skeleton(mute.label))
  for (const mute of stale) await queries.moveMute(db, mute, skeleton(mute.label))
  return stale.length
}
