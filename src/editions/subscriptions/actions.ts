// Takes requests for the daily edition, confirms them, and ends them.

import { mailRecipient, setEditionMail } from '../../accounts/email/queries.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { queueMail } from '../../mail/actions.ts'
import { foldEmail } from '../../mail/address.ts'
import { tokenHash } from '../../random.ts'
import { findBan } from '../../sanctions/checks.ts'
import { DAY } from '../../time.ts'
import { urls } from '../../urls.ts'
import { requestLetter } from './letters.ts'
import * as queries from './queries.ts'
import { nextAsk } from './rules.ts'
import { confirmToken, readConfirmToken, readStopToken, type Subscriber } from './tokens.ts'

/**
 * Stores a guest's request and queues the e-mail that confirms it. Nothing happens if the address has the edition already,
 * is banned, or has had too many requests. The answer is the same: it says nothing about an address.
 */
export async function requestEdition(deps: Deps, email: string): Promise<void> {
  const now = deps.clock()
  const folded = foldEmail(email)
  const random = deps.random.token()
  await write(deps, async (db) => {
    if ((await findBan(deps, db, { account: null, email: folded, address: null })) !== null) return
    const before = await queries.subscriptionByEmail(db, folded)
    const asks = nextAsk(before, await queries.unconfirmedSince(db, now - DAY), now)
    if (asks === null) return
    const id = await queries.upsertRequest(db, { email, email_folded: folded, asked_at: now, asks })
    const { siteName } = deps.settings()
    const { baseUrl } = deps.config
    const link = `${baseUrl}${urls.confirmEdition(confirmToken(deps.secret, id, now, random))}`
    await queueMail(
      db,
      {
        key: `confirm-edition:${tokenHash(random)}`,
        kind: 'confirm-edition',
        to: null,
        recipient: email,
        letter: requestLetter({ name: siteName, base: baseUrl }, link),
      },
      now,
    )
  })
}

/** The subscription that a link confirms; null for an expired link. */
export async function requestOf(deps: Pick<Deps, 'db' | 'clock' | 'secret'>, token: string) {
  const id = readConfirmToken(deps.secret, token, deps.clock())
  return id === null ? null : ((await queries.subscriptionById(deps.db, id)) ?? null)
}

export const confirmEdition = (deps: Deps, id: number): Promise<unknown> =>
  write(deps, (db) => queries.confirmRequest(db, id, deps.clock()))

/** Whom an unsubscribe link is about, and whether the edition is stopped; null if there is no such subscription. */
export async function subscriptionOfLink(
  deps: Pick<Deps, 'db' | 'secret'>,
  token: string,
): Promise<{ who: Subscriber; stopped: boolean } | null> {
  const who = readStopToken(deps.secret, token)
  if (who === null) return null
  if ('account' in who) {
    const member = await mailRecipient(deps.db, who.account)
    return member === undefined ? null : { who, stopped: member.editions_at === null }
  }
  const guest = await queries.subscriptionById(deps.db, who.subscription)
  return guest === undefined || guest.confirmed_at === null ? null : { who, stopped: guest.ended_at !== null }
}

/** Stops the edition of a reader, or starts it again. */
export const setEditionStopped = (deps: Deps, who: Subscriber, stop: boolean): Promise<void> =>
  write(deps, async (db) => {
    if ('account' in who) await setEditionMail(db, who.account, stop ? null : deps.clock())
    else await queries.setSubscriptionEnd(db, who.subscription, stop ? deps.clock() : null)
  })
