// Revisions: the texts that an article has had.
import { type Insertable, sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import type { DeskSchema } from '../db/schema/desk.ts'
import { countAll } from '../db/sql.ts'
import type { PublicVersion } from './revision-rules.ts'

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
export const articleForChange = (db: Db, id: number) => articleQuery(db, id).executeTakeFirst()

const articleQuery = (db: Db, id: number) =>
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

/** The same with what an editor's form shows. */
export const editableArticle = (db: Db, id: number) => articleQuery(db, id).select(['kind', 'slug']).executeTakeFirst()

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

/** Records since when readers see a revision, unless that is on record. @param published when the article was published */
export const setPublic = (db: Tx, articleId: number, number: number, published: number) =>
  db
    .updateTable('article_revisions')
    .set({ public_at: sql`case when created_at > ${published} then created_at else ${published} end` })
    .where('article_id', '=', articleId)
    .where('number', '=', number)
    .where('public_at', 'is', null)
    .execute()

export const updateArticle = (db: Tx, id: number, columns: Record<string, string | number | null>) =>
  db.updateTable('articles').set(columns).where('id', '=', id).execute()

/** Gives the texts that a guest wrote to an account. */
export const assignRevisions = (db: Tx, articleId: number, account: { id: number; nic: string }) =>
  db
    .updateTable('article_revisions')
    .set({ account_id: account.id, nic: account.nic })
    .where('article_id', '=', articleId)
    .where('account_id', 'is', null)
    .execute()

/** Replaces the tags of an article that is not counted at the moment. @param tags in the site's spelling */
export async function replaceTags(db: Tx, id: number, tags: readonly string[]): Promise<void> {
  await db.deleteFrom('article_tags').where('article_id', '=', id).execute()
  if (tags.length > 0)
    await db
      .insertInto('article_tags')
      .values(tags.map((tag) => ({ article_id: id, tag })))
      .execute()
}

/** Revisions whose body was rendered by an older version. */
export const staleRevisions = (db: Db, renderer: number, limit: number) =>
  db
    .selectFrom('article_revisions')
    .select(['id', 'body_source', 'body_format', 'body_place'])
    .where('renderer', '<', renderer)
    .orderBy('id')
    .limit(limit)
    .execute()

export const rerenderRevision = (
  db: Tx,
  id: number,
  body: { body_html: string; renderer: number; word_count: number },
) => db.updateTable('article_revisions').set(body).where('id', '=', id).execute()

/** The revisions that readers see, the first one first. Answered by an index alone. */
export const publicRevisions = (db: Db, articleId: number): Promise<PublicVersion[]> =>
  db
    .selectFrom('article_revisions')
    .select(['number', 'text_hash'])
    .select(sql<number>`public_at`.as('public_at'))
    .where('article_id', '=', articleId)
    .where('public_at', 'is not', null)
    .orderBy('number')
    .execute()

/** Revisions with their texts, for the public history; the newest first. */
export const revisionTexts = (db: Db, articleId: number, numbers: readonly number[]) =>
  numbers.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('article_revisions as r')
        .innerJoin('sections as s', 's.id', 'r.section_id')
        .leftJoin('accounts as p', 'p.id', 'r.account_id')
        .select(['r.number', 'r.headline', 'r.lede', 'r.source_url', 's.name as section', 'r.tags', 'r.picture_id'])
        .select(['r.body_source', 'r.body_html', 'r.word_count', 'r.nic', 'p.nic as account_nic', 'r.note'])
        .select((of) => of.fn.coalesce('r.public_at', 'r.created_at').as('at'))
        .where('r.article_id', '=', articleId)
        .where('r.number', 'in', numbers)
        .orderBy('r.number', 'desc')
        .execute()

export type RevisionRow = Awaited<ReturnType<typeof revisionTexts>>[number]

/** Number of live comments of a thread that were written before a moment. */
export const commentsBefore = async (db: Db, articleId: number, at: number): Promise<number> =>
  (
    await db
      .selectFrom('comments')
      .select(countAll().as('n'))
      .where('article_id', '=', articleId)
      .where('state', '=', 'live')
      .where('created_at', '<', at)
      .executeTakeFirstOrThrow()
  ).n

/** Numbers of an article's revisions after one, the newest first; at most as many as a page shows. */
export const revisionsAfter = async (db: Db, articleId: number, number: number): Promise<number[]> =>
  (
    await db
      .selectFrom('article_revisions')
      .select('number')
      .where('article_id', '=', articleId)
      .where('number', '>', number)
      .orderBy('number', 'desc')
      .limit(20)
      .execute()
  ).map((row) => row.number)

/** A public version and the one before it; null if there is none. */
export async function revisionBefore(
  db: Db,
  articleId: number,
  number: number,
): Promise<{ before: RevisionRow; after: RevisionRow } | null> {
  const numbers = (await publicRevisions(db, articleId)).map((row) => row.number)
  const earlier = numbers.findLast((one) => one < number)
  if (earlier === undefined || !numbers.includes(number)) return null
  const [after, before] = await revisionTexts(db, articleId, [earlier, number])
  return after === undefined || before === undefined ? null : { before, after }
}
