// What a guest's receipt says: the state of the comment and why, and what can be done with it. Pure.
import type { FilterKind } from '../../db/schema/filters.ts'
import { type Dates, type Moment, moment } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import type { Viewer } from '../../permissions.ts'
import { skeleton } from '../../skeleton.ts'
import { urls } from '../../urls.ts'
import type { AppealView } from '../appeals/pages.ts'
import { type EditPage, type EditState, editPage } from '../edits/pages.ts'
import type { WrittenComment } from '../edits/queries.ts'
import { holdExplanation } from '../holds/rules.ts'
import { ALREADY_POSTED } from '../posting/form.ts'
import { undoWindow } from '../thread/rules.ts'
import { tombstone } from '../thread/tombstone-pages.ts'

type Status = {
  kind: '' | ' ok' | ' warn' | ' bad'
  title: string
  text: string
  link: { href: string; text: string } | null
}

export type ReceiptPage = {
  article: { href: string; headline: string }
  nic: string
  posted: Moment
  /** The state of the comment, and why. */
  status: Status
  /** The full address of this page. */
  address: string
  text: SafeHtml
  /** The form that edits it, while that is possible. */
  edit: EditPage | null
  /** Why it can no longer be edited; empty if it can, or is not published. */
  late: string
  action: string
  withdraw: boolean
  restore: string
  /** How an account can claim it. */
  claim: { kind: 'offer'; nic: string } | { kind: 'signIn'; login: string; register: string } | null
  /** Sentence about the account that has claimed it; empty for none. */
  claimed: string
  acts: { href: string; text: string }[]
  done: string
  /** Sentence about replies by e-mail; empty if nobody asked for them. */
  replies: string
  /** The decision that can be appealed, and past appeals; null once an account has claimed the comment. */
  appeal: AppealView | null
}

/** Everything that the receipt knows of its comment. */
export type ReceiptContext = {
  article: { id: number; slug: string; headline: string }
  comment: WrittenComment
  answered: boolean
  hold: { rule: string; kind: FilterKind | null; form_signs: string } | null
  /** `, usually under an hour`; empty while too little is known. */
  usual: string
  /** The removal in force, if any. */
  removed: { removal_reason: string; removed_at: number; removal_entry: number; removed_by: string | null } | undefined
  /** A moderator's note to the guest; empty for none. */
  note: string
  withdrawal: { created_at: number } | null
  claimedBy: string | null
  subscription: { confirmed_at: number | null; ended_at: number | null } | null
  appeal: AppealView
}

/** Messages after an action, by the `done` of the address. */
const doneMessages = new Map(
  Object.entries({
    edit: 'Your changes are saved.',
    withdraw: 'You withdrew this comment.',
    restore: 'The withdrawal was undone.',
    claim: 'The comment is yours now.',
    again: ALREADY_POSTED,
  }),
)

function commentStatus({ comment, hold, usual, removed, withdrawal }: ReceiptContext, dates: Dates): Status {
  switch (comment.state) {
    case 'live':
      return {
        kind: ' ok',
        title: 'Your comment is published.',
        text: '',
        link: { href: urls.comment(comment.id), text: 'Your comment in the thread' },
      }
    case 'held':
      return {
        kind: ' warn',
        title: `Your comment is waiting for a moderator${usual}.`,
        text: hold === null ? '' : holdExplanation(hold),
        link: null,
      }
    case 'spam':
      return {
        kind: ' bad',
        title: 'A moderator marked your comment as spam.',
        text: 'Nobody else sees it.',
        link: null,
      }
    case 'removed': {
      const tomb =
        removed && tombstone({ ...removed, state: 'removed', created_at: comment.created_at }, undefined, dates)
      return {
        kind: ' bad',
        title: 'A moderator removed your comment.',
        text: tomb?.body ?? '',
        link: tomb?.entry ?? null,
      }
    }
    case 'withdrawn':
      return {
        kind: '',
        title: 'You withdrew this comment.',
        text: withdrawal === null ? '' : 'Nobody else sees it.',
        link: null,
      }
  }
}

