// Pictures that a moderator has deleted for good.
import { migration } from './dialect.ts'

const statements = [
  `create table deleted_pictures (
    hash text not null primary key,
    comment_id bigint not null references comments (id),
    account_id bigint references accounts (id),
    reason text not null,
    log_entry_id bigint not null references log_entries (id),
    created_at bigint not null
  ) without rowid`,
]

export const { up, down } = migration(statements)
