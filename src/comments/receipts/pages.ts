// What a guest's receipt says: where the comment stands and why, what can still be done with it. Pure.
import type { FilterKind } from '../../db/schema/filters.ts'

import { type Dates, type Moment, moment } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import type { Viewer } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import type { AppealView } from '../appeals/pages.ts'
import { type EditPage, type EditState, editPage } from '../edits/pages.ts'
import type { WrittenComment } from '../edits/queries.ts'
import { holdSays } from '../holds/rules.ts'
import { undoWindow } from '../thread/rules.ts'
import { tombstone } from '../thread/tombstone-pages.ts'

export type ReceiptPage = {
  article: { href: string; headline: string }
  nic: string
  posted: Moment
  /** Where the comment stands, in a few words and in a sentence. */
  standing: {
    kind: '' | ' ok' | ' warn' | ' bad'
    title: string
    says: string
    link: { href: string; text: string } | null
  }
  /** The address of this page, in full, to be kept. */
  address: string
  text: SafeHtml
  /** The form that changes it, as long as that is possible. */
  edit: EditPage | null
  /** Why it cannot be changed any more; empty where it can, or where nobody would ask. */
  late: string
  action: string
  withdraw: boolean
  restore: string
  /** What an account can do with it. */
  claim: { kind: 'offer'; nic: string } | { kind: 'signIn'; login: string; register: string } | null
  /** An account has it now: what there is to do is done there. */
  claimed: string
  acts: { href: string; text: string }[]
  done: string
  /** What is said of replies by mail; empty where nobody asked for them. */
  replies: string
  /** What can be appealed against, and what was; null where an account has made the comment its own. */
  appeal: AppealView | null
}

export type About = {
  article: { id: number; slug: string; headline: string }
  comment: WrittenComment
  answered: boolean
  hold: { rule: string; kind: FilterKind | null } | null
  /** `, usually under an hour`, or nothing. */
  usual: string
  /** Who took it down, when and why, where somebody did. */
  removed: { removal_reason: string; removed_at: number; removal_entry: number; removed_by: string | null } | undefined
  /** What a moderator wrote to the guest beside a decision; empty for nothing. */
  note: string
  withdrawal: { created_at: number } | null
  claimedBy: string | null
  subscription: { confirmed_at: number | null; ended_at: number | null } | null
  appeal: AppealView
}

/** What is said after an act, by the word that the address bears then. */
const said = new Map(
  Object.entries({
    edit: 'The change is stored.',
    withdraw: 'You took this comment back.',
    restore: 'The comment is back where it was.',
    claim: 'The comment is yours now.',
  }),
)

function standing({ comment, hold, usual, removed, withdrawal }: About, dates: Dates): ReceiptPage['standing'] {
  switch (comment.state) {
    case 'live':
      return {
        kind: ' ok',
        title: 'Everybody can read it.',
        says: '',
        link: { href: urls.comment(comment.id), text: 'Your comment in the thread' },
      }
    case 'held':
      return {
        kind: ' warn',
        title: `It waits for a moderator${usual}.`,
        says: hold === null ? '' : holdSays(hold),
        link: null,
      }
    case 'spam':
      return { kind: ' bad', title: 'A moderator took it for advertising.', says: 'Nobody else sees it.', link: null }
    case 'removed': {
      const tomb =
        removed && tombstone({ ...removed, state: 'removed', created_at: comment.created_at }, undefined, dates)
      return { kind: ' bad', title: 'A moderator took it down.', says: tomb?.body ?? '', link: tomb?.entry ?? null }
    }
    case 'withdrawn':
      return {
        kind: '',
        title: 'You took it back.',
        says: withdrawal === null ? '' : 'Nobody else sees it.',
        link: null,
      }
  }
}

const withNote = (standing: ReceiptPage['standing'], note: string): ReceiptPage['standing'] =>
  note === '' ? standing : { ...standing, says: `${standing.says} The moderator writes to you: ${note}`.trim() }

const repliesWords = (asked: About['subscription']): string =>
  asked === null
    ? ''
    : asked.ended_at !== null
      ? 'Replies are not mailed to you any more.'
      : asked.confirmed_at !== null
        ? 'Replies are mailed to you.'
        : 'A mail is on its way to you: once you have followed its link and said yes, replies are mailed to you.'

/**
 * @param token of the receipt, which is in the addresses of the page
 * @param done the act that led here, if any
 */
export function receiptPage(
  about: About,
  token: string,
  viewer: Viewer | null,
  site: { base: string; editMinutes: number },
  typed: EditState,
  done: string,
  now: number,
  dates: Dates,
): ReceiptPage {
  const { article, comment, claimedBy } = about
  const action = urls.receipt(token)
  const stands = comment.state === 'live' || comment.state === 'held'
  const edit = stands ? { ...editPage(article, comment, about.answered, site, typed, now, dates), action } : null
  const undo =
    comment.state === 'withdrawn' && about.withdrawal !== null ? undoWindow(about.withdrawal.created_at, now) : null
  const yours = claimedBy === null
  const own = claimedBy !== null && viewer?.nic === claimedBy
  return {
    article: { href: urls.article(article), headline: article.headline },
    nic: comment.nic,
    posted: moment(comment.created_at, now, dates),
    standing: withNote(standing(about, dates), about.note),
    address: `${site.base}${action}`,
    text: storedHtml(comment.html),
    edit: yours && edit !== null && !edit.late ? edit : null,
    late: yours && edit?.late ? `It can be changed no longer: ${edit.window}.` : '',
    action,
    withdraw: yours && (stands || comment.state === 'spam'),
    restore: yours && undo?.open ? 'Put it back' : '',
    claim:
      !yours || comment.state === 'removed' || comment.state === 'spam'
        ? null
        : viewer === null
          ? { kind: 'signIn', login: urls.login(action), register: urls.register(action) }
          : { kind: 'offer', nic: viewer.nic },
    claimed:
      claimedBy === null
        ? ''
        : own
          ? `You have made this comment yours.${comment.state === 'live' ? ' It counts for you.' : comment.state === 'held' ? ' Once it stands, it counts for you.' : ''}`
          : 'An account has made this comment its own. Only from there can it be changed or taken back.',
    acts: !own
      ? []
      : [
          ...(stands ? [{ href: urls.edits(comment.id), text: 'Change it' }] : []),
          ...(stands || comment.state === 'withdrawn'
            ? [
                {
                  href: urls.withdrawals(comment.id),
                  text: comment.state === 'withdrawn' ? 'Put it back' : 'Take it back',
                },
              ]
            : []),
        ],
    done: said.get(done) ?? '',
    replies: yours ? repliesWords(about.subscription) : '',
    appeal: yours ? about.appeal : null,
  }
}
