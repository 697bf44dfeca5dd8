// Queries about claims: which moderator reviews which comment.
import type { Db, Tx } from '../../db/open.ts'
import { CLAIM_MS } from '../../settings.ts'

const currentClaims = (db: Db, now: number) =>
  db
    .selectFrom('claims as k')
    .innerJoin('accounts as p', 'p.id', 'k.account_id')
    .select(['k.id', 'k.comment_id', 'k.account_id', 'k.created_at', 'k.until_at', 'p.nic'])
    .where('k.ended_at', 'is', null)
    .where('k.until_at', '>', now)
    .where('k.until_at', '<=', now + CLAIM_MS)

/** Claims in force on some comments. */
export const claimsOnComments = (db: Db, comments: readonly number[], now: number) =>
  comments.length === 0 ? Promise.resolve([]) : currentClaims(db, now).where('k.comment_id', 'in', comments).execute()

/** A claim, in force or ended, with its moderator. */
export const claimById = (db: Db, id: number) =>
  db
    .selectFrom('claims as k')
    .innerJoin('accounts as p', 'p.id', 'k.account_id')
    .select(['k.id', 'k.account_id', 'p.nic'])
    .where('k.id', '=', id)
    .executeTakeFirst()

export const insertClaim = (
  db: Tx,
  claim: { comment_id: number; account_id: number; created_at: number; until_at: number },
) =>
  db
    .insertInto('claims')
    .values({ ...claim, ended_at: null })
    .execute()

export const renewClaim = (db: Tx, id: number, until: number) =>
  db.updateTable('claims').set({ until_at: until }).where('id', '=', id).execute()

/** Ends every claim on a comment. */
export const endClaims = (db: Tx, commentId: number, at: number) =>
  db
    .updateTable('claims')
    .set({ ended_at: at })
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .execute()
