// Every act of keeping order is a batch: what it changed stands beside it, so that it can be undone as a whole.
import { type Kysely, sql } from 'kysely'

const tables = [
  `create table batches (
    id integer primary key,
    account_id integer references accounts (id),
    actor text not null,
    act text not null,
    reason text not null,
    created_at integer not null,
    undoes integer references batches (id)
  ) strict`,
  `create unique index batches_undone on batches (undoes) where undoes is not null`,

  `create table batch_changes (
    batch_id integer not null references batches (id),
    number integer not null,
    kind text not null check (kind in ('begun', 'ended', 'state', 'field')),
    noun text not null,
    noun_id integer not null,
    field text not null,
    before text,
    after text,
    primary key (batch_id, number)
  ) strict, without rowid`,

  'alter table log_entries add column batch_id integer references batches (id)',
  'create index log_entries_by_batch on log_entries (batch_id) where batch_id is not null',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    'drop index log_entries_by_batch',
    'alter table log_entries drop column batch_id',
    'drop table batch_changes',
    'drop table batches',
  ])
    await sql.raw(statement).execute(db)
}
