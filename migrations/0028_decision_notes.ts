// What a moderator writes to the writer of a comment beside a decision: for them alone, not for the log.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table decision_notes (
    log_entry_id integer primary key references log_entries (id),
    comment_id integer not null references comments (id),
    body text not null
  ) strict`.execute(db)
  await sql`create index decision_notes_by_comment on decision_notes (comment_id, log_entry_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table decision_notes`.execute(db)
}
