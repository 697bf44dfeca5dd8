// Articles, submissions and earlier texts of an account that is emptied.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'

export const articlesToEmpty = (db: Db, accountId: number, limit: number) =>
  db
    .selectFrom('articles')
    .select(['id', 'state', 'nic', 'day'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .limit(limit)
    .execute()

/** What readers have seen stays, and what an editor has scheduled for them. */
const KEPT: ReadonlySet<string> = new Set(['published', 'unpublished', 'scheduled'])

export const isKept = ({ state }: { state: string }): boolean => KEPT.has(state)

/** A published article stays under a neutral name, its earlier texts too. */
export async function makeArticleNeutral(db: Tx, accountId: number, articleId: number, nic: string): Promise<void> {
  await db
    .updateTable('article_revisions')
    .set({ account_id: null, nic })
    .where('article_id', '=', articleId)
    .where('account_id', '=', accountId)
    .execute()
  await db.updateTable('articles').set({ account_id: null, nic }).where('id', '=', articleId).execute()
}

/** Takes the text out of a submission that was never published. Its row stays, because decisions and the log name it. */
export async function emptySubmission(db: Tx, articleId: number, nic: string): Promise<void> {
  for (const table of [
    'article_revisions',
    'article_tags',
    'article_links',
    'headline_words',
    'article_presses',
  ] as const)
    await db.deleteFrom(table).where('article_id', '=', articleId).execute()
  await db.deleteFrom('article_receipts').where('article_id', '=', articleId).execute()
  await db
    .updateTable('articles')
    .set({
      ...{ account_id: null, nic, state: 'withdrawn', headline: 'Withdrawn', slug: 'withdrawn', lede: '' },
      ...{ source_url: null, source_host: null, source_name: null, picture_id: null },
      ...{ body_source: '', body_html: '', word_count: 0, duplicate_reason: '' },
    })
    .where('id', '=', articleId)
    .execute()
}

/** Texts that the account wrote for articles of others. @returns the articles, and how many texts */
export async function makeRevisionsNeutral(
  db: Tx,
  accountId: number,
  nic: string,
  limit: number,
): Promise<{ articles: number[]; n: number }> {
  const { rows } = await sql<{ article_id: number }>`
    update article_revisions set account_id = null, nic = ${nic} where id in (
      select id from article_revisions where account_id = ${accountId} order by id limit ${limit}) returning article_id`.execute(
    db,
  )
  return { articles: [...new Set(rows.map(({ article_id }) => article_id))], n: rows.length }
}
