// What the pages of a comment's own writer say, to change it and to take it back, and what its public history says. Pure.
import {
  asSentence,
  clockTime,
  count,
  type Dates,
  dateAndTime,
  dateOf,
  type Moment,
  moment,
  number,
  spelled,
} from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import type { Button } from '../../markup/table.ts'
import { toolButtons } from '../../markup/toolbar.ts'
import { EDIT_GRACE, limits } from '../../settings.ts'
import { MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import { editWindow, leavesMark, undoWindow } from '../thread/rules.ts'
import { MOST_CHANGES, type Piece, wordDiff } from './diff.ts'
import type { Rewording, VersionRow, WrittenComment } from './queries.ts'

/** An article as these pages name it. */
type Article = { id: number; slug: string; headline: string }
type Link = { href: string; text: string }

const named = (article: Article) => ({ href: urls.article(article), headline: article.headline })

/** A moment in a sentence: today's by the clock alone. */
const at = (time: number, now: number, dates: Dates): string =>
  dateOf(time, dates) === dateOf(now, dates) ? clockTime(time, dates) : dateAndTime(time, dates)

export type EditPage = {
  article: { href: string; headline: string }
  /** Its place in the thread; empty while readers do not see it. */
  href: string
  posted: Moment
  until: string
  waits: boolean
  late: boolean
  /** How long it could be changed. */
  window: string
  action: string
  withdraw: string
  says: string
  tools: readonly Button[]
  typed: string
  fault: string
  hint: string
  goOn: boolean
  preview: SafeHtml | null
  /** What the site puts in the place of words; empty where nothing is. */
  replaced: string
  /** The rule by which it waits, in a sentence. */
  rule: string
  /** How long a decision usually takes: `, usually under an hour`, or nothing. */
  usual: string
  appeal: string
}

export type EditState = {
  body?: string
  fault?: string /** Why a picture was not taken, with the status of the answer. */
  picture?: { status: number; fault: string }
  goOn?: boolean
  preview?: SafeHtml
  replaced?: string
  rule?: string
  usual?: string
}

/** @param answered whether anybody has answered the comment */
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
  const minutes = Math.ceil((window.until - now) / MINUTE)
  return {
    article: named(article),
    href: comment.state === 'live' ? urls.comment(comment.id) : '',
    posted: moment(comment.created_at, now, dates),
    until: window.open
      ? `until ${at(window.until, now, dates)}, ${count(minutes, 'minute')} left`
      : `until ${at(window.until, now, dates)}`,
    waits: comment.state === 'held' || comment.state === 'spam',
    late: !window.open,
    window:
      policy.editMinutes === 0
        ? 'here comments are not changed after posting'
        : `it was ${count(policy.editMinutes, 'minute')} from posting`,
    action: urls.edits(comment.id),
    withdraw: urls.withdrawals(comment.id),
    says:
      comment.state !== 'live' && !leavesMark(comment, answered, now)
        ? 'Nobody has read it yet, so a change leaves no mark.'
        : leavesMark(comment, answered, now)
          ? 'The comment will be marked as edited, and everybody can read in its history what it said before.'
          : `Until ${at(comment.created_at + EDIT_GRACE, now, dates)}, and as long as nobody answers, a change leaves no mark. After that the comment is marked as edited, and what it said before stays public.`,
    tools: toolButtons('comment'),
    typed: typed.body ?? comment.source,
    fault: typed.fault ?? '',
    hint: `Up to ${number(limits.comment)} characters. A text that is the same as before is no change.`,
    goOn: typed.goOn === true,
    preview: typed.preview ?? null,
    replaced: typed.replaced ?? '',
    rule: typed.rule ?? '',
    usual: typed.usual ?? '',
    appeal: urls.appeals(comment.id),
  }
}

export type WithdrawalPage = {
  article: { href: string; headline: string }
  posted: Moment
  title: string
  done: string
  text: SafeHtml
  says: string[]
  action: string
  submit: string
  wanted: 'withdraw' | 'restore'
  danger: string
  back: Link
}

/** @param withdrawal that the comment was taken back already, where it was */
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
    article: named(article),
    posted: moment(comment.created_at, now, dates),
    text: storedHtml(comment.html),
    action: urls.withdrawals(comment.id),
  }
  if (comment.state !== 'withdrawn') {
    return {
      ...page,
      title: 'Take this comment back',
      done: '',
      submit: 'Withdraw the comment',
      wanted: 'withdraw',
      danger: ' danger',
      back: comment.state === 'live' ? { href: urls.comment(comment.id), text: 'Leave it where it is' } : thread,
      says: [
        'Your words and your name go from the thread, from feeds and from the search. Replies stay: where there are any, “Withdrawn by its author” stands in the place of the comment.',
        'You can put it back for 15 minutes. After that it cannot be undone.',
      ],
    }
  }
  const when = withdrawal === null ? '' : ` at ${at(withdrawal.created_at, now, dates)}`
  return {
    ...page,
    title: 'Comment withdrawn',
    done: `You took this comment back${when}. Nobody but you sees this page.`,
    danger: '',
    back: thread,
    says: [
      undo?.open
        ? `You can put it back until ${at(undo.until, now, dates)}.`
        : 'The time for putting it back has run out.',
    ],
    submit: undo?.open ? 'Put it back' : '',
    wanted: 'restore',
  }
}

