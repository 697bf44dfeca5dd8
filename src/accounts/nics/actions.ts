// Reserves and removes the names that a member has beside the registered nic.

import type { Db } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { number, spelled } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { nicQuota } from '../../settings.ts'
import { skeleton, tidyNic } from '../../skeleton.ts'
import { takenFault, withFreeNic } from './free-checks.ts'
import { nicHolder, nicsOfAccount, setNicRemoved, upsertReservedNic } from './queries.ts'
import { nicFault, officeFault } from './rules.ts'

/** Reserves a nic for a member; a second time changes nothing. @returns the fault, or null */
export async function reserveNic(deps: Deps, viewer: Viewer, typed: string): Promise<string | null> {
  const nic = tidyNic(typed)
  if (nic === '') return 'Enter the name to reserve.'
  const bad = nicFault(nic) ?? officeFault(nic, deps.settings().siteName)
  if (bad !== null) return withFreeNic(deps, bad)
  return write(deps, async (db) => {
    const fault = await reservationFault(deps, db, viewer, nic)
    if (fault === null)
      await upsertReservedNic(db, { account_id: viewer.id, nic, nic_skeleton: skeleton(nic), created_at: deps.clock() })
    return fault
  })
}

async function reservationFault(deps: Deps, db: Db, viewer: Viewer, nic: string): Promise<string | null> {
  const mine = skeleton(nic)
  if (mine === skeleton(viewer.nic)) return 'That is your original nic. It is reserved already.'
  const taken = await takenFault(deps, db, nic, viewer.id)
  if (taken !== null) return taken
  if ((await nicHolder(db, [mine], deps.clock()))?.former) return 'That was your name before. It is reserved already.'
  const others = (await nicsOfAccount(db, viewer.id, deps.clock())).filter((row) => row.nic_skeleton !== mine)
  if (others.filter((row) => row.removed_at === null).length >= nicQuota.inUse)
    return `You have ${spelled(nicQuota.inUse).toLowerCase()} names, which is the limit. Remove one first.`
  return others.length >= nicQuota.withReserved
    ? `You have reserved ${number(nicQuota.withReserved)} names, recently removed ones included. Use one of those again, or wait until one expires.`
    : null
}

/** Removes a nic; it stays reserved for a while before anybody else can have it. */
export const removeReservedNic = (deps: Deps, viewer: Viewer, nic: string) =>
  write(deps, (db) => setNicRemoved(db, viewer.id, skeleton(nic), deps.clock()))
