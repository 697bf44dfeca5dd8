// Under which name somebody writes in a thread: their own, or one that nobody else has; one voice per thread.
import { withFree } from '../accounts/actions.ts'
import { holderOf } from '../accounts/nic-queries.ts'
import { nicFault, readings, skeleton, tidyNic } from '../accounts/nics.ts'
import type { Db } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../permissions.ts'
import { voicesIn, voiceTaken } from './voice-queries.ts'

/** The one name that a member has in a thread once they have written there; it lets go when the name has become another member's. */
export async function boundNic(deps: Pick<Deps, 'clock'>, db: Db, articleId: number, viewer: Viewer): Promise<string | null> {
  const earlier = (await voicesIn(db, articleId, viewer.id))[0]
  if (!earlier) return null
  const wanted = skeleton(earlier.nic)
  if (wanted === skeleton(viewer.nic)) return earlier.nic
  const holder = await holderOf(db, [wanted], deps.clock())
  return holder && holder.id !== viewer.id ? null : earlier.nic
}

export type Signature = { nic: string; voice: 'member' | 'picked'; skeleton: string }

/** The nic that a member signs with in a thread: the registered one, one they keep, or one nobody else has; one voice per thread. */
export async function signature(deps: Deps, db: Db, viewer: Viewer, articleId: number, typed: string): Promise<Signature | { fault: string }> {
  const nic = tidyNic(typed) || viewer.nic
  const mine = skeleton(viewer.nic)
  const [wanted, ...others] = readings(nic)
  const bound = await boundNic(deps, db, articleId, viewer)
  if (bound !== null && skeleton(bound) !== wanted) return { fault: `In this thread you write as ${bound}, and keep that name to the end.` }
  if (wanted === mine) return { nic: viewer.nic, voice: 'member', skeleton: mine }
  const bad = nicFault(nic)
  if (bad !== null) return { fault: await withFree({ ...deps, db }, bad, articleId) }
  const holder = await holderOf(db, [wanted, ...others], deps.clock())
  const taken = await voiceTaken(db, articleId, [wanted, ...others])
  const fault =
    holder && holder.id !== viewer.id ? (holder.kept ? 'That name, or one that looks like it, is a member’s.' : holder.nic === nic ? 'That name belongs to a member.' : `That name looks too much like a member’s (${holder.nic}).`)
    // Whoever has written under it here goes on, though a newer table may take two voices for one another.
    : bound === null && taken && taken.account_id !== viewer.id ? 'Somebody else writes under that name in this thread.'
    : null
  if (fault !== null) return { fault: await withFree({ ...deps, db }, fault, articleId) }
  return { nic, voice: 'picked', skeleton: wanted }
}
