// Notices of mentions that an edit has removed: kept, so that a mention that comes back is not mailed twice.
import { type Kysely, sql } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, ['alter table notices add column withdrawn_at bigint'])

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table notices drop column withdrawn_at').execute(db)
}
