// The links and buttons of a comment, by what its reader may do. Pure.
import { commentMuteReason } from '../../mutes/rules.ts'
import { may } from '../../permissions.ts'
import { MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import type { RecommendAction } from '../recommendations/form.ts'
import { recommendButton, recommendedText } from '../recommendations/pages.ts'
import type { ThreadContext } from './context-pages.ts'
import { memberBehind, moderationLink, type PickedBy } from './person-pages.ts'
import type { CommentRow } from './queries.ts'
import { editWindow, undoWindow } from './rules.ts'

export type CommentActions = {
  /** A moderator's link to feature it, or to unfeature it. */
  feature: { href: string; text: string } | null
  /** A moderator's links to decide about it. */
  decisions: { href: string; text: string }[]
  flag: string
  /** The number of recommendations in words; empty for none. */
  recommended: string
  recommend: { action: string; wish: RecommendAction; text: string } | null
  mute: string
  /** The member behind a picked name, for moderators. */
  person: PickedBy | null
  /** A moderator's link to the writer. */
  writerLink: string
  reply: string
  quote: string
  /** Links for its author only. */
  own: { edit: string; left: string; withdraw: string; restore: string; appeal: string }
}

/** What a comment offers its author: edit, withdraw, undo the withdrawal, or appeal. */
function ownActions(row: CommentRow, context: ThreadContext): CommentActions['own'] {
  const none = { edit: '', left: '', withdraw: '', restore: '', appeal: '' }
  if (may.change(context.viewer, row) !== null) return none
  const withdrawnAt = context.withdrawn.get(row.id)
  if (row.state === 'withdrawn' && withdrawnAt !== undefined && undoWindow(withdrawnAt, context.now).open)
    return { ...none, restore: urls.withdrawals(row.id) }
  if (row.state === 'removed') return { ...none, appeal: urls.appeals(row.id) }
  if (row.state !== 'live') return none
  const window = editWindow(row.created_at, context.now, context.editMinutes)
  return {
    ...none,
    withdraw: urls.withdrawals(row.id),
    ...(window.open
      ? { edit: urls.edits(row.id), left: `${Math.ceil((window.until - context.now) / MINUTE)} min left` }
      : {}),
  }
}

const decisionLinks = {
  holds: 'Hold',
  removals: 'Remove',
  spam: 'Spam',
  restorations: 'Restore',
  moves: 'Move',
} as const

const moderatorDecisions = (row: CommentRow): readonly (keyof typeof decisionLinks)[] =>
  row.state === 'live'
    ? ['holds', 'removals', 'spam', 'moves']
    : row.state === 'removed'
      ? ['restorations', 'moves']
      : []

/** A moderator's links to decide about a comment. */
const decisionsAbout = (row: CommentRow, { viewer }: ThreadContext): CommentActions['decisions'] =>
  may.hold(viewer) !== null
    ? []
    : moderatorDecisions(row).map((noun) => ({ href: urls.decision(noun, row.id), text: decisionLinks[noun] }))

/** The links of one tombstone of a run. */
export function tombstoneActions(row: CommentRow, context: ThreadContext): { href: string; text: string }[] {
  const { restore, appeal } = ownActions(row, context)
  return [
    ...(restore === '' ? [] : [{ href: restore, text: 'Undo withdrawal' }]),
    ...(appeal === '' ? [] : [{ href: appeal, text: 'Appeal' }]),
    ...(commentMuteReason(context.mutes, row) === null ? decisionsAbout(row, context) : []),
  ]
}

/** Replaces the links of a comment that folds a run: each of its tombstones has its own. */
export const noTombstoneActions: Pick<CommentActions, 'decisions' | 'own'> = {
  decisions: [],
  own: { edit: '', left: '', withdraw: '', restore: '', appeal: '' },
}

/** Links and buttons of a comment, by what its reader may do. */
export function commentActions(
  row: CommentRow,
  context: ThreadContext,
  gone: boolean,
  hidden: boolean,
): CommentActions {
  const { viewer, thread, articleId, featured, recommends, recommending } = context
  const isModerator = viewer?.role === 'moderator' || viewer?.role === 'admin'
  const answerable = !gone && (!thread.closed || isModerator)
  const given = recommends.has(row.id)
  return {
    feature:
      gone || may.feature(viewer) !== null
        ? null
        : { href: urls.features(row.id), text: featured.has(row.id) ? 'Unfeature' : 'Feature' },
    decisions: hidden ? [] : decisionsAbout(row, context),
    flag: gone || may.flag(viewer, row) !== null ? '' : urls.flags(row.id),
    recommended: gone || !recommending ? '' : recommendedText(row.recommendation_count, given),
    recommend:
      gone || may.recommend(viewer, row, { recommendations: recommending }) !== null
        ? null
        : recommendButton(row.id, given),
    mute:
      gone || viewer === null || row.account_id === viewer.id ? '' : urls.mute('person', row.nic, urls.comment(row.id)),
    person: gone ? null : memberBehind(row, viewer),
    writerLink: gone ? '' : moderationLink(row, viewer),
    reply: answerable ? urls.reply(articleId, row.id) : '',
    quote: answerable ? urls.quote(articleId, row.id) : '',
    own: ownActions(row, context),
  }
}
