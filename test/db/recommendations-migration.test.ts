// A site that was there before recommendations: its comments are all still there, none is recommended, and all goes back.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import * as first from '../../migrations/0001_first_edition.ts'
import * as recommendations from '../../migrations/0011_recommendations.ts'
import { openStore } from '../../src/db/open.ts'

test('the comments of an older site keep what they say, begin without recommendations, and lose those alone on the way back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-recommendations-'))
  const store = openStore(join(folder, 'old.sqlite'))
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const db = store.writer as unknown as Kysely<unknown>
  const ask = async (query: string): Promise<unknown[]> =>
    (await sql.raw<Record<string, unknown>>(query).execute(db)).rows.map((row) => Object.values(row))
  const schema = `select name, sql from sqlite_master where sql is not null order by name`
  await first.up(db)
  const before = (await ask(schema)).map(String)
  for (const row of [
    `insert into accounts (id, nic, nic_skeleton, role, created_at) values (1, 'Ada', 'ada', 'member', 0)`,
    `insert into areas values (1, 'town', 'Town', 1)`,
    `insert into sections values (1, 1, 'harbour', 'Harbour', 1)`,
    `insert into articles (id, kind, state, section_id, headline, slug, lede, body_format, body_source, body_html, renderer, word_count, nic, created_at) values (1, 'own', 'draft', 1, 'H', 'h', '', 'markup', '', '', 1, 0, 'N', 0)`,
    ...[1, 2].map(
      (id) =>
        `insert into comments (id, article_id, number, depth, path, nic, voice, format, source, html, renderer, state, created_at, day) values (${id}, 1, ${id}, 1, x'0${id}', 'N', 'guest', 'markup', 'Text ${id}', '', 1, 'live', 0, '2030-01-01')`,
    ),
  ])
    await sql.raw(row).execute(db)
  await recommendations.up(db)
  expect(await ask('select id, source, recommendation_count from comments order by id')).toEqual([
    [1, 'Text 1', 0],
    [2, 'Text 2', 0],
  ])
  await sql.raw('insert into recommendations values (2, 1, 5)').execute(db)
  await sql.raw('update comments set recommendation_count = 1 where id = 2').execute(db)
  await recommendations.down(db)
  expect(await ask('select id, source from comments order by id')).toEqual([
    [1, 'Text 1'],
    [2, 'Text 2'],
  ])
  expect((await ask(schema)).map(String)).toEqual(before)
})
