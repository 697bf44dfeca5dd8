// Stores a guest's request for replies by e-mail.

import type { Tx } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { createMailToken, queueMail } from '../mail/actions.ts'
import { foldEmail, isMailable } from '../mail/address.ts'
import { DAY } from '../time.ts'
import { urls } from '../urls.ts'
import { subscriptionLetter } from './letters.ts'
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
