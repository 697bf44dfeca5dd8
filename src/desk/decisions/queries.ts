// Queries of editors' decisions: their records, and what a decision has to know about an article.
import type { Db, Tx } from '../../db/open.ts'

type NewRecord = { account_id: number; reason: string; log_entry_id: number; created_at: number }

const idOf = async (inserted: Promise<{ id: number }>): Promise<number> => (await inserted).id

export const insertRejection = (db: Tx, row: NewRecord & { article_id: number; note: string }) =>
  idOf(db.insertInto('rejections').values(row).returning('id').executeTakeFirstOrThrow())

export const insertReturn = (db: Tx, row: NewRecord & { article_id: number; note: string }) =>
  idOf(db.insertInto('returns').values(row).returning('id').executeTakeFirstOrThrow())

export const insertUnpublishing = (db: Tx, row: NewRecord & { article_id: number }) =>
  idOf(db.insertInto('unpublishings').values(row).returning('id').executeTakeFirstOrThrow())

export const insertMerge = (db: Tx, row: NewRecord & { article_id: number; into_id: number }) =>
  idOf(db.insertInto('merges').values(row).returning('id').executeTakeFirstOrThrow())

export const insertThreadSetting = (
  db: Tx,
  row: NewRecord & {
    article_id: number
    who_may_comment: 'anyone' | 'members' | 'staff'
    close_after_days: number | null
  },
) => idOf(db.insertInto('thread_settings').values(row).returning('id').executeTakeFirstOrThrow())

const decisionTables = ['rejections', 'returns', 'unpublishings', 'merges', 'thread_settings'] as const
export type DecisionTable = (typeof decisionTables)[number]

export const decisionInForce = async (db: Db, table: DecisionTable, articleId: number): Promise<number | undefined> =>
  (
    await db
      .selectFrom(table)
      .select('id')
      .where('article_id', '=', articleId)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
  )?.id

/** An article in any state, as the forms of decisions name it. */
export const deskArticle = (db: Db, id: number) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .select([
      'a.id',
      'a.kind',
      'a.slug',
      'a.headline',
      'a.state',
      'a.revision',
      'a.account_id',
      'a.nic',
      'a.day',
      'a.published_at',
      'a.scheduled_at',
      'a.scheduled_for',
      's.name as section',
    ])
    .where('a.id', '=', id)
    .executeTakeFirst()

export type DeskArticle = NonNullable<Awaited<ReturnType<typeof deskArticle>>>

/** Who changed the text of an article last; undefined when it was never changed. */
export const lastRevision = (db: Db, articleId: number) =>
  db
    .selectFrom('article_revisions')
    .select(['number', 'nic', 'created_at'])
    .where('article_id', '=', articleId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
