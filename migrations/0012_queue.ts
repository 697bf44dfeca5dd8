// Who reviews a comment, who is on duty, and notes for the next moderator.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table claims (
    ${id},
    comment_id bigint not null references comments (id),
    account_id bigint not null references accounts (id),
    created_at bigint not null,
    until_at bigint not null,
    ended_at bigint
  )`,
  `create unique index claims_in_force on claims (comment_id) where ended_at is null`,

  `create table duties (
    ${id},
    account_id bigint not null references accounts (id),
    created_at bigint not null,
    until_at bigint not null,
    ended_at bigint
  )`,
  `create unique index duties_in_force on duties (account_id) where ended_at is null`,

  `create table handovers (
    ${id},
    account_id bigint not null references accounts (id),
    body text not null,
    created_at bigint not null,
    ended_at bigint,
    ended_by bigint references accounts (id)
  )`,
  `create unique index handovers_in_force on handovers ((ended_at is null)) where ended_at is null`,
]

export const { up, down } = migration(statements)
