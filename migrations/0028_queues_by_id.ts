// Indexes for held comments and appeals in the order of their ids: times may run backwards when a clock is set.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

const indexes = (columns: string): string[] =>
  ['holds', 'appeals'].flatMap((table) => [
    `drop index ${table}_waiting`,
    `create index ${table}_waiting on ${table} (${columns}) where ended_at is null`,
  ])

export const up = (db: Kysely<unknown>): Promise<void> => runAll(db, indexes('id, created_at'))

export const down = (db: Kysely<unknown>): Promise<void> => runAll(db, indexes('created_at, id'))
