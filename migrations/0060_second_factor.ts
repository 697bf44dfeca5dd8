// The second factor: authenticator apps, recovery codes, sign-ins that wait for it, and when a session has passed it.
import { type Kysely, sql } from 'kysely'
import { id, migration, runAll } from './dialect.ts'

const tables = migration([
  `create table totp (
    account_id bigint primary key references accounts (id),
    secret text not null,
    last_step bigint not null,
    created_at bigint not null
  )`,
  `create table recovery_codes (
    ${id},
    account_id bigint not null references accounts (id),
    code_hash text not null,
    created_at bigint not null,
    saved_at bigint,
    used_at bigint,
    unique (account_id, code_hash)
  )`,
  `create table pending_sign_ins (
    token_hash text primary key,
    account_id bigint not null references accounts (id),
    next text not null,
    post text not null,
    kept bigint not null check (kept in (0, 1)),
    attempts bigint not null default 0,
    created_at bigint not null,
    expires_at bigint not null
  ) without rowid`,
  'create index pending_sign_ins_by_expiry on pending_sign_ins (expires_at)',
])

export async function up(db: Kysely<unknown>): Promise<void> {
  await tables.up(db)
  await runAll(db, ['alter table sessions add column second_factor_at bigint'])
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table sessions drop column second_factor_at').execute(db)
  await tables.down(db)
}
