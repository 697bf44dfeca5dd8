// Those who comment without an account: their receipts, their names in a thread, and what waits for a moderator.
import { type Kysely, sql } from 'kysely'

const tables = [
  `create table receipts (
    token_hash text primary key,
    comment_id integer not null references comments (id),
    guest text not null,
    created_at integer not null,
    claimed_by integer references accounts (id),
    claimed_at integer
  ) strict, without rowid`,
  `create index receipts_by_comment on receipts (comment_id)`,
  `create index receipts_by_guest on receipts (guest, comment_id)`,

  `create table guest_voices (
    article_id integer not null references articles (id),
    guest text not null,
    nic text not null,
    nic_skeleton text not null,
    created_at integer not null,
    primary key (article_id, guest),
    unique (article_id, nic_skeleton)
  ) strict, without rowid`,

  `create table holds (
    id integer primary key,
    comment_id integer not null references comments (id),
    rule text not null,
    words text not null,
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text
  ) strict`,
  `create unique index holds_in_force on holds (comment_id) where ended_at is null`,
  `create index holds_waiting on holds (created_at, id) where ended_at is null`,
  `create index holds_decided on holds (ended_at) where ended_by is not null`,

  `create table approvals (
    id integer primary key,
    comment_id integer not null references comments (id),
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer not null references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text
  ) strict`,
  `create unique index approvals_in_force on approvals (comment_id) where ended_at is null`,

  // What readers never saw leaves no place behind when it is taken down.
  `alter table removals add column unseen integer not null default 0`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table removals drop column unseen').execute(db)
  for (const name of ['approvals', 'holds', 'guest_voices', 'receipts']) await sql.raw(`drop table ${name}`).execute(db)
}
