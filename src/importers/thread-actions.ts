// Stores the comments of an imported article.

import { websiteFault } from '../accounts/profile/website.ts'
import { insertHold } from '../comments/holds/queries.ts'
import { insertPickedName } from '../comments/posting/name-queries.ts'
import { insertComment } from '../comments/queries.ts'
import { insertTraits } from '../comments/trait-queries.ts'
import type { Tx } from '../db/open.ts'
import type { Deps } from '../deps.ts'
import { RENDERER_VERSION } from '../markup/render.ts'
import { recordRemoval } from '../moderation/decisions/removal-actions.ts'
import type { Actor } from '../moderation/threads/closure-actions.ts'
import { sweepLimits } from '../settings.ts'
import { skeleton } from '../skeleton.ts'
import { DAY, dayOf } from '../time.ts'
import type { StoredPicture } from './picture-actions.ts'
import { keepKey } from './queries.ts'
import type { ImportedArticle, ImportedComment, LoadOptions } from './shape.ts'

/** An article with everything slow done: pictures stored, body rendered, accounts read. */
export type Prepared = {
  deps: Deps
  article: ImportedArticle
  options: LoadOptions
  accounts: ReadonlyMap<string, number>
  pictures: ReadonlyMap<string, StoredPicture>
  body: string
  withPictures: (text: string) => string
  /** When the log says that it happened, where the import is not backdated. */
  now: number
}

export const actorOf = ({ accounts, options }: Prepared, nic: string | undefined): Actor =>
  nic === undefined ? { id: null, nic: options.actor } : { id: accounts.get(nic) ?? null, nic }

/**
 * Stores a comment. One that the source had removed is removed in the same transaction, so that nobody sees it.
 * @param ids of the comments stored before, by key
 * @param html the rendered text
 * @returns its id
 */
export async function storeComment(
  db: Tx,
  prepared: Prepared,
  articleId: number,
  ids: ReadonlyMap<string, number>,
  comment: ImportedComment,
  html: string,
): Promise<number> {
  const { accounts, deps, options, withPictures } = prepared
  const accountId = comment.account === undefined ? null : (accounts.get(comment.account) ?? null)
  const row = {
    article_id: articleId,
    parent_id: comment.parent === undefined ? null : ids.get(comment.parent)!,
    account_id: accountId,
    nic: comment.nic,
    name_kind: comment.nameKind,
    email: comment.email ?? null,
    website: comment.website === undefined || websiteFault(comment.website) !== null ? null : comment.website,
    format: comment.format,
    source: withPictures(comment.text),
    html,
    renderer: RENDERER_VERSION,
    state: comment.state === 'removed' ? ('live' as const) : comment.state,
    created_at: comment.postedAt,
    day: dayOf(comment.postedAt, deps.settings().timeZone),
    idempotency_key: null,
    content_hash: null,
  }
  const { id, article_id } = await insertComment(db, row)
  if (comment.postedAt > prepared.now - sweepLimits.days * DAY) await insertTraits(db, { ...row, id })
  await keepKey(db, comment.key, 'comment', id)
  if (comment.nameKind === 'picked' && accountId !== null)
    await insertPickedName(db, {
      article_id: articleId,
      account_id: accountId,
      nic: comment.nic,
      nic_skeleton: skeleton(comment.nic),
      created_at: comment.postedAt,
    })
  if (comment.state === 'held')
    await insertHold(db, { comment_id: id, rule: 'imported', matched_text: '', created_at: comment.postedAt })
  if (comment.state === 'removed') {
    const { by, at, reason } = comment.removal ?? {
      by: undefined,
      at: comment.postedAt,
      reason: 'Removed at its source',
    }
    await recordRemoval(
      db,
      actorOf(prepared, by),
      { ...row, id, article_id, wasLive: true },
      reason,
      at,
      options.backdated ? at : prepared.now,
    )
  }
  return id
}
