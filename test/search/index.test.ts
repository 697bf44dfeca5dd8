// The index is updated with every change in the same transaction, and rebuilt in slices.

import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { insertComment, rerenderComment, setState } from '../../src/comments/queries.ts'
import { migrate, migrateDown, pending } from '../../src/db/migrate.ts'
import { write } from '../../src/db/write.ts'
import { clearIndex, fillIndex, indexStaleRows } from '../../src/search/actions.ts'
import { updateSearchIndex } from '../../src/search/index-queries.ts'
import { firstKeyOf, KEYS_PER_MILLISECOND, timeOfKey, yearOf, yearStart } from '../../src/search/keys.ts'
import { fact, matchAll, type Question } from '../../src/search/match.ts'
import { fragmentedYears } from '../../src/search/merge-queries.ts'
import { ALL_TIME, scanIndex, UNLIMITED } from '../../src/search/walk-reading.ts'
import { aThread, NOON, openSite, type Site } from '../support/site.ts'

const question = (over: Partial<Question>): Question => ({ phrases: [], excluded: [], facts: [], noFacts: [], ...over })

/** Entries that a search finds, oldest first: `comment 12`. */
async function found(site: Site, over: Partial<Question>): Promise<string[]> {
  const { keys } = await scanIndex(site.deps.db, matchAll(question(over)), ALL_TIME, 10_000, UNLIMITED)
  if (keys.length === 0) return []
  const entries = await site.deps.db
    .selectFrom('search_entries')
    .selectAll()
    .where('key', 'in', keys)
    .orderBy('key')
    .execute()
  expect(entries.map(({ key }) => key)).toEqual([...keys].reverse())
  return entries.map(({ noun, noun_id }) => `${noun} ${noun_id}`)
}

/** What must be found: published articles, and their live comments. */
async function ought(site: Site): Promise<string[]> {
  const { db } = site.deps
  const articles = await db.selectFrom('articles').select('id').where('state', '=', 'published').execute()
  const comments = await db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .select('c.id')
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .execute()
  return [...articles.map(({ id }) => `article ${id}`), ...comments.map(({ id }) => `comment ${id}`)].sort()
}

const comment = (article: number, text: string, at: number, over: object = {}) =>
  ({
    article_id: article,
    parent_id: null,
    account_id: null,
    nic: 'Gull',
    name_kind: 'guest',
    email: null,
    website: null,
    format: 'markup',
    source: text,
    html: `<p>${text}</p>`,
    renderer: 1,
    state: 'live',
    created_at: at,
    day: '2030-03-12',
    idempotency_key: null,
    content_hash: null,
    ...over,
  }) as const

/** Everything that can be found, with what its words, its section, its thread and its nic say. */
async function check(site: Site): Promise<void> {
  expect((await found(site, {})).sort()).toEqual(await ought(site))
  const { db } = site.deps
  expect(await db.selectFrom('stale_search_entries').selectAll().execute()).toEqual([])
  const counted = new Map<number, number>()
  for (const { key } of await db.selectFrom('search_entries').select('key').execute())
    counted.set(yearOf(key), (counted.get(yearOf(key)) ?? 0) + 1)
  expect(
    new Map(
      (await db.selectFrom('search_years').selectAll().where('entries', '>', 0).execute()).map(({ year, entries }) => [
        year,
        entries,
      ]),
    ),
  ).toEqual(counted)
  for (const row of await db
    .selectFrom('comments as c')
    .innerJoin('articles as a', 'a.id', 'c.article_id')
    .select(['c.id', 'c.html', 'c.article_id', 'a.section_id', 'c.nic'])
    .where('c.state', '=', 'live')
    .where('a.state', '=', 'published')
    .execute()) {
    const word = /<p>(\w+)/.exec(row.html)![1]!.toLowerCase()
    const facts = [
      [fact.section(row.section_id)],
      [fact.article(row.article_id)],
      [fact.noun('comment')],
      [fact.nic(row.nic)],
    ]
    expect(await found(site, { phrases: [[word]], facts }), `comment ${row.id} says ${word}`).toContain(
      `comment ${row.id}`,
    )
  }
}

