// Removals of a second factor that its member has lost: an admin begins one, and it is done after a wait.
import { id, migration } from './dialect.ts'

export const { up, down } = migration([
  `create table factor_removals (
    ${id},
    person_id bigint not null references accounts (id),
    account_id bigint not null references accounts (id),
    token_hash text not null unique,
    created_at bigint not null,
    due_at bigint not null,
    ended_at bigint,
    outcome text check (outcome in ('done', 'stopped', 'used', 'cancelled')),
    check ((ended_at is null) = (outcome is null))
  )`,
  'create unique index factor_removals_open on factor_removals (person_id) where ended_at is null',
  'create index factor_removals_due on factor_removals (due_at) where ended_at is null',
  'create index factor_removals_by_account on factor_removals (account_id)',
])
