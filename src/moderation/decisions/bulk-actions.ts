// Removes the comments of a ban or a sweep in one batch, with log entries that keep picked names apart from their members.

import type { Batch } from '../../batches/actions.ts'
import type { Tx } from '../../db/open.ts'
import type { CommentsTable } from '../../db/schema/comments.ts'
import { removeInBatch } from './actions.ts'

type BulkRow = { id: number; state: string; article_id: number; name_kind: CommentsTable['name_kind'] }

/** Whether a comment's name hides its member from readers. */
export const isPicked = ({ name_kind }: Pick<BulkRow, 'name_kind'>): boolean => name_kind === 'picked'

/**
 * Removes live or held comments in the caller's batch. A comment under a picked name gets a log entry of its own, as if it
 * had been removed alone: a tombstone links to its entry, and a shared one would name the member, or another of their names.
 * @param sharedEntry the entry of all other comments; called for the first of them
 * @returns the entry of each comment
 */
export async function removeAllInBatch(
  db: Tx,
  batch: Batch,
  rows: readonly BulkRow[],
  to: 'removed' | 'spam',
  sharedEntry: () => Promise<number>,
): Promise<Map<number, number>> {
  const entries = new Map<number, number>()
  let shared: number | null = null
  for (const row of rows) {
    const about = { subject: 'comment', subjectId: row.id, articleId: row.article_id } as const
    if (!isPicked(row)) shared ??= await sharedEntry()
    const entry = isPicked(row) ? await batch.log(about, to === 'spam' ? 'spam' : 'remove') : shared!
    await removeInBatch(db, batch, row, to, entry)
    entries.set(row.id, entry)
  }
  return entries
}
