// Texts that wait for their writers.
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { tokenHash } from '../random.ts'
import { DRAFT_LIFE } from '../settings.ts'
import { parentOf } from './actions.ts'
import * as queries from './draft-queries.ts'
import type { CommentForm } from './form.ts'

/**
 * Keeps a text while its writer signs in.
 * @returns the token under which it comes back
 */
export async function keepDraft(deps: Deps, articleId: number, form: CommentForm): Promise<string> {
  const token = deps.random.token()
  const parent = await parentOf(deps.db, form, articleId)
  const now = deps.clock()
  await write(deps, async (db) => {
    await queries.dropOldDrafts(db, now - DRAFT_LIFE)
    await queries.insertDraft(db, {
      token_hash: tokenHash(token),
      article_id: articleId,
      parent_id: parent === null || parent === 'missing' ? null : parent.id,
      nic: form.nic,
      email: form.email,
      website: form.website,
      body: form.body,
      created_at: now,
    })
  })
  return token
}

/** The text kept under a token, or undefined when it is none or too old. */
export const draftOf = (deps: Deps, token: string) => queries.draftByToken(deps.db, tokenHash(token), deps.clock() - DRAFT_LIFE)
