// An index of comments that are not live by thread, so that what is unread in a large thread is counted without reading it.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [`create index comments_absent on comments (article_id, number) where state <> 'live'`])

export const down = (db: Kysely<unknown>): Promise<void> => runAll(db, ['drop index comments_absent'])
