// Queries for the versions of the site's own pages.
import type { Db, Tx } from '../../db/open.ts'

const versionRows = (db: Db) =>
  db
    .selectFrom('page_versions as v')
    .leftJoin('accounts as a', 'a.id', 'v.account_id')
    .select(['v.id', 'v.page', 'v.markup', 'v.reason', 'v.created_at', 'v.ended_at', 'v.log_entry_id', 'a.nic'])

/** The version of a page in force; undefined while it has its default. */
export const versionInForce = (db: Db, page: string) =>
  versionRows(db).where('v.page', '=', page).where('v.ended_at', 'is', null).executeTakeFirst()

/** Versions of a page below a number, the newest first. */
export const versionsOfPage = (db: Db, page: string, before: number | null, limit: number) =>
  versionRows(db)
    .where('v.page', '=', page)
    .$if(before !== null, (query) => query.where('v.id', '<', before!))
    .orderBy('v.id', 'desc')
    .limit(limit)
    .execute()

export type PageVersion = Awaited<ReturnType<typeof versionsOfPage>>[number]

export const insertVersion = async (
  db: Tx,
  version: {
    page: string
    markup: string
    account_id: number | null
    reason: string
    log_entry_id: number
    created_at: number
  },
): Promise<number> =>
  (await db.insertInto('page_versions').values(version).returning('id').executeTakeFirstOrThrow()).id
