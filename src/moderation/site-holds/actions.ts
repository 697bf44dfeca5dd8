// Holds every comment on the site for a time, and ends the hold.
import { type ActionResult, runBatch } from '../../batches/actions.ts'
import type { Deps } from '../../deps.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import * as stored from '../../sanctions/queries.ts'
import { isInForce } from '../../sanctions/rules.ts'
import { reasonWithEnd } from '../people/rules.ts'

const site = { subject: 'setting', subjectId: 0, articleId: null } as const

/** Holds every new comment on the site for some milliseconds from now. It replaces a hold in force. */
export async function holdSite(
  deps: Deps,
  viewer: Viewer | null,
  duration: number,
  reason: string,
): Promise<ActionResult> {
  allow(may.manage(viewer))
  return runBatch(deps, viewer!, 'hold-site', reason, async (db, batch) => {
    const until = batch.now + duration
    const before = await stored.openSiteHold(db)
    // A second press of the same form.
    if (before && isInForce(before, batch.now) && before.until_at === until && before.reason === reason)
      return 'already'
    const entry = await batch.log(site, 'hold-site', reasonWithEnd(reason, until, deps.settings().timeZone))
    if (before) await batch.end('site_holds', before.id, reason)
    const hold = {
      account_id: batch.by.id,
      reason,
      log_entry_id: entry,
      created_at: batch.now,
      until_at: until,
    }
    await batch.start('site_holds', await stored.insertSiteHold(db, hold))
    return undefined
  })
}

/** Ends the hold of the site. Comments that wait go on waiting for a decision. */
export async function releaseSite(deps: Deps, viewer: Viewer | null, reason: string): Promise<ActionResult> {
  allow(may.manage(viewer))
  return runBatch(deps, viewer!, 'release-site', reason, async (db, batch) => {
    const before = await stored.openSiteHold(db)
    if (!before || !isInForce(before, batch.now)) return 'already'
    await batch.log(site)
    await batch.end('site_holds', before.id, reason)
    return undefined
  })
}
