// The public log of an article tells of what was moved into it, moves that were undone included.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index moves_ever_into on moves (into_id, log_entry_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index moves_ever_into`.execute(db)
}
