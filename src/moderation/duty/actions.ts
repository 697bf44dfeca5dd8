// Moderators go on and off duty and leave handover notes. Neither is a decision, so nothing is logged.
import { noteChange } from '../../db/changes.ts'
import type { Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { topic } from '../../topics.ts'
import * as stored from './queries.ts'

/** Where comments wait while nobody is on duty, every thread says whether somebody is. */
function noteDuty(deps: Deps, db: Tx): void {
  if (deps.settings().watchHolds) noteChange(db, topic.everything)
}

/** Starts a duty, or changes the end of a current one. @param until when it ends automatically */
export async function beginDuty(deps: Deps, viewer: Viewer | null, until: number): Promise<void> {
  allow(may.watch(viewer))
  const now = deps.clock()
  await write(deps, async (db) => {
    await stored.endExpiredDuty(db, viewer!.id, now)
    await stored.endDuty(db, viewer!.id, now)
    await stored.insertDuty(db, { account_id: viewer!.id, created_at: now, until_at: until })
    noteDuty(deps, db)
  })
}

/** @returns false when they were not on duty */
export async function endDuty(deps: Deps, viewer: Viewer | null): Promise<boolean> {
  allow(may.watch(viewer))
  return write(deps, async (db) => {
    const isEnded = await stored.endDuty(db, viewer!.id, deps.clock())
    if (isEnded) noteDuty(deps, db)
    return isEnded
  })
}

/** Replaces the current handover note. @returns false when it already says the same */
export async function saveHandover(deps: Deps, viewer: Viewer | null, body: string): Promise<boolean> {
  allow(may.watch(viewer))
  const now = deps.clock()
  return write(deps, async (db) => {
    if ((await stored.handoverInForce(db))?.body === body) return false
    await stored.endHandover(db, viewer!.id, now)
    await stored.insertHandover(db, { account_id: viewer!.id, body, created_at: now })
    return true
  })
}

/** Ends the current handover note; it stays among the earlier ones. @returns false when there is none */
export async function clearHandover(deps: Deps, viewer: Viewer | null): Promise<boolean> {
  allow(may.watch(viewer))
  return write(deps, (db) => stored.endHandover(db, viewer!.id, deps.clock()))
}
