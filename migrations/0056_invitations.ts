// Invitations of members, and members who may no longer invite.
import { id, migration, record } from './dialect.ts'

export const { up, down } = migration([
  `create table invitations (
    ${id},
    account_id bigint not null references accounts (id),
    slot bigint not null,
    token_hash text not null unique,
    created_at bigint not null,
    expires_at bigint not null,
    ended_at bigint,
    outcome text check (outcome in ('used', 'revoked', 'expired')),
    used_by bigint unique references accounts (id),
    check ((ended_at is null) = (outcome is null)),
    check (used_by is null or outcome = 'used')
  )`,
  `create unique index invitations_open on invitations (account_id, slot) where ended_at is null`,
  `create index invitations_by_account on invitations (account_id, id)`,

  `create table invitation_stops (
    ${id},
    person_id bigint not null references accounts (id),
    ${record}
  )`,
  `create unique index invitation_stops_in_force on invitation_stops (person_id) where ended_at is null`,
])
