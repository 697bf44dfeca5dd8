// What happens to a member's inbox: notices are read, threads followed and silenced, mails stopped. And what a guest asked for.

import { upsertMailFrequency } from '../accounts/email/queries.ts'
import type { Tx } from '../db/open.ts'
import type { MailTokensTable } from '../db/schema/inbox.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { foldEmail } from '../mail/address.ts'
import { deleteDue, mailToken, markDue, useMailToken } from '../mail/queries.ts'
import type { PendingMarks } from '../marks/buffer.ts'
import { hasNumber } from '../marks/rules.ts'
import { insertSubscriptionNotice, setReadAbout } from '../notices/queries.ts'
import type { NoticeKind } from '../notices/rules.ts'
import * as subscriptions from '../notices/subscription-queries.ts'
import { tokenHash } from '../random.ts'
import * as queries from './queries.ts'
import { type FollowState, nextFollowState } from './rules.ts'

export const markNoticeRead = (deps: Deps, viewer: { id: number }, id: number) =>
  write(deps, (db) => queries.setNoticesRead(db, viewer.id, { id }, deps.clock()))

/** @param upTo the newest notice that the page showed: what came later was not seen */
export const markNoticesRead = (deps: Deps, viewer: { id: number }, upTo: number, kind: NoticeKind | null) =>
  write(deps, (db) => queries.setNoticesRead(db, viewer.id, { upTo, kind }, deps.clock()))

/** What a thread's page has shown needs no notice any more. In the transaction that writes marks down. */
export async function markSeenNoticesRead(db: Tx, moved: PendingMarks, at: number): Promise<void> {
  const opened = [...moved].flatMap(([account, { marks }]) => (marks.size === 0 ? [] : [account]))
  const articles = [...new Set([...moved.values()].flatMap(({ marks }) => [...marks.keys()]))]
  if (opened.length === 0) return
  const read: number[] = []
  for (let i = 0; i < articles.length; i += 400) {
    for (const row of await queries.unreadNoticesOf(db, opened, articles.slice(i, i + 400))) {
      const mark = moved.get(row.account_id!)?.marks.get(row.article_id!)
      if (mark && (hasNumber(mark.shown, row.number) || hasNumber(mark.seen, row.number))) read.push(row.id)
    }
  }
  for (let i = 0; i < read.length; i += 400) await queries.setReadByIds(db, read.slice(i, i + 400), at)
}

/**
 * Follows a thread, silences it, or ceases to. What a silenced thread had still to tell counts as read.
 * @returns what holds now; undefined when there is no such action
 */
export async function followThread(
  deps: Deps,
  viewer: { id: number },
  articleId: number,
  action: string,
): Promise<FollowState | undefined> {
  const now = deps.clock()
  return write(deps, async (db) => {
    const state = nextFollowState(await queries.followState(db, viewer.id, articleId), action)
    if (state === undefined) return undefined
    await queries.setFollowState(db, viewer.id, articleId, state, now)
    if (state === 'muted') await setReadAbout(db, viewer.id, { article: articleId }, now)
    return state
  })
}

/** A link of a mail, as long as it works. */
export async function validMailLink(
  deps: Deps,
  token: string,
  purpose: MailTokensTable['purpose'],
): Promise<MailTokensTable | null> {
  const found = await mailToken(deps.db, tokenHash(token), deps.clock())
  return found?.purpose === purpose ? found : null
}

/** Ends the mails that a link is about, or lets them come again; as often as it is pressed. */
export async function setMailsStopped(deps: Deps, link: MailTokensTable, stop: boolean): Promise<void> {
  const now = deps.clock()
  await write(deps, async (db) => {
    if (link.account_id !== null) {
      await upsertMailFrequency(db, link.account_id, stop ? 'never' : 'daily', now)
      if (stop) await deleteDue(db, { account: link.account_id })
    }
    if (link.subscription_id !== null) {
      await subscriptions.setSubscriptionEnd(db, link.subscription_id, stop ? now : null)
      if (stop) await deleteDue(db, { subscription: link.subscription_id })
    }
  })
}

/** Replies that came before the guest said yes and are told of all the same. */
const MAX_EARLIER_REPLIES = 50

/** The guest says yes: from now on replies are mailed, those that came meanwhile too. */
export async function confirmReplyMails(deps: Deps, token: string, link: MailTokensTable): Promise<void> {
  const now = deps.clock()
  await write(deps, async (db) => {
    const about =
      link.subscription_id === null ? undefined : await subscriptions.subscriptionById(db, link.subscription_id)
    if (!about || !(await useMailToken(db, tokenHash(token), now))) return
    await subscriptions.confirmSubscription(db, about.id, now)
    let told = false
    for (const reply of await subscriptions.liveReplies(db, about.comment_id, MAX_EARLIER_REPLIES)) {
      if (foldEmail(reply.email ?? '') !== about.email && (await insertSubscriptionNotice(db, about.id, reply, now)))
        told = true
    }
    if (told) await markDue(db, { subscription: about.id }, now)
  })
}
