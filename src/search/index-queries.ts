// Queries that keep the search index: updating, filling and merging it.

import { sql } from 'kysely'
import type { Db, Tx } from '../db/open.ts'
import { listSlots, listValues, perLength, prepared, preparedRows, type Slots } from '../db/prepared.ts'
import { plainText } from '../markup/text.ts'
import { firstKeyOf, timeOfKey, yearOf } from './keys.ts'
import type { Entry, Noun } from './match.ts'
import { entryWords } from './match.ts'
import { createYearIndex, mergeTouched, rowid, yearIndex } from './merge-queries.ts'

/** Changed rows per batch. */
const ROWS_PER_BATCH = 250

/** Changed rows that one transaction indexes. After the move of a longer branch a job does the rest. */
const MAX_ROWS_PER_TRANSACTION = 1250

type IndexEntry = Entry & { id: number; at: number }

/** Index entries of the published articles among these. */
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

const liveComments = perLength((length) =>
  preparedRows<Record<number, number>>()((db, ids) =>
    db
      .selectFrom('comments as c')
      .innerJoin('articles as a', 'a.id', 'c.article_id')
      .where('c.id', 'in', listSlots(ids, length))
      .where('c.state', '=', 'live')
      .where('a.state', '=', 'published')
      .select(['c.id', 'c.article_id', 'a.section_id', 'c.nic', 'c.html', 'c.created_at']),
  ),
)

