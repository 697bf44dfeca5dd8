// Counts of what a purge deletes beyond comments, and the deletion of reasons from the private log.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

const counted = ['catches', 'letters', 'notes', 'notices', 'marks']

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    ...counted.map((kind) => `alter table purges add column ${kind} integer not null default 0`),
    'alter table private_log_entries add column reason_deleted_at bigint',
    'create index notices_by_age on notices (created_at)',
    'create index read_marks_by_age on read_marks (visited_at)',
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    'drop index read_marks_by_age',
    'drop index notices_by_age',
    'alter table private_log_entries drop column reason_deleted_at',
    ...counted.map((kind) => `alter table purges drop column ${kind}`),
  ])
