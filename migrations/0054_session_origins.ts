// A session says where it was begun, and when its member last proved who they are.
import { type Kysely, sql } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `alter table sessions add column browser text not null default ''`,
    `alter table sessions add column network text not null default ''`,
    'alter table sessions add column confirmed_at bigint',
  ])

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const column of ['confirmed_at', 'network', 'browser'])
    await sql.raw(`alter table sessions drop column ${column}`).execute(db)
}
