// Creates notices of live comments and of decisions, in the transaction of their cause.

import type { Tx } from '../db/open.ts'
import { foldEmail } from '../mail/address.ts'
import { markAllDue, markDue } from '../mail/queries.ts'
import { linkedMentions } from '../markup/mentions.ts'
import {
  accountsByNics,
  commentForNotices,
  insertCommentNotices,
  insertDecisionNotice,
  insertFollowNotices,
  insertSubscriptionNotice,
  isImported,
  posterOfArticle,
  restoreMentions,
  setReadAbout,
  withdrawMentions,
  writerOfComment,
} from './queries.ts'
import { confirmedSubscription } from './subscription-queries.ts'

type NoticedComment = NonNullable<Awaited<ReturnType<typeof commentForNotices>>>

/**
 * Creates notices of a live comment for the author of its parent, for mentioned members and for followers: one each, in
 * this order, however often the comment becomes live. Its own author gets none, and imported comments create none.
 * @param at the moment when it became live
 */
export async function createCommentNotices(db: Tx, id: number, at: number): Promise<void> {
  const comment = await commentForNotices(db, id)
  if (comment && !(await isImported(db, id))) await createNoticesOf(db, comment, at)
}

/** The same for a comment whose columns are known, and that was not imported. */
export async function createNoticesOf(db: Tx, comment: NoticedComment, at: number): Promise<void> {
  const notified = [
    ...(comment.above_account === null
      ? []
      : await insertCommentNotices(db, [comment.above_account], 'reply', comment, at)),
    ...(await notifyMentioned(db, await mentionedAccounts(db, comment.html), comment, at)),
    ...(await insertFollowNotices(db, comment, at)),
  ]
  await markAllDue(db, notified, at)
  if (comment.parent_id === null) return
  // A reply shows that its author has read the parent.
  if (comment.account_id !== null) await setReadAbout(db, comment.account_id, { comment: comment.parent_id }, at)
  const guest = comment.above_account === null ? await confirmedSubscription(db, comment.parent_id) : undefined
  if (
    guest &&
    guest.email !== foldEmail(comment.email ?? '') &&
    (await insertSubscriptionNotice(db, guest.id, comment, at))
  )
    await markDue(db, { subscription: guest.id }, at)
}

/**
 * Withdraws the unread notices of members whom an edit no longer mentions, and creates notices for those whom it mentions
 * for the first time, if the comment is live.
 * @param before HTML of the comment before the edit
 * @param after HTML of the comment now
 */
export async function updateMentionNotices(
  db: Tx,
  id: number,
  before: string,
  after: string,
  at: number,
): Promise<void> {
  const known = await mentionedAccounts(db, before)
  const mentioned = await mentionedAccounts(db, after)
  await withdrawMentions(db, difference(known, mentioned), id, at)
  const comment = await commentForNotices(db, id)
  if (comment) await markAllDue(db, await notifyMentioned(db, difference(mentioned, known), comment, at), at)
}

const notifyMentioned = async (
  db: Tx,
  accounts: readonly number[],
  comment: NoticedComment,
  at: number,
): Promise<number[]> => [
  ...(await restoreMentions(db, accounts, comment.id)),
  ...(await insertCommentNotices(db, accounts, 'mention', comment, at)),
]

const difference = (accounts: readonly number[], others: readonly number[]): number[] =>
  accounts.filter((account) => !others.includes(account))

/** Accounts that HTML mentions as `@nic` outside quotations. */
const mentionedAccounts = (db: Tx, html: string): Promise<number[]> =>
  accountsByNics(
    db,
    linkedMentions(html).map((href) => decodeURIComponent(href.slice(href.lastIndexOf('/') + 1))),
  )

/**
 * Creates a notice of a decision for the author of its comment or article, unless they decided themselves.
 * @param decision its entry in the public log, with its author
 */
export async function createDecisionNotice(
  db: Tx,
  decision:
    | { entryId: number; actorId: number | null; comment: number }
    | { entryId: number; actorId: number | null; article: number },
  at: number,
): Promise<void> {
  const comment = 'comment' in decision ? await writerOfComment(db, decision.comment) : undefined
  const articleId = 'article' in decision ? decision.article : (comment?.article_id ?? null)
  const accountId =
    'article' in decision
      ? ((await posterOfArticle(db, decision.article))?.account_id ?? null)
      : (comment?.account_id ?? null)
  if (accountId === null || accountId === decision.actorId) return
  const created = await insertDecisionNotice(db, {
    account_id: accountId,
    comment_id: 'comment' in decision ? decision.comment : null,
    article_id: articleId,
    log_entry_id: decision.entryId,
    created_at: at,
  })
  if (created) await markAllDue(db, [accountId], at)
}

/** Creates a notice for one member of a decision about an article. */
export async function createArticleNotice(
  db: Tx,
  accountId: number,
  { entryId, articleId }: { entryId: number; articleId: number },
  at: number,
): Promise<void> {
  const notice = {
    account_id: accountId,
    comment_id: null,
    article_id: articleId,
    log_entry_id: entryId,
    created_at: at,
  }
  if (await insertDecisionNotice(db, notice)) await markAllDue(db, [accountId], at)
}

/** Creates a notice of a decision about a member, or about several of their comments. @param entryId its log entry */
export async function createMemberNotice(db: Tx, accountId: number, entryId: number, at: number): Promise<void> {
  if (
    await insertDecisionNotice(db, {
      account_id: accountId,
      comment_id: null,
      article_id: null,
      log_entry_id: entryId,
      created_at: at,
    })
  )
    await markAllDue(db, [accountId], at)
}
