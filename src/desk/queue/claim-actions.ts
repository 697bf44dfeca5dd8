// Claims: an editor who opens an item works on it, and the others see that. A claim expires and is not logged.
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { CLAIM_MS, CLAIM_RENEWAL_MS } from '../../settings.ts'
import { articleClaims, endArticleClaims, insertArticleClaim, renewArticleClaim } from './claim-queries.ts'

/** Claims an article, or renews one's own claim; somebody else's stays in force. */
export async function claimArticle(deps: Deps, viewer: Viewer, articleId: number): Promise<void> {
  const found = (await articleClaims(deps.db, [articleId], deps.clock())).get(articleId)
  if (found !== undefined && found.account_id !== viewer.id) return
  // An item that is read again within a minute changes nothing.
  if (found !== undefined && found.until_at > deps.clock() + CLAIM_MS - CLAIM_RENEWAL_MS) return
  await write(deps, async (db) => {
    const now = deps.clock()
    const claim = (await articleClaims(db, [articleId], now)).get(articleId)
    if (claim !== undefined && claim.account_id !== viewer.id) return
    if (claim !== undefined) return void (await renewArticleClaim(db, claim.id, now + CLAIM_MS))
    await endArticleClaims(db, articleId, now)
    await insertArticleClaim(db, {
      article_id: articleId,
      account_id: viewer.id,
      created_at: now,
      until_at: now + CLAIM_MS,
    })
  })
}

/** Ends one's own claim; somebody else's stays in force. */
export async function releaseArticle(deps: Deps, viewer: Viewer | null, articleId: number): Promise<void> {
  allow(may.edit(viewer))
  await write(deps, async (db) => {
    const now = deps.clock()
    const claim = (await articleClaims(db, [articleId], now)).get(articleId)
    if (claim?.account_id === viewer!.id) await endArticleClaims(db, articleId, now)
  })
}
