// Stores a guest's request for replies by e-mail, and confirms it.

import type { Tx } from '../db/open.ts'
import type { MailTokensTable } from '../db/schema/inbox.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { createMailToken, queueMail } from '../mail/actions.ts'
import { foldEmail, isMailable } from '../mail/address.ts'
import { markDue, useMailToken } from '../mail/queries.ts'
import { tokenHash } from '../random.ts'
import { DAY } from '../time.ts'
import { urls } from '../urls.ts'
import { subscriptionLetter } from './letters.ts'
import { insertSubscriptionNotice } from './queries.ts'
import * as subscriptions from './subscription-queries.ts'

/** Requests for confirmation that one address gets in a day. */
const MAX_REQUESTS_A_DAY = 3

/**
 * Stores a guest's request for replies and queues the e-mail that confirms it, in the transaction that stores the comment.
 * Ignores an address that cannot be mailed, or that was asked too often.
 * @param wants whether the guest ticked the box
 */
export async function requestSubscription(
  deps: Pick<Deps, 'random' | 'settings' | 'config'>,
  db: Tx,
  commentId: number,
  email: string,
  wants: boolean,
  at: number,
): Promise<void> {
  const typed = email.trim()
  if (!wants || !isMailable(typed)) return
  const folded = foldEmail(typed)
  if ((await subscriptions.unconfirmedCount(db, folded, at - DAY)) >= MAX_REQUESTS_A_DAY) return
  const id = await subscriptions.insertSubscription(db, commentId, folded, at)
  const about = id === undefined ? undefined : await subscriptions.subscriptionById(db, id)
  if (id === undefined || !about) return
  const token = await createMailToken(deps, db, 'confirm-subscription', { subscription: id }, folded, at)
  const letter = subscriptionLetter(
    about,
    { name: deps.settings().siteName, base: deps.config.baseUrl },
    `${deps.config.baseUrl}${urls.confirmReplies(token)}`,
  )
  await queueMail(
    db,
    { key: `ask-guest:${id}`, kind: 'confirm-subscription', to: { subscription: id }, recipient: typed, letter },
    at,
  )
}

/** Replies from before the confirmation that still get a notice. */
const MAX_EARLIER_REPLIES = 50

/**
 * Confirms a guest's subscription; creates notices for earlier replies too.
 * @param guest the key of the browser that confirms, which is trusted with the address from now on; null for a member's
 */
export async function confirmReplyMails(
  deps: Pick<Deps, 'store' | 'clock'>,
  token: string,
  link: MailTokensTable,
  guest: string | null,
): Promise<void> {
  const now = deps.clock()
  await write(deps, async (db) => {
    const about =
      link.subscription_id === null ? undefined : await subscriptions.subscriptionById(db, link.subscription_id)
    if (!about || !(await useMailToken(db, tokenHash(token), now))) return
    await subscriptions.confirmSubscription(db, about.id, guest, now)
    let due = false
    for (const reply of await subscriptions.liveReplies(db, about.comment_id, MAX_EARLIER_REPLIES)) {
      if (foldEmail(reply.email ?? '') !== about.email && (await insertSubscriptionNotice(db, about.id, reply, now)))
        due = true
    }
    if (due) await markDue(db, { subscription: about.id }, now)
  })
}