/** Versions of a page of the history. */
export const VERSIONS = 20

export type Version = {
  number: number
  heading: string
  time: Moment
  /** What changed since the version before; empty where the version is shown whole. */
  pieces: readonly Piece[]
  note: string
  before: SafeHtml | null
  whole: SafeHtml | ''
  blank: string
  blanked: { text: string; entry: Link; kept: string } | null
}

export type HistoryPage = {
  article: { href: string; headline: string }
  by: string
  href: string
  posted: Moment
  intro: string
  /** That a moderator changed it before it stood. */
  reworded: { text: string; entry: Link } | null
  current: SafeHtml | null
  versions: Version[]
  older: string
  newest: string
}

/** A line end that came or went shows. */
const visible = (piece: Piece): Piece =>
  piece.kind === 'same' || piece.text.trim() !== '' ? piece : { ...piece, text: piece.text.replaceAll('\n', '¶\n') }

const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${spelled(n).toLowerCase()} times`)

/**
 * @param rows earlier versions, newest first, one more than a page where there are older ones
 * @param changes how many changes left a mark in all
 * @param before the version that the page was asked to begin below, or null for the newest
 * @param rewording that a moderator changed it before letting it through, where one did
 * @param moderates whether the reader may blank a version, and read what was blanked
 */
export function historyPage(
  article: Article,
  comment: WrittenComment,
  rows: readonly VersionRow[],
  changes: number,
  before: number | null,
  rewording: Rewording | null,
  moderates: boolean,
  now: number,
  dates: Dates,
): HistoryPage {
  const current = {
    number: changes + 1,
    source: comment.source,
    html: comment.html,
    created_at: comment.edited_at ?? comment.created_at,
    blanked_at: null,
    blanking_reason: null,
    blanking_entry: null,
    blanked_by: null,
  }
  const all: VersionRow[] = [...(before === null && changes > 0 ? [current] : []), ...rows]
  const shown = all.slice(0, all.length - Math.max(0, rows.length - VERSIONS))
  // What may be spent on a page in all: two rewritten texts, or any number of small changes.
  let room = 2 * MOST_CHANGES ** 2
  const versions = shown.map((row, i): Version => {
    const said = {
      number: row.number,
      heading: `Version ${number(row.number)}${row.number === 1 ? ', as posted' : ''}`,
      time: moment(row.created_at, now, dates),
      pieces: [],
      note: '',
      before: null,
      whole: '',
      blank: '',
      blanked: null,
    } as const
    if (row.blanked_at !== null) {
      const text = `Blanked${row.blanked_by === null ? '' : ` by ${row.blanked_by}`}, ${dateAndTime(row.blanked_at, dates)}. Reason: ${asSentence(row.blanking_reason ?? '')}`
      return {
        ...said,
        blanked: {
          text,
          entry: { href: urls.logEntry(row.blanking_entry!), text: `Public log, entry ${number(row.blanking_entry!)}` },
          kept: moderates ? (row.source === '' ? 'It was thrown away after its time.' : row.source) : '',
        },
      }
    }
    const blank = moderates && row !== current ? urls.blankings(comment.id, row.number) : ''
    const base = all.slice(i + 1).find((older) => older.blanked_at === null)
    if (base === undefined) return { ...said, blank, whole: storedHtml(row.html) }
    const most = Math.min(MOST_CHANGES, Math.trunc(Math.sqrt(room)))
    const diff = wordDiff(base.source, row.source, most)
    room -= (diff?.changes ?? most) ** 2
    if (diff === null)
      return {
        ...said,
        blank,
        note: 'So much was changed that it is shown whole, as it was before and after.',
        before: storedHtml(base.html),
        whole: storedHtml(row.html),
      }
    const note =
      base.number === row.number - 1
        ? ''
        : `Compared with version ${number(base.number)}, because what stood between them is blanked.`
    return { ...said, blank, note, pieces: diff.pieces.map(visible) }
  })
  return {
    article: named(article),
    by: comment.nic,
    href: urls.comment(comment.id),
    posted: moment(comment.created_at, now, dates),
    intro:
      changes === 0
        ? `${rewording === null ? 'No change' : 'No change by its writer'} is on record. A slip that is put right in the first two minutes, before anybody answers, leaves no mark.`
        : `Changed ${times(changes)} since it was posted. What was taken out is struck through, what was put in is underlined; the newest version comes first.`,
    reworded:
      rewording === null
        ? null
        : {
            text: `${rewording.nic}, a moderator, changed it before it was let through, ${dateAndTime(rewording.created_at, dates)}. What it said before that is not public.`,
            entry: {
              href: urls.logEntry(rewording.log_entry_id),
              text: `Public log, entry ${number(rewording.log_entry_id)}`,
            },
          },
    current: before === null ? storedHtml(comment.html) : null,
    versions,
    older: rows.length > VERSIONS ? urls.history(comment.id, shown.at(-1)!.number) : '',
    newest: before === null ? '' : urls.history(comment.id),
  }
}
