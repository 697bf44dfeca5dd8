// Changes of a confirmed e-mail address, each with the link by which the old address stops it.
import { id, migration } from './dialect.ts'

export const { up, down } = migration([
  `create table email_changes (
    ${id},
    token_hash text not null unique,
    account_id bigint not null references accounts (id),
    old_email text not null,
    created_at bigint not null,
    expires_at bigint not null,
    ended_at bigint
  )`,
  'create index email_changes_by_account on email_changes (account_id, id)',
  'create index email_changes_by_end on email_changes (expires_at)',
])
