// Queries for a member's pages: comments and totals under the account's own nic, and for its owner those under picked names.

import type { Db } from '../db/open.ts'
import { type Key, keysetCondition } from '../db/sql.ts'
import { listedComments } from '../editions/list-queries.ts'

/** The account behind a member's page, with its totals. */
export const personById = (db: Db, accountId: number) =>
  db
    .selectFrom('accounts')
    .select(['id', 'nic', 'role', 'created_at', 'own_comment_count', 'reply_count', 'article_count'])
    .where('id', '=', accountId)
    .executeTakeFirst()

export type PersonRow = NonNullable<Awaited<ReturnType<typeof personById>>>

/** Which of a member's comments: those under the registered nic, which everybody sees, or those under picked names. */
type NameKind = 'member' | 'picked'

/** Newest live comments of an account under names of one kind, or the newest below a key. */
export const commentsOfAccount = (db: Db, accountId: number, kind: NameKind, below: Key | null, limit: number) =>
  listedComments(db)
    .where('c.account_id', '=', accountId)
    .where('c.name_kind', '=', kind)
    .$if(below !== null, (query) => query.where(keysetCondition('c.created_at', 'c.id', below!, 'older')))
    .limit(limit)
    .execute()

/** Keys of such comments from a key up to the newest, oldest first. */
export const commentKeysOfAccount = (
  db: Db,
  accountId: number,
  kind: NameKind,
  from: Key,
  limit: number,
): Promise<Key[]> =>
  db
    .selectFrom('comments')
    .select(['id', 'created_at as at'])
    .where('account_id', '=', accountId)
    .where('name_kind', '=', kind)
    .where('state', '=', 'live')
    .where(keysetCondition('created_at', 'id', from, 'atOrNewer'))
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()

/** Number of live comments under the account's own nic, by month from `since`. Months without comments are missing. */
export const commentsByMonth = async (db: Db, accountId: number, since: string): Promise<Map<string, number>> =>
  new Map(
    (
      await db
        .selectFrom('person_months')
        .select(['month', 'comments'])
        .where('account_id', '=', accountId)
        .where('month', '>=', since)
        .execute()
    ).map((row) => [row.month, row.comments]),
  )
