// View models of the list of what a member has saved, and of the form that saves. Pure.
import { type Byline, bylineOf } from '../comments/thread/byline-pages.ts'
import { articleThreadState, nextChange } from '../comments/thread/rules.ts'
import { commentCount, type Dates, dateAndTime, type Moment, moment } from '../format.ts'
import { newCommentsLink } from '../marks/pages.ts'
import { ownText } from '../markup/passages.ts'
import { urls, withQuery } from '../urls.ts'
import type { SavedRow } from './queries.ts'
import { type SaveFilter, type SaveTarget, savesHref } from './rules.ts'

export type SavedItem = {
  id: number
  /** What it is, when it cannot be shown; else empty. */
  absent: string
  /** Where that is explained; null if readers see nothing of it. */
  why: { href: string; text: string } | null
  headline: string
  href: string
  /** Of a comment: who wrote it, its text and its time; null for an article. */
  comment: { by: Byline; text: string; time: Moment } | null
  comments: { href: string; text: string; news: { href: string; text: string } | null } | null
  /** State of the thread and of the reminder; empty if the thread is open for ever. */
  thread: string
  saved: Moment
  note: string
  /** Address of the form, which also removes it. */
  action: string
  edit: string
  spokenOf: string
}

export type SavedPage = {
  filters: { href: string; text: string; current: boolean }[]
  items: SavedItem[]
  /** What was removed last, with the button that undoes it. */
  removed: { action: string; remind: string; next: string } | null
  empty: { filter: SaveFilter | '' }
  here: string
  older: string
  newer: string
}

export const savedFilters = (current: SaveFilter | null): SavedPage['filters'] =>
  ([null, 'articles', 'comments'] as const).map((filter) => ({
    href: urls.savedList(filter === null ? '' : `kind=${filter}`),
    text: filter === null ? 'All' : filter === 'articles' ? 'Articles' : 'Comments',
    current: filter === current,
  }))

/** Characters of a comment in the list. */
const TEXT_CHARS = 280

const targetOf = (row: { article_id: number | null; comment_id: number | null }): SaveTarget =>
  row.article_id !== null ? { kind: 'article', id: row.article_id } : { kind: 'comment', id: row.comment_id! }

const commentAbsences: Record<string, { absent: string; shows: boolean }> = {
  removed: { absent: 'A comment that a moderator has removed', shows: true },
  withdrawn: { absent: 'A comment that its author has withdrawn', shows: true },
}

/** Why a target is not shown, without a word of it; null if it is. @param muted whether the reader has muted it or its thread */
export function absenceOf(
  row: { article_state: string; comment_state: string | null; thread_id: number; comment_id: number | null },
  muted: boolean,
): Pick<SavedItem, 'absent' | 'why'> | null {
  if (row.article_state !== 'published')
    return {
      absent:
        row.comment_id === null
          ? 'An article that is no longer published'
          : 'A comment on an article that is no longer published',
      why: { href: urls.articleById(row.thread_id), text: 'Why' },
    }
  if (row.comment_state !== null && row.comment_state !== 'live') {
    const { absent, shows } = commentAbsences[row.comment_state] ?? {
      absent: 'A comment that is not shown at present',
      shows: false,
    }
    return { absent, why: shows ? { href: urls.comment(row.comment_id!), text: 'Its place in the thread' } : null }
  }
  return muted
    ? {
        absent: row.comment_id === null ? 'An article that you have muted' : 'A comment that you have muted',
        why: { href: urls.mutes, text: 'Your mutes' },
      }
    : null
}

/** When a thread closes or has closed, and whether the reader is reminded of it. */
function threadSentence(
  row: Parameters<typeof articleThreadState>[0],
  reminded: boolean,
  policy: { closeAfterDays: number | null },
  now: number,
  dates: Dates,
): string {
  const state = articleThreadState(row, policy, now)
  if (state.closed) return 'Comments are closed.'
  const at = nextChange(state)
  const closes = at === null ? '' : `Comments close on ${dateAndTime(at, dates)}.`
  return [closes, reminded ? 'You get a notice when they close.' : ''].filter((text) => text !== '').join(' ')
}

/** @param here the address of the list, to come back to */
export function savedItem(
  row: SavedRow,
  muted: boolean,
  page: {
    policy: { closeAfterDays: number | null }
    fresh: ReadonlyMap<number, number>
    now: number
    dates: Dates
    here: string
  },
): SavedItem {
  const { now, dates } = page
  const absence = absenceOf(row, muted)
  const action = savesHref(targetOf(row))
  const article = urls.article({ id: row.thread_id, slug: row.slug })
  const saved = moment(row.created_at, now, dates)
  const common = {
    id: row.id,
    saved,
    note: row.note,
    action,
    edit: withQuery(action, `next=${encodeURIComponent(page.here)}`),
  }
  if (absence !== null)
    return {
      ...common,
      ...absence,
      headline: '',
      href: '',
      comment: null,
      comments: null,
      thread: '',
      spokenOf: `${absence.absent.toLowerCase()}, saved ${saved.text}`,
    }
  const isComment = row.comment_id !== null
  return {
    ...common,
    absent: '',
    why: null,
    headline: row.headline,
    href: isComment ? urls.comment(row.comment_id!) : article,
    comment: isComment
      ? {
          by: bylineOf({ nic: row.nic!, name_kind: row.name_kind!, role: row.role }),
          text: ownText(row.html!, TEXT_CHARS),
          time: moment(row.comment_at!, now, dates),
        }
      : null,
    comments: isComment
      ? null
      : {
          href: `${article}#comments`,
          text: commentCount(row.comment_count),
          news: newCommentsLink({ id: row.thread_id, comment_count: row.comment_count }, article, page.fresh),
        },
    thread: threadSentence(row, row.reminder_id !== null, page.policy, now, dates),
    spokenOf: isComment ? `${row.nic}’s comment on ${row.headline}` : row.headline,
  }
}

export type SavePage = {
  heading: string
  /** What is saved; null if readers cannot see it. */
  about: { href: string; headline: string; nic: string; text: string } | null
  absent: string
  saved: boolean
  action: string
  note: string
  fault: string
  max: number
  /** Null if the thread is closed, or the target is not shown. */
  remind: { checked: boolean; hint: string } | null
  next: string
  back: string
}