const addNote = (status: Status, note: string): Status =>
  note === '' ? status : { ...status, text: `${status.text} Note from the moderator: ${note}`.trim() }

const replyNoticeText = (subscription: ReceiptContext['subscription']): string =>
  subscription === null
    ? ''
    : subscription.ended_at !== null
      ? 'Replies are no longer e-mailed to you.'
      : subscription.confirmed_at !== null
        ? 'Replies are e-mailed to you.'
        : 'We have e-mailed you a link. Follow it to confirm that you want replies by e-mail.'

/**
 * @param token of the receipt, for the addresses on the page
 * @param done the action that led here; empty for none
 */
export function receiptPage(
  context: ReceiptContext,
  token: string,
  viewer: Viewer | null,
  site: { base: string; editMinutes: number },
  typed: EditState,
  done: string,
  now: number,
  dates: Dates,
): ReceiptPage {
  const { article, comment, claimedBy, withdrawal } = context
  const action = urls.receipt(token)
  const present = comment.state === 'live' || comment.state === 'held'
  const edit = present ? { ...editPage(article, comment, context.answered, site, typed, now, dates), action } : null
  const undo = comment.state === 'withdrawn' && withdrawal !== null ? undoWindow(withdrawal.created_at, now) : null
  const unclaimed = claimedBy === null
  return {
    article: { href: urls.article(article), headline: article.headline },
    nic: comment.nic,
    posted: moment(comment.created_at, now, dates),
    status: addNote(commentStatus(context, dates), context.note),
    address: `${site.base}${action}`,
    text: storedHtml(comment.html),
    edit: unclaimed && edit !== null && !edit.late ? edit : null,
    late: unclaimed && edit?.late ? `Your comment can no longer be edited: ${edit.window}.` : '',
    action,
    withdraw: unclaimed && (present || comment.state === 'spam'),
    restore: unclaimed && undo?.open ? 'Undo withdrawal' : '',
    claim:
      !unclaimed || comment.state === 'removed' || comment.state === 'spam'
        ? null
        : viewer === null
          ? { kind: 'signIn', login: urls.login(urls.claiming(action)), register: urls.register(urls.claiming(action)) }
          : { kind: 'offer', nic: viewer.nic },
    ...claimedState(context, viewer),
    done: doneMessages.get(done) ?? '',
    replies: unclaimed ? replyNoticeText(context.subscription) : '',
    appeal: unclaimed ? context.appeal : null,
  }
}

/** What the receipt says once an account has claimed the comment: to that account with links, to others without. */
function claimedState(
  { comment, claimedBy }: ReceiptContext,
  viewer: Viewer | null,
): Pick<ReceiptPage, 'claimed' | 'acts'> {
  if (claimedBy === null) return { claimed: '', acts: [] }
  if (viewer?.nic !== claimedBy)
    return { claimed: 'An account has claimed this comment. Only that account can edit or withdraw it.', acts: [] }
  const { id, state } = comment
  const counts =
    state === 'live' ? ' It counts as yours.' : state === 'held' ? ' It will count as yours once it is approved.' : ''
  const name =
    skeleton(comment.nic) === skeleton(viewer.nic)
      ? ' It is signed with your name.'
      : ` It keeps the name ${comment.nic}, and readers do not learn that it is yours.`
  const edit = { href: urls.edits(id), text: 'Edit' }
  const withdraw = { href: urls.withdrawals(id), text: state === 'withdrawn' ? 'Undo withdrawal' : 'Withdraw' }
  return {
    claimed: `You have claimed this comment.${counts}${name}`,
    acts: state === 'live' || state === 'held' ? [edit, withdraw] : state === 'withdrawn' ? [withdraw] : [],
  }
}
