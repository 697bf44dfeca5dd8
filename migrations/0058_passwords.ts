// Requests to reset a forgotten password, those for an address without an account too, so that both are counted alike; and how long a session may be idle.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `create table password_resets (
      token_hash text primary key,
      address_hash text not null,
      account_id bigint references accounts (id),
      created_at bigint not null,
      expires_at bigint not null,
      used_at bigint
    ) without rowid`,
    'create index password_resets_by_address on password_resets (address_hash, created_at)',
    'create index password_resets_by_account on password_resets (account_id)',
    'create index password_resets_by_age on password_resets (created_at)',
    'alter table sessions add column max_idle bigint',
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, ['alter table sessions drop column max_idle', 'drop table password_resets'])
