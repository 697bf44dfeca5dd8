// What happens to what guests wrote: the receipt that proves it, and an account that takes it over.

import { addReplies } from '../../accounts/queries.ts'
import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { foldEmail } from '../../mail/address.ts'
import type { Guest, Viewer } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { skeleton } from '../../skeleton.ts'
import type { Claim } from '../authorship-checks.ts'
import { countLive } from '../counter-queries.ts'
import { dropGuestVoice, keepVoice, moveGuestVoice, voiceOf } from '../posting/name-queries.ts'
import { countedComment } from '../queries.ts'
import { take } from '../recommendations/queries.ts'
import { invalidateThread } from '../state-actions.ts'
import * as queries from './queries.ts'

/** Makes a receipt of a guest's comment, in the transaction that stores it. @returns its token, kept nowhere */
export async function issueReceipt(
  deps: Pick<Deps, 'random'>,
  db: Tx,
  guest: Guest,
  commentId: number,
  now: number,
): Promise<string> {
  const token = deps.random.token()
  await queries.insertReceipt(db, {
    token_hash: tokenHash(token),
    comment_id: commentId,
    guest: guest.key,
    created_at: now,
  })
  return token
}

/**
 * A receipt more for whoever presses a second time: the answer to the first press, and the key that came with it, may have been lost.
 * @returns null when the comment is a guest's no longer
 */
export async function reissueReceipt(
  deps: Pick<Deps, 'random'>,
  db: Tx,
  guest: Guest,
  commentId: number,
  email: string,
  now: number,
): Promise<string | null> {
  const comment = await countedComment(db, commentId)
  const before = await queries.guestOfComment(db, commentId)
  if (comment === undefined || comment.account_id !== null || before === undefined) return null
  // Known by where it comes from alone: whoever knows the words of one that waits, or the address that is never shown, wrote it; the words of a live one everybody knows.
  if (before !== guest.key && comment.state === 'live' && (comment.email === null || comment.email !== email.trim()))
    return null
  if (before !== guest.key) await moveGuestVoice(db, comment.article_id, before, guest.key)
  return issueReceipt(deps, db, guest, commentId, now)
}

/** Whether a guest has been let through before: by the browser's key or a confirmed address, never by the name. */
export const isKnown = async (db: Db, guest: Guest, email: string): Promise<boolean> =>
  (await queries.guestStands(db, guest.key)) || (email.trim() !== '' && queries.addressStands(db, foldEmail(email)))

export type Receipt = NonNullable<Awaited<ReturnType<typeof queries.receiptByToken>>>

/** @throws AppError `missing` when there is no such receipt */
export async function receiptNamed(db: Db, token: string): Promise<Receipt> {
  const receipt = await queries.receiptByToken(db, tokenHash(token))
  if (receipt === undefined)
    throw missing(
      'There is no receipt at this address. The address is long; a letter of it may have been lost on the way.',
    )
  return receipt
}

/** Whoever holds the receipt wrote the comment, until an account has claimed it. */
export const byReceipt =
  (receipt: Receipt): Claim =>
  (comment) =>
    comment.id === receipt.comment_id && comment.account_id === null ? null : 'notYours'

/**
 * Makes a guest's comment a member's: it counts for them, and they edit and withdraw it as their own. Written under their
 * own nic it becomes plainly theirs; under any other it stays a picked nic, and tells nobody.
 * @returns false when another account has claimed it
 * @throws AppError `missing` when there is no such receipt
 */
export async function claimComment(deps: Deps, viewer: Viewer, token: string): Promise<boolean> {
  const now = deps.clock()
  const claimed = await write(deps, async (db) => {
    const receipt = await receiptNamed(db, token)
    const comment = await countedComment(db, receipt.comment_id)
    if (comment === undefined) throw missing()
    if (comment.account_id !== null) return comment.account_id === viewer.id ? 'before' : 'others'
    if (comment.state === 'removed' || comment.state === 'spam')
      throw new AppError('conflict', 'A moderator has taken this comment down, so it cannot be made anybody’s.')
    const own = skeleton(comment.nic) === skeleton(viewer.nic)
    const writer = {
      account_id: viewer.id,
      nic: own ? viewer.nic : comment.nic,
      name_kind: own ? 'member' : 'picked',
    } as const
    if (comment.state === 'live') await countLive(db, comment, -1)
    await queries.setWriter(db, comment.id, writer)
    if (comment.state === 'live') await countLive(db, { ...comment, ...writer }, 1)
    if (own) await addReplies(db, viewer.id, await queries.othersReplies(db, comment.id, viewer.id))
    // The name stays taken in the thread: as the member's, or where they have another there, as the guest's that it was.
    const voiced = !own && (await voiceOf(db, comment.article_id, viewer.id)) === undefined
    if (own || voiced) await dropGuestVoice(db, comment.article_id, skeleton(comment.nic))
    if (voiced)
      await keepVoice(db, {
        article_id: comment.article_id,
        account_id: viewer.id,
        nic: comment.nic,
        nic_skeleton: skeleton(comment.nic),
        created_at: now,
      })
    await take(db, comment.id, viewer.id)
    await queries.setClaimed(db, comment.id, viewer.id, now)
    return comment
  })
  if (typeof claimed === 'string') return claimed === 'before'
  invalidateThread(deps, claimed.article_id, viewer.nic)
  return true
}
