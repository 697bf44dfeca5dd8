// What the pages of a comment's writer say: to edit the comment, and to withdraw it. Pure.
import { clockTime, count, type Dates, dateAndTime, dateOf, type Moment, moment, number } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import type { Button } from '../../markup/table.ts'
import { toolButtons } from '../../markup/toolbar.ts'
import { EDIT_GRACE_MS, limits } from '../../settings.ts'
import { MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import { acknowledgement } from '../posting/form.ts'
import { editWindow, leavesMark, undoWindow } from '../thread/rules.ts'
import type { WrittenComment } from './queries.ts'

type Article = { id: number; slug: string; headline: string }
type Link = { href: string; text: string }

const articleLink = (article: Article) => ({ href: urls.article(article), headline: article.headline })

/** A time in a sentence: the clock time if it is today, else with the date. */
const timeInSentence = (time: number, now: number, dates: Dates): string =>
  dateOf(time, dates) === dateOf(now, dates) ? clockTime(time, dates) : dateAndTime(time, dates)

export type EditPage = {
  article: { href: string; headline: string }
  /** Its place in the thread; empty while it is not published. */
  href: string
  posted: Moment
  until: string
  held: boolean
  late: boolean
  /** Length of the edit window, in a clause. */
  window: string
  action: string
  withdraw: string
  /** Whether the edit will leave a trace. */
  traceHint: string
  tools: readonly Button[]
  typed: string
  fault: string
  hint: string
  autofocus: boolean
  preview: SafeHtml | null
  /** Words that the site's filters replaced; empty for none. */
  replaced: string
  /** Why the comment is held, in a sentence. */
  rule: string
  /** `, usually under an hour`; empty while too little is known. */
  usual: string
  appeal: string
  /** The address under which an unsent text is kept: a receipt's own is a secret. */
  keep: string
  /** Why moderators keep the writer from editing; `acknowledge` is the action that confirms a warning, empty for none. */
  block: { text: string; acknowledge: string } | null
}

export type EditState = {
  body?: string
  fault?: string
  /** The picture was refused: the fault beside its field, and the status of the answer. */
  picture?: { status: number; fault: string }
  autofocus?: boolean
  preview?: SafeHtml
  replaced?: string
  rule?: string
  usual?: string
  /** Why moderators keep the writer from editing. */
  block?: { sentence: string; warning: number | null } | null
}

/** @param answered whether the comment has replies */
export function editPage(
  article: Article,
  comment: WrittenComment,
  answered: boolean,
  policy: { editMinutes: number },
  typed: EditState,
  now: number,
  dates: Dates,
): EditPage {
  const window = editWindow(comment.created_at, now, policy.editMinutes)
  const end = `until ${timeInSentence(window.until, now, dates)}`
  return {
    article: articleLink(article),
    href: comment.state === 'live' ? urls.comment(comment.id) : '',
    posted: moment(comment.created_at, now, dates),
    until: window.open ? `${end}, ${count(Math.ceil((window.until - now) / MINUTE), 'minute')} left` : end,
    held: comment.state === 'held' || comment.state === 'spam',
    late: !window.open,
    window:
      policy.editMinutes === 0
        ? 'comments on this site cannot be edited'
        : `the time limit is ${count(policy.editMinutes, 'minute')} after posting`,
    action: urls.edits(comment.id),
    withdraw: urls.withdrawals(comment.id),
    traceHint: traceHint(comment, answered, now, dates),
    tools: toolButtons('comment'),
    typed: typed.body ?? comment.source,
    fault: typed.fault ?? '',
    hint: `Up to ${number(limits.comment)} characters.`,
    autofocus: typed.autofocus === true,
    preview: typed.preview ?? null,
    replaced: typed.replaced ?? '',
    rule: typed.rule ?? '',
    usual: typed.usual ?? '',
    appeal: urls.appeals(comment.id),
    keep: urls.edits(comment.id),
    block: typed.block
      ? {
          text: typed.block.sentence,
          acknowledge: typed.block.warning === null ? '' : acknowledgement(typed.block.warning),
        }
      : null,
  }
}

function traceHint(comment: WrittenComment, answered: boolean, now: number, dates: Dates): string {
  if (leavesMark(comment, answered, now))
    return 'The comment will be marked as edited. Earlier versions stay public in its history.'
  return comment.state === 'live'
    ? `Edits until ${timeInSentence(comment.created_at + EDIT_GRACE_MS, now, dates)} leave no trace if nobody has replied. Later edits are marked, and earlier versions stay public.`
    : 'Not published yet, so edits leave no trace.'
}

export type WithdrawalPage = {
  article: { href: string; headline: string }
  posted: Moment
  title: string
  done: string
  text: SafeHtml
  paragraphs: string[]
  action: string
  submit: string
  wanted: 'withdraw' | 'restore'
  danger: string
  back: Link
}

/** @param withdrawal set if the comment is withdrawn and that is on record */
export function withdrawalPage(
  article: Article,
  comment: WrittenComment,
  withdrawal: { created_at: number } | null,
  now: number,
  dates: Dates,
): WithdrawalPage {
  const undo = withdrawal === null ? null : undoWindow(withdrawal.created_at, now)
  const thread = { href: `${urls.article(article)}#comments`, text: 'Back to the thread' }
  const page = {
    article: articleLink(article),
    posted: moment(comment.created_at, now, dates),
    text: storedHtml(comment.html),
    action: urls.withdrawals(comment.id),
  }
  if (comment.state !== 'withdrawn') {
    return {
      ...page,
      title: 'Withdraw this comment',
      done: '',
      submit: 'Withdraw comment',
      wanted: 'withdraw',
      danger: ' danger',
      back: comment.state === 'live' ? { href: urls.comment(comment.id), text: 'Cancel' } : thread,
      paragraphs: [
        'Your words and name disappear from the thread, feeds and search. Replies stay, below a note that its author withdrew the comment.',
        'You can undo this for 15 minutes.',
      ],
    }
  }
  const when = withdrawal === null ? '' : ` at ${timeInSentence(withdrawal.created_at, now, dates)}`
  return {
    ...page,
    title: 'Comment withdrawn',
    done: `You withdrew this comment${when}. Only you can see this page.`,
    danger: '',
    back: thread,
    paragraphs: [
      undo?.open
        ? `You can undo this until ${timeInSentence(undo.until, now, dates)}.`
        : 'The withdrawal can no longer be undone.',
    ],
    submit: undo?.open ? 'Undo withdrawal' : '',
    wanted: 'restore',
  }
}
