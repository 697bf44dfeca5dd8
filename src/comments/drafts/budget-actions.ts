// The budget of guests' drafts and unsent texts: bytes for each network and for all guests, so that nobody fills the disk.
import type { Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { characters } from '../../faults.ts'
import { countedNetworks } from '../../ip-ranges.ts'
import { keyedHash } from '../../random.ts'
import { draftBudget, limits } from '../../settings.ts'
import { deleteGuestTextSize, guestTextBytes, type SizedText, upsertGuestTextSize } from './budget-queries.ts'

/** UTF-16 units of a member's draft. */
const MAX_DRAFT_LENGTH = limits.comment * 10

/** Who saves a text: the key of their drafts, and the network address of the request. */
export type Saver = { owner: string; ip: string }

const isGuestKey = (owner: string): boolean => owner.startsWith('guest:')

/** Whether a text is too long to be saved before it is sent. A guest's is no longer than a comment. */
export const isTooLong = (owner: string, body: string): boolean =>
  isGuestKey(owner) ? characters(body) > limits.comment : body.length > MAX_DRAFT_LENGTH

const byteLength = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) + draftBudget.row

/** The keyed hashes of a request's networks. IPv4 has one network, which is its own site. */
function hashedNetworks({ secret }: Pick<Deps, 'secret'>, ip: string) {
  const [subscriber, site = subscriber] = countedNetworks(ip)
  return {
    hashes: {
      subscriber: keyedHash(secret, 'draft-network', subscriber!.key),
      site: keyedHash(secret, 'draft-network', site!.key),
    },
    siteTimes: site!.times,
  }
}

/**
 * Saves a text, a guest's only if it fits into the budget.
 * @param continued the text that it replaces, if any
 * @returns null if it does not fit: then nothing is saved
 */
export async function saveWithinBudget<T extends { id: number }>(
  deps: Pick<Deps, 'secret'>,
  db: Tx,
  { owner, ip }: Saver,
  kind: SizedText,
  texts: readonly string[],
  continued: number | undefined,
  save: () => Promise<T>,
): Promise<T | null> {
  if (!isGuestKey(owner)) {
    const saved = await save()
    // A guest may have begun what a member goes on with.
    if (continued !== undefined) await deleteGuestTextSize(db, kind, saved.id)
    return saved
  }
  const bytes = byteLength(texts)
  const { hashes, siteTimes } = hashedNetworks(deps, ip)
  const used = await guestTextBytes(db, hashes, kind, continued ?? 0)
  const fits =
    used.all + bytes <= draftBudget.all &&
    used.site + bytes <= draftBudget.network * siteTimes &&
    used.subscriber + bytes <= draftBudget.network
  if (!fits) return null
  const saved = await save()
  await upsertGuestTextSize(db, kind, saved.id, { ...hashes, bytes })
  return saved
}
