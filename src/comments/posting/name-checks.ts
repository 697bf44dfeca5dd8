// Under which name somebody writes in a thread: their own, or one that nobody else has; one name per thread.

import { withFree } from '../../accounts/nics/free-checks.ts'
import { holderOf, voiceTaken } from '../../accounts/nics/queries.ts'
import { nicFault, officeFault } from '../../accounts/nics/rules.ts'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { isGuest, type Writer } from '../../permissions.ts'
import { readings, skeleton, tidyNic } from '../../skeleton.ts'
import { guestVoiceIn, voicesIn } from './name-queries.ts'

/** The one name that somebody has in a thread once they have written there; it lets go when the name has become a member's, or another member's. */
export async function boundNic(
  deps: Pick<Deps, 'clock'>,
  db: Db,
  articleId: number,
  writer: Writer,
): Promise<string | null> {
  const earlier = isGuest(writer)
    ? await guestVoiceIn(db, articleId, writer.key)
    : ((await voicesIn(db, articleId, writer.id))[0]?.nic ?? null)
  if (earlier === null) return null
  const wanted = skeleton(earlier)
  if (!isGuest(writer) && wanted === skeleton(writer.nic)) return earlier
  const holder = await holderOf(db, [wanted], deps.clock())
  return holder && (isGuest(writer) || holder.id !== writer.id) ? null : earlier
}

export type Signature = { nic: string; name_kind: 'member' | 'picked' | 'guest'; skeleton: string }

/** The nic that somebody signs with in a thread: a member's registered one, one they keep, or one nobody else has; one name per thread. */
export async function signature(
  deps: Deps,
  db: Db,
  writer: Writer,
  articleId: number,
  typed: string,
): Promise<Signature | { fault: string }> {
  const bound = await boundNic(deps, db, articleId, writer)
  const nic = tidyNic(typed) || (isGuest(writer) ? (bound ?? '') : writer.nic)
  if (nic === '') return { fault: 'Choose a name to sign with; Pic-a-Nic invents one.' }
  const [wanted, ...others] = readings(nic)
  if (bound !== null && skeleton(bound) !== wanted)
    return { fault: `In this thread you write as ${bound}, and keep that name to the end.` }
  if (!isGuest(writer) && wanted === skeleton(writer.nic))
    return { nic: writer.nic, name_kind: 'member', skeleton: wanted }
  const bad =
    nicFault(nic) ??
    officeFault(nic) ??
    (await takenFault(deps, db, writer, articleId, nic, [wanted, ...others], bound))
  if (bad !== null) return { fault: await withFree({ ...deps, db }, bad, articleId) }
  const kept = isGuest(writer) ? undefined : await holderOf(db, [wanted], deps.clock())
  return {
    nic: bound ?? (kept?.kept ? kept.nic : nic),
    name_kind: isGuest(writer) ? 'guest' : 'picked',
    skeleton: wanted,
  }
}

/** @param all skeletons of the nic, its own first */
async function takenFault(
  deps: Pick<Deps, 'clock'>,
  db: Db,
  writer: Writer,
  articleId: number,
  nic: string,
  all: readonly string[],
  bound: string | null,
): Promise<string | null> {
  const holder = await holderOf(db, all, deps.clock())
  const [account, guest] = isGuest(writer) ? [null, writer.key] : [writer.id, null]
  if (holder && holder.id !== account) {
    const whose = holder.kept
      ? 'That name, or one that looks like it, is a member’s.'
      : holder.nic === nic
        ? 'That name belongs to a member.'
        : `That name looks too much like a member’s (${holder.nic}).`
    return isGuest(writer) ? `${whose} Sign in if it is yours.` : whose
  }
  // Whoever has written under it here goes on, though a newer table may take two voices for one another.
  const taken = bound === null ? await voiceTaken(db, articleId, all) : undefined
  return taken === undefined || (taken.account === account && taken.guest === guest)
    ? null
    : 'Somebody else writes under that name in this thread.'
}
