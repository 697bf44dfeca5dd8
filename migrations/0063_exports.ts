// What members have asked for of their own data, and indexes that find what belongs to an account.
import type { Kysely } from 'kysely'
import { id, namesOf, runAll } from './dialect.ts'

const statements = [
  `create table account_exports (
    ${id},
    account_id bigint not null references accounts (id),
    asked_at bigint not null,
    attempts bigint not null default 0,
    done bigint not null default 0,
    total bigint not null default 0,
    bytes bigint,
    ended_at bigint
  )`,
  'create unique index account_exports_open on account_exports (account_id) where ended_at is null',
  'create index account_exports_by_account on account_exports (account_id, id)',
  'create index articles_by_account on articles (account_id, id) where account_id is not null',
  'create index article_revisions_by_account on article_revisions (account_id, id) where account_id is not null',
  'create index log_entries_by_actor_id on log_entries (actor_id, id) where actor_id is not null',
]

export const up = (db: Kysely<unknown>): Promise<void> => runAll(db, statements)

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...namesOf('index', statements)
      .reverse()
      .map((name) => `drop index ${name}`),
    'drop table account_exports',
  ])
