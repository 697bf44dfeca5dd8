// Checks who wrote a comment: an account, or the holder of its receipt.
import { publishedArticle } from '../articles/queries.ts'
import type { Db } from '../db/open.ts'
import { may, type Refusal, type Verdict, type Viewer } from '../permissions.ts'
import * as queries from './edits/queries.ts'

/** Null if the comment is the caller's own, else why not. */
export type Claim = (comment: queries.WrittenComment) => Verdict

export const byAccount =
  (viewer: Viewer | null): Claim =>
  (comment) =>
    may.change(viewer, comment)

/** The result of a change. `none`: the caller has no such comment, or no longer. */
export type Change =
  | { kind: 'done'; comment: queries.WrittenComment }
  | { kind: 'invalid'; fault: string }
  /** `sentence` replaces the refusal's own where the case has more to say. */
  | { kind: 'refused'; refusal: Refusal; sentence?: string }
  | { kind: 'none' }

export type Found = { kind: 'found'; comment: queries.WrittenComment } | Exclude<Change, { kind: 'done' | 'invalid' }>

/** Finds a comment for its author. For everybody else it exists only if it is live. */
export async function ownComment(db: Db, claim: Claim, id: number | null): Promise<Found> {
  const comment = id === null ? undefined : await queries.writtenComment(db, id)
  if (comment === undefined || (await publishedArticle(db, comment.article_id)) === undefined) return { kind: 'none' }
  const refusal = claim(comment)
  if (refusal === null) return { kind: 'found', comment }
  return comment.state === 'live' ? { kind: 'refused', refusal } : { kind: 'none' }
}
