// What a member has read, what a member does not want to read, and the comments that moderators feature.
import { type Kysely, sql } from 'kysely'

const tables = [
  `create table visits (
    account_id integer primary key references accounts (id),
    marking integer not null default 1 check (marking in (0, 1)),
    visited_at integer not null,
    since integer not null
  ) strict`,

  `create table marks (
    account_id integer not null references accounts (id),
    article_id integer not null references articles (id),
    seen text not null,
    shown text not null,
    base integer not null,
    visited_at integer not null,
    since integer not null,
    primary key (account_id, article_id)
  ) strict, without rowid`,
  `create index marks_by_visit on marks (account_id, visited_at)`,

  `create table mutes (
    account_id integer not null references accounts (id),
    kind text not null check (kind in ('person', 'section', 'tag', 'word')),
    value text not null,
    label text not null,
    created_at integer not null,
    primary key (account_id, kind, value)
  ) strict, without rowid`,

  `create table features (
    id integer primary key,
    comment_id integer not null references comments (id),
    article_id integer not null references articles (id),
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer not null references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text
  ) strict`,
  `create unique index features_in_force on features (comment_id) where ended_at is null`,
  `create index features_by_article on features (article_id) where ended_at is null`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of ['features', 'mutes', 'marks', 'visits']) await sql.raw(`drop table ${name}`).execute(db)
}
