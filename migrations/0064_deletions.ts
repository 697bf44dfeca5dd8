// Accounts that will be deleted, the hashes of names that nobody gets again, and what former members are called in a thread.
import type { Kysely } from 'kysely'
import { namesOf, runAll } from './dialect.ts'

const tables = [
  `create table account_deletions (
    account_id bigint primary key references accounts (id),
    comments text not null check (comments in ('neutral', 'withdrawn')),
    reserve_name bigint not null default 1 check (reserve_name in (0, 1)),
    asked_at bigint not null,
    due_at bigint not null,
    nic text,
    step text not null default '',
    after_id bigint not null default 0
  )`,
  'create index withdrawals_by_comment on withdrawals (comment_id)',
  'create index account_deletions_by_time on account_deletions (due_at)',
  `create table deleted_names (
    name_hash text not null primary key,
    created_at bigint not null
  ) without rowid`,
  `create table former_members (
    article_id bigint not null primary key references articles (id),
    members bigint not null
  ) without rowid`,
  `create table former_names (
    account_id bigint not null references accounts (id),
    article_id bigint not null references articles (id),
    nic text not null,
    former_nic text not null,
    primary key (account_id, article_id, nic)
  ) without rowid`,
]

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, ['alter table accounts add column deleted_at bigint', ...tables])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    'drop index withdrawals_by_comment',
    ...namesOf('table', tables)
      .reverse()
      .map((name) => `drop table ${name}`),
    'alter table accounts drop column deleted_at',
  ])
