// Feeds: addresses of private ones, the way to the replies of a person, and the newest change of a month.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table feed_tokens (
    token_hash text primary key,
    account_id integer not null unique references accounts (id),
    created_at integer not null
  ) strict, without rowid`,
  `create index live_replies on comments (parent_id, created_at, id) where parent_id is not null and state = 'live'`,
  `create index articles_by_last_comment on articles (account_id, last_comment_at, id) where account_id is not null and last_comment_at is not null and state = 'published'`,
  `create index articles_by_change on articles (substr(day, 1, 7), max(published_at, coalesce(revised_at, 0), coalesce(last_comment_at, 0))) where state = 'published'`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const index of ['articles_by_change', 'articles_by_last_comment', 'live_replies'])
    await sql.raw(`drop index ${index}`).execute(db)
  await sql.raw('drop table feed_tokens').execute(db)
}
