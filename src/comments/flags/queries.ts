// Queries about flags, and what moderators decided about them.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { queueItemColumns } from '../holds/queries.ts'
import type { Flagger, FlagRecord } from './rules.ts'

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

/** How many of an account's flags moderators upheld or dismissed, as a subquery. */
const decidedFlags = (account: string, how: 'upheld' | 'dismissed') =>
  sql<number>`(select count(*) from flags as o where o.account_id = ${sql.ref(account)} and o.end_reason = ${how})`

/** Moderators' decisions about the flags of a member. */
export const flagRecord = (db: Db, accountId: number): Promise<FlagRecord> =>
  db
    .selectFrom('accounts as p')
    .select([decidedFlags('p.id', 'upheld').as('upheld'), decidedFlags('p.id', 'dismissed').as('dismissed')])
    .where('p.id', '=', accountId)
    .executeTakeFirstOrThrow()

/** The members whose flags of a comment are open, with what decides whether their flags hold it. */
export const openFlaggers = async (db: Db, commentId: number, now: number): Promise<Flagger[]> => {
  const sanctioned = (noun: 'silences' | 'bans') =>
    sql`exists (select 1 from ${sql.table(noun)} as s where s.person_id = p.id and s.ended_at is null and (s.until_at is null or s.until_at > ${now}))`
  const rows = await db
    .selectFrom('flags as f')
    .innerJoin('accounts as p', 'p.id', 'f.account_id')
    .select(['p.created_at as since', 'p.owned_email'])
    .select([
      decidedFlags('p.id', 'upheld').as('upheld'),
      decidedFlags('p.id', 'dismissed').as('dismissed'),
      sql<number>`case when ${sanctioned('silences')} or ${sanctioned('bans')} then 1 else 0 end`.as('sanctioned'),
    ])
    .where('f.comment_id', '=', commentId)
    .where('f.ended_at', 'is', null)
    .execute()
  return rows.map(({ owned_email, sanctioned, ...row }) => ({
    ...row,
    confirmed: owned_email !== null,
    sanctioned: sanctioned === 1,
  }))
}

/** When a moderator last decided that a comment stays published; null for never. What an undo reverted does not count. */
export const lastLeftPublished = async (db: Db, commentId: number): Promise<number | null> => {
  const restored = (noun: 'removals' | 'spam_marks') =>
    sql`select ended_at as at from ${sql.table(noun)} where comment_id = ${commentId} and ended_at is not null and end_reason <> 'undone'`
  const { rows } = await sql<{ at: number | null }>`select max(at) as at from (
    select created_at as at from approvals where comment_id = ${commentId} and ended_at is null
    union all ${restored('removals')} union all ${restored('spam_marks')}) as decided`.execute(db)
  return rows[0]?.at ?? null
}

/** A member's flags, the newest first, with their comments. @param before only flags with a smaller id; null for all */
export const flagsOfAccount = (db: Db, accountId: number, before: number | null, limit: number) =>
  db
    .selectFrom('flags as f')
    .innerJoin('comments as c', 'c.id', 'f.comment_id')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .select(['f.id', 'f.comment_id', 'f.reason', 'f.created_at', 'f.ended_at', 'f.end_reason'])
    .select(['c.nic', 'c.state', 'a.id as article_id', 'a.slug', 'a.headline', 'a.state as article_state'])
    .where('f.account_id', '=', accountId)
    .$if(before !== null, (query) => query.where('f.id', '<', before!))
    .orderBy('f.id', 'desc')
    .limit(limit)
    .execute()

/** Open flags of comments, with the numbers of earlier flags by the same member that were upheld and dismissed. */
export const openFlags = (db: Db, commentIds: readonly number[]) =>
  commentIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('flags as f')
        .innerJoin('accounts as p', 'p.id', 'f.account_id')
        .select(['f.id', 'f.comment_id', 'f.account_id', 'f.reason', 'f.created_at', 'p.nic'])
        .select([
          decidedFlags('f.account_id', 'upheld').as('upheld'),
          decidedFlags('f.account_id', 'dismissed').as('dismissed'),
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

export const openFlagIds = async (db: Db, commentId: number): Promise<{ id: number; account_id: number }[]> =>
  db
    .selectFrom('flags')
    .select(['id', 'account_id'])
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .execute()
