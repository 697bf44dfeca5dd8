// A site of the time before appeals named what they are against: what was stored stays, on the way up and on the way down.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../src/db/open.ts'

type Migration = { up: (db: Kysely<unknown>) => Promise<void>; down: (db: Kysely<unknown>) => Promise<void> }

test('appeals of an older site survive, wait for nobody, and come back down one for each comment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-appeals-'))
  const store = openStore(join(folder, 'old.sqlite'))
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const db = store.writer as unknown as Kysely<unknown>
  const run = (query: string) => sql.raw(query).execute(db)
  const ask = async (query: string): Promise<unknown[]> =>
    (await sql.raw<Record<string, unknown>>(query).execute(db)).rows.map((row) => Object.values(row))
  const schema = async (): Promise<string[]> =>
    (await ask('select name, sql from sqlite_master where sql is not null order by name')).map((row) =>
      String(row).replaceAll('"', '').replace(/\s+/g, ' '),
    )
  const names = readdirSync(fileURLToPath(new URL('../../migrations', import.meta.url))).sort()
  const load = (name: string) => import(`../../migrations/${name}`) as Promise<Migration>
  for (const name of names.filter((one) => one < '0023')) await (await load(name)).up(db)
  const before = await schema()
  for (const row of [
    `insert into areas values (1, 'town', 'Town', 1)`,
    `insert into sections (id, area_id, slug, name, position) values (1, 1, 'harbour', 'Harbour', 1)`,
    `insert into articles (id, kind, state, section_id, headline, slug, lede, body_format, body_source, body_html, renderer, word_count, nic, created_at) values (1, 'own', 'draft', 1, 'H', 'h', '', 'markup', '', '', 1, 0, 'N', 0)`,
    `insert into comments (id, article_id, number, depth, path, nic, voice, format, source, html, renderer, state, created_at, day) values (1, 1, 1, 1, x'01', 'N', 'guest', 'markup', 'Text', '', 1, 'removed', 0, '2030-01-01')`,
    `insert into appeals (id, comment_id, guest, body, created_at) values (1, 1, 'g', 'Why?', 5), (2, null, 'h', 'Why me?', 6)`,
  ])
    await run(row)
  const appeals = await load(names.find((one) => one.startsWith('0023'))!)
  await appeals.up(db)
  expect(await ask('select id, comment_id, guest, body, created_at, noun, noun_id from appeals order by id')).toEqual([
    [1, 1, 'g', 'Why?', 5, '', 0],
    [2, null, 'h', 'Why me?', 6, '', 0],
  ])
  await run(
    `insert into appeals (id, comment_id, body, created_at, noun, noun_id) values (3, 1, 'And now?', 7, 'removals', 1)`,
  )
  await expect(
    run(`insert into appeals (comment_id, body, created_at, noun, noun_id) values (1, 'Again?', 8, 'removals', 1)`),
  ).rejects.toThrow('UNIQUE')
  await appeals.down(db)
  expect(await ask('select id, body, end_reason from appeals order by id')).toEqual([
    [1, 'Why?', 'overtaken'],
    [2, 'Why me?', null],
    [3, 'And now?', null],
  ])
  expect(await schema()).toEqual(before)
})
