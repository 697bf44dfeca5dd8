// Decides which name a writer has in a thread: one name per writer and thread, and no two writers with names alike.
import { isDeletedName } from '../../accounts/deletion/name-checks.ts'
import { DELETED_NIC, withFreeNic } from '../../accounts/nics/free-checks.ts'
import { nameHolderInThread, nicHolder } from '../../accounts/nics/queries.ts'
import { nicFault, officeFault } from '../../accounts/nics/rules.ts'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { isGuest, type Viewer, type Writer } from '../../permissions.ts'
import { readings, skeleton, tidyNic } from '../../skeleton.ts'
import { topic } from '../../topics.ts'
import { ownFact } from '../../web/own-facts.ts'
import { guestNameInThread, nicOfAccountInThread } from './name-queries.ts'

/**
 * The name that a writer has used in a thread; it cannot change there. Null before the first comment, and if the name belongs to
 * another member now.
 * @param known the name of the first comment, where it has been read
 */
export async function nicInThread(
  deps: Pick<Deps, 'clock'>,
  db: Db,
  articleId: number,
  writer: Writer,
  known?: string | null,
): Promise<string | null> {
  const earlier =
    known !== undefined
      ? known
      : isGuest(writer)
        ? await guestNameInThread(db, articleId, writer.key)
        : await nicOfAccountInThread(db, articleId, writer.id)
  return earlier === null || (await isTheirs(deps, db, writer, earlier)) ? earlier : null
}

/** The same from what is remembered of a member between their requests: for what a page says. */
export async function rememberedNicInThread(deps: Deps, articleId: number, member: Viewer): Promise<string | null> {
  const earlier = await ownFact(
    deps,
    member.id,
    `nic ${articleId}`,
    () => nicOfAccountInThread(deps.db, articleId, member.id),
    [topic.article(articleId)],
  )
  return earlier === null || (await isTheirs(deps, deps.db, member, earlier)) ? earlier : null
}

/** Whether a name that somebody used is not somebody else's by now. */
async function isTheirs(deps: Pick<Deps, 'clock'>, db: Db, writer: Writer, earlier: string): Promise<boolean> {
  const wanted = skeleton(earlier)
  if (!isGuest(writer) && wanted === skeleton(writer.nic)) return true
  const holder = await nicHolder(db, [wanted], deps.clock())
  return !holder || (!isGuest(writer) && holder.id === writer.id)
}

export type CommentName = { nic: string; name_kind: 'member' | 'picked' | 'guest'; skeleton: string }

/**
 * Resolves the typed name: the member's nic, one of their reserved names, or one that nobody else uses in this thread.
 * @param known as for `nicInThread`
 */
export async function resolveName(
  deps: Deps,
  db: Db,
  writer: Writer,
  articleId: number,
  typed: string,
  known?: string | null,
): Promise<CommentName | { fault: string }> {
  const fixed = await nicInThread(deps, db, articleId, writer, known)
  const nic = await currentNic(deps, db, writer, tidyNic(typed) || (isGuest(writer) ? (fixed ?? '') : writer.nic))
  if (nic === '') return { fault: 'Enter a name, or let Pic-a-Nic invent one.' }
  const [wanted, ...others] = readings(nic)
  if (fixed !== null && skeleton(fixed) !== wanted)
    return { fault: `You are ${fixed} in this thread. The name can’t be changed here.` }
  if (!isGuest(writer) && wanted === skeleton(writer.nic))
    return { nic: writer.nic, name_kind: 'member', skeleton: wanted }
  const bad =
    // A name already used here stays allowed, even if newer rules would refuse it.
    (fixed === null ? (nicFault(nic) ?? officeFault(nic, deps.settings().siteName)) : null) ??
    (await nameTakenFault(deps, db, writer, articleId, nic, [wanted, ...others], fixed))
  if (bad !== null) return { fault: await withFreeNic({ ...deps, db }, bad, articleId) }
  const kept = isGuest(writer) ? undefined : await nicHolder(db, [wanted], deps.clock())
  return {
    nic: fixed ?? (kept?.kept ? kept.nic : nic),
    name_kind: isGuest(writer) ? 'guest' : 'picked',
    skeleton: wanted,
  }
}

/** A typed name, or the writer's original one where that was their original one before: a form may be older than the change. */
async function currentNic(deps: Pick<Deps, 'clock'>, db: Db, writer: Writer, nic: string): Promise<string> {
  if (isGuest(writer) || nic === writer.nic) return nic
  const holder = await nicHolder(db, [skeleton(nic)], deps.clock())
  return holder?.former && holder.id === writer.id ? writer.nic : nic
}

/** The fault of a name that another writer has. @param all skeletons of the nic, its own first */
async function nameTakenFault(
  deps: Pick<Deps, 'clock' | 'secret'>,
  db: Db,
  writer: Writer,
  articleId: number,
  nic: string,
  all: readonly string[],
  fixed: string | null,
): Promise<string | null> {
  const holder = await nicHolder(db, all, deps.clock())
  if (holder === undefined && fixed === null && (await isDeletedName(deps, db, all))) return DELETED_NIC
  const [account, guest] = isGuest(writer) ? [null, writer.key] : [writer.id, null]
  if (holder && holder.id !== account) {
    const whose = holder.kept
      ? 'That name, or one that looks like it, belongs to a member.'
      : holder.nic === nic
        ? 'That name belongs to a member.'
        : `That name looks too much like that of a member (${holder.nic}).`
    return isGuest(writer) ? `${whose} If it is yours, sign in.` : whose
  }
  // A name already used here stays allowed, even if a newer confusables table finds it too much like another.
  const taken = fixed === null ? await nameHolderInThread(db, articleId, all) : undefined
  return taken === undefined || (taken.account === account && taken.guest === guest)
    ? null
    : 'Somebody else has that name in this thread.'
}
