// Comments that members folded or opened by hand, to be shown the same way the next time.
import type { Kysely } from 'kysely'
import { namesOf, runAll } from './dialect.ts'

const tables = [
  `create table folds (
    account_id bigint not null references accounts (id),
    comment_id bigint not null references comments (id),
    state text not null check (state in ('folded', 'opened')),
    changed_at bigint not null,
    primary key (account_id, comment_id)
  ) without rowid`,
]

export const up = (db: Kysely<unknown>): Promise<void> => runAll(db, tables)

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(
    db,
    namesOf('table', tables).map((name) => `drop table ${name}`),
  )
