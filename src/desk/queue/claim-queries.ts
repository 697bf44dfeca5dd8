// Queries of claims: which editor is working on which article.
import type { Db, Tx } from '../../db/open.ts'
import { CLAIM_MS } from '../../settings.ts'

const claimsInForce = (db: Db, now: number) =>
  db
    .selectFrom('article_claims as k')
    .innerJoin('accounts as p', 'p.id', 'k.account_id')
    .select(['k.id', 'k.article_id', 'k.account_id', 'k.created_at', 'k.until_at', 'p.nic'])
    .where('k.ended_at', 'is', null)
    .where('k.until_at', '>', now)
    .where('k.until_at', '<=', now + CLAIM_MS)

/** Claims in force, by article. */
export async function articleClaims(db: Db, articles: readonly number[], now: number) {
  const rows = articles.length === 0 ? [] : await claimsInForce(db, now).where('k.article_id', 'in', articles).execute()
  return new Map(rows.map((row) => [row.article_id, row]))
}

export const insertArticleClaim = (
  db: Tx,
  claim: { article_id: number; account_id: number; created_at: number; until_at: number },
) =>
  db
    .insertInto('article_claims')
    .values({ ...claim, ended_at: null })
    .execute()

export const renewArticleClaim = (db: Tx, id: number, until: number) =>
  db.updateTable('article_claims').set({ until_at: until }).where('id', '=', id).execute()

/** Ends every claim on an article. */
export const endArticleClaims = (db: Tx, articleId: number, at: number) =>
  db
    .updateTable('article_claims')
    .set({ ended_at: at })
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .execute()
