// The line of actions under a comment. Pure.
import { commentMuteReason } from '../../mutes/rules.ts'
import { may } from '../../permissions.ts'
import { MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import { type RecommendButton, recommendButton, recommendedText } from '../recommendations/pages.ts'
import type { ThreadContext } from './context-pages.ts'
import { type Moderation, moderationOf, tombstoneDecisions } from './moderation-pages.ts'
import { memberBehind, type PickedBy } from './person-pages.ts'
import type { CommentRow } from './queries.ts'
import { editWindow, undoWindow } from './rules.ts'

/** What the rows of a page share: the forms that their buttons belong to, one of members and one of moderators. */
export type ThreadActs = {
  /** Classes of the thread, which show what its reader may do and hide the rest. */
  classes: '' | ' signed'
  moderates: boolean
}

export const threadActs = ({ viewer }: Pick<ThreadContext, 'viewer'>): ThreadActs => ({
  classes: viewer === null ? '' : ' signed',
  moderates: may.hold(viewer) === null,
})

type FollowThread = { action: string; value: 'follow' | 'unfollow'; text: string }

const followThread = ({ articleId, follow }: Pick<ThreadContext, 'articleId' | 'follow'>): FollowThread => ({
  action: urls.follows(articleId),
  value: follow === 'following' ? 'unfollow' : 'follow',
  text: follow === 'following' ? 'Unfollow thread' : 'Follow thread',
})

/**
 * The links and buttons under a comment. Those of a published comment are the same for every reader, apart from what is
 * pressed, `moderate` and its author's `own`: classes hide what a reader may not do, and the server refuses it.
 */
export type CommentActions = {
  /** The fold Moderate, for moderators; null for others. */
  moderate: Moderation | null
  flag: string
  /** A toggle: pressed while the reader recommends the comment. */
  recommend: RecommendButton | null
  /** The number of recommendations in words, for those who cannot recommend it; empty for none. */
  recommended: string
  mute: string
  /** Follows the whole thread, or no longer. */
  followThread: FollowThread
  /** The member behind a picked name, for moderators. */
  person: PickedBy | null
  reply: string
  quote: string
  /** Links for its author. */
  own: { edit: string; left: string; withdraw: string; restore: string; appeal: string }
}

const noOwnActions: CommentActions['own'] = { edit: '', left: '', withdraw: '', restore: '', appeal: '' }

/** What a tombstone offers its author: to undo the withdrawal, or to appeal. */
function ownTombstoneActions(row: CommentRow, context: ThreadContext): CommentActions['own'] {
  if (may.change(context.viewer, row) !== null) return noOwnActions
  const withdrawnAt = context.withdrawn.get(row.id)
  if (row.state === 'withdrawn' && withdrawnAt !== undefined && undoWindow(withdrawnAt, context.now).open)
    return { ...noOwnActions, restore: urls.withdrawals(row.id) }
  return row.state === 'removed' ? { ...noOwnActions, appeal: urls.appeals(row.id) } : noOwnActions
}

/**
 * What a published comment offers its author: to edit it for a time, and to withdraw it. Only in the author's page: the
 * minutes that are left would be wrong in a page that is kept for others. Guests do both on its receipt.
 */
function ownCommentActions(row: CommentRow, { viewer, now, editMinutes }: ThreadContext): CommentActions['own'] {
  if (may.change(viewer, row) !== null) return noOwnActions
  const window = editWindow(row.created_at, now, editMinutes)
  const left = window.open ? `${Math.ceil((window.until - now) / MINUTE)} min left` : ''
  return { ...noOwnActions, withdraw: urls.withdrawals(row.id), left, edit: left === '' ? '' : urls.edits(row.id) }
}

/** The links of one tombstone of a run. */
export function tombstoneActions(row: CommentRow, context: ThreadContext): { href: string; text: string }[] {
  const { restore, appeal } = ownTombstoneActions(row, context)
  return [
    ...(restore === '' ? [] : [{ href: restore, text: 'Undo withdrawal' }]),
    ...(appeal === '' ? [] : [{ href: appeal, text: 'Appeal' }]),
    ...(commentMuteReason(context.mutes, row) === null ? tombstoneDecisions(row, context) : []),
  ]
}

/** Replaces the links of a comment that folds a run: each of its tombstones has its own. */
export const noTombstoneActions: Pick<CommentActions, 'moderate' | 'own'> = {
  moderate: null,
  own: noOwnActions,
}

/**
 * @param gone it is shown as a tombstone or stub
 * @param hidden its reader has muted it
 */
export function commentActions(
  row: CommentRow,
  context: ThreadContext,
  gone: boolean,
  hidden: boolean,
): CommentActions {
  const { viewer, thread, articleId, recommends, recommending } = context
  const isModerator = viewer?.role === 'moderator' || viewer?.role === 'admin'
  const answerable = !gone && (!thread.closed || isModerator)
  const counts = !gone && recommending
  return {
    moderate: hidden ? null : moderationOf(row, context),
    flag: gone ? '' : urls.flags(row.id),
    recommend: counts ? recommendButton(row.id, row.recommendation_count, recommends.has(row.id)) : null,
    recommended: counts ? recommendedText(row.recommendation_count) : '',
    mute: gone ? '' : urls.muteWriter(row.id),
    followThread: followThread(context),
    person: gone ? null : memberBehind(row, viewer),
    reply: answerable ? `${urls.reply(articleId, row.id)}#body` : '',
    quote: answerable ? `${urls.quote(articleId, row.id)}#body` : '',
    own: gone ? ownTombstoneActions(row, context) : ownCommentActions(row, context),
  }
}
