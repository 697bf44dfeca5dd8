// Recommendations: which member recommends which comment, and how many do.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table recommendations (
    comment_id integer not null references comments (id),
    account_id integer not null references accounts (id),
    created_at integer not null,
    primary key (comment_id, account_id)
  ) strict, without rowid`.execute(db)
  await sql`create index recommendations_by_account on recommendations (account_id, comment_id)`.execute(db)
  await sql`alter table comments add column recommendation_count integer not null default 0`.execute(db)
  // Few comments of a thread are recommended: the order of the others is the thread's own.
  await sql`create index recommended_in_thread on comments (article_id, depth, recommendation_count) where recommendation_count > 0`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index recommended_in_thread`.execute(db)
  await sql`alter table comments drop column recommendation_count`.execute(db)
  await sql`drop table recommendations`.execute(db)
}
