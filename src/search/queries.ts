// What is stored of the search: the index with what stands where in it, and the rows that answers are made of.
import { CompiledQuery, sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { plainText } from '../markup/text.ts'
import { firstKeyOf, timeOfKey, yearOf } from './keys.ts'
import { type Entry, entryWords, type Noun } from './match.ts'

/** Changed rows that are followed at a time. */
const ROWS_PER_BATCH = 250

/** Rows that one transaction follows at most: more come only from outside, and those are left to `fillIndex`. */
const MAX_ROWS_PER_TRANSACTION = 20_000

type IndexEntry = Entry & { id: number; at: number }

/** Published articles among these, as the index takes them. */
async function articleEntries(db: Db, ids: readonly number[]): Promise<IndexEntry[]> {
  const rows = await db
    .selectFrom('articles')
    .where('id', 'in', ids)
    .where('state', '=', 'published')
    .select(['id', 'section_id', 'nic', 'headline', 'lede', 'body_html', 'created_at', 'published_at'])
    .execute()
  return rows.map((row) => ({
    noun: 'article',
    id: row.id,
    at: row.published_at ?? row.created_at,
    articleId: row.id,
    sectionId: row.section_id,
    nic: row.nic,
    headline: row.headline,
    text: `${row.lede} ${plainText(row.body_html)}`,
  }))
}

/** Live comments of published articles among these, as the index takes them. */
async function commentEntries(db: Db, ids: readonly number[]): Promise<IndexEntry[]> {
  const rows = await db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .where('c.id', 'in', ids)
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .select(['c.id', 'c.article_id', 'a.section_id', 'c.nic', 'c.html', 'c.created_at'])
    .execute()
  return rows.map((row) => ({
    noun: 'comment',
    id: row.id,
    at: row.created_at,
    articleId: row.article_id,
    sectionId: row.section_id,
    nic: row.nic,
    headline: '',
    text: plainText(row.html),
  }))
}

const isKeyTaken = async (db: Db, key: number): Promise<boolean> =>
  (await db.selectFrom('search_entries').select('key').where('key', '=', key).executeTakeFirst()) !== undefined

/** A free key of a moment, or the next after it however many entries it has: steps that double, then halves. */
async function freeKey(db: Db, at: number): Promise<number> {
  const first = firstKeyOf(at)
  if (!(await isKeyTaken(db, first))) return first
  let step = 1
  while (await isKeyTaken(db, first + step)) step *= 2
  let [taken, free] = [first + Math.floor(step / 2), first + step]
  while (free - taken > 1) {
    const middle = Math.floor((free + taken) / 2)
    if (await isKeyTaken(db, middle)) taken = middle
    else free = middle
  }
  return free
}

/** The FTS5 table of a year. Words arrive folded and set apart by spaces (words.ts), so the plainest tokenizer keeps them as they are. */
const yearIndex = (year: number) => sql.table(`search_index_${year}`)

async function addToYearCount(db: Tx, year: number, by: 1 | -1): Promise<void> {
  const counted = await db
    .updateTable('search_years')
    .set({ entries: sql`entries + ${by}` })
    .where('year', '=', year)
    .executeTakeFirst()
  if (counted.numUpdatedRows > 0n) return
  await sql`create virtual table ${yearIndex(year)} using fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii')`.execute(
    db,
  )
  await db.insertInto('search_years').values({ year, entries: by }).execute()
}

/** A key as FTS5 takes it: whole numbers beyond 32 bits would reach it as floating ones, which it disregards. */
const rowid = (key: number): bigint => BigInt(key)

/** Makes the index say of these rows what their tables say, whatever it said before. */
async function reindexRows(db: Tx, noun: Noun, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const known = new Map(
    (
      await db
        .selectFrom('search_entries')
        .select(['key', 'noun_id'])
        .where('noun', '=', noun)
        .where('noun_id', 'in', ids)
        .execute()
    ).map((row) => [row.noun_id, row.key]),
  )
  const rows = noun === 'article' ? await articleEntries(db, ids) : await commentEntries(db, ids)
  const wanted = new Map(rows.map((row) => [row.id, row]))
  for (const [id, key] of known) {
    await sql`delete from ${yearIndex(yearOf(key))} where rowid = ${rowid(key)}`.execute(db)
    // An entry whose time is as it was keeps its key: pages of results that are open go on from it.
    if (timeOfKey(key) === wanted.get(id)?.at) continue
    await db.deleteFrom('search_entries').where('key', '=', key).execute()
    await addToYearCount(db, yearOf(key), -1)
    known.delete(id)
  }
  for (const row of rows) {
    const key = known.get(row.id) ?? (await freeKey(db, row.at))
    if (!known.has(row.id)) {
      await db.insertInto('search_entries').values({ key, noun, noun_id: row.id }).execute()
      await addToYearCount(db, yearOf(key), 1)
    }
    await sql`insert into ${yearIndex(yearOf(key))} (rowid, words) values (${rowid(key)}, ${entryWords(row)})`.execute(
      db,
    )
  }
}

/** Lets the index follow every row that this transaction has changed: triggers have noted them. @returns how many */
export async function updateSearchIndex(db: Tx): Promise<number> {
  for (let done = 0; ; ) {
    const stale = await db
      .selectFrom('stale_search_entries')
      .select(['noun', 'noun_id'])
      .orderBy('noun')
      .orderBy('noun_id')
      .limit(ROWS_PER_BATCH)
      .execute()
    for (const noun of ['article', 'comment'] as const) {
      const ids = stale.flatMap((row) => (row.noun === noun ? [row.noun_id] : []))
      if (ids.length === 0) continue
      await reindexRows(db, noun, ids)
      await db.deleteFrom('stale_search_entries').where('noun', '=', noun).where('noun_id', 'in', ids).execute()
    }
    done += stale.length
    if (stale.length < ROWS_PER_BATCH || done >= MAX_ROWS_PER_TRANSACTION) return done
  }
}

/** Indexes the next rows of an index that is being made, newest first, articles before comments. @returns whether anything may be left */
export async function fillSlice(db: Tx, rows: number): Promise<boolean> {
  const noun = await db
    .selectFrom('search_backlog')
    .select(['noun', 'up_to_id'])
    .orderBy('noun')
    .limit(1)
    .executeTakeFirst()
  if (!noun)
    return (await db.selectFrom('stale_search_entries').select('noun_id').limit(1).executeTakeFirst()) !== undefined
  const table = noun.noun === 'article' ? ('articles' as const) : ('comments' as const)
  const ids = (
    await db.selectFrom(table).select('id').where('id', '<=', noun.up_to_id).orderBy('id', 'desc').limit(rows).execute()
  ).map((row) => row.id)
  await reindexRows(db, noun.noun, ids.toReversed())
  if (ids.length < rows) await db.deleteFrom('search_backlog').where('noun', '=', noun.noun).execute()
  else
    await db
      .updateTable('search_backlog')
      .set({ up_to_id: ids.at(-1)! - 1 })
      .where('noun', '=', noun.noun)
      .execute()
  return true
}

/** Pieces of the index of one year that are left as they are; a search opens every one. */
const MAX_SEGMENTS = 4

/** Years whose index is in many pieces, because it was written in many transactions. */
export async function fragmentedYears(db: Db): Promise<number[]> {
  const inPieces: number[] = []
  for (const { year } of await db.selectFrom('search_years').select('year').execute()) {
    const { rows } = await sql<{
      n: number
    }>`select count(distinct segid) as n from ${sql.table(`search_index_${year}_idx`)}`.execute(db)
    if (rows[0]!.n > MAX_SEGMENTS) inPieces.push(year)
  }
  return inPieces
}

/** Joins the pieces of a year's index, so many pages at a time. @returns whether anything was left to join */
export async function mergeSlice(db: Tx, year: number, pages: number): Promise<boolean> {
  const changes = async (): Promise<number> =>
    (await sql<{ n: number }>`select total_changes() as n`.execute(db)).rows[0]!.n
  const before = await changes()
  await sql`insert into ${yearIndex(year)} (${sql.ref(`search_index_${year}`)}, rank) values ('merge', ${rowid(-pages)})`.execute(
    db,
  )
  return (await changes()) - before > 1
}

/** What an index that is being made still lacks; empty when it is whole. */
export const pendingFill = (db: Db): Promise<{ noun: Noun; up_to_id: number; last_id: number }[]> =>
  db.selectFrom('search_backlog').selectAll().orderBy('noun').execute()

/** Lets `fillSlice` go through everything once more, while searches go on finding what the index has. */
export async function restartFill(db: Tx): Promise<void> {
  await db.deleteFrom('search_backlog').execute()
  for (const [noun, table] of [
    ['article', 'articles'],
    ['comment', 'comments'],
  ] as const) {
    const { last } = await db.selectFrom(table).select(sql<number | null>`max(id)`.as('last')).executeTakeFirstOrThrow()
    if (last !== null) await db.insertInto('search_backlog').values({ noun, up_to_id: last, last_id: last }).execute()
  }
}

/** Empties the index, so that `fillOn` makes it anew. */
export async function emptyIndex(db: Tx): Promise<void> {
  const years = await db.selectFrom('search_years').select('year').execute()
  for (const { year } of years)
    await sql`insert into ${yearIndex(year)} (${sql.ref(`search_index_${year}`)}) values ('delete-all')`.execute(db)
  await db.updateTable('search_years').set({ entries: 0 }).execute()
  for (const table of ['search_entries', 'stale_search_entries'] as const) await db.deleteFrom(table).execute()
  await restartFill(db)
}

/**
 * Keys of what answers a MATCH in the index of a year, newest first; keys from `from` up to but not including `before`.
 * The statement is a text as it stands: a search asks one of every year, and building them took as long as they run.
 */
export async function matchingKeys(
  db: Db,
  year: number,
  match: string,
  from: number,
  before: number,
  limit: number,
): Promise<number[]> {
  const index = `search_index_${Math.trunc(year)}`
  const asked = CompiledQuery.raw(
    `select rowid from ${index} where ${index} match ? and rowid >= ? and rowid < ? order by rowid desc limit ?`,
    [match, rowid(from), rowid(before), limit],
  )
  return (await db.executeQuery<{ rowid: number }>(asked)).rows.map((row) => row.rowid)
}

/** Years that have entries, newest first. */
export const yearsOf = (db: Db, from: number, to: number): Promise<{ year: number; entries: number }[]> =>
  db
    .selectFrom('search_years')
    .selectAll()
    .where('year', '>=', from)
    .where('year', '<=', to)
    .where('entries', '>', 0)
    .orderBy('year', 'desc')
    .execute()

export const entriesByKeys = (db: Db, keys: readonly number[]) =>
  db.selectFrom('search_entries').select(['key', 'noun', 'noun_id']).where('key', 'in', keys).execute()

/** Published articles among these, as results show them. */
export const articleHits = (db: Db, ids: readonly number[]) =>
  db
    .selectFrom('articles as a')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('closures as c', (join) => join.onRef('c.article_id', '=', 'a.id').on('c.ended_at', 'is', null))
    .leftJoin('accounts as p', 'p.id', 'a.account_id')
    .where('a.id', 'in', ids)
    .where('a.state', '=', 'published')
    .select([
      'a.id',
      'a.slug',
      'a.headline',
      'a.lede',
      'a.body_html',
      'a.nic',
      'a.account_id',
      'a.section_id',
      'p.nic as account_nic',
      'a.comment_count',
      'a.close_after_days',
      'a.reopened_at',
      'c.until_at as closed_until',
      's.name as section',
      's.slug as section_slug',
    ])
    .select(sql<number | null>`coalesce(c.starts_at, c.created_at)`.as('closed_at'))
    .select(sql<number>`a.published_at`.as('published_at'))
    .execute()

/** Live comments of published articles among these, as results show them. */
export const commentHits = (db: Db, ids: readonly number[]) =>
  db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .innerJoin('sections as s', 's.id', 'a.section_id')
    .leftJoin('accounts as p', 'p.id', 'c.account_id')
    .where('c.id', 'in', ids)
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .select([
      'c.id',
      'c.article_id',
      'c.nic',
      'c.name_kind',
      'c.account_id',
      'c.html',
      'c.created_at',
      'c.reply_count',
      'p.role',
      'p.nic as account_nic',
      'a.headline',
      'a.section_id',
      's.name as section',
      's.slug as section_slug',
    ])
    .execute()

export type ArticleHit = Awaited<ReturnType<typeof articleHits>>[number]
export type CommentHit = Awaited<ReturnType<typeof commentHits>>[number]

/** The headline of a published article. */
export const publishedThread = (db: Db, id: number) =>
  db
    .selectFrom('articles')
    .select(['id', 'slug', 'headline', 'published_at'])
    .where('id', '=', id)
    .where('state', '=', 'published')
    .executeTakeFirst()
