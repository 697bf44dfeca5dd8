// Notes about members, warnings, silences and bans.
import { id, migration, record } from './dialect.ts'

export const statements = [
  `create table person_notes (
    ${id},
    person_id bigint not null references accounts (id),
    first_version_id bigint references person_notes (id),
    account_id bigint not null references accounts (id),
    body text not null,
    created_at bigint not null
  )`,
  `create index person_notes_by_person on person_notes (person_id, id)`,

  `create table warnings (
    ${id},
    person_id bigint not null references accounts (id),
    acknowledged_at bigint,
    ${record}
  )`,
  `create index warnings_by_person on warnings (person_id, id)`,

  `create table silences (
    ${id},
    person_id bigint not null references accounts (id),
    until_at bigint,
    ${record}
  )`,
  `create index silences_by_person on silences (person_id, id)`,

  `create table bans (
    ${id},
    person_id bigint references accounts (id),
    email text,
    address_from text,
    address_to text,
    until_at bigint,
    ${record},
    check ((case when person_id is null then 0 else 1 end) + (case when email is null then 0 else 1 end) + (case when address_from is null then 0 else 1 end) = 1),
    check ((address_from is null) = (address_to is null))
  )`,
  `create index bans_by_person on bans (person_id, id) where person_id is not null`,
  `create index bans_by_email on bans (email) where email is not null`,
  `create index bans_by_address on bans (address_from, address_to) where address_from is not null and ended_at is null`,
]

export const { up, down } = migration(statements)
