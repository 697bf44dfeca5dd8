// The index of a thread's top-level comments by the replies that readers see, in place of one that counts hidden ones.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

const dropped = 'drop index roots_by_replies'
const on = (count: string): string =>
  `create index roots_by_replies on comments (article_id, ${count} desc, number) where depth = 1 and state = 'live'`

export const up = (db: Kysely<unknown>): Promise<void> => runAll(db, [dropped, on('reply_count')])

export const down = (db: Kysely<unknown>): Promise<void> => runAll(db, [dropped, on('subtree_count')])