/** Index entries of the live comments of published articles among these. */
async function commentEntries(db: Db, ids: readonly number[]): Promise<IndexEntry[]> {
  const rows = await liveComments(ids.length)(db, listValues(ids))
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

const insertFirst = prepared<{ key: number; noun: Noun; id: number }>()((db, { key, noun, id }) =>
  db
    .insertInto('search_entries')
    .values({ key, noun, noun_id: id })
    .onConflict((on) => on.column('key').doNothing()),
)

/** Inserts an entry under the first free key of its time. @returns the key */
async function insertEntry(db: Tx, noun: Noun, { id, at }: IndexEntry): Promise<number> {
  const first = firstKeyOf(at)
  const { numAffectedRows } = await insertFirst(db, { key: first, noun, id })
  if (numAffectedRows === 1n) return first
  const key = await freeKey(db, at)
  await db.insertInto('search_entries').values({ key, noun, noun_id: id }).execute()
  return key
}

const insertWords = perLength((year) =>
  prepared<{ key: bigint; words: string }>()(
    (_, { key, words }) => sql`insert into ${yearIndex(year)} (rowid, words) values (${key}, ${words})`,
  ),
)

const isKeyTaken = async (db: Db, key: number): Promise<boolean> =>
  (await db.selectFrom('search_entries').select('key').where('key', '=', key).executeTakeFirst()) !== undefined

/** The first free key after the one of a time, which is taken: doubles the step until a key is free, then bisects. */
async function freeKey(db: Db, at: number): Promise<number> {
  const first = firstKeyOf(at)
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

const countInYear = prepared<{ year: number; by: number }>()((db, { year, by }) =>
  db
    .updateTable('search_years')
    .set({ entries: sql`entries + ${by}` })
    .where('year', '=', year),
)

async function addToYearCount(db: Tx, year: number, by: number): Promise<void> {
  const { numAffectedRows = 0n } = await countInYear(db, { year, by })
  if (numAffectedRows > 0n) return
  await createYearIndex(db, year)
  await db.insertInto('search_years').values({ year, entries: by }).execute()
}

async function knownKeys(db: Db, noun: Noun, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('search_entries')
    .select(['key', 'noun_id'])
    .where('noun', '=', noun)
    .where('noun_id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.noun_id, row.key]))
}

/**
 * Brings the index entries of these rows up to date with their tables, and merges what that leaves.
 * @param known their keys in the index
 */
async function reindexRows(db: Tx, noun: Noun, ids: readonly number[], known: Map<number, number>): Promise<void> {
  if (ids.length === 0) return
  const rows = noun === 'article' ? await articleEntries(db, ids) : await commentEntries(db, ids)
  const wanted = new Map(rows.map((row) => [row.id, row]))
  const touched = new Map<number, number>()
  const touch = (key: number): void => void touched.set(yearOf(key), (touched.get(yearOf(key)) ?? 0) + 1)
  for (const [id, key] of known) {
    touch(key)
    await sql`delete from ${yearIndex(yearOf(key))} where rowid = ${rowid(key)}`.execute(db)
    // An entry with the same time keeps its key, because open pages of results continue from it.
    if (timeOfKey(key) === wanted.get(id)?.at) continue
    await db.deleteFrom('search_entries').where('key', '=', key).execute()
    await addToYearCount(db, yearOf(key), -1)
    known.delete(id)
  }
  const added = new Map<number, number>()
  for (const row of rows) {
    const key = known.get(row.id) ?? (await insertEntry(db, noun, row))
    const year = yearOf(key)
    // The first entry of a year makes its index; the others are counted together.
    if (!known.has(row.id)) {
      if (!added.has(year)) await addToYearCount(db, year, 1)
      added.set(year, (added.get(year) ?? -1) + 1)
    }
    touch(key)
    await insertWords(year)(db, { key: rowid(key), words: entryWords(row) })
  }
  for (const [year, by] of added) if (by > 0) await addToYearCount(db, year, by)
  await mergeTouched(db, touched, ids.at(-1)!)
}

const readStale = preparedRows<Record<never, never>>()((db) =>
  db
    .selectFrom('stale_search_entries as s')
    .leftJoin('search_entries as e', (join) => join.onRef('e.noun', '=', 's.noun').onRef('e.noun_id', '=', 's.noun_id'))
    .select(['s.noun', 's.noun_id', 'e.key'])
    .orderBy('s.noun')
    .orderBy('s.noun_id')
    .limit(ROWS_PER_BATCH),
)

const deleteStale = perLength((length) =>
  prepared<{ noun: Noun; [id: number]: number }>()((db, slots) =>
    db
      .deleteFrom('stale_search_entries')
      .where('noun', '=', slots.noun)
      .where('noun_id', 'in', listSlots(slots as unknown as Slots<Record<number, number>>, length)),
  ),
)

/** Indexes every row that this transaction has changed; triggers list them in `stale_search_entries`. @returns their number */
export async function updateSearchIndex(db: Tx): Promise<number> {
  for (let done = 0; ; ) {
    const stale = await readStale(db, {})
    for (const noun of ['article', 'comment'] as const) {
      const rows = stale.filter((row) => row.noun === noun)
      if (rows.length === 0) continue
      const ids = rows.map((row) => row.noun_id)
      const known = new Map(rows.flatMap(({ noun_id, key }) => (key === null ? [] : [[noun_id, key] as const])))
      await reindexRows(db, noun, ids, known)
      await deleteStale(ids.length)(db, { ...listValues(ids), noun } as { noun: Noun })
    }
    done += stale.length
    if (stale.length < ROWS_PER_BATCH || done >= MAX_ROWS_PER_TRANSACTION) return done
  }
}

/** Whether rows wait for the index that were too many for the transaction that changed them. */
export const hasStaleEntries = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('stale_search_entries').select('noun_id').limit(1).executeTakeFirst()) !== undefined

/** Indexes the next rows of a fill, newest first, articles before comments. @returns whether rows may be left */
export async function fillSlice(db: Tx, rows: number): Promise<boolean> {
  const noun = await db
    .selectFrom('search_backlog')
    .select(['noun', 'up_to_id'])
    .orderBy('noun')
    .limit(1)
    .executeTakeFirst()
  if (!noun) return hasStaleEntries(db)
  const table = noun.noun === 'article' ? ('articles' as const) : ('comments' as const)
  const ids = (
    await db.selectFrom(table).select('id').where('id', '<=', noun.up_to_id).orderBy('id', 'desc').limit(rows).execute()
  ).map((row) => row.id)
  await reindexRows(db, noun.noun, ids.toReversed(), await knownKeys(db, noun.noun, ids))
  if (ids.length < rows) await db.deleteFrom('search_backlog').where('noun', '=', noun.noun).execute()
  else
    await db
      .updateTable('search_backlog')
      .set({ up_to_id: ids.at(-1)! - 1 })
      .where('noun', '=', noun.noun)
      .execute()
  return true
}

/** What a fill has still to do; empty when the index is complete. */
export const pendingFill = (db: Db): Promise<{ noun: Noun; up_to_id: number; last_id: number }[]> =>
  db.selectFrom('search_backlog').selectAll().orderBy('noun').execute()

/** Makes `fillSlice` index everything again. Until then, searches use the index as it is. */
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

/** Empties the index, so that `fillSlice` rebuilds it. */
export async function emptyIndex(db: Tx): Promise<void> {
  const years = await db.selectFrom('search_years').select('year').execute()
  for (const { year } of years)
    await sql`insert into ${yearIndex(year)} (${sql.ref(`search_index_${year}`)}) values ('delete-all')`.execute(db)
  await db.updateTable('search_years').set({ entries: 0 }).execute()
  for (const table of ['search_entries', 'stale_search_entries'] as const) await db.deleteFrom(table).execute()
  await restartFill(db)
}
