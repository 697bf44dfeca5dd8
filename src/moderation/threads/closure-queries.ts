// Queries of closures.

import type { Db, Tx } from '../../db/open.ts'

export const closureInForce = (db: Db, articleId: number) =>
  db
    .selectFrom('closures')
    .select(['id', 'account_id', 'reason', 'summary', 'created_at', 'starts_at', 'until_at'])
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertClosure = async (
  db: Tx,
  closure: {
    article_id: number
    account_id: number | null
    reason: string
    log_entry_id: number
    created_at: number
    starts_at?: number | null
    until_at?: number | null
    summary?: string
  },
): Promise<number> =>
  (
    await db
      .insertInto('closures')
      .values({ starts_at: null, until_at: null, ...closure })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id
