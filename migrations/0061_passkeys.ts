// Passkeys, how many an account has, and the challenges that they answer.
import { type Kysely, sql } from 'kysely'
import { id, migration, runAll } from './dialect.ts'

const tables = migration([
  `create table passkeys (
    ${id},
    account_id bigint not null references accounts (id),
    credential_id text not null unique,
    public_key text not null,
    counter bigint not null,
    transports text not null,
    name text not null,
    created_at bigint not null,
    last_used_at bigint
  )`,
  'create index passkeys_by_account on passkeys (account_id, id)',
  `create table passkey_challenges (
    challenge_hash text primary key,
    purpose text not null check (purpose in ('add', 'sign-in', 'confirm')),
    account_id bigint references accounts (id),
    expires_at bigint not null
  ) without rowid`,
  'create index passkey_challenges_by_expiry on passkey_challenges (expires_at)',
])

export async function up(db: Kysely<unknown>): Promise<void> {
  await tables.up(db)
  await runAll(db, ['alter table accounts add column passkey_count bigint not null default 0'])
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table accounts drop column passkey_count').execute(db)
  await tables.down(db)
}
