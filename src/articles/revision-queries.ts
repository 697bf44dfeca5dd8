// Revisions: the texts that an article has had.
import type { Insertable } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { DeskSchema } from '../db/schema/desk.ts'

type NewRevision = Insertable<DeskSchema['article_revisions']>

/** The columns that a revision and its article share. */
const textColumns = [
  'headline',
  'lede',
  'source_url',
  'section_id',
  'picture_id',
  'body_format',
  'body_source',
  'body_html',
  'renderer',
  'word_count',
  'body_place',
] as const

/** An article's text with everything that decides how it is counted. */
export const articleForChange = (db: Db, id: number) =>
  db
    .selectFrom('articles')
    .select([...textColumns, 'id', 'state', 'revision', 'account_id', 'nic', 'source_host', 'day', 'published_at'])
    .select([
      'scheduled_at',
      'scheduled_for',
      'submitted_at',
      'editor_id',
      'position',
      'close_after_days',
      'created_at',
      'revised_at',
    ])
    .where('id', '=', id)
    .executeTakeFirst()

export type ArticleForChange = NonNullable<Awaited<ReturnType<typeof articleForChange>>>

export const revisionByNumber = (db: Db, articleId: number, number: number) =>
  db
    .selectFrom('article_revisions')
    .selectAll()
    .where('article_id', '=', articleId)
    .where('number', '=', number)
    .executeTakeFirst()

/** The number of the newest revision; 0 for an article that was never changed. */
export const newestRevision = async (db: Db, articleId: number): Promise<number> =>
  (
    await db
      .selectFrom('article_revisions')
      .select('number')
      .where('article_id', '=', articleId)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
  )?.number ?? 0

export const insertRevision = (db: Tx, revision: NewRevision) =>
  db.insertInto('article_revisions').values(revision).execute()

export const updateArticle = (db: Tx, id: number, columns: Record<string, string | number | null>) =>
  db.updateTable('articles').set(columns).where('id', '=', id).execute()

/** Replaces the tags of an article that is not counted at the moment. @param tags in the site's spelling */
export async function replaceTags(db: Tx, id: number, tags: readonly string[]): Promise<void> {
  await db.deleteFrom('article_tags').where('article_id', '=', id).execute()
  if (tags.length > 0)
    await db
      .insertInto('article_tags')
      .values(tags.map((tag) => ({ article_id: id, tag })))
      .execute()
}
