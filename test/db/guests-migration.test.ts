// A site that was there before guests could comment: texts that waited under a token still do, and all goes back.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import * as first from '../../migrations/0001_first_edition.ts'
import * as guests from '../../migrations/0012_guests.ts'
import * as drafts from '../../migrations/0015_drafts.ts'
import { openStore } from '../../src/db/open.ts'

test('drafts and removals of an older site survive on the way up and on the way down', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-guests-'))
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
  await first.up(db)
  const before = await schema()
  for (const row of [
    `insert into areas values (1, 'town', 'Town', 1)`,
    `insert into sections values (1, 1, 'harbour', 'Harbour', 1)`,
    `insert into articles (id, kind, state, section_id, headline, slug, lede, body_format, body_source, body_html, renderer, word_count, nic, created_at) values (1, 'own', 'draft', 1, 'H', 'h', '', 'markup', '', '', 1, 0, 'N', 0)`,
    `insert into comments (id, article_id, number, depth, path, nic, voice, format, source, html, renderer, state, created_at, day) values (1, 1, 1, 1, x'01', 'N', 'guest', 'markup', 'Text', '', 1, 'removed', 0, '2030-01-01')`,
    `insert into log_entries values (1, 0, null, 'Mo', 'remove', 'comment', 1, 1, 'Why', '0', '1')`,
    `insert into removals (id, comment_id, account_id, reason, log_entry_id, created_at) values (1, 1, null, 'Why', 1, 0)`,
    // Two texts of one writer in one place: each under a token of its own.
    ...['a', 'b'].map(
      (token, i) => `insert into drafts values ('${token}', 1, null, 'N', 'e', 'w', 'Body ${token}', ${i + 5})`,
    ),
  ])
    await run(row)
  await guests.up(db)
  await drafts.up(db)
  expect(await ask('select writer, body, created_at, changed_at from drafts order by id')).toEqual([
    ['token:a', 'Body a', 5, 5],
    ['token:b', 'Body b', 6, 6],
  ])
  expect(await ask('select comment_id, unseen from removals')).toEqual([[1, 0]])
  await run(
    `insert into drafts (writer, article_id, parent_id, nic, email, website, body, created_at, changed_at) values ('account:1', 1, null, '', '', '', 'New', 9, 9)`,
  )
  await drafts.down(db)
  await guests.down(db)
  expect(await ask('select token_hash, body, created_at from drafts order by token_hash')).toEqual([
    ['a', 'Body a', 5],
    ['b', 'Body b', 6],
  ])
  expect(await ask('select comment_id, reason from removals')).toEqual([[1, 'Why']])
  expect(await schema()).toEqual(before)
})
