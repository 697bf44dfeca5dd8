// What is shown behind tombstones: the text of a removed comment, for moderators, and each tombstone of a run. Pure.
import { type Moment, moment } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { commentMuteReason } from '../../mutes/rules.ts'
import { may } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { tombstoneActions } from './action-pages.ts'
import { type Byline, bylineOf } from './byline-pages.ts'
import type { ThreadContext } from './context-pages.ts'
import { memberBehind, type PickedBy } from './person-pages.ts'
import type { CommentRow } from './queries.ts'
import { type Tombstone, tombstone } from './tombstone-pages.ts'

export const TEXT_DELETED = 'The text was deleted after its retention time.'

/** A removed comment as moderators read it. `html` is empty if the text has been deleted. */
export type RemovedText = {
  by: Byline
  person: PickedBy | null
  html: SafeHtml | ''
  deleted: string
  /** Address of its history; empty if it was not edited. */
  history: string
}

/** One tombstone of a run. `own`: it is the one whose place shows the run. */
export type RunItem = {
  id: number
  own: boolean
  time: Moment
  body: string
  entry: Tombstone['entry']
  removed: RemovedText | null
  links: { href: string; text: string }[]
}

export const tombstoneIn = (row: CommentRow, { withdrawn, dates }: ThreadContext): Tombstone | null =>
  tombstone(row, withdrawn.get(row.id), dates)

/** Null for everybody but moderators, and for a writer whom the moderator has muted. */
export const removedText = (row: CommentRow, { viewer, mutes }: ThreadContext): RemovedText | null =>
  row.state !== 'removed' || may.restore(viewer) !== null || commentMuteReason(mutes, row) !== null
    ? null
    : {
        by: bylineOf(row),
        person: memberBehind(row, viewer),
        html: row.html === '' ? '' : storedHtml(row.html),
        deleted: row.html === '' ? TEXT_DELETED : '',
        history: row.edited_at === null ? '' : urls.history(row.id),
      }

/** @param rows the last one shows the run */
export const runItems = (rows: readonly CommentRow[], context: ThreadContext): RunItem[] =>
  rows.map((row, i) => ({
    id: row.id,
    own: i === rows.length - 1,
    time: moment(row.created_at, context.now, context.dates),
    body: tombstoneIn(row, context)?.body ?? '',
    entry: tombstoneIn(row, context)?.entry ?? null,
    removed: removedText(row, context),
    links: tombstoneActions(row, context),
  }))
