// Which browser's key has confirmed a guest's e-mail address.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    'alter table subscriptions add column confirmed_by text',
    'create index subscriptions_by_key on subscriptions (confirmed_by) where confirmed_by is not null',
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, ['drop index subscriptions_by_key', 'alter table subscriptions drop column confirmed_by'])
