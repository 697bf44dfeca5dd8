// An index of the live comments under picked names, which a member's own page lists.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `create index comments_by_picked_name on comments (account_id, created_at, id) where name_kind = 'picked' and state = 'live' and account_id is not null`,
  ])

export const down = (db: Kysely<unknown>): Promise<void> => runAll(db, ['drop index comments_by_picked_name'])
