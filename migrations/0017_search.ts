// What the search index holds and still lacks. Only the index itself is SQLite's own: an FTS5 table a year, which the search makes when it needs one.
import { type Kysely, sql } from 'kysely'
import { migration } from './dialect.ts'

export const statements = [
  `create table search_entries (
    key bigint primary key,
    noun text not null check (noun in ('article', 'comment')),
    noun_id bigint not null,
    unique (noun, noun_id)
  )`,

  `create table search_years (
    year integer primary key,
    entries integer not null
  )`,

  `create table stale_search_entries (
    noun text not null check (noun in ('article', 'comment')),
    noun_id bigint not null,
    primary key (noun, noun_id)
  ) without rowid`,

  `create table search_backlog (
    noun text primary key check (noun in ('article', 'comment')),
    up_to_id bigint not null,
    last_id bigint not null
  ) without rowid`,
]

const tables = migration(statements)

export const up = tables.up

export async function down(db: Kysely<unknown>): Promise<void> {
  const years = (await sql<{ year: number }>`select year from search_years`.execute(db)).rows
  for (const { year } of years) await sql.raw(`drop table search_index_${year}`).execute(db)
  await tables.down(db)
}
