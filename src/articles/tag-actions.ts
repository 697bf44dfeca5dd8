// Lets the articles of renamed and merged tags follow, in slices, so that others are served in between.
import { noteChange } from '../db/changes.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { yieldToOthers } from '../slices.ts'
import { topic } from '../topics.ts'
import * as stored from './tag-queries.ts'

/** Articles that follow in one transaction. */
const ARTICLES_PER_STEP = 300

/**
 * Brings `article_tags` and the counts to what the merges say. It can be interrupted after any step: the next call
 * continues. Articles that are filed between two steps get the right tag, because `ensureTags` follows merges.
 */
export async function settleTagMerges(deps: Pick<Deps, 'db' | 'store'>): Promise<void> {
  for (const merge of await stored.unsettledMerges(deps.db)) {
    while (await write(deps, (db) => settleStep(db, merge.id))) await yieldToOthers()
  }
}

/** One step of a merge, by what it is at this moment: an undo may have ended it. @returns whether there is more */
async function settleStep(db: Parameters<Parameters<typeof write>[1]>[0], id: number): Promise<boolean> {
  const merge = (await stored.unsettledMerges(db)).find((one) => one.id === id)
  if (merge === undefined) return false
  const isEnded = merge.ended_at !== null
  const isSpelling = merge.tag_id === merge.into_id
  const [from, to] = isEnded ? [merge.to_name, merge.from_name] : [merge.from_name, merge.to_name]
  const moved = isSpelling
    ? await stored.respellTag(db, from, to, ARTICLES_PER_STEP)
    : isEnded
      ? await stored.splitArticles(db, merge, ARTICLES_PER_STEP)
      : await stored.mergeArticles(db, merge, ARTICLES_PER_STEP)
  if (moved === ARTICLES_PER_STEP) return true
  await stored.settleMerge(db, id, isEnded ? 'split' : 'merged')
  // Tags are on the pages of their articles, and in every list.
  noteChange(db, topic.everything)
  return false
}
