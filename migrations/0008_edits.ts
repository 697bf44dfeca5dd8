// What a comment said before it was changed, the versions that moderators blanked, and comments that their writers took back.
import { type Kysely, sql } from 'kysely'

const tables = [
  `create table comment_versions (
    comment_id integer not null references comments (id),
    number integer not null,
    format text not null check (format in ('markup', 'html')),
    source text not null,
    html text not null,
    renderer integer not null,
    created_at integer not null,
    primary key (comment_id, number)
  ) strict`,

  `create table blankings (
    id integer primary key,
    comment_id integer not null references comments (id),
    version integer not null,
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer not null references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text,
    foreign key (comment_id, version) references comment_versions (comment_id, number)
  ) strict`,
  `create unique index blankings_in_force on blankings (comment_id, version) where ended_at is null`,

  `create table withdrawals (
    id integer primary key,
    comment_id integer not null references comments (id),
    account_id integer references accounts (id),
    state_before text not null check (state_before in ('live', 'held', 'spam')),
    created_at integer not null,
    ended_at integer
  ) strict`,
  `create unique index withdrawals_in_force on withdrawals (comment_id) where ended_at is null`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of ['withdrawals', 'blankings', 'comment_versions']) await sql.raw(`drop table ${name}`).execute(db)
}
