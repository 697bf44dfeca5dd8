// What an undo looks up: which act a row began with, and when a comment came into the state that it is in.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index batch_changes_begun on batch_changes (noun_id, noun) where kind = 'begun'`.execute(db)
  await sql`create index batch_changes_of_states on batch_changes (noun_id) where noun = 'comments' and kind = 'state'`.execute(
    db,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index batch_changes_of_states`.execute(db)
  await sql`drop index batch_changes_begun`.execute(db)
}
