// Renames a tag, or merges it into another. Each act is in the public log and can be undone.
import { foldTag } from '../../articles/rules.ts'
import { settleTagMerges } from '../../articles/tag-actions.ts'
import * as stored from '../../articles/tag-queries.ts'
import { type ActionResult, type Batch, runBatch } from '../../batches/actions.ts'
import type { Db, Tx } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { count } from '../../format.ts'
import { allow, may, type Viewer } from '../../permissions.ts'

/** `taken`: another tag has the name, so this would be a merge. `alias`: the name leads to this tag already. `stale`: somebody else has renamed the tag since. */
export type TagResult = ActionResult | { kind: 'taken'; other: stored.TagRow } | { kind: 'alias' } | { kind: 'stale' }

/** The tag with a number, unless it is merged into another. @throws AppError `missing` */
export async function requireTag(db: Db, id: number): Promise<stored.TagRow> {
  const tag = await stored.tagById(db, id)
  if (tag === undefined || (await stored.isMerged(db, id))) throw missing()
  return tag
}

type Wanted = { name: string; was: string; merges: boolean }

/**
 * Gives a tag another name. Where another tag with articles has it, they are merged, if that is wanted.
 * The articles follow in slices, after the transaction.
 */
export async function renameTag(deps: Deps, viewer: Viewer | null, id: number, wanted: Wanted): Promise<TagResult> {
  allow(may.administer(viewer))
  let refusal: TagResult | null = null
  const outcome = await runBatch(deps, viewer!, wanted.merges ? 'merge-tags' : 'rename-tag', '', async (db, batch) => {
    refusal = null
    const tag = await requireTag(db, id)
    if (tag.name === wanted.name) return 'already'
    if (tag.name !== wanted.was) {
      refusal = { kind: 'stale' }
      return 'already'
    }
    const folded = foldTag(wanted.name)
    if (folded === tag.folded) return respell(db, batch, tag, wanted.name)
    const other = await stored.tagOfFolded(db, folded)
    if (other !== undefined && (other.id === tag.id || (other.article_count > 0 && !wanted.merges))) {
      refusal = other.id === tag.id ? { kind: 'alias' } : { kind: 'taken', other }
      return 'already'
    }
    const into = other ?? { id: await stored.insertTag(db, wanted.name, folded), name: wanted.name }
    return merge(db, batch, tag, into)
  })
  if (refusal === null && outcome.kind === 'done') await settleTagMerges(deps)
  return refusal ?? outcome
}

const log = (batch: Batch, tag: stored.TagRow, to: string): Promise<number> =>
  batch.log(
    { subject: 'setting', subjectId: tag.id, articleId: null },
    undefined,
    `“${tag.name}”, now “${to}” (${count(tag.article_count, 'article')})`,
  )

/** The same tag in another spelling. */
async function respell(db: Tx, batch: Batch, tag: stored.TagRow, name: string): Promise<undefined> {
  const entry = await log(batch, tag, name)
  // The name first: an undo reverts in the opposite order, and ends a merge only while the name is the merge's.
  await batch.set('tags', tag.id, 'name', name)
  await startMerge(db, batch, tag, { id: tag.id, name }, entry)
}

async function merge(db: Tx, batch: Batch, tag: stored.TagRow, into: { id: number; name: string }): Promise<undefined> {
  await startMerge(db, batch, tag, into, await log(batch, tag, into.name))
  await stored.muteAlso(db, tag.name, into.name, batch.now)
}

async function startMerge(
  db: Tx,
  batch: Batch,
  tag: stored.TagRow,
  into: { id: number; name: string },
  entry: number,
): Promise<void> {
  const id = await stored.insertMerge(db, {
    tag_id: tag.id,
    into_id: into.id,
    from_name: tag.name,
    to_name: into.name,
    account_id: batch.by.id,
    log_entry_id: entry,
    created_at: batch.now,
  })
  await batch.start('tag_merges', id)
}
