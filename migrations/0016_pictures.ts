// Uploaded pictures and the texts that show them.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table uploads (
    ${id},
    hash text not null,
    name text not null,
    account_id bigint references accounts (id),
    alt text not null,
    created_at bigint not null,
    unique (hash, account_id)
  )`,
  `create index uploads_by_account on uploads (account_id, created_at)`,

  `create table picture_uses (
    hash text not null,
    noun text not null check (noun in ('article', 'comment')),
    noun_id bigint not null,
    primary key (hash, noun, noun_id)
  ) without rowid`,
  `create index picture_uses_by_text on picture_uses (noun, noun_id)`,

  `create table stale_pictures (
    noun text not null check (noun in ('article', 'comment')),
    noun_id bigint not null,
    primary key (noun, noun_id)
  ) without rowid`,
]

export const { up, down } = migration(statements)
