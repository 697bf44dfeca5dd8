// Lets an account claim what was sent in by a guest, by the receipt.
import { assignArticle } from '../../articles/change-actions.ts'
import { articleForChange } from '../../articles/revision-queries.ts'
import type { Db } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import type { Viewer } from '../../permissions.ts'
import { tokenHash } from '../../random.ts'
import * as queries from './queries.ts'

export type ArticleReceipt = NonNullable<Awaited<ReturnType<typeof queries.receiptByToken>>>

/** @throws AppError `missing` if there is no such receipt */
export async function receiptNamed(db: Db, token: string): Promise<ArticleReceipt> {
  const receipt = await queries.receiptByToken(db, tokenHash(token))
  if (receipt === undefined)
    throw missing(
      'A receipt is the private page of an article that a guest has sent in. Its address is secret and is shown once, after sending. Check that you have copied the whole address.',
      [],
      { title: 'No receipt at this address' },
    )
  return receipt
}

/**
 * Makes a guest's article a member's: under the member's nic, and counted for the member.
 * @returns the id of the article; null if another account has claimed it
 * @throws AppError `missing` if there is no such receipt
 */
export const claimSubmission = (deps: Deps, viewer: Viewer, token: string): Promise<number | null> =>
  write(deps, async (db) => {
    const { article_id: id } = await receiptNamed(db, token)
    const row = await articleForChange(db, id)
    if (row === undefined) throw missing()
    if (row.account_id !== null) return row.account_id === viewer.id ? id : null
    await assignArticle(db, id, viewer)
    await queries.setArticleClaimed(db, id, viewer.id, deps.clock())
    return id
  })
