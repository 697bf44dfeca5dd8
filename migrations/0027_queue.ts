// What moderators tell each other: who is looking at what, who is on duty, a note for the next; and the indexes of the queue.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table claims (
    id integer primary key,
    comment_id integer not null references comments (id),
    account_id integer not null references accounts (id),
    created_at integer not null,
    until_at integer not null,
    ended_at integer
  ) strict`,
  `create unique index claims_in_force on claims (comment_id) where ended_at is null`,

  `create table duties (
    id integer primary key,
    account_id integer not null references accounts (id),
    created_at integer not null,
    until_at integer not null,
    ended_at integer
  ) strict`,
  `create unique index duties_in_force on duties (account_id) where ended_at is null`,

  `create table handovers (
    id integer primary key,
    account_id integer not null references accounts (id),
    body text not null,
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id)
  ) strict`,
  // There is one at a time.
  `create unique index handovers_in_force on handovers (ended_at is null) where ended_at is null`,

  `create index accounts_by_age on accounts (created_at, id)`,
  `create index comments_taken on comments (account_id, state) where state in ('removed', 'spam') and account_id is not null`,
  `create index batches_by_time on batches (created_at)`,
  `create index articles_waiting on articles (created_at, id) where state = 'waiting'`,
  `create index articles_rejected on articles (account_id) where state = 'rejected'`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of ['articles_rejected', 'articles_waiting', 'batches_by_time', 'comments_taken', 'accounts_by_age'])
    await sql.raw(`drop index ${name}`).execute(db)
  for (const name of ['handovers', 'duties', 'claims']) await sql.raw(`drop table ${name}`).execute(db)
}