test('after any acts the index has what readers see, with the facts of the tables', async () => {
  const site = await openSite()
  const { deps } = site
  let seed = 20_300_312
  const below = (n: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return seed % n
  }
  const articles = [
    await site.article(),
    await site.article({ section: 'Science', headline: 'The moth' }),
    await site.article({ headline: 'The ferry', postedAt: Date.UTC(2003, 4, 6) }),
  ]
  const other = (await deps.db.selectFrom('sections').select('id').execute()).map(({ id }) => id)
  for (let act = 0; act < 120; act++) {
    const ids = (await deps.db.selectFrom('comments').select('id').execute()).map(({ id }) => id)
    const one = ids[below(ids.length || 1)]
    const article = articles[below(3)]!
    await write(deps, async (db) => {
      const what = one === undefined ? 0 : below(9)
      if (what <= 2)
        await insertComment(
          db,
          comment(article, `word${below(6)} here`, NOON - below(4) * 86_400_000 * 200, {
            state: (['live', 'held', 'spam'] as const)[below(3)]!,
            nic: ['gull', 'tern'][below(2)]!,
          }),
        )
      else if (what === 3)
        await setState(db, one!, (['live', 'held', 'removed', 'spam', 'withdrawn'] as const)[below(5)]!)
      else if (what === 4) await rerenderComment(db, one!, `<p>word${below(6)} anew</p>`, 2)
      else if (what === 5)
        await db
          .updateTable('articles')
          .set({ state: (['published', 'unpublished', 'published'] as const)[below(3)]! })
          .where('id', '=', article)
          .execute()
      else if (what === 6)
        await db
          .updateTable('articles')
          .set({ section_id: other[below(other.length)]!, headline: `Headline ${below(5)}` })
          .where('id', '=', article)
          .execute()
      else if (what === 7)
        await db
          .updateTable('comments')
          .set({ created_at: NOON - below(900) * 86_400_000 })
          .where('id', '=', one!)
          .execute()
      else await db.deleteFrom('comments').where('id', '=', one!).execute()
    })
    if (act % 10 === 9) await check(site)
  }
  await check(site)
  await clearIndex(deps)
  expect(await found(site, {})).toEqual([])
  expect(await fillIndex(deps, { rows: 7, pause: 0, isStopped: () => false })).toBe(true)
  await check(site)
})

test('a rolled back change is rolled back in the index', async () => {
  const site = await openSite()
  const id = await site.article({ comments: aThread('t', [null]) })
  await expect(
    write(site.deps, async (db) => {
      await insertComment(db, comment(id, 'zeppelin', NOON))
      await updateSearchIndex(db)
      throw new Error('the power went')
    }),
  ).rejects.toThrow('the power went')
  expect(await found(site, { phrases: [['zeppelin']] })).toEqual([])
  await check(site)
})

test('entries are in the order of their time, whenever they were added and however many share a time', async () => {
  const site = await openSite()
  const id = await site.article()
  const late = Date.UTC(2029, 11, 31, 23, 59, 59, 999)
  await write(site.deps, async (db) => {
    await insertComment(db, comment(id, 'newer', late + 5))
    for (let i = 0; i < KEYS_PER_MILLISECOND + 40; i++) await insertComment(db, comment(id, 'crowd', late - 1))
    await insertComment(db, comment(id, 'older', Date.UTC(1999, 0)))
    await insertComment(db, comment(id, 'oldest', Date.UTC(1923, 0)))
  })
  const order = await found(site, { phrases: [['crowd']] })
  expect(order).toHaveLength(KEYS_PER_MILLISECOND + 40)
  const everything = await found(site, { facts: [[fact.noun('comment')]] })
  const ids = (
    await site.deps.db.selectFrom('comments').select('id').orderBy('created_at').orderBy('id').execute()
  ).map((row) => `comment ${row.id}`)
  expect(everything).toEqual(ids)
})

test('an edited comment keeps its place in pages that are open', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('k', [null, null]) })
  const keys = async () => await site.deps.db.selectFrom('search_entries').selectAll().orderBy('key').execute()
  const before = await keys()
  await write(site.deps, (db) => rerenderComment(db, 1, '<p>Quite another thing.</p>', 2))
  expect(await keys()).toEqual(before)
  expect(await found(site, { phrases: [['quite', 'another']] })).toEqual(['comment 1'])
})

test('keys and times convert into each other, for all years', () => {
  for (const at of [0, NOON, Date.UTC(1904, 0), Date.UTC(2199, 5)])
    for (const slot of [0, 1, KEYS_PER_MILLISECOND - 1]) {
      expect(timeOfKey(firstKeyOf(at) + slot)).toBe(at)
      expect(Number.isSafeInteger(firstKeyOf(at) + slot)).toBe(true)
    }
  for (const year of [1971, 1999, 2030, 2200])
    expect([yearOf(yearStart(year)), yearOf(yearStart(year) - 1)]).toEqual([year, Math.max(1970, year - 1)])
  expect(yearStart(1970)).toBeLessThan(firstKeyOf(Date.UTC(1700, 0)))
})

