// Who is told of what: a comment that has become live, and what was decided about somebody's words. In the transaction of the act.

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
  setReadAbout,
  writerOfComment,
} from './queries.ts'
import { confirmedSubscription } from './subscription-queries.ts'

/**
 * Tells of a live comment whom it answers, whom it mentions and who follows its thread: each once, in this order of
 * importance, however often the comment becomes live. Nobody is told of their own words, under whichever nic.
 * What was taken in from elsewhere tells nobody, even when it is let out here.
 * @param at the moment when it became live
 */
export async function createCommentNotices(db: Tx, id: number, at: number): Promise<void> {
  const comment = await commentForNotices(db, id)
  if (!comment || (await isImported(db, id))) return
  const told = [
    ...(comment.above_account === null
      ? []
      : await insertCommentNotices(db, [comment.above_account], 'reply', comment, at)),
    ...(await insertCommentNotices(db, await mentionedAccounts(db, comment.html), 'mention', comment, at)),
    ...(await insertFollowNotices(db, comment, at)),
  ]
  await markAllDue(db, told, at)
  if (comment.parent_id === null) return
  // Who answers has read what they answer.
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
 * Tells those whom an edit has brought into a live comment; whoever was told of the comment before is not told again.
 * @param before what the comment said, rendered: who was mentioned there is not brought in
 */
export async function createMentionNotices(db: Tx, id: number, before: string, at: number): Promise<void> {
  const comment = await commentForNotices(db, id)
  if (!comment) return
  const known = new Set(await mentionedAccounts(db, before))
  const brought = (await mentionedAccounts(db, comment.html)).filter((account) => !known.has(account))
  await markAllDue(db, await insertCommentNotices(db, brought, 'mention', comment, at), at)
}

/** The accounts that a rendered text links to as `@nic`. */
const mentionedAccounts = (db: Tx, html: string): Promise<number[]> =>
  accountsByNics(
    db,
    linkedMentions(html).map((href) => decodeURIComponent(href.slice(href.lastIndexOf('/') + 1))),
  )

/**
 * Tells the writer of a comment, or the poster of an article, what somebody else has decided about it.
 * @param decision the entry of the public log that says what and why, and who wrote it
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
  const told = await insertDecisionNotice(db, {
    account_id: accountId,
    comment_id: 'comment' in decision ? decision.comment : null,
    article_id: articleId,
    log_entry_id: decision.entryId,
    created_at: at,
  })
  if (told) await markAllDue(db, [accountId], at)
}

/** Tells a member of what was decided about them, or about more than one comment of theirs. @param entryId the entry of the log that has it */
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
