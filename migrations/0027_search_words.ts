// Fills the search index again: its words are folded in another way, and Korean and Southeast Asian texts are indexed by letters.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

/** The site indexes what is in the backlog in the background; until then it searches the index as it is. */
const refill = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    'delete from search_backlog',
    `insert into search_backlog (noun, up_to_id, last_id) select 'article', max(id), max(id) from articles having max(id) is not null`,
    `insert into search_backlog (noun, up_to_id, last_id) select 'comment', max(id), max(id) from comments having max(id) is not null`,
  ])

export const up = refill
export const down = refill
