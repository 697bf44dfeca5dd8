// Queries for tags, their merges, and the rows that follow a merge in slices.
import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'

/** Merges that are followed from one tag to the next at most. */
const MAX_MERGES = 50

const tagColumns = ['id', 'name', 'folded', 'article_count'] as const

export const tagById = (db: Db, id: number) =>
  db.selectFrom('tags').select(tagColumns).where('id', '=', id).executeTakeFirst()

export type TagRow = NonNullable<Awaited<ReturnType<typeof tagById>>>

/** The tag into which another is merged; undefined for one that is not. */
const mergedInto = async (db: Db, id: number): Promise<number | undefined> =>
  (
    await db
      .selectFrom('tag_merges')
      .select('into_id')
      .where('tag_id', '=', id)
      .whereRef('tag_id', '<>', 'into_id')
      .where('ended_at', 'is', null)
      .executeTakeFirst()
  )?.into_id

/** Whether a tag is merged into another one. */
export const isMerged = async (db: Db, id: number): Promise<boolean> => (await mergedInto(db, id)) !== undefined

/** The tag of a folded text; for a merged one, the tag that it is merged into. */
export async function tagOfFolded(db: Db, folded: string): Promise<TagRow | undefined> {
  let tag = await db.selectFrom('tags').select(tagColumns).where('folded', '=', folded).executeTakeFirst()
  for (let n = 0; tag !== undefined && n < MAX_MERGES; n++) {
    const into = await mergedInto(db, tag.id)
    if (into === undefined) return tag
    tag = await tagById(db, into)
  }
  return tag
}

export const insertTag = async (db: Tx, name: string, folded: string): Promise<number> =>
  (await db.insertInto('tags').values({ name, folded }).returning('id').executeTakeFirstOrThrow()).id

type NewMerge = {
  tag_id: number
  into_id: number
  from_name: string
  to_name: string
  account_id: number | null
  log_entry_id: number
  created_at: number
}

