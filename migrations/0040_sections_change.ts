// Sections and areas can be closed, and their former addresses lead to them.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    'alter table areas add column closed_at bigint',
    'alter table sections add column closed_at bigint',
    `create table former_slugs (
    noun text not null,
    slug text not null,
    noun_id bigint not null,
    created_at bigint not null,
    primary key (noun, slug)
  ) without rowid`,
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    'drop table former_slugs',
    'alter table sections drop column closed_at',
    'alter table areas drop column closed_at',
  ])
