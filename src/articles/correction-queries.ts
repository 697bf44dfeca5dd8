// Rows of corrections: those that wait for editors, and the accepted ones that everybody sees.
import { type Insertable, sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { DeskSchema } from '../db/schema/desk.ts'
import { countAll } from '../db/sql.ts'

/** Inserts a correction. @returns false if the same one exists */
export const insertCorrection = async (db: Tx, correction: Insertable<DeskSchema['corrections']>): Promise<boolean> =>
  (
    await db
      .insertInto('corrections')
      .values(correction)
      .onConflict((on) => on.doNothing())
      .executeTakeFirst()
  ).numInsertedOrUpdatedRows === 1n

/** Times of a sender's corrections since a moment, the oldest first. @param who the id of an account, or a guest's hash */
export const correctionTimes = async (db: Db, who: number | string, since: number): Promise<number[]> =>
  (
    await db
      .selectFrom('corrections')
      .select('created_at')
      .where(typeof who === 'number' ? 'account_id' : 'guest', '=', who)
      .where('created_at', '>', since)
      .orderBy('created_at')
      .limit(100)
      .execute()
  ).map((row) => row.created_at)

export const hasCorrection = async (db: Db, contentHash: string): Promise<boolean> =>
  (await db.selectFrom('corrections').select('id').where('content_hash', '=', contentHash).executeTakeFirst()) !==
  undefined

/** Deletes what recognises the sender of earlier corrections and a repeated text. @returns how many, `limit` at most */
export const clearCorrectionHashes = async (db: Tx, before: number, limit: number): Promise<number> =>
  Number(
    (
      await db
        .updateTable('corrections')
        .set({ content_hash: null, guest: null })
        .where('id', 'in', (from) =>
          from
            .selectFrom('corrections')
            .select('id')
            .where('content_hash', 'is not', null)
            .where('created_at', '<', before)
            .limit(limit),
        )
        .executeTakeFirst()
    ).numUpdatedRows,
  )

const correctionQuery = (db: Db) =>
  db
    .selectFrom('corrections as k')
    .innerJoin('articles as a', 'a.id', 'k.article_id')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('accounts as p', 'p.id', 'k.account_id')
    .select(['k.id', 'k.passage', 'k.body', 'k.revision', 'k.account_id', 'k.named_at', 'k.created_at', 'k.decided_at'])
    .select(['a.id as article_id', 'a.slug', 'a.headline', 'a.lede', 'a.body_html', 'a.state', 'a.revision as current'])
    .select(['s.name as section', 's.slug as section_slug', 'p.nic as account_nic'])

export const correctionById = (db: Db, id: number) => correctionQuery(db).where('k.id', '=', id).executeTakeFirst()

export type CorrectionRow = NonNullable<Awaited<ReturnType<typeof correctionById>>>

/** Corrections that wait, the oldest first. @param after the last one of the page before, or 0 */
export const openCorrections = (db: Db, after: number, limit: number) =>
  correctionQuery(db)
    .where('k.decided_at', 'is', null)
    .where('a.state', '=', 'published')
    .where('k.id', '>', after)
    .orderBy('k.id')
    .limit(limit)
    .execute()

/** How many wait, and since when. */
export const openCorrectionsTally = (db: Db) =>
  db
    .selectFrom('corrections as k')
    .innerJoin('articles as a', 'a.id', 'k.article_id')
    .select([countAll().as('n'), sql<number | null>`min(k.created_at)`.as('since')])
    .where('k.decided_at', 'is', null)
    .where('a.state', '=', 'published')
    .executeTakeFirstOrThrow()

/** Accepted corrections in force, the newest first. @param before id of the acceptance to begin below, or null */
export const acceptedCorrections = (db: Db, before: number | null, limit: number) =>
  db
    .selectFrom('correction_acceptances as x')
    .innerJoin('corrections as k', 'k.id', 'x.correction_id')
    .innerJoin('articles as a', 'a.id', 'x.article_id')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('accounts as p', 'p.id', 'k.account_id')
    .leftJoin('accounts as e', 'e.id', 'x.account_id')
    .select(['x.id', 'x.revision', 'x.created_at', 'k.account_id', 'k.named_at', 'p.nic as sender'])
    .select(['e.nic as editor', 'x.reason', 'a.id as article_id', 'a.slug', 'a.headline', 'a.body_html'])
    .select(['s.name as section', 's.slug as section_slug'])
    .where('x.ended_at', 'is', null)
    .where('a.state', '=', 'published')
    .$if(before !== null, (query) => query.where('x.id', '<', before!))
    .orderBy('x.id', 'desc')
    .limit(limit)
    .execute()

export type AcceptedCorrection = Awaited<ReturnType<typeof acceptedCorrections>>[number]

/** The accepted corrections of an article, by the version that has each. */
export const correctionsOfArticle = (db: Db, articleId: number) =>
  db
    .selectFrom('correction_acceptances as x')
    .innerJoin('corrections as k', 'k.id', 'x.correction_id')
    .leftJoin('accounts as p', 'p.id', 'k.account_id')
    .select(['x.revision', 'k.account_id', 'k.named_at', 'p.nic as sender'])
    .where('x.article_id', '=', articleId)
    .where('x.ended_at', 'is', null)
    .execute()

/** When each correction accepted since a moment was sent and accepted. */
export const correctionDelays = async (db: Db, since: number, limit: number): Promise<{ sent: number; at: number }[]> =>
  db
    .selectFrom('correction_acceptances as x')
    .innerJoin('corrections as k', 'k.id', 'x.correction_id')
    .select(['k.created_at as sent', 'x.created_at as at'])
    .where('x.ended_at', 'is', null)
    .where('x.created_at', '>=', since)
    .orderBy('x.id', 'desc')
    .limit(limit)
    .execute()

/** Articles with a correction accepted since a moment, the newest correction first. */
export const recentlyCorrected = (db: Db, since: number, limit: number) =>
  db
    .selectFrom('correction_acceptances as x')
    .innerJoin('articles as a', 'a.id', 'x.article_id')
    .select(['a.id', 'a.slug', 'a.headline', 'x.revision'])
    .select(sql<number>`x.created_at`.as('corrected_at'))
    .where('x.ended_at', 'is', null)
    .where('a.state', '=', 'published')
    .where('x.created_at', '>=', since)
    .orderBy('x.id', 'desc')
    .limit(limit)
    .execute()

export const insertAcceptance = async (
  db: Tx,
  row: Omit<Insertable<DeskSchema['correction_acceptances']>, 'ended_at' | 'ended_by' | 'end_reason'>,
): Promise<number> =>
  (
    await db
      .insertInto('correction_acceptances')
      .values({ ...row, ended_at: null, ended_by: null, end_reason: null })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

export const insertDecline = async (
  db: Tx,
  row: Omit<Insertable<DeskSchema['correction_declines']>, 'ended_at' | 'ended_by' | 'end_reason'>,
): Promise<number> =>
  (
    await db
      .insertInto('correction_declines')
      .values({ ...row, ended_at: null, ended_by: null, end_reason: null })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id
