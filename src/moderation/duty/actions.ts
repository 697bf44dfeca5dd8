// Moderators go on and off duty, and leave a note for the next. Neither is a decision: it is for them alone, and stands in no log.
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import * as stored from './queries.ts'

/** Begins a duty, or gives the one that is under way another end. @param until when it runs out by itself */
export async function beginDuty(deps: Deps, viewer: Viewer | null, until: number): Promise<void> {
  allow(may.watch(viewer))
  const now = deps.clock()
  await write(deps, async (db) => {
    await stored.endOver(db, viewer!.id, now)
    await stored.endDuty(db, viewer!.id, now)
    await stored.insertDuty(db, { account_id: viewer!.id, created_at: now, until_at: until })
  })
}

/** @returns false when they were not on duty */
export async function endDuty(deps: Deps, viewer: Viewer | null): Promise<boolean> {
  allow(may.watch(viewer))
  return write(deps, (db) => stored.endDuty(db, viewer!.id, deps.clock()))
}

/** Leaves a note for the next in the place of the one that holds. @returns false when that says the same */
export async function leaveNote(deps: Deps, viewer: Viewer | null, body: string): Promise<boolean> {
  allow(may.watch(viewer))
  const now = deps.clock()
  return write(deps, async (db) => {
    if ((await stored.handoverInForce(db))?.body === body) return false
    await stored.endHandover(db, viewer!.id, now)
    await stored.insertHandover(db, { account_id: viewer!.id, body, created_at: now })
    return true
  })
}

/** Takes the note away that holds; it stays among the earlier ones. @returns false when there is none */
export async function clearNote(deps: Deps, viewer: Viewer | null): Promise<boolean> {
  allow(may.watch(viewer))
  return write(deps, (db) => stored.endHandover(db, viewer!.id, deps.clock()))
}
