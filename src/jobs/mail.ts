// Turns unread notices into e-mails and sends the outbox, one step at a time.

import { mailRecipient } from '../accounts/email/queries.ts'
import type { Tx } from '../db/open.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { guestLetter, MAX_NOTICES_IN_MAIL, noticeLetter } from '../inbox/letters.ts'
import * as notices from '../inbox/queries.ts'
import { unmutedNotices } from '../inbox/reading.ts'
import { createMailToken, deliverMails, queueMail, unsubscribeHeaders } from '../mail/actions.ts'
import { isMailable } from '../mail/address.ts'
import type { Mailer } from '../mail/delivery-actions.ts'
import type { Letter, Site } from '../mail/letter.ts'
import { claimDue, dueEntries, type MailRow, type MailTarget, markDue, queuedTimes } from '../mail/queries.ts'
import { digestAt, type MailFrequency, planMails, SINGLE_MAIL_WINDOW } from '../mail/rules.ts'
import { mutesOf } from '../mutes/queries.ts'
import { compileMutes } from '../mutes/rules.ts'
import { subscriptionById } from '../notices/subscription-queries.ts'
import { urls } from '../urls.ts'
import { EDITION_KIND, isEditionWanted } from './edition-mail.ts'

/** Members handled in one step, and notices of one member. */
const MEMBERS_PER_STEP = 50
const MAX_NOTICES = 200

const KIND = 'notices'

/**
 * Queues the e-mails that are due, then sends one batch of the outbox.
 * @returns the number of e-mails queued and sent; 0 if nothing is due
 */
export async function mailStep(deps: Deps, post: Mailer): Promise<number> {
  const due = await dueEntries(deps.db, deps.clock(), MEMBERS_PER_STEP)
  for (const one of due) {
    await write(deps, async (db) => {
      // The process that claims the entry mails it; another process finds it claimed.
      if (!(await claimDue(db, one))) return
      if (one.account_id !== null) await mailMember(deps, db, one.account_id, one.due_at)
      else await mailGuest(deps, db, one.subscription_id!)
    })
  }
  return due.length + (await deliverMails(deps, post, (mail) => isWanted(deps, mail)))
}

/** Whether an e-mail is sent: an edition to whoever still gets it; notices, after a failed attempt, if one is still unread. */
const isWanted = async (deps: Deps, mail: MailRow): Promise<boolean> =>
  mail.kind === EDITION_KIND
    ? isEditionWanted(deps, mail)
    : mail.kind !== KIND || mail.attempts === 0 || notices.hasUnreadNotice(deps.db, mail.id)

const siteOf = ({ settings, config }: Deps): Site => ({ name: settings().siteName, base: config.baseUrl })

/** @param noted when the oldest pending notice was created */
async function mailMember(deps: Deps, db: Tx, accountId: number, noted: number): Promise<void> {
  const now = deps.clock()
  const member = await mailRecipient(db, accountId)
  const frequency: MailFrequency = member?.frequency ?? 'daily'
  if (!member?.email || member.confirmed_at === null || frequency === 'never' || !isMailable(member.email)) return
  const to: MailTarget = { account: accountId }
  if (frequency === 'daily') {
    const at = digestAt(noted, deps.settings().digestHour, member.time_zone ?? deps.settings().timeZone)
    if (at > now) return markDue(db, to, at)
  }
  const unread = await notices.unmailedOfAccount(
    db,
    accountId,
    Math.max(member.since ?? 0, member.confirmed_at),
    MAX_NOTICES,
  )
  const pending = await unmutedNotices(db, compileMutes(await mutesOf(db, accountId)), unread)
  if (pending.length === 0) return
  const plan =
    frequency === 'daily'
      ? { kind: 'together' as const }
      : planMails(pending.length, await queuedTimes(db, to, KIND, now - SINGLE_MAIL_WINDOW), now)
  if (plan.kind === 'later') return markDue(db, to, plan.at)
  for (const part of plan.kind === 'each' ? pending.map((one) => [one]) : [pending]) {
    await mail(deps, db, to, member.email, part, 'stop-notices', (stop) =>
      noticeLetter(
        part.slice(0, MAX_NOTICES_IN_MAIL),
        Math.max(0, part.length - MAX_NOTICES_IN_MAIL),
        frequency,
        { ...siteOf(deps), zone: member.time_zone ?? deps.settings().timeZone },
        stop,
      ),
    )
  }
}

async function mailGuest(deps: Deps, db: Tx, subscriptionId: number): Promise<void> {
  const now = deps.clock()
  const about = await subscriptionById(db, subscriptionId)
  if (!about || about.confirmed_at === null || about.ended_at !== null || about.account_id !== null) return
  const recipient = about.typed_email?.trim() ?? about.email
  const pending = await notices.unmailedOfSubscription(db, subscriptionId, MAX_NOTICES)
  const to: MailTarget = { subscription: subscriptionId }
  const plan = planMails(pending.length, await queuedTimes(db, to, KIND, now - SINGLE_MAIL_WINDOW), now)
  if (plan.kind === 'later') return markDue(db, to, plan.at)
  if (plan.kind === 'none' || !isMailable(recipient)) return
  for (const part of plan.kind === 'each' ? pending.map((one) => [one]) : [pending]) {
    await mail(deps, db, to, recipient, part, 'stop-subscription', (stop) =>
      guestLetter(
        part.slice(0, MAX_NOTICES_IN_MAIL),
        Math.max(0, part.length - MAX_NOTICES_IN_MAIL),
        { ...siteOf(deps), zone: deps.settings().timeZone },
        stop,
      ),
    )
  }
}

async function mail(
  deps: Deps,
  db: Tx,
  to: MailTarget,
  recipient: string,
  part: readonly { id: number; article_id: number }[],
  purpose: 'stop-notices' | 'stop-subscription',
  write: (stop: string) => Letter,
): Promise<void> {
  const now = deps.clock()
  const stop = `${deps.config.baseUrl}${urls.unsubscribe(await createMailToken(deps, db, purpose, to, '', now))}`
  const host = new URL(deps.config.baseUrl).hostname
  const threads = new Set(part.map((one) => one.article_id))
  // Mail programs show the mails of one thread together.
  const thread: Record<string, string> = threads.size === 1 ? { References: `<thread-${[...threads][0]}@${host}>` } : {}
  const key = `${KIND}:${part.map(({ id }) => id).join(',')}`
  const id = await queueMail(
    db,
    {
      key,
      kind: KIND,
      to,
      recipient,
      letter: write(stop),
      headers: { ...unsubscribeHeaders(stop), 'List-Id': `<inbox.${host}>`, ...thread },
    },
    now,
  )
  if (id !== undefined)
    await notices.setMailed(
      db,
      part.map((one) => one.id),
      id,
      now,
    )
}
