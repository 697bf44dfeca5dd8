// What is stored of how much somebody has written lately, and of how well they are known.
import type { Db } from '../../db/open.ts'

/** Comments that are looked at for a pace and for repetitions, at most: more than any pace lets through. */
const LOOKED_AT = 400

const ofAccount = (db: Db, accountId: number, since: number) =>
  db
    .selectFrom('comments as c')
    .where('c.account_id', '=', accountId)
    .where('c.created_at', '>', since)
    .orderBy('c.created_at', 'desc')
    .limit(LOOKED_AT)

/** A guest is known by the hash of their key; of two receipts for one comment both are here. */
const ofGuest = (db: Db, guest: string, since: number) =>
  db
    .selectFrom('receipts as r')
    .innerJoin('comments as c', 'c.id', 'r.comment_id')
    .where('r.guest', '=', guest)
    .where('c.account_id', 'is', null)
    .where('c.created_at', '>', since)
    .orderBy('c.created_at', 'desc')
    .limit(LOOKED_AT)

/** When somebody has written since a moment, the last first, whatever became of it. @param who the id of an account, or the hash of a guest's key */
export const timesOf = async (db: Db, who: number | string, since: number): Promise<number[]> =>
  typeof who === 'number'
    ? (await ofAccount(db, who, since).select('c.created_at').execute()).map((row) => row.created_at)
    : (await ofGuest(db, who, since).select(['c.id', 'c.created_at']).distinct().execute()).map((row) => row.created_at)

/** When somebody wrote last in a thread, whatever became of it. */
export const lastIn = async (db: Db, who: number | string, articleId: number): Promise<number | undefined> =>
  (
    await (typeof who === 'number' ? ofAccount(db, who, 0) : ofGuest(db, who, 0))
      .select('c.created_at')
      .where('c.article_id', '=', articleId)
      .limit(1)
      .executeTakeFirst()
  )?.created_at

/** What somebody has written since a moment and not taken back. */
export const textsOf = async (db: Db, who: number | string, since: number): Promise<string[]> =>
  (
    await (typeof who === 'number' ? ofAccount(db, who, since) : ofGuest(db, who, since))
      .select('c.source')
      .where('c.state', '!=', 'withdrawn')
      .execute()
  ).map((row) => row.source)
