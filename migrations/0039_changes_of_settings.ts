// Finds the newest change of each setting.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [`create index batch_changes_of_settings on batch_changes (field, batch_id) where noun = 'settings'`])

export const down = (db: Kysely<unknown>): Promise<void> => runAll(db, ['drop index batch_changes_of_settings'])
