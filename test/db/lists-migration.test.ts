// A site that was there before the lists: its counters are filled from what it holds, and nothing of it is lost.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import * as first from '../../migrations/0001_first_edition.ts'
import * as lists from '../../migrations/0002_lists.ts'
import { openStore } from '../../src/db/open.ts'

const rows = [
  `insert into accounts (id, nic, nic_skeleton, role, created_at) values (1, 'Ada', 'ada', 'member', 0), (2, 'Bo', 'bo', 'member', 0)`,
  `insert into areas values (1, 'town', 'Town', 1)`,
  `insert into sections values (1, 1, 'harbour', 'Harbour', 1), (2, 1, 'letters', 'Letters', 2)`,
  ...[
    [1, 'published', 1, `'example.org'`, 1, 100, `'2029-12-31'`],
    [2, 'published', 1, `'example.org'`, 2, 200, `'2030-01-01'`],
    [3, 'published', 2, 'null', 1, 300, `'2030-01-01'`],
    [4, 'draft', 2, `'else.example'`, 1, 'null', 'null'],
  ].map(
    ([
      id,
      state,
      section,
      host,
      account,
      at,
      day,
    ]) => `insert into articles (id, kind, state, section_id, headline, slug, lede, source_host, body_format, body_source, body_html, renderer, word_count, account_id, nic, created_at, published_at, day)
    values (${id}, 'own', '${state}', ${section}, 'H', 'h', '', ${host}, 'markup', '', '', 1, 0, ${account}, 'N', 0, ${at}, ${day})`,
  ),
  `insert into article_tags values (1, 'Tides'), (1, 'tides'), (2, 'tides'), (3, 'tides'), (3, 'Rope'), (4, 'draft')`,
  ...[
    // id, parent, account, voice, state, day: Ada, Bo to Ada, Ada to herself, Ada as another to herself, a guest to Ada, Bo to Bo's removed one.
    [1, 'null', 1, 'member', 'live', '2029-12-31'],
    [2, 1, 2, 'member', 'live', '2030-01-01'],
    [3, 1, 1, 'member', 'live', '2030-01-01'],
    [4, 1, 1, 'picked', 'live', '2030-01-01'],
    [5, 1, 'null', 'guest', 'live', '2030-01-02'],
    [6, 1, 2, 'member', 'removed', '2030-01-02'],
    [7, 6, 2, 'member', 'live', '2030-01-02'],
  ].map(
    ([
      id,
      parent,
      account,
      voice,
      state,
      day,
    ]) => `insert into comments (id, article_id, parent_id, number, depth, path, account_id, nic, voice, format, source, html, renderer, state, created_at, day)
    values (${id}, 1, ${parent}, ${id}, 1, x'0${id}', ${account}, 'N', '${voice}', 'markup', '', '', 1, '${state}', 0, '${day}')`,
  ),
  `insert into day_totals values ('2029-12-31', 1, 1), ('2030-01-01', 2, 3), ('2030-01-02', 0, 2)`,
]

function oldSite(): Kysely<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-lists-'))
  const store = openStore(join(folder, 'old.sqlite'))
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return store.writer as unknown as Kysely<unknown>
}

const ask = async (db: Kysely<unknown>, query: string): Promise<unknown[]> =>
  (await sql.raw<Record<string, unknown>>(query).execute(db)).rows.map((row) => Object.values(row))

test('the counters of the lists are filled from what an older site holds, its tags get one spelling each, and all goes back', async () => {
  const db = oldSite()
  await first.up(db)
  const schema = `select name, sql from sqlite_master where sql is not null order by name`
  const before = await ask(db, schema)
  for (const row of rows) await sql.raw(row).execute(db)
  await lists.up(db)
  expect(await ask(db, 'select month, editions, articles, comments from month_totals order by month')).toEqual([
    ['2029-12', 1, 1, 1],
    ['2030-01', 1, 2, 5],
  ])
  expect(await ask(db, 'select id, article_count from sections order by id')).toEqual([
    [1, 2],
    [2, 1],
  ])
  expect(await ask(db, 'select host, article_count from sources order by host')).toEqual([
    ['else.example', 0],
    ['example.org', 2],
  ])
  expect(await ask(db, 'select name, folded, article_count from tags order by name')).toEqual([
    ['Rope', 'rope', 1],
    ['draft', 'draft', 0],
    ['tides', 'tides', 3],
  ])
  expect(await ask(db, 'select article_id, tag, published_at from article_tags order by article_id, tag')).toEqual([
    [1, 'tides', 100],
    [2, 'tides', 200],
    [3, 'Rope', 300],
    [3, 'tides', 300],
    [4, 'draft', null],
  ])
  expect(await ask(db, 'select id, own_comment_count, reply_count, article_count from accounts order by id')).toEqual([
    [1, 2, 3, 2],
    [2, 2, 0, 1],
  ])
  expect(await ask(db, 'select account_id, month, comments from person_months order by account_id, month')).toEqual([
    [1, '2029-12', 1],
    [1, '2030-01', 1],
    [2, '2030-01', 2],
  ])
  expect(await ask(db, 'select id, reply_count from comments order by id')).toEqual([
    [1, 4],
    [2, 0],
    [3, 0],
    [4, 0],
    [5, 0],
    [6, 1],
    [7, 0],
  ])
  await lists.down(db)
  expect(await ask(db, 'select count(*) from comments')).toEqual([[7]])
  expect((await ask(db, schema)).map(String)).toEqual(before.map(String))
})
