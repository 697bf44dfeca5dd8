// Issues the receipts of guests' comments, and lets an account claim such a comment.
import { addReplyCount } from '../../accounts/queries.ts'
import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import type { Guest, Viewer } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import { skeleton } from '../../skeleton.ts'
import type { Claim } from '../authorship-checks.ts'
import { countLive } from '../counter-queries.ts'
import { deleteGuestName, insertPickedName, moveGuestName, pickedNameInThread } from '../posting/name-queries.ts'
import { countedComment } from '../queries.ts'
import { deleteRecommendation } from '../recommendations/queries.ts'
import { invalidateThread } from '../state-actions.ts'
import * as queries from './queries.ts'

/** Creates a receipt in the transaction that saves the comment. @returns its token, of which only the hash is saved */
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
 * Creates another receipt for a second press, because the answer to the first one may have been lost with its key.
 * @param sameForm the press has the key of the form that stored the comment, which is random and never shown
 * @returns null if the comment has been claimed, or if no key or text proves the same guest
 */
export async function reissueReceipt(
  deps: Pick<Deps, 'random'>,
  db: Tx,
  guest: Guest,
  commentId: number,
  sameForm: boolean,
  now: number,
): Promise<string | null> {
  const comment = await countedComment(db, commentId)
  const before = await queries.guestOfComment(db, commentId)
  if (comment === undefined || comment.account_id !== null || before === undefined) return null
  // Another key from the same network address: the text proves the writer only while nobody else can read it.
  if (before !== guest.key && comment.state === 'live' && !sameForm) return null
  if (before !== guest.key) await moveGuestName(db, comment.article_id, before, guest.key)
  return issueReceipt(deps, db, guest, commentId, now)
}

/**
 * Creates another receipt for the browser that posted the comment.
 * @returns null for every other browser
 */
export const issueOwnReceipt = (deps: Deps, guest: Guest, commentId: number): Promise<string | null> =>
  write(deps, async (db) =>
    (await queries.hasReceipt(db, commentId, guest.key))
      ? issueReceipt(deps, db, guest, commentId, deps.clock())
      : null,
  )

/**
 * Whether a comment of this guest was published before: by the browser's key, or by an e-mail address that this browser has
 * confirmed. A name or an address that was only typed proves nothing.
 */
export const isKnownGuest = async (db: Db, guest: Guest): Promise<boolean> =>
  (await queries.hasPublishedComment(db, guest.key)) || (await queries.hasPublishedCommentByEmail(db, guest.key))

export type Receipt = NonNullable<Awaited<ReturnType<typeof queries.receiptByToken>>>

/** @throws AppError `missing` if there is no such receipt */
export async function receiptNamed(db: Db, token: string): Promise<Receipt> {
  const receipt = await queries.receiptByToken(db, tokenHash(token))
  if (receipt === undefined)
    throw missing(
      'A receipt is the private page of a guest’s comment. Its address is secret and is shown once, after sending. Check that you have copied the whole address.',
      [],
      { title: 'No receipt at this address' },
    )
  return receipt
}

/** Proves authorship by a receipt, until an account has claimed the comment. */
export const byReceipt =
  (receipt: Receipt): Claim =>
  (comment) =>
    comment.id === receipt.comment_id && comment.account_id === null ? null : 'notYours'

/**
 * Makes a guest's comment a member's, who can then edit and withdraw it. Under the member's own nic it becomes openly
 * theirs; under any other name it becomes a picked name.
 * @returns false if another account has claimed it
 * @throws AppError `missing` if there is no such receipt, `conflict` if the comment was removed
 */
export async function claimComment(deps: Deps, viewer: Viewer, token: string): Promise<boolean> {
  const now = deps.clock()
  const claimed = await write(deps, async (db) => {
    const receipt = await receiptNamed(db, token)
    const comment = await countedComment(db, receipt.comment_id)
    if (comment === undefined) throw missing()
    if (comment.account_id !== null) return comment.account_id === viewer.id ? 'before' : 'others'
    if (comment.state === 'removed' || comment.state === 'spam')
      throw new AppError('conflict', 'A moderator has removed this comment, so it can no longer be claimed.')
    const own = skeleton(comment.nic) === skeleton(viewer.nic)
    const writer = {
      account_id: viewer.id,
      nic: own ? viewer.nic : comment.nic,
      name_kind: own ? 'member' : 'picked',
    } as const
    if (comment.state === 'live') await countLive(db, comment, -1)
    await queries.setWriter(db, comment.id, writer)
    if (comment.state === 'live') await countLive(db, { ...comment, ...writer }, 1)
    if (own) await addReplyCount(db, viewer.id, await queries.countRepliesByOthers(db, comment.id, viewer.id))
    // The name stays reserved in the thread: for the member, or for the guest if the member has another name there.
    const reserves = !own && (await pickedNameInThread(db, comment.article_id, viewer.id)) === undefined
    if (own || reserves) await deleteGuestName(db, comment.article_id, skeleton(comment.nic))
    if (reserves)
      await insertPickedName(db, {
        article_id: comment.article_id,
        account_id: viewer.id,
        nic: comment.nic,
        nic_skeleton: skeleton(comment.nic),
        created_at: now,
      })
    await deleteRecommendation(db, comment.id, viewer.id)
    invalidateThread(db, comment.article_id, viewer.nic)
    await queries.setClaimed(db, comment.id, viewer.id, now)
    return comment
  })
  if (typeof claimed === 'string') return claimed === 'before'
  return true
}
