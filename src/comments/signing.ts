// Under which name somebody writes in a thread: their own, or one that nobody else has; one voice per thread.
import { freeNic } from '../accounts/actions.ts'
import { nicFault, skeleton, tidyNic } from '../accounts/nics.ts'
import { accountBySkeleton } from '../accounts/queries.ts'
import type { Db } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { isGuest, type Guest, type Viewer, type Writer } from '../permissions.ts'
import { guestVoiceIn, voicesIn, voiceTaken } from './voice-queries.ts'

/** The one name that somebody has in a thread once they have written there; it lets go when the name has become a member's, or another member's. */
export async function boundNic(db: Db, articleId: number, writer: Writer): Promise<string | null> {
  const earlier = isGuest(writer) ? await guestVoiceIn(db, articleId, writer.key) : ((await voicesIn(db, articleId, writer.id))[0]?.nic ?? null)
  if (earlier === null) return null
  const owner = await accountBySkeleton(db, skeleton(earlier))
  return owner && (isGuest(writer) || owner.id !== writer.id) ? null : earlier
}

export type Signature = { nic: string; voice: 'member' | 'picked' | 'guest'; skeleton: string }

/** The nic that somebody signs with in a thread: a member's registered one, or one that nobody else has; one voice per thread. */
export async function signature(deps: Deps, db: Db, writer: Writer, articleId: number, typed: string): Promise<Signature | { fault: string }> {
  const bound = await boundNic(db, articleId, writer)
  const nic = tidyNic(typed) || (isGuest(writer) ? (bound ?? '') : writer.nic)
  if (nic === '') return { fault: 'Choose a name to sign with; Pic-a-Nic invents one.' }
  const wanted = skeleton(nic)
  if (bound !== null && skeleton(bound) !== wanted) return { fault: `In this thread you write as ${bound}, and keep that name to the end.` }
  if (!isGuest(writer) && wanted === skeleton(writer.nic)) return { nic: writer.nic, voice: 'member', skeleton: wanted }
  const bad = nicFault(nic)
  if (bad !== null) return { fault: bad }
  const fault = await takenFault(db, writer, articleId, nic)
  if (fault !== null) return { fault: `${fault} ${await freeNic({ db, random: deps.random })} is free.` }
  return { nic: bound ?? nic, voice: isGuest(writer) ? 'guest' : 'picked', skeleton: wanted }
}

async function takenFault(db: Db, writer: Guest | Viewer, articleId: number, nic: string): Promise<string | null> {
  const owner = await accountBySkeleton(db, skeleton(nic))
  if (owner) return `${owner.nic === nic ? 'That name belongs to a member.' : `That name looks too much like a member’s (${owner.nic}).`}${isGuest(writer) ? ' Sign in if it is yours.' : ''}`
  const taken = await voiceTaken(db, articleId, skeleton(nic))
  const mine = taken === undefined || (isGuest(writer) ? taken.guest === writer.key : taken.account === writer.id)
  return mine ? null : 'Somebody else writes under that name in this thread.'
}
