// What happens at the desk: a letter comes in, an editor has read it.
import { draftById, draftWriters } from '../comments/drafting.ts'
import { dropDraft } from '../comments/draft-queries.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import type { Guest, Viewer } from '../permissions.ts'
import { hashOf } from '../random.ts'
import * as queries from './queries.ts'

/**
 * Sends a text that waits to the editors; it waits no longer then.
 * @returns the article it was written on
 * @throws AppError `missing` when no such text of theirs waits
 */
export async function sendLetter(deps: Deps, from: { viewer: Viewer | null; guest: Guest | null }, draftId: number): Promise<number> {
  const writers = draftWriters(from.viewer, from.guest)
  const draft = await draftById(deps, draftId, writers)
  if (draft === undefined) throw missing('That text does not wait here any more. If you have sent it, the editors have it.')
  const { writer, article_id, parent_id, email, body } = draft
  await write(deps, async (db) => {
    await queries.insertLetter(db, { writer, account_id: from.viewer?.id ?? null, nic: from.viewer?.nic ?? draft.nic.trim(), email: email.trim(), article_id, parent_id, body, content_hash: hashOf(writer, article_id, body), created_at: deps.clock() })
    await dropDraft(db, draft.id, writers)
  })
  return article_id
}

/** An editor has read a letter; a second one who presses changes nothing. */
export const readLetter = (deps: Deps, viewer: { id: number }, id: number) => write(deps, (db) => queries.setRead(db, id, viewer.id, deps.clock()))
