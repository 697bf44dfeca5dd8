// A session that a ban ends is kept until it would have expired: the browser that holds it is still the banned member's.
import { type Kysely, sql } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, ['alter table sessions add column ended_at bigint'])

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('delete from sessions where ended_at is not null').execute(db)
  await sql.raw('alter table sessions drop column ended_at').execute(db)
}
