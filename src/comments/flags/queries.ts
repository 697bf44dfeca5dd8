// Queries about flags, and what moderators decided about them.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { Tally } from '../holds/queries.ts'
import { queueItemColumns } from '../holds/queries.ts'

/** @returns false if this member has flagged the comment before */
export const insertFlag = async (
  db: Tx,
  flag: { comment_id: number; account_id: number; reason: string; created_at: number },
): Promise<boolean> =>
  (
    await db
      .insertInto('flags')
      .values(flag)
      .onConflict((on) => on.columns(['comment_id', 'account_id']).doNothing())
      .executeTakeFirst()
  ).numInsertedOrUpdatedRows === 1n

export const flagBy = (db: Db, commentId: number, accountId: number) =>
  db
    .selectFrom('flags')
    .select(['id', 'ended_at', 'end_reason'])
    .where('comment_id', '=', commentId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()

/** Open flags of comments, with the numbers of earlier flags by the same member that were upheld and dismissed. */
export const openFlags = (db: Db, commentIds: readonly number[]) =>
  commentIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('flags as f')
        .innerJoin('accounts as p', 'p.id', 'f.account_id')
        .select(['f.id', 'f.comment_id', 'f.account_id', 'f.reason', 'f.created_at', 'p.nic'])
        .select([
          sql<number>`(select count(*) from flags as o where o.account_id = f.account_id and o.end_reason = 'upheld')`.as(
            'upheld',
          ),
          sql<number>`(select count(*) from flags as o where o.account_id = f.account_id and o.end_reason = 'dismissed')`.as(
            'dismissed',
          ),
        ])
        .where('f.comment_id', 'in', commentIds)
        .where('f.ended_at', 'is', null)
        .orderBy('f.id')
        .execute()

const flaggedRows = (db: Db) =>
  db
    .selectFrom('flags as f')
    .innerJoin('comments as c', (join) => join.on('c.id', '=', sql<number>`+f.comment_id`))
    .innerJoin('articles as a', (join) => join.on('a.id', '=', sql<number>`+c.article_id`))
    .where('f.ended_at', 'is', null)
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')

/** Live comments with open flags, the one flagged first at the top. @param after the first open flag of the comment before, or 0 */
export const flaggedComments = (db: Db, after: number, limit: number) =>
  flaggedRows(db)
    .leftJoin('comments as above', 'above.id', 'c.parent_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .select(queueItemColumns)
    .select((all) => [all.fn.min('f.created_at').as('waits_since'), all.fn.min('f.id').as('flag_id')])
    .groupBy('c.id')
    .having((all) => all.fn.min('f.id'), '>', after)
    .orderBy((all) => all.fn.min('f.id'))
    .limit(limit)
    .execute()

export const flaggedTally = async (db: Db): Promise<Tally> =>
  flaggedRows(db)
    .select((all) => [sql<number>`count(distinct c.id)`.as('n'), all.fn.min('f.created_at').as('since')])
    .executeTakeFirstOrThrow()

export const openFlagIds = async (db: Db, commentId: number): Promise<{ id: number; account_id: number }[]> =>
  db
    .selectFrom('flags')
    .select(['id', 'account_id'])
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .execute()