test('existing rows are indexed when the index is created; the fill can be stopped and continues', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('old', [null, 0, null, null, 1]) })
  const { store } = site.deps
  await write(
    site.deps,
    async (db) => void (await insertComment(db, comment(1, 'written under an older Broadside', NOON))),
  )
  store.follow = null
  while (!(await pending(store)).includes('0017_search')) await migrateDown(store)
  await migrate(store)
  store.follow = updateSearchIndex
  const told = await site.get('/search?q=comment')
  expect(told.body).toContain('The search index is still being built.')
  let steps = 0
  expect(await fillIndex(site.deps, { rows: 2, pause: 0, isStopped: () => steps++ === 2 })).toBe(false)
  expect((await found(site, {})).length).toBeLessThan(7)
  await write(site.deps, async (db) => void (await insertComment(db, comment(1, 'meanwhile', NOON))))
  expect(await found(site, { phrases: [['meanwhile']] })).toEqual(['comment 7'])
  const heard: number[] = []
  expect(
    await fillIndex(site.deps, {
      rows: 2,
      pause: 0,
      isStopped: () => false,
      progress: (done) => void heard.push(done),
    }),
  ).toBe(true)
  expect(heard).toEqual([...heard].sort((a, b) => a - b))
  await check(site)
  expect((await site.get('/search?q=comment')).body).not.toContain('still being built')
})

test('an update that folds words in another way fills the index again, beside the server', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('old', [null, 0]) })
  const { store } = site.deps
  while (!(await pending(store)).includes('0027_search_words')) await migrateDown(store)
  await fillIndex(site.deps, { rows: 10, pause: 0, isStopped: () => false })
  // What an older version had indexed.
  const { key } = await site.deps.db
    .selectFrom('search_entries')
    .select('key')
    .where('noun', '=', 'comment')
    .executeTakeFirstOrThrow()
  await sql`delete from search_index_2030 where rowid = ${BigInt(key)}`.execute(store.writer)
  await sql`insert into search_index_2030 (rowid, words) values (${BigInt(key)}, 'tromsø §kcomment')`.execute(
    store.writer,
  )
  await migrate(store)
  expect((await site.get('/search?q=comment')).body).toContain('The search index is still being built.')
  await fillIndex(site.deps, { rows: 10, pause: 0, isStopped: () => false })
  await check(site)
})

test('an index with many segments is merged, and finds the same', async () => {
  const site = await openSite()
  await site.article()
  for (let i = 0; i < 14; i++) await write(site.deps, (db) => insertComment(db, comment(1, `piece ${i}`, NOON - i)))
  expect(await fragmentedYears(site.deps.db)).toEqual([2030])
  const before = await found(site, {})
  expect(await fillIndex(site.deps, { rows: 1, pause: 0, isStopped: () => false })).toBe(true)
  expect(await fragmentedYears(site.deps.db)).toEqual([])
  expect(await found(site, {})).toEqual(before)
  await check(site)
})

test('very many changes from outside are indexed in slices, and new entries are found at once', async () => {
  const site = await openSite()
  await site.article({ comments: aThread('f', [null, null, null]) })
  await sql`insert into stale_search_entries (noun, noun_id) with recursive n(i) as (select 1000 union all select i + 1 from n where i < 26000) select 'comment', i from n`.execute(
    site.deps.store.writer,
  )
  await write(site.deps, (db) => setState(db, 2, 'removed'))
  expect(await found(site, { facts: [[fact.noun('comment')]] })).toEqual(['comment 1', 'comment 3'])
  expect((await site.deps.db.selectFrom('stale_search_entries').select('noun_id').execute()).length).toBeGreaterThan(0)
  await fillIndex(site.deps, { rows: 50, pause: 0, isStopped: () => false })
  await check(site)
})

test('rows that are too many for one transaction are indexed after it, whether or not a stop comes between', async () => {
  const site = await openSite()
  const id = await site.article()
  await write(site.deps, async (db) => {
    for (let i = 0; i < 1300; i++) await insertComment(db, comment(id, 'crowd', NOON - i))
  })
  const indexed = async (): Promise<number> =>
    (await site.deps.db.selectFrom('search_entries').select('key').where('noun', '=', 'comment').execute()).length
  const first = await indexed()
  expect(first).toBeLessThan(1300)
  await indexStaleRows(site.deps, () => true)
  expect(await indexed()).toBe(first)
  await indexStaleRows(site.deps, () => false)
  expect(await indexed()).toBe(1300)
})

test('a year that is written in hundreds of transactions keeps few segments', async () => {
  const site = await openSite()
  const id = await site.article()
  for (let i = 0; i < 200; i++) await write(site.deps, (db) => insertComment(db, comment(id, `Number ${i}.`, NOON - i)))
  const { rows } = await sql<{ n: number }>`select count(distinct segid) as n from search_index_2030_idx`.execute(
    site.deps.db,
  )
  expect(rows[0]!.n).toBeLessThan(24)
  await check(site)
})
