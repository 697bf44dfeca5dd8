// What is thrown away after its time, and that it was: runs with what each took, and comments whose text is gone.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table purges (
    id integer primary key,
    began_at integer not null,
    ended_at integer,
    addresses integer not null default 0,
    texts integer not null default 0,
    flags integer not null default 0,
    drafts integer not null default 0
  ) strict`,
  `create table purged_texts (
    comment_id integer not null references comments (id) on delete cascade,
    version integer not null,
    purge_id integer not null references purges (id),
    primary key (comment_id, version)
  ) strict, without rowid`,
  `create index comments_taken_away on comments (id) where state in ('removed', 'spam', 'withdrawn')`,
  `create index batch_changes_of_texts on batch_changes (noun_id) where noun = 'comments' and kind = 'field'`,
  `create index flags_by_age on flags (created_at)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    'drop index flags_by_age',
    'drop index batch_changes_of_texts',
    'drop index comments_taken_away',
    'drop table purged_texts',
    'drop table purges',
  ])
    await sql.raw(statement).execute(db)
}
