// What happens when a member keeps a nic beside the registered one, or removes it.

import type { Db } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { number, spelled } from '../../format.ts'
import type { Viewer } from '../../permissions.ts'
import { KEPT_NICS } from '../../settings.ts'
import { readings, skeleton, tidyNic } from '../../skeleton.ts'
import { takenFault, withFreeNic } from './free-checks.ts'
import { nicHolder, nicsOfAccount, setNicRemoved, upsertReservedNic } from './queries.ts'
import { nicFault, officeFault } from './rules.ts'

/**
 * Keeps a nic for a member; keeping it twice is keeping it once.
 * @returns why it cannot be kept, or null
 */
export async function reserveNic(deps: Deps, viewer: Viewer, typed: string): Promise<string | null> {
  const nic = tidyNic(typed)
  if (nic === '') return 'Which name? Type the one that is to be yours.'
  const bad = nicFault(nic) ?? officeFault(nic)
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
  if (mine === skeleton(viewer.nic)) return 'That is your original nic, which is yours already.'
  const holder = await nicHolder(db, readings(nic), deps.clock())
  if (holder?.id !== viewer.id) {
    const taken = await takenFault(deps, db, nic)
    if (taken !== null) return taken
  }
  const others = (await nicsOfAccount(db, viewer.id, deps.clock())).filter((row) => row.nic_skeleton !== mine)
  if (others.filter((row) => row.removed_at === null).length >= KEPT_NICS.most)
    return `You keep ${spelled(KEPT_NICS.most).toLowerCase()} names, which is as many as there may be. Remove one of them first.`
  return others.length >= KEPT_NICS.withResting
    ? `${number(KEPT_NICS.withResting)} names are yours already, with those that you removed lately. Take one of them up again, or wait until one is given back.`
    : null
}

/** Removes a nic; it rests for a while before somebody else can have it. */
export const removeReservedNic = (deps: Deps, viewer: Viewer, nic: string) =>
  write(deps, (db) => setNicRemoved(db, viewer.id, skeleton(nic), deps.clock()))
