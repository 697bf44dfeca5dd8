// What the public history of a comment says: each version, with what changed since the one before. Pure.
import { asSentence, type Dates, dateAndTime, type Moment, moment, number, spelled } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { urls } from '../../urls.ts'
import { type BoundedDiff, diffWithinBudget, type Piece, showLineEnds } from '../../word-diff.ts'
import { TEXT_DELETED } from '../thread/removed-pages.ts'
import type { ModeratorEdit, VersionRow, WrittenComment } from './queries.ts'

type Article = { id: number; slug: string; headline: string }
type Link = { href: string; text: string }

export const VERSIONS_PER_PAGE = 20

type Version = {
  number: number
  heading: string
  time: Moment
  /** What changed since the version before; empty if the version is shown in full. */
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
  /** Says that only moderators see the page; empty for a published comment. */
  hidden: string
  /** A moderator edited the comment before approving it. */
  reworded: { text: string; entry: Link } | null
  current: SafeHtml | null
  versions: Version[]
  older: string
  newest: string
}

const timesInWords = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${spelled(n).toLowerCase()} times`)

/**
 * @param rows earlier versions, newest first, one more than a page if there are older ones
 * @param changes number of edits that left a mark
 * @param before the page begins below this version; null for the newest
 * @param edit a moderator's edit before approval, or null
 * @param moderates whether the reader may blank versions, and read what was blanked
 */
export function historyPage(
  article: Article,
  comment: WrittenComment,
  rows: readonly VersionRow[],
  changes: number,
  before: number | null,
  edit: ModeratorEdit | null,
  moderates: boolean,
  now: number,
  dates: Dates,
): HistoryPage {
  const live = comment.state === 'live'
  const purged = !live && comment.html === ''
  const current = before === null && changes > 0 ? currentVersion(comment, changes) : null
  const all: VersionRow[] = purged ? [] : [...(current === null ? [] : [current]), ...rows]
  const shown = all.slice(0, Math.max(0, all.length - Math.max(0, rows.length - VERSIONS_PER_PAGE)))
  const diff = diffWithinBudget()
  const versions = shown.map((row, i): Version => {
    const version = plainVersion(row, now, dates)
    if (row.blanked_at !== null) return { ...version, blanked: blankedText(row, row.blanked_at, moderates, dates) }
    const blank = moderates && live && row !== current ? urls.blankings(comment.id, row.number) : ''
    const base = all.slice(i + 1).find((older) => older.blanked_at === null)
    return { ...version, blank, ...(base ? compare(base, row, diff) : { whole: storedHtml(row.html) }) }
  })
  return {
    article: { href: urls.article(article), headline: article.headline },
    by: comment.nic,
    href: urls.comment(comment.id),
    posted: moment(comment.created_at, now, dates),
    intro: historyIntro(changes, edit),
    hidden: live
      ? ''
      : `${stateSentences[comment.state] ?? ''} Only moderators see this page.${purged ? ` ${TEXT_DELETED}` : ''}`,
    reworded: edit === null ? null : moderatorEditText(edit, dates),
    current: before === null && !purged ? storedHtml(comment.html) : null,
    versions,
    older: !purged && rows.length > VERSIONS_PER_PAGE ? urls.history(comment.id, shown.at(-1)!.number) : '',
    newest: before === null ? '' : urls.history(comment.id),
  }
}

const stateSentences: Record<string, string> = {
  removed: 'This comment is removed.',
  spam: 'This comment is marked as spam.',
  held: 'This comment is waiting for approval.',
}

const currentVersion = (comment: WrittenComment, changes: number): VersionRow => ({
  number: changes + 1,
  source: comment.source,
  html: comment.html,
  created_at: comment.edited_at ?? comment.created_at,
  blanked_at: null,
  blanking_reason: null,
  blanking_entry: null,
  blanked_by: null,
})

const plainVersion = (row: VersionRow, now: number, dates: Dates): Version => ({
  number: row.number,
  heading: `Version ${number(row.number)}${row.number === 1 ? ', as posted' : ''}`,
  time: moment(row.created_at, now, dates),
  pieces: [],
  note: '',
  before: null,
  whole: '',
  blank: '',
  blanked: null,
})

/** The public log's entry, as a link. */
const logEntryLink = (id: number): Link => ({ href: urls.logEntry(id), text: `Public log, entry ${number(id)}` })

const blankedText = (row: VersionRow, at: number, moderates: boolean, dates: Dates): Version['blanked'] => ({
  text: `Blanked${row.blanked_by === null ? '' : ` by ${row.blanked_by}`}, ${dateAndTime(at, dates)}. Reason: ${asSentence(row.blanking_reason ?? '')}`,
  entry: logEntryLink(row.blanking_entry!),
  kept: !moderates ? '' : row.source === '' ? TEXT_DELETED : row.source,
})

function compare(base: VersionRow, row: VersionRow, diffOf: BoundedDiff): Partial<Version> {
  const diff = diffOf(base.source, row.source)
  if (diff === null)
    return {
      note: 'Too much was changed to mark it. Both versions are shown in full.',
      before: storedHtml(base.html),
      whole: storedHtml(row.html),
    }
  return {
    note:
      base.number === row.number - 1
        ? ''
        : `Compared with version ${number(base.number)}, because the versions between are blanked.`,
    pieces: diff.pieces.map(showLineEnds),
  }
}

const historyIntro = (changes: number, edit: ModeratorEdit | null): string =>
  changes === 0
    ? `${edit === null ? 'No edits' : 'No edits by its author'}. Edits in the first two minutes leave no trace if nobody has replied.`
    : `Edited ${timesInWords(changes)} since it was posted. Removed words are struck through, added words are underlined. The newest version comes first.`

const moderatorEditText = (edit: ModeratorEdit, dates: Dates): HistoryPage['reworded'] => ({
  text: `${edit.nic}, a moderator, edited it before approving it, ${dateAndTime(edit.created_at, dates)}. The text before that is not public.`,
  entry: logEntryLink(edit.log_entry_id),
})
