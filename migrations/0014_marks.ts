// Visits, read marks and mutes of members.
import { migration } from './dialect.ts'

export const statements = [
  `create table visits (
    account_id bigint primary key references accounts (id),
    highlight_new integer not null default 1 check (highlight_new in (0, 1)),
    visited_at bigint not null,
    new_since bigint not null
  )`,

  `create table read_marks (
    account_id bigint not null references accounts (id),
    article_id bigint not null references articles (id),
    read_ranges text not null,
    shown_ranges text not null,
    baseline integer not null,
    visited_at bigint not null,
    new_since bigint not null,
    primary key (account_id, article_id)
  ) without rowid`,
  `create index read_marks_by_visit on read_marks (account_id, visited_at)`,

  `create table mutes (
    account_id bigint not null references accounts (id),
    kind text not null check (kind in ('person', 'section', 'tag', 'word')),
    value text not null,
    label text not null,
    created_at bigint not null,
    primary key (account_id, kind, value)
  ) without rowid`,
]

export const { up, down } = migration(statements)
