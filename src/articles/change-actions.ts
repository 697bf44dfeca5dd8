// Changes an article: where it is filed, and its text. Counters, lists and caches follow in the same transaction.
import { noteChange } from '../db/changes.ts'
import type { Db, Tx } from '../db/open.ts'
import type { BodyPlace, TextFormat } from '../db/schema/record.ts'
import { hashOf } from '../random.ts'
import { slugOf } from '../slugs.ts'
import { topic } from '../topics.ts'
import { saveArticleLinks } from './link-queries.ts'
import { tagsOf } from './queries.ts'
import * as stored from './revision-queries.ts'
import { normalizeHost } from './rules.ts'
import { countPublished, ensureTags } from './totals-queries.ts'

/** The columns that decide in which state an article is and where it is listed. */
export const filingColumns = [
  'state',
  'published_at',
  'day',
  'scheduled_at',
  'scheduled_for',
  'submitted_at',
  'editor_id',
  'position',
  'close_after_days',
] as const

export type FilingColumn = (typeof filingColumns)[number]
export type Filing = Partial<Pick<stored.ArticleForChange, FilingColumn>>

/** The text of an article: all that a revision keeps. */
export type ArticleText = {
  headline: string
  lede: string
  source_url: string | null
  section_id: number
  picture_id: number | null
  tags: readonly string[]
  body_format: TextFormat
  body_source: string
  body_html: string
  renderer: number
  word_count: number
  /** Left out for an editor’s own text. */
  body_place?: BodyPlace
}

/** Who wrote a revision, when and why. */
export type Authorship = { account_id: number | null; nic: string; note: string; at: number }

const counted = (row: stored.ArticleForChange) => ({
  id: row.id,
  section_id: row.section_id,
  account_id: row.account_id,
  source_host: row.source_host,
  day: row.day!,
  published_at: row.published_at!,
})

/** Takes an article out of the counts, runs a change of it, and counts it again as it is then, with the links that it has then. */
async function recount(db: Tx, before: stored.ArticleForChange, change: () => Promise<unknown>): Promise<void> {
  if (before.state === 'published') await countPublished(db, counted(before), -1)
  await change()
  await saveArticleLinks(db, before)
  const after = (await stored.articleForChange(db, before.id))!
  if (after.state === 'published') {
    await countPublished(db, counted(after), 1)
    await stored.setPublic(db, before.id, after.revision, after.published_at!)
  }
  noteChange(db, topic.article(before.id), topic.desk)
  for (const row of [before, after])
    if (row.state === 'published')
      noteChange(db, topic.lists, topic.person(row.nic), topic.edition(row.day!), topic.section(row.section_id))
  if (before.state === 'scheduled' || after.state === 'scheduled') noteChange(db, topic.schedule)
}

/**
 * Files an article: changes its state, its time of publication, its day or its place.
 * @returns the columns that it had before, of those that have changed; null if there is no such article
 */
export async function fileArticle(db: Tx, id: number, filing: Filing): Promise<Filing | null> {
  const before = await stored.articleForChange(db, id)
  if (before === undefined) return null
  const changed = filingColumns.filter((column) => column in filing && filing[column] !== before[column])
  const pick = (from: Filing): Filing => Object.fromEntries(changed.map((column) => [column, from[column]]))
  if (changed.length > 0) await recount(db, before, () => stored.updateArticle(db, id, pick(filing) as never))
  return pick(before)
}

/**
 * Gives a guest's article to an account, with its earlier texts: whatever state it is in, the account's counts and pages
 * follow.
 */
export async function assignArticle(db: Tx, id: number, account: { id: number; nic: string }): Promise<void> {
  const before = await stored.articleForChange(db, id)
  if (before === undefined) return
  await recount(db, before, async () => {
    await stored.updateArticle(db, id, { account_id: account.id, nic: account.nic })
    await stored.assignRevisions(db, id, account)
  })
}

/** The text of an article as it is stored. */
export const currentText = async (db: Db, row: stored.ArticleForChange): Promise<ArticleText> => ({
  ...textOf(row),
  tags: await tagsOf(db, row.id),
})

const textOf = (row: Omit<ArticleText, 'tags'>): Required<Omit<ArticleText, 'tags'>> => ({
  headline: row.headline,
  lede: row.lede,
  source_url: row.source_url,
  section_id: row.section_id,
  picture_id: row.picture_id,
  body_format: row.body_format,
  body_source: row.body_source,
  body_html: row.body_html,
  renderer: row.renderer,
  word_count: row.word_count,
  body_place: row.body_place ?? 'article',
})

/** The columns that follow from the address of a source. */
const sourceColumns = (url: string | null) => ({
  source_url: url,
  source_host: url === null ? null : normalizeHost(new URL(url).hostname),
  source_name: null,
})

/** The text that a revision keeps; undefined if the article has no such revision. */
export async function revisionText(db: Db, articleId: number, number: number): Promise<ArticleText | undefined> {
  const row = await stored.revisionByNumber(db, articleId, number)
  return row === undefined ? undefined : { ...textOf(row), tags: JSON.parse(row.tags) as string[] }
}

/**
 * Gives an article another text, as a new revision. An article that was never changed first gets a revision of the text
 * that it has.
 * @returns the numbers of the revisions before and after; null if there is no such article
 */
export async function reviseArticle(
  db: Tx,
  id: number,
  text: ArticleText,
  by: Authorship,
): Promise<{ before: number; after: number } | null> {
  const row = await stored.articleForChange(db, id)
  if (row === undefined) return null
  const newest = await stored.newestRevision(db, id)
  if (newest === 0)
    await insertRevision(db, row, await currentText(db, row), originalAuthorship(row), row.revision, row.published_at)
  const number = Math.max(newest, row.revision) + 1
  const tags = await ensureTags(db, text.tags)
  await insertRevision(db, row, { ...text, tags }, by, number)
  await recount(db, row, async () => {
    const columns = {
      ...textOf(text),
      ...(text.source_url === row.source_url ? {} : sourceColumns(text.source_url)),
      slug: slugOf(text.headline),
      revision: number,
      ...(row.state === 'published' ? { revised_at: by.at } : {}),
    }
    await stored.updateArticle(db, id, columns)
    await stored.replaceTags(db, id, tags)
  })
  return { before: row.revision, after: number }
}

const originalAuthorship = (row: stored.ArticleForChange): Authorship => ({
  account_id: row.account_id,
  nic: row.nic,
  note: '',
  at: row.submitted_at ?? row.published_at ?? row.created_at,
})

const insertRevision = (
  db: Tx,
  { id }: { id: number },
  text: ArticleText,
  by: Authorship,
  number: number,
  public_at: number | null = null,
) =>
  stored.insertRevision(db, {
    ...textOf(text),
    article_id: id,
    number,
    tags: JSON.stringify(text.tags),
    account_id: by.account_id,
    nic: by.nic,
    note: by.note,
    created_at: by.at,
    public_at,
    text_hash: hashOf(text.headline, text.lede, text.body_source),
  })
