// Runs that delete what is due, and the texts they deleted.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table purges (
    ${id},
    started_at bigint not null,
    ended_at bigint,
    addresses integer not null default 0,
    texts integer not null default 0,
    flags integer not null default 0,
    drafts integer not null default 0
  )`,

  `create table purged_texts (
    comment_id bigint not null references comments (id) on delete cascade,
    version integer not null,
    purge_id bigint not null references purges (id),
    primary key (comment_id, version)
  ) without rowid`,
]

export const { up, down } = migration(statements)
