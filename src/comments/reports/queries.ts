// Queries of reports by readers without an account.
import type { Db, Tx } from '../../db/open.ts'
import { countAll, inSpan, type Span } from '../../db/sql.ts'
import type { Tally } from '../holds/rules.ts'

/** @returns its id; undefined if the address has an unanswered report of the comment */
export const insertReport = async (
  db: Tx,
  report: { comment_id: number; reason: string; email: string; email_folded: string; created_at: number },
): Promise<number | undefined> =>
  (
    await db
      .insertInto('reports')
      .values(report)
      .onConflict((on) => on.columns(['comment_id', 'email_folded']).where('answered_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst()
  )?.id

/** Reports since a moment that nobody has confirmed: of one address, and of all. */
export async function unconfirmedReports(
  db: Db,
  folded: string,
  since: number,
): Promise<{ address: number; all: number }> {
  const unconfirmed = db
    .selectFrom('reports')
    .select(countAll().as('n'))
    .where('created_at', '>', since)
    .where('confirmed_at', 'is', null)
  return {
    address: (await unconfirmed.where('email_folded', '=', folded).executeTakeFirstOrThrow()).n,
    all: (await unconfirmed.executeTakeFirstOrThrow()).n,
  }
}

const reports = (db: Db) =>
  db
    .selectFrom('reports as r')
    .innerJoin('comments as c', 'c.id', 'r.comment_id')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .leftJoin('accounts as m', 'm.id', 'r.answered_by')
    .select(['r.id', 'r.comment_id', 'r.reason', 'r.email', 'r.created_at', 'r.confirmed_at', 'r.answered_at'])
    .select(['r.verdict', 'r.answer', 'r.log_entry_id', 'm.nic as by_nic'])
    .select(['c.nic', 'c.html', 'c.state', 'c.account_id', 'c.article_id', 'a.slug', 'a.headline'])
    .select('a.state as article_state')

/** A report with its comment and article. */
export const reportById = (db: Db, id: number) => reports(db).where('r.id', '=', id).executeTakeFirst()

export type ReportRow = NonNullable<Awaited<ReturnType<typeof reportById>>>

/** Confirmed reports without an answer, the oldest first. @param after only those with a higher id; 0 for all */
export const waitingReports = (db: Db, after: number, limit: number) =>
  reports(db)
    .where('r.confirmed_at', 'is not', null)
    .where('r.answered_at', 'is', null)
    .where('r.id', '>', after)
    .orderBy('r.id')
    .limit(limit)
    .execute()

/** @param span only reports that were confirmed in it */
export const reportsTally = (db: Db, span?: Span): Promise<Tally> =>
  db
    .selectFrom('reports')
    .select(countAll().as('n'))
    .select((all) => all.fn.min('confirmed_at').as('since'))
    .where('confirmed_at', 'is not', null)
    .where('answered_at', 'is', null)
    .$if(span !== undefined, (query) => query.where(inSpan('confirmed_at', span!)))
    .executeTakeFirstOrThrow()

/** @returns false if it was confirmed before */
export const confirmReport = async (db: Tx, id: number, at: number): Promise<boolean> =>
  (
    await db
      .updateTable('reports')
      .set({ confirmed_at: at })
      .where('id', '=', id)
      .where('confirmed_at', 'is', null)
      .executeTakeFirst()
  ).numUpdatedRows === 1n

/** @returns false if it was answered before */
export const storeAnswer = async (
  db: Tx,
  id: number,
  answer: {
    answered_at: number
    answered_by: number
    verdict: 'upheld' | 'dismissed'
    answer: string
    log_entry_id: number
  },
): Promise<boolean> =>
  (await db.updateTable('reports').set(answer).where('id', '=', id).where('answered_at', 'is', null).executeTakeFirst())
    .numUpdatedRows === 1n
