// Branches that were moved to another article: the pointer that each left behind, and the numbers that comments keep where they stood.
import { type Kysely, sql } from 'kysely'

const tables = [
  // Numbers of the thread that no comment of it has any more; where there are none, nobody looks for pointers.
  `alter table articles add column moved_away integer not null default 0`,

  `create table moves (
    id integer primary key,
    comment_id integer not null references comments (id),
    article_id integer not null references articles (id),
    parent_id integer references comments (id),
    root_id integer references comments (id),
    number integer not null,
    depth integer not null,
    path blob not null,
    into_id integer not null references articles (id),
    comment_count integer not null,
    seen integer not null check (seen in (0, 1)),
    anchors text not null,
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer not null references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text
  ) strict`,
  `create index moves_in_thread on moves (article_id, path) where ended_at is null`,
  `create index moves_of_comment on moves (comment_id, id)`,
  `create index moves_into on moves (into_id, comment_id) where ended_at is null`,

  `create table former_numbers (
    comment_id integer not null references comments (id),
    article_id integer not null references articles (id),
    number integer not null,
    primary key (comment_id, article_id)
  ) strict, without rowid`,

  `create index notices_by_comment on notices (comment_id) where comment_id is not null`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index notices_by_comment`.execute(db)
  for (const name of ['former_numbers', 'moves']) await sql.raw(`drop table ${name}`).execute(db)
  await sql`alter table articles drop column moved_away`.execute(db)
}
