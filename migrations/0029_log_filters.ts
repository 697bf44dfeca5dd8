// The public log is looked through by who did something and by what they did.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index log_entries_by_actor on log_entries (actor, id)`.execute(db)
  await sql`create index log_entries_by_act on log_entries (act, id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index log_entries_by_act`.execute(db)
  await sql`drop index log_entries_by_actor`.execute(db)
}
