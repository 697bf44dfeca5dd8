// Queries of trust: which members editors trust.
import type { Db, Tx } from '../../db/open.ts'

export const trustInForce = (db: Db, memberId: number) =>
  db
    .selectFrom('trusts')
    .select('id')
    .where('member_id', '=', memberId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertTrust = async (
  db: Tx,
  row: { member_id: number; account_id: number; reason: string; log_entry_id: number; created_at: number },
): Promise<number> => (await db.insertInto('trusts').values(row).returning('id').executeTakeFirstOrThrow()).id

/** Members whom editors trust, the newest first. */
export const trustedMembers = (db: Db, limit: number) =>
  db
    .selectFrom('trusts as t')
    .innerJoin('accounts as p', 'p.id', 't.member_id')
    .leftJoin('accounts as e', 'e.id', 't.account_id')
    .select(['p.nic', 'p.article_count', 'e.nic as by', 't.reason', 't.created_at'])
    .where('t.ended_at', 'is', null)
    .orderBy('t.id', 'desc')
    .limit(limit)
    .execute()
