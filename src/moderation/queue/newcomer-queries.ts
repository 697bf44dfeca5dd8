// Queries about newcomers: the first live comment of every young account that no moderator has approved.

import { sql } from 'kysely'
import { queueItemColumns } from '../../comments/holds/queries.ts'
import type { Tally } from '../../comments/holds/rules.ts'
import type { Db } from '../../db/open.ts'

/**
 * Cross joins on purpose: SQLite keeps their order, so the query starts with the few young accounts.
 * Flagged comments are left out: they are in the queue already.
 */
const unreadFirstComments = (db: Db, since: number) =>
  db
    .selectFrom('accounts as p')
    .crossJoin('comments as c')
    .crossJoin('articles as a')
    .where('p.created_at', '>', since)
    .where('p.role', '=', 'member')
    .whereRef(
      'c.id',
      '=',
      sql<number>`(select x.id from comments as x where x.account_id = p.id and x.state = 'live' order by x.created_at, x.id limit 1)`,
    )
    .whereRef('a.id', '=', 'c.article_id')
    .where('a.state', '=', 'published')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('approvals as v')
            .select('v.id')
            .whereRef('v.comment_id', '=', 'c.id')
            .where('v.ended_at', 'is', null),
        ),
      ),
    )
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('flags as f')
            .select('f.id')
            .whereRef('f.comment_id', '=', 'c.id')
            .where('f.ended_at', 'is', null),
        ),
      ),
    )

/**
 * First comments, the oldest first.
 * @param since accounts created after this moment
 * @param after the last comment of the page before, or 0
 */
export const newcomerComments = (db: Db, since: number, after: number, limit: number) =>
  unreadFirstComments(db, since)
    .leftJoin('comments as above', 'above.id', 'c.parent_id')
    .select(queueItemColumns)
    .where('c.id', '>', after)
    .orderBy('c.id')
    .limit(limit)
    .execute()

/** Whether a comment is such a first comment. */
export const isNewcomerComment = async (
  db: Db,
  since: number,
  comment: { id: number; account_id: number | null },
): Promise<boolean> =>
  comment.account_id !== null &&
  (await unreadFirstComments(db, since)
    .where('p.id', '=', comment.account_id)
    .where('c.id', '=', comment.id)
    .select('c.id')
    .executeTakeFirst()) !== undefined

export const newcomerTally = async (db: Db, since: number): Promise<Tally> =>
  unreadFirstComments(db, since)
    .select((all) => [all.fn.countAll<number>().as('n'), all.fn.min('c.created_at').as('since')])
    .executeTakeFirstOrThrow()
