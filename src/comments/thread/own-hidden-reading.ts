// Gathers a reader's own held and spam comments of a thread, which nobody else sees.
import type { Deps } from '../../deps.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { writerDecisionText } from '../appeals/pages.ts'
import { ownHiddenComments } from '../appeals/queries.ts'
import { readUsualWait } from '../holds/reading.ts'
import { type CommentRow, ownHiddenRows } from './queries.ts'

/** What the writer of a comment that is not published reads above it, and can do. */
export type WaitingNote = {
  id: number
  /** Why it is not published. */
  reason: string
  links: { href: string; text: string }[]
  /** Where a guest's buttons lead: to a receipt, with which the comment can be edited and withdrawn; empty for members. */
  receipts: string
  /** Read out after each link, so that it makes sense alone. */
  spokenOf: string
}

export type OwnHidden = { rows: CommentRow[]; notes: ReadonlyMap<number, Omit<WaitingNote, 'spokenOf'>> }

const MAX_COMMENTS = 10

export const noOwnHidden: OwnHidden = { rows: [], notes: new Map() }

/** A guest is known by the key in the browser. An appeal is offered only against what a moderator decided. */
export async function readOwnHidden(
  deps: Deps,
  articleId: number,
  { viewer, guest, dates }: Reader,
): Promise<OwnHidden> {
  if (viewer === null && guest === null) return noOwnHidden
  const writer = viewer !== null ? { account: viewer.id } : { guest: guest!.key }
  const decisions = await ownHiddenComments(deps.db, articleId, writer, MAX_COMMENTS)
  if (decisions.length === 0) return noOwnHidden
  const usual = await readUsualWait(deps)
  const isMember = viewer !== null
  const notes = decisions.map((row) => ({
    id: row.comment_id,
    reason: writerDecisionText(row, usual, dates),
    links: [
      ...(isMember && row.state === 'held' ? [{ href: urls.edits(row.comment_id), text: 'Edit' }] : []),
      ...(isMember ? [{ href: urls.withdrawals(row.comment_id), text: 'Withdraw' }] : []),
      ...(row.account_id === null ? [] : [{ href: urls.appeals(row.comment_id), text: 'Appeal' }]),
    ],
    receipts: isMember ? '' : urls.receipts(row.comment_id),
  }))
  const rows = await ownHiddenRows(
    deps.db,
    notes.map(({ id }) => id),
  )
  return { rows, notes: new Map(notes.map((note) => [note.id, note])) }
}
