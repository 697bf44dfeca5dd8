// Stores what articles link to and the words of their headlines, when they are saved, and finds articles by them.

import { sql } from 'kysely'
import { noteChange } from '../db/changes.ts'
import type { Db, Tx } from '../db/open.ts'
import { findLinks } from '../markup/links.ts'
import { topic } from '../topics.ts'
import { addressKey } from './address-key.ts'
import { headlineWords } from './headline-words.ts'

/** Links of one article that are stored. */
const MAX_LINKS = 100

/** An article as far as its links and headline are concerned. */
type LinkedArticle = {
  id: number
  headline: string
  source_url: string | null
  body_html: string
  created_at: number
  published_at: number | null
}

type LinkRow = { article_id: number; kind: 'source' | 'link'; key: string; host: string; target_id: number | null }

/** The rows of one article: its source, and the stories that its text links to. */
function linkRows({ id, source_url, body_html }: LinkedArticle): LinkRow[] {
  const rows = new Map<string, LinkRow>()
  const add = (kind: LinkRow['kind'], address: string): void => {
    const found = rows.size < MAX_LINKS ? addressKey(address) : null
    if (found === null || found.articleId === id) return
    const { key, host, articleId } = found
    // Of this site, only articles are stories; a link to a front page names none.
    if (kind === 'link' && (found.isFront || (host === '' && articleId === null))) return
    rows.set(`${kind} ${key}`, { article_id: id, kind, key, host, target_id: articleId })
  }
  if (source_url !== null) add('source', source_url)
  for (const { href, isMention } of findLinks(body_html)) if (!isMention) add('link', href)
  return [...rows.values()]
}

const wordRows = ({ id, headline, created_at, published_at }: LinkedArticle) =>
  headlineWords(headline).map((word) => ({ article_id: id, word, at: published_at ?? created_at }))

/** Rows of one insert, below the number of values that a statement may have. */
const ROWS_PER_INSERT = 400

async function insertRows(db: Tx, links: readonly LinkRow[], words: ReturnType<typeof wordRows>): Promise<void> {
  for (let i = 0; i < links.length; i += ROWS_PER_INSERT)
    await db
      .insertInto('article_links')
      .values(links.slice(i, i + ROWS_PER_INSERT))
      .execute()
  for (let i = 0; i < words.length; i += ROWS_PER_INSERT)
    await db
      .insertInto('headline_words')
      .values(words.slice(i, i + ROWS_PER_INSERT))
      .execute()
}

async function deleteRows(db: Tx, ids: readonly number[]): Promise<void> {
  await db.deleteFrom('article_links').where('article_id', 'in', ids).execute()
  await db.deleteFrom('headline_words').where('article_id', 'in', ids).execute()
}

/** Stores the links and the headline of a new article. */
export async function insertArticleLinks(db: Tx, article: LinkedArticle): Promise<void> {
  const links = linkRows(article)
  await insertRows(db, links, wordRows(article))
  noteTargets(db, links)
}

const linkedColumns = ['id', 'headline', 'source_url', 'body_html', 'created_at', 'published_at'] as const

/**
 * Stores the links and the headline of an article as its row has them. Whoever changes its headline, source, text or time of
 * publication calls it afterwards, in the same transaction; `insertArticle`, `rerenderArticle` and change-actions.ts do.
 */
export async function saveArticleLinks(db: Tx, { id }: { id: number }): Promise<void> {
  const before = await db
    .selectFrom('article_links')
    .select('target_id')
    .where('article_id', '=', id)
    .where('target_id', 'is not', null)
    .execute()
  await deleteRows(db, [id])
  const article = await db.selectFrom('articles').select(linkedColumns).where('id', '=', id).executeTakeFirst()
  if (article) await insertArticleLinks(db, article)
  noteTargets(db, before)
}

/** Pages of articles show which others link to them. */
function noteTargets(db: Tx, links: readonly { target_id: number | null }[]): void {
  const targets = links.flatMap(({ target_id }) => target_id ?? [])
  if (targets.length > 0) noteChange(db, ...targets.map(topic.article))
}

/**
 * Stores the links of the next articles of the backlog, newest first, and the words of headlines since a moment.
 * @returns whether any are left
 */
export async function fillLinksSlice(db: Tx, since: number, rows: number): Promise<boolean> {
  const backlog = await db.selectFrom('article_links_backlog').select('up_to_id').executeTakeFirst()
  if (!backlog) return false
  const articles = await db
    .selectFrom('articles')
    .select(linkedColumns)
    .where('id', '<=', backlog.up_to_id)
    .orderBy('id', 'desc')
    .limit(rows)
    .execute()
  if (articles.length > 0) {
    await deleteRows(
      db,
      articles.map(({ id }) => id),
    )
    const recent = articles.filter(({ created_at, published_at }) => (published_at ?? created_at) >= since)
    await insertRows(db, articles.flatMap(linkRows), recent.flatMap(wordRows))
  }
  await db.deleteFrom('article_links_backlog').execute()
  const last = articles.at(-1)
  if (articles.length < rows || last === undefined || last.id <= 1) return false
  await db
    .insertInto('article_links_backlog')
    .values({ up_to_id: last.id - 1 })
    .execute()
  return true
}

/** Deletes words of headlines from before a moment. @returns whether any may be left */
export async function deleteOldHeadlines(db: Tx, before: number, rows: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('headline_words')
    .where((where) => {
      const old = where.selectFrom('headline_words').select(['article_id', 'word']).where('at', '<', before)
      return sql<boolean>`(article_id, word) in ${old.orderBy('at').limit(rows)}`
    })
    .executeTakeFirst()
  return Number(numDeletedRows) === rows
}

export const hasOldHeadlines = async (db: Db, before: number): Promise<boolean> =>
  (await db.selectFrom('headline_words').select('word').where('at', '<', before).limit(1).executeTakeFirst()) !==
  undefined

export const hasLinksBacklog = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('article_links_backlog').select('up_to_id').executeTakeFirst()) !== undefined
