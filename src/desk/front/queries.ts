// Queries of the arrangement of an edition.
import type { Db, Tx } from '../../db/open.ts'

/** A published article, as far as its place in the edition needs it. */
export const placedArticle = (db: Db, id: number) =>
  db
    .selectFrom('articles')
    .select(['id', 'slug', 'headline', 'section_id', 'position', 'day'])
    .where('id', '=', id)
    .where('state', '=', 'published')
    .where('day', 'is not', null)
    .executeTakeFirst()

/** The stories of one section of an edition, in the order of the page. */
export const sectionOrder = async (db: Db, day: string, sectionId: number) =>
  db
    .selectFrom('articles')
    .select(['id', 'position'])
    .where('state', '=', 'published')
    .where('day', '=', day)
    .where('section_id', '=', sectionId)
    .orderBy((of) => of('position', 'is', null))
    .orderBy('position')
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** A live comment of a published article. */
export const quotableComment = (db: Db, id: number) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .select(['c.id', 'c.article_id', 'a.day'])
    .where('c.id', '=', id)
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .executeTakeFirst()

/** The choice of a comment in force. */
export const quoteInForce = (db: Db, commentId: number) =>
  db
    .selectFrom('front_quotes')
    .select(['id', 'article_id'])
    .where('comment_id', '=', commentId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()

export const insertQuote = async (
  db: Tx,
  row: {
    article_id: number
    comment_id: number
    account_id: number
    reason: string
    log_entry_id: number
    created_at: number
  },
): Promise<number> => (await db.insertInto('front_quotes').values(row).returning('id').executeTakeFirstOrThrow()).id
