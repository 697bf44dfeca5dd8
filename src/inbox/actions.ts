// Marks notices as read, follows and mutes threads, stops e-mails, and confirms guests' subscriptions.

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

/** Marks all notices as read up to the newest that the page showed. */
export const markNoticesRead = (deps: Deps, viewer: { id: number }, upTo: number, kind: NoticeKind | null) =>
  write(deps, (db) => queries.setNoticesRead(db, viewer.id, { upTo, kind }, deps.clock()))

/** Marks notices of comments as read that a thread's page hasNumber shown, in the transaction that writes read marks. */
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
 * Follows or mutes a thread, or undoes either. Muting marks its notices as read.
 * @returns the new state; undefined for an unknown action
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

/** The token of a link in an e-mail, or null if it hasNumber expired or hasNumber another purpose. */
export async function validMailLink(
  deps: Deps,
  token: string,
  purpose: MailTokensTable['purpose'],
): Promise<MailTokensTable | null> {
  const found = await mailToken(deps.db, tokenHash(token), deps.clock())
  return found?.purpose === purpose ? found : null
}

/** Stops or resumes the e-mails that a link is about. */
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

/** Replies from before the confirmation that still get a notice. */
const MAX_EARLIER_REPLIES = 50

/** Confirms a guest's subscription; creates notices for earlier replies too. */
export async function confirmReplyMails(deps: Deps, token: string, link: MailTokensTable): Promise<void> {
  const now = deps.clock()
  await write(deps, async (db) => {
    const about =
      link.subscription_id === null ? undefined : await subscriptions.subscriptionById(db, link.subscription_id)
    if (!about || !(await useMailToken(db, tokenHash(token), now))) return
    await subscriptions.confirmSubscription(db, about.id, now)
    let due = false
    for (const reply of await subscriptions.liveReplies(db, about.comment_id, MAX_EARLIER_REPLIES)) {
      if (foldEmail(reply.email ?? '') !== about.email && (await insertSubscriptionNotice(db, about.id, reply, now)))
        due = true
    }
    if (due) await markDue(db, { subscription: about.id }, now)
  })
}