export const insertMerge = async (db: Tx, merge: NewMerge): Promise<number> =>
  (
    await db
      .insertInto('tag_merges')
      .values({ ...merge, reason: '' })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id

/** Members who mute one tag mute another as well. */
export const muteAlso = (db: Tx, name: string, other: string, now: number) =>
  sql`insert into mutes (account_id, kind, value, label, created_at)
    select account_id, kind, ${other}, ${other}, ${now} from mutes where kind = 'tag' and value = ${name}
    on conflict (account_id, kind, value) do nothing`.execute(db)

/**
 * Whether an undo may end a merge or resume it: its target is not merged itself, and a tag that got another spelling still
 * has it.
 */
export async function mayTurnMerge(db: Db, id: number): Promise<boolean> {
  const merge = await db
    .selectFrom('tag_merges as m')
    .innerJoin('tags as t', 't.id', 'm.into_id')
    .select(['m.tag_id', 'm.into_id', 'm.to_name', 't.name'])
    .where('m.id', '=', id)
    .executeTakeFirst()
  if (merge === undefined) return false
  return merge.tag_id === merge.into_id ? merge.name === merge.to_name : !(await isMerged(db, merge.into_id))
}

/** Merges whose articles have not followed yet: begun, ended or resumed since. */
export const unsettledMerges = (db: Db) =>
  db
    .selectFrom('tag_merges')
    .select(['id', 'tag_id', 'into_id', 'from_name', 'to_name', 'ended_at'])
    .where(sql<boolean>`coalesce(settled, '') <> case when ended_at is null then 'merged' else 'split' end`)
    .orderBy('id')
    .execute()

export type UnsettledMerge = Awaited<ReturnType<typeof unsettledMerges>>[number]

export const settleMerge = (db: Tx, id: number, settled: 'merged' | 'split') =>
  db.updateTable('tag_merges').set({ settled }).where('id', '=', id).execute()

/** Gives articles another spelling of their tag. @returns how many; fewer than `limit` when it was the rest */
export async function respellTag(db: Tx, from: string, to: string, limit: number): Promise<number> {
  const ids = await articlesWithTag(db, from, limit)
  if (ids.length > 0)
    await db
      .updateTable('article_tags')
      .set({ tag: to })
      .where('tag', '=', from)
      .where('article_id', 'in', ids)
      .execute()
  return ids.length
}

const articlesWithTag = async (db: Db, tag: string, limit: number): Promise<number[]> =>
  (await db.selectFrom('article_tags').select('article_id').where('tag', '=', tag).limit(limit).execute()).map(
    (row) => row.article_id,
  )

/** Those of some articles that have a tag, and which of them are published. */
const havingTag = (db: Db, tag: string, ids: readonly number[]) =>
  db
    .selectFrom('article_tags')
    .select(['article_id', 'published_at'])
    .where('tag', '=', tag)
    .where('article_id', 'in', ids)
    .execute()

const addToTag = (db: Tx, id: number, by: number) =>
  db
    .updateTable('tags')
    .set({ article_count: sql<number>`article_count + ${by}` })
    .where('id', '=', id)
    .execute()

/** Moves articles from a merged tag to its target, and remembers which had it. @returns how many */
export async function mergeArticles(db: Tx, merge: UnsettledMerge, limit: number): Promise<number> {
  const { id, tag_id, into_id, from_name, to_name } = merge
  const ids = await articlesWithTag(db, from_name, limit)
  if (ids.length === 0) return 0
  const moving = await havingTag(db, from_name, ids)
  const both = new Set((await havingTag(db, to_name, ids)).map(({ article_id }) => article_id))
  await db
    .insertInto('merged_tags')
    .values(ids.map((article_id) => ({ merge_id: id, article_id, had_both: both.has(article_id) ? 1 : 0 })))
    .onConflict((on) => on.columns(['merge_id', 'article_id']).doNothing())
    .execute()
  if (both.size > 0)
    await db
      .deleteFrom('article_tags')
      .where('tag', '=', from_name)
      .where('article_id', 'in', [...both])
      .execute()
  await db
    .updateTable('article_tags')
    .set({ tag: to_name })
    .where('tag', '=', from_name)
    .where('article_id', 'in', ids)
    .execute()
  const published = moving.filter(({ published_at }) => published_at !== null)
  await addToTag(db, tag_id, -published.length)
  await addToTag(db, into_id, published.filter(({ article_id }) => !both.has(article_id)).length)
  return ids.length
}

/** Gives articles their former tag again, as far as they still have the one that it was merged into. @returns how many */
export async function splitArticles(db: Tx, merge: UnsettledMerge, limit: number): Promise<number> {
  const { id, tag_id, into_id, from_name, to_name } = merge
  const rows = await db
    .selectFrom('merged_tags')
    .select(['article_id', 'had_both'])
    .where('merge_id', '=', id)
    .limit(limit)
    .execute()
  if (rows.length === 0) return 0
  const ids = rows.map(({ article_id }) => article_id)
  const holders = await havingTag(db, to_name, ids)
  const had = new Set((await havingTag(db, from_name, ids)).map(({ article_id }) => article_id))
  const returning = holders.filter(({ article_id }) => !had.has(article_id))
  const both = new Set(rows.filter(({ had_both }) => had_both === 1).map(({ article_id }) => article_id))
  if (returning.length > 0)
    await db
      .insertInto('article_tags')
      .values(returning.map((row) => ({ ...row, tag: from_name })))
      .execute()
  const leaving = returning.filter(({ article_id }) => !both.has(article_id))
  if (leaving.length > 0)
    await db
      .deleteFrom('article_tags')
      .where('tag', '=', to_name)
      .where(
        'article_id',
        'in',
        leaving.map(({ article_id }) => article_id),
      )
      .execute()
  await db.deleteFrom('merged_tags').where('merge_id', '=', id).where('article_id', 'in', ids).execute()
  const isPublished = ({ published_at }: { published_at: number | null }): boolean => published_at !== null
  await addToTag(db, tag_id, returning.filter(isPublished).length)
  await addToTag(db, into_id, -leaving.filter(isPublished).length)
  return ids.length
}
