// The queries of the pages that are read most go by their indexes, whatever the size of the archive.
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { neighbours } from '../../src/articles/queries.ts'
import { ancestors, numberedRows, roots, threadRows } from '../../src/comments/queries.ts'
import type { Db } from '../../src/db/open.ts'
import type { Schema } from '../../src/db/schema.ts'
import { editionStories, latestComments, mostDiscussed, sectionStories } from '../../src/editions/queries.ts'
import { commentsOf } from '../../src/people/queries.ts'

const range = { from: Buffer.from([1]), to: Buffer.from([0xff]) }

/** How SQLite answers what `ask` asks: one line for every table it looks into, and one for every sort. */
async function planOf(ask: (db: Db) => Promise<unknown>): Promise<string> {
  const raw = new Database(inject('image'), { readonly: true })
  onTestFinished(() => void raw.close())
  const asked: { sql: string; parameters: readonly unknown[] }[] = []
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: raw }), log: ({ query }) => void asked.push(query) })
  await ask(db)
  return asked.flatMap(({ sql, parameters }) => raw.prepare(`explain query plan ${sql}`).all(...parameters).map((row) => (row as { detail: string }).detail)).join('\n')
}

test.each<[string, string, (db: Db) => Promise<unknown>]>([
  ['a thread is one indexed query in display order', 'comments_in_thread (article_id=? AND path>? AND path<?)', (db) => threadRows(db, 1, range, 500)],
  ['a whole thread is one indexed query in display order', 'comments_in_thread (article_id=?)', (db) => threadRows(db, 1, null, 500)],
  ['the pages of a thread are cut from an index alone', 'COVERING INDEX roots_in_thread', (db) => roots(db, 1)],
  ['a thread by age goes by its numbers', 'comments_by_number (article_id=? AND number>? AND number<?)', (db) => numberedRows(db, 1, 1, 500, 'desc')],
  ['a section pages by key', 'articles_by_section (section_id=? AND published_at<?)', (db) => sectionStories(db, 1, { publishedAt: 1, id: 1 }, 40)],
  ['the latest comments are the end of an index', 'comments_by_time', (db) => latestComments(db, 5)],
  ['the article before and after is a step in the day’s index', 'articles_by_day (day=? AND published_at>?)', (db) => neighbours(db, { id: 1, day: '2030-03-12', published_at: 1 })],
  ['a person’s newest comments are the end of an index', 'comments_by_account (account_id=?)', (db) => commentsOf(db, 1, 20)],
])('%s, and nothing is sorted', async (_, index, ask) => {
  const plan = await planOf(ask)
  expect(plan).toContain(index)
  expect(plan).not.toMatch(/TEMP B-TREE|SCAN (?!\w+ USING INDEX)/)
})

test.each<[string, (db: Db) => Promise<unknown>]>([
  ['the stories of a day', (db) => editionStories(db, '2030-03-12')],
  ['the most discussed of a week', (db) => mostDiscussed(db, '2030-03-06', '2030-03-12', 5)],
])('%s are found by their days; only what was found is sorted', async (_, ask) => {
  expect(await planOf(ask)).toMatch(/^SEARCH a USING INDEX articles_by_day/m)
})


test('the way up a branch is one query, a step of the table a level', async () => {
  const plan = await planOf((db) => ancestors(db, { parent_id: 5 }))
  expect(plan.match(/RECURSIVE STEP/g)).toHaveLength(1)
  expect(plan).toContain('SEARCH above USING INTEGER PRIMARY KEY')
  expect(plan).toContain('SEARCH c USING INTEGER PRIMARY KEY')
})
