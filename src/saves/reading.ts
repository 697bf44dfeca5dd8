// Gathers the list of what a member has saved, and what the form that saves says.
import { unreadCounts } from '../comments/thread/news-reading.ts'
import { articleThreadState } from '../comments/thread/rules.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { dateAndTime } from '../format.ts'
import { ownText } from '../markup/passages.ts'
import { mutedArticles } from '../mutes/reading.ts'
import { commentMuteReason } from '../mutes/rules.ts'
import type { Viewer } from '../permissions.ts'
import { limits } from '../settings.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import { absenceOf, type SavedPage, type SavePage, savedFilters, savedItem } from './pages.ts'
import * as queries from './queries.ts'
import { hasReminder } from './reminder-queries.ts'
import { SAVES_PER_PAGE, type SaveFilter, type SaveTarget, saveKinds, savesHref, targetKey } from './rules.ts'

type MemberReader = Reader & { viewer: Viewer }

/** The rows whose comment or thread the reader has muted. */
async function mutedRows(
  deps: Deps,
  { mutes }: Reader,
  rows: readonly queries.SavedRow[],
): Promise<ReadonlySet<number>> {
  const articles = await mutedArticles(
    deps.db,
    mutes,
    rows.map((row) => row.thread_id),
  )
  return new Set(
    rows.flatMap((row) =>
      articles.has(row.thread_id) ||
      (row.nic !== null && commentMuteReason(mutes, { nic: row.nic, html: row.html ?? '' }) !== null)
        ? [row.id]
        : [],
    ),
  )
}

const address = (filter: SaveFilter | null, before: number | null): string =>
  urls.savedList(
    [filter === null ? '' : `kind=${filter}`, before === null ? '' : `before=${before}`]
      .filter((part) => part !== '')
      .join('&'),
  )

/**
 * A page of the list.
 * @param removed what was removed last, and whether its reminder was too
 * @throws AppError `missing` for a page below a row if there is none
 */
export async function readSaved(
  deps: Deps,
  reader: MemberReader,
  filter: SaveFilter | null,
  before: number | null,
  removed: { target: SaveTarget; remind: boolean } | null,
): Promise<SavedPage> {
  const { db } = deps
  const { viewer, dates } = reader
  const kind = filter === null ? null : saveKinds[filter]
  const found = await queries.savesOf(db, viewer.id, kind, before, SAVES_PER_PAGE + 1)
  const rows = found.slice(0, SAVES_PER_PAGE)
  const up = before === null ? [] : await queries.saveIdsFrom(db, viewer.id, kind, before, SAVES_PER_PAGE + 1)
  if (before !== null && rows.length === 0 && up.length === 0) throw missing()
  const here = address(filter, before)
  const [muted, fresh] = [
    await mutedRows(deps, reader, rows),
    await unreadCounts(
      deps,
      reader,
      rows.flatMap((row) => (row.article_id === null ? [] : [{ id: row.article_id }])),
    ),
  ]
  const page = { policy: deps.settings(), fresh, now: deps.clock(), dates, here }
  const undoable = removed === null ? undefined : await queries.saveOf(db, viewer.id, removed.target)
  return {
    filters: savedFilters(filter),
    items: rows.map((row) => savedItem(row, muted.has(row.id), page)),
    removed:
      removed === null || undoable === undefined || undoable.removed_at === null
        ? null
        : { action: savesHref(removed.target), remind: removed.remind ? 'on' : '', next: here },
    empty: { filter: filter ?? '' },
    here,
    older: found.length > SAVES_PER_PAGE ? address(filter, rows.at(-1)!.id) : '',
    newer: before === null ? '' : address(filter, up[SAVES_PER_PAGE] ?? null),
  }
}

/** What a form is about: the row that a page prints, and the thread that it belongs to. */
export type SaveSubject = Awaited<ReturnType<typeof queries.targetRow>>

/** The address of what is saved. */
export const subjectHref = (target: SaveTarget, subject: NonNullable<SaveSubject>): string =>
  target.kind === 'comment' ? urls.comment(target.id) : urls.article({ id: subject.thread_id, slug: subject.slug })

/** Whether the thread of a target is open, so that a member can be reminded of its closing. */
export const isOpen = (deps: Deps, subject: NonNullable<SaveSubject>): boolean =>
  subject.article_state === 'published' && !articleThreadState(subject, deps.settings(), deps.clock()).closed

/**
 * The form for one target.
 * @param typed as typed; null for what is stored
 */
export async function readSaveForm(
  deps: Deps,
  reader: MemberReader,
  target: SaveTarget,
  subject: NonNullable<SaveSubject>,
  typed: { note: string; remind: boolean; fault: string } | null,
  next: string,
): Promise<SavePage> {
  const { db } = deps
  const row = await queries.saveOf(db, reader.viewer.id, target)
  const isSaved = row !== undefined && row.removed_at === null
  const muted =
    (await mutedArticles(db, reader.mutes, [subject.thread_id])).has(subject.thread_id) ||
    (subject.nic !== null && commentMuteReason(reader.mutes, { nic: subject.nic, html: subject.html ?? '' }) !== null)
  const absence = absenceOf({ ...subject, comment_id: target.kind === 'comment' ? target.id : null }, muted)
  const href = subjectHref(target, subject)
  const state = articleThreadState(subject, deps.settings(), deps.clock())
  return {
    heading: `${isSaved ? 'Saved' : 'Save this'} ${target.kind}`,
    about:
      absence === null
        ? {
            href,
            headline: subject.headline,
            nic: subject.nic ?? '',
            text: subject.html === null ? '' : ownText(subject.html, QUOTE_CHARS),
          }
        : null,
    absent: absence === null ? '' : `${absence.absent}.`,
    saved: isSaved,
    action: savesHref(target),
    note: typed?.note ?? (isSaved ? row.note : ''),
    fault: typed?.fault ?? '',
    max: limits.reason,
    remind:
      absence !== null || state.closed
        ? null
        : {
            checked: typed?.remind ?? (await hasReminder(db, reader.viewer.id, subject.thread_id)),
            hint:
              state.closesAt === null
                ? 'No closing is planned. A moderator can close it at any time.'
                : `It closes on ${dateAndTime(state.closesAt, reader.dates)}, unless a moderator changes that.`,
          },
    next,
    back: absence === null ? href : '',
  }
}

/** Characters of the comment above the form. */
const QUOTE_CHARS = 400

/** Where the list says what was removed. */
export const removedQuery = (target: SaveTarget, remind: boolean): string =>
  `removed=${targetKey(target)}${remind ? '&reminder=1' : ''}`
