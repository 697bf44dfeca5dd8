// Entries of the logs from which the name of a deleted account was taken, with the entry that says so.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

const tables = ['log_entries', 'private_log_entries']

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...tables.map((table) => `alter table ${table} add column name_deleted_in bigint`),
    'create index private_log_entries_by_actor_id on private_log_entries (actor_id, id) where actor_id is not null',
    ...tables.map(
      (table) => `create index ${table}_nameless on ${table} (name_deleted_in, id) where name_deleted_in is not null`,
    ),
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...tables.map((table) => `drop index ${table}_nameless`),
    'drop index private_log_entries_by_actor_id',
    ...tables.map((table) => `alter table ${table} drop column name_deleted_in`),
  ])
