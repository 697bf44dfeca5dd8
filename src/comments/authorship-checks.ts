// Who wrote a comment: an account, or the holder of its receipt.

import { publishedArticle } from '../articles/queries.ts'
import type { Db } from '../db/open.ts'
import type { Refusal, Verdict, Viewer } from '../permissions.ts'
import { may } from '../permissions.ts'
import * as queries from './edits/queries.ts'

/** Whether whoever acts is the writer of a comment: an account, or whoever holds something that proves it. */
export type Claim = (comment: queries.WrittenComment) => Verdict

export const byAccount =
  (viewer: Viewer | null): Claim =>
  (comment) =>
    may.change(viewer, comment)

/** `none` when there is no such comment for whoever asks, or not any more. */
export type Change =
  | { kind: 'done'; comment: queries.WrittenComment }
  | { kind: 'invalid'; fault: string }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'none' }

export type Found = { kind: 'found'; comment: queries.WrittenComment } | Exclude<Change, { kind: 'done' | 'invalid' }>

/** The comment that somebody claims to have written. That one exists which readers do not see is nobody else's business. */
export async function ownComment(db: Db, claim: Claim, id: number | null): Promise<Found> {
  const comment = id === null ? undefined : await queries.writtenComment(db, id)
  if (comment === undefined || (await publishedArticle(db, comment.article_id)) === undefined) return { kind: 'none' }
  const refusal = claim(comment)
  if (refusal === null) return { kind: 'found', comment }
  return comment.state === 'live' ? { kind: 'refused', refusal } : { kind: 'none' }
}
