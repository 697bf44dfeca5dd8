// Settings of the site, versions of stored computed values, and the keys of imported rows.
import { migration } from './dialect.ts'

export const statements = [
  `create table settings (
    name text primary key,
    value text not null,
    changed_at bigint not null
  ) without rowid`,

  `create table data_versions (
    name text primary key,
    version integer not null,
    changed_at bigint not null
  )`,

  `create table import_keys (
    key text primary key,
    noun text not null,
    noun_id bigint not null
  ) without rowid`,
  `create index imported_comments on import_keys (noun_id) where noun = 'comment'`,
]

export const { up, down } = migration(statements)
