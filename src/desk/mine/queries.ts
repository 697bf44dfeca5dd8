// Queries about submissions for their writers: what became of each, guests' receipts, withdrawals.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import type { Key } from '../../db/sql.ts'

/** Articles with everything that says where they stand. */
const outcomes = (db: Db) =>
  db
    .selectFrom('articles as a')
    .leftJoin('returns as rt', (join) => join.onRef('rt.article_id', '=', 'a.id').on('rt.ended_at', 'is', null))
    .leftJoin('rejections as rj', (join) => join.onRef('rj.article_id', '=', 'a.id').on('rj.ended_at', 'is', null))
    .leftJoin('unpublishings as u', (join) => join.onRef('u.article_id', '=', 'a.id').on('u.ended_at', 'is', null))
    .leftJoin('merges as g', (join) => join.onRef('g.article_id', '=', 'a.id').on('g.ended_at', 'is', null))
    .leftJoin('articles as t', 't.id', 'g.into_id')
    .leftJoin('article_withdrawals as w', (join) =>
      join.onRef('w.article_id', '=', 'a.id').on('w.ended_at', 'is', null),
    )
    .select(['a.id', 'a.kind', 'a.slug', 'a.headline', 'a.state', 'a.account_id', 'a.nic', 'a.revision'])
    .select(['a.published_at', 'a.scheduled_at', 'a.created_at', 'a.submitted_at'])
    .select(['rt.note as word', 'rj.reason as rejection', 'rj.note as rejection_note', 'u.reason as unpublishing'])
    .select(['g.reason as merge', 't.id as into_id', 't.slug as into_slug', 't.headline as into_headline'])
    .select(['t.state as into_state', 'w.created_at as withdrawn_at'])

export type OutcomeRow = NonNullable<Awaited<ReturnType<typeof outcomeById>>>

/** What a member has sent in, the newest first. @param after the last one of the page before, or null */
export const outcomesOf = (db: Db, accountId: number, after: Key | null, limit: number) =>
  outcomes(db)
    .where('a.account_id', '=', accountId)
    .where('a.submitted_at', 'is not', null)
    .$if(after !== null, (query) => query.where(sql<boolean>`(a.submitted_at, a.id) < (${after!.at}, ${after!.id})`))
    .orderBy('a.submitted_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(limit)
    .execute()

export const outcomeById = (db: Db, id: number) => outcomes(db).where('a.id', '=', id).executeTakeFirst()

/** The key of a submission in its writer's list. */
export const outcomeKey = async (db: Db, id: number, accountId: number): Promise<Key | undefined> => {
  const row = await db
    .selectFrom('articles')
    .select(['id', 'submitted_at'])
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('submitted_at', 'is not', null)
    .executeTakeFirst()
  return row === undefined ? undefined : { id: row.id, at: row.submitted_at! }
}

/** A guest's receipt, with the account that has claimed its article. */
export const receiptByToken = (db: Db, tokenHash: string) =>
  db
    .selectFrom('article_receipts as r')
    .leftJoin('accounts as p', 'p.id', 'r.claimed_by')
    .select(['r.article_id', 'r.claimed_by', 'p.nic as claimed_nic'])
    .where('r.token_hash', '=', tokenHash)
    .executeTakeFirst()

export const setArticleClaimed = (db: Tx, articleId: number, accountId: number, at: number) =>
  db
    .updateTable('article_receipts')
    .set({ claimed_by: accountId, claimed_at: at })
    .where('article_id', '=', articleId)
    .execute()

/** Why the writer sends it in although the site seems to have it. */
export const duplicateReason = async (db: Db, id: number): Promise<string> =>
  (await db.selectFrom('articles').select('duplicate_reason').where('id', '=', id).executeTakeFirst())
    ?.duplicate_reason ?? ''

export const setDuplicateReason = (db: Tx, id: number, reason: string) =>
  db.updateTable('articles').set({ duplicate_reason: reason }).where('id', '=', id).execute()

export const withdrawalInForce = (db: Db, articleId: number) =>
  db
    .selectFrom('article_withdrawals')
    .select(['id', 'state_before', 'created_at'])
    .where('article_id', '=', articleId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertWithdrawal = (
  db: Tx,
  row: { article_id: number; state_before: 'waiting' | 'returned'; created_at: number },
) =>
  db
    .insertInto('article_withdrawals')
    .values({ ...row, ended_at: null })
    .execute()

export const endWithdrawal = (db: Tx, id: number, at: number) =>
  db.updateTable('article_withdrawals').set({ ended_at: at }).where('id', '=', id).execute()
