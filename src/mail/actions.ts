// Queues e-mails in the transaction of their cause, and sends them from the outbox afterwards.

import type { Tx } from '../db/open.ts'
import type { MailTokensTable } from '../db/schema/inbox.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { hashOf, tokenHash } from '../random.ts'
import { MINUTE } from '../time.ts'
import { headerText, isMailable } from './address.ts'
import { DeliveryError, type Mailer } from './delivery-actions.ts'
import { type Letter, letterAsHtml, letterAsText } from './letter.ts'
import * as queries from './queries.ts'
import { ENDED_MAIL_MS, nextAttemptAt, tokenLife } from './rules.ts'

export type QueuedMail = {
  /** Idempotency key: a second e-mail with the same key is not queued. */
  key: string
  kind: string
  /** Null for a guest without a subscription to replies. */
  to: queries.MailTarget | null
  recipient: string
  letter: Letter
  headers?: Record<string, string>
}

/** Queues an e-mail. @returns its id; undefined if it was queued before */
export const queueMail = (
  db: Tx,
  { key, kind, to, recipient, letter, headers = {} }: QueuedMail,
  at: number,
): Promise<number | undefined> =>
  queries.insertMail(db, {
    key,
    kind,
    account_id: to !== null && 'account' in to ? to.account : null,
    subscription_id: to !== null && 'subscription' in to ? to.subscription : null,
    recipient,
    subject: headerText(letter.subject),
    text: letterAsText(letter),
    html: letterAsHtml(letter),
    headers: JSON.stringify({ ...headers, 'Auto-Submitted': 'auto-generated' }),
    created_at: at,
  })

/** Creates the token of a link in an e-mail; its hash is stored. @returns the token */
export async function createMailToken(
  deps: Pick<Deps, 'random'>,
  db: Tx,
  purpose: keyof typeof tokenLife,
  to: queries.MailTarget,
  email: string,
  at: number,
): Promise<string> {
  const token = deps.random.token()
  await queries.insertMailToken(db, {
    token_hash: tokenHash(token),
    purpose,
    account_id: 'account' in to ? to.account : null,
    subscription_id: 'subscription' in to ? to.subscription : null,
    email,
    created_at: at,
    expires_at: at + tokenLife[purpose],
  })
  return token
}

/** One-click unsubscribe headers (RFC 2369, RFC 8058). */
export const unsubscribeHeaders = (href: string): Record<string, string> => ({
  'List-Unsubscribe': `<${href}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
})

/** E-mails claimed at once, and milliseconds in which the claiming process must send them all. */
const BATCH_SIZE = 20
const SEND_CLAIM_MS = 20 * MINUTE

/** Sender of the site's e-mails: the setting, else `no-reply` at its own host. */
const senderOfSite = ({ config, settings }: Pick<Deps, 'config' | 'settings'>): { name: string; address: string } => ({
  name: headerText(settings().siteName),
  address: settings().mailFrom ?? `no-reply@${new URL(config.baseUrl).hostname.replace(/^\[(.*)\]$/, 'localhost')}`,
})

/**
 * Sends one batch of due e-mails and records failures with the time of the next attempt.
 * @param wanted whether an e-mail that has waited should still be sent
 * @returns the number of e-mails claimed
 */
export async function deliverMails(
  deps: Deps,
  post: Mailer,
  wanted: (mail: queries.MailRow) => Promise<boolean>,
): Promise<number> {
  const now = deps.clock()
  if (!(await queries.hasOutboxWork(deps.db, now, now - ENDED_MAIL_MS))) return 0
  const mails = await write(deps, async (db) => {
    await queries.deleteOldMails(db, now - ENDED_MAIL_MS)
    return queries.claimMails(db, now, now + SEND_CLAIM_MS, BATCH_SIZE)
  })
  const settle = (mail: queries.MailRow, end: Parameters<typeof queries.settleMail>[2]) =>
    write(deps, (db) => queries.settleMail(db, mail, end))
  let unreachable: DeliveryError | null = null
  for (const mail of mails) {
    if (unreachable !== null)
      await settle(mail, { again: now + MINUTE, attempts: mail.attempts, fault: unreachable.message })
    else if (!isMailable(mail.recipient))
      await settle(mail, { state: 'failed', at: now, fault: 'not an address that can be mailed' })
    else if (!(await wanted(mail))) await settle(mail, { state: 'dropped', at: now, fault: null })
    else unreachable = await sendOne(mail)
  }
  return mails.length

  /** @returns the error if no server answered */
  async function sendOne(mail: queries.MailRow): Promise<DeliveryError | null> {
    const host = new URL(deps.config.baseUrl).hostname
    try {
      await post.send({
        name: `${String(mail.id).padStart(6, '0')}-${mail.kind}`,
        messageId: `<${hashOf(mail.id, mail.key).slice(0, 24)}@${host}>`,
        from: senderOfSite(deps),
        to: mail.recipient,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers: JSON.parse(mail.headers) as Record<string, string>,
        date: mail.created_at,
      })
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      const again = error.kind === 'refused' ? null : nextAttemptAt(mail.attempts + 1, mail.created_at, now)
      deps.log.warn(
        { mail: mail.id, kind: mail.kind, attempt: mail.attempts + 1, fault: error.message, again },
        'mail not sent',
      )
      await settle(
        mail,
        again === null
          ? { state: 'failed', at: now, fault: error.message }
          : { again, attempts: mail.attempts + 1, fault: error.message },
      )
      return error.kind === 'unreachable' ? error : null
    }
    await settle(mail, { state: 'sent', at: now, fault: null })
    return null
  }
}

/** The token of a link in an e-mail, or null if it has expired or has another purpose. */
export async function validMailLink(
  deps: Pick<Deps, 'db' | 'clock'>,
  token: string,
  purpose: MailTokensTable['purpose'],
): Promise<MailTokensTable | null> {
  const found = await queries.mailToken(deps.db, tokenHash(token), deps.clock())
  return found?.purpose === purpose ? found : null
}
