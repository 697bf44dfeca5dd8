// Sends letters to the editors, and marks them as read.

import { publishedArticle } from '../../articles/queries.ts'
import { draftById, draftWriters } from '../../comments/drafts/actions.ts'
import { deleteDraftById } from '../../comments/drafts/queries.ts'
import { threadOf } from '../../comments/thread/state-checks.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { isMailable } from '../../mail/address.ts'
import { type Guest, may, type Viewer } from '../../permissions.ts'
import { hashOf } from '../../random.ts'
import { urls } from '../../urls.ts'
import * as queries from './queries.ts'

/**
 * Sends a draft to the editors and deletes it.
 * @returns the id of its article
 * @throws AppError `missing` if the sender has no such draft, `conflict` if its thread is still open
 */
export async function sendLetter(
  deps: Deps,
  from: { viewer: Viewer | null; guest: Guest | null },
  draftId: number,
): Promise<number> {
  const writers = draftWriters(from.viewer, from.guest)
  const draft = await draftById(deps, draftId, writers)
  if (draft === undefined) throw missing('This draft no longer exists. If you sent it, the editors have it.')
  const article = await publishedArticle(deps.db, draft.article_id)
  if (!article) throw missing()
  if (may.comment(from.viewer, threadOf(deps, article), deps.settings()) !== 'threadClosed')
    throw new AppError('conflict', 'Your text is safe. The thread is open, so you can post it there.', null, [
      { href: urls.reply(article.id, draft.parent_id), text: 'Back to your draft' },
    ])
  const { writer, article_id, parent_id, email, body } = draft
  await write(deps, async (db) => {
    await queries.insertLetter(db, {
      writer,
      account_id: from.viewer?.id ?? null,
      nic: from.viewer?.nic ?? draft.nic.trim(),
      email: isMailable(email.trim()) ? email.trim() : '',
      article_id,
      parent_id,
      body,
      content_hash: hashOf(writer, article_id, body),
      created_at: deps.clock(),
    })
    await deleteDraftById(db, draft.id, writers)
  })
  return article_id
}

/** Marks a letter as read, once. */
export const markLetterRead = (deps: Deps, viewer: { id: number }, id: number) =>
  write(deps, (db) => queries.setLetterRead(db, id, viewer.id, deps.clock()))
