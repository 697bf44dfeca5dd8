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

/** An article with everything slow done: pictures stored, texts rendered, accounts read. */
export type Prepared = {
  deps: Deps
  article: ImportedArticle
  options: LoadOptions
  accounts: ReadonlyMap<string, number>
  pictures: ReadonlyMap<string, StoredPicture>
  body: string
  /** HTML of the comments, by key. */
  texts: ReadonlyMap<string, string>
  withPictures: (text: string) => string
  /** When the log says that it happened, where the import is not backdated. */
  now: number
}

export const actorOf = ({ accounts, options }: Prepared, nic: string | undefined): Actor =>
  nic === undefined ? { id: null, nic: options.actor } : { id: accounts.get(nic) ?? null, nic }

/**
 * Stores a comment and adds its id to `ids`.
 * @returns removes it, where the source had removed it: an action of its own with a log entry, after all comments
 */
export async function storeComment(
  db: Tx,
  prepared: Prepared,
  articleId: number,
  ids: Map<string, number>,
  comment: ImportedComment,
): Promise<(() => Promise<unknown>) | null> {
  const { accounts, deps, options, texts, withPictures } = prepared
  if (comment.parent !== undefined && !ids.has(comment.parent))
    throw new Error(`The comment ${comment.key} answers ${comment.parent}, which does not come before it.`)
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
    html: texts.get(comment.key)!,
    renderer: RENDERER_VERSION,
    state: comment.state === 'removed' ? ('live' as const) : comment.state,
    created_at: comment.postedAt,
    day: dayOf(comment.postedAt, deps.settings().timeZone),
    idempotency_key: null,
    content_hash: null,
  }
  const { id, article_id } = await insertComment(db, row)
  if (comment.postedAt > prepared.now - sweepLimits.days * DAY) await insertTraits(db, { ...row, id })
  ids.set(comment.key, id)
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
  if (comment.state !== 'removed') return null
  const { by, at, reason } = comment.removal ?? { by: undefined, at: comment.postedAt, reason: 'Removed at its source' }
  return () =>
    recordRemoval(
      db,
      actorOf(prepared, by),
      { ...row, id, article_id, wasLive: true },
      reason,
      at,
      options.backdated ? at : prepared.now,
    )
}
