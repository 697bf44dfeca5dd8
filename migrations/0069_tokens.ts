// Named tokens of members, in place of one token for the private feed; those that exist go on working.
import type { Kysely } from 'kysely'
import { id, runAll } from './dialect.ts'

/** The kind `api` is not given to anybody yet; SQLite cannot add it to a table later. */
export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `create table tokens (
      ${id},
      account_id bigint not null references accounts (id),
      kind text not null check (kind in ('feed', 'api')),
      name text not null,
      prefix text not null,
      token_hash text not null unique,
      created_at bigint not null,
      last_used_day text,
      unique (account_id, name)
    )`,
    `insert into tokens (account_id, kind, name, prefix, token_hash, created_at)
      select account_id, 'feed', 'Feed reader', '', token_hash, created_at from feed_tokens`,
    'drop table feed_tokens',
  ])

/** An account keeps its newest token. */
export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `create table feed_tokens (
      token_hash text primary key,
      account_id bigint not null unique references accounts (id),
      created_at bigint not null
    ) without rowid`,
    `insert into feed_tokens (token_hash, account_id, created_at)
      select token_hash, account_id, created_at from tokens as t
      where kind = 'feed' and not exists (select 1 from tokens as n where n.account_id = t.account_id and n.kind = 'feed' and n.id > t.id)`,
    'drop table tokens',
  ])
