// Marks notices as read, follows and mutes threads, stops e-mails, and confirms guests' subscriptions.

import { upsertMailFrequency } from '../accounts/email/queries.ts'
import type { Tx } from '../db/open.ts'
import type { MailTokensTable } from '../db/schema/inbox.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { deleteDue } from '../mail/queries.ts'
import type { PendingMarks } from '../marks/buffer.ts'
import { hasNumber } from '../marks/rules.ts'
import { setReadAbout } from '../notices/queries.ts'
import type { NoticeKind } from '../notices/rules.ts'
import * as subscriptions from '../notices/subscription-queries.ts'
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
