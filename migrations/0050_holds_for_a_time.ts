// Holds for a time: of everything that one member writes, and of every comment on the site.
import { id, migration, record } from './dialect.ts'

export const { up, down } = migration([
  `create table person_holds (
    ${id},
    person_id bigint not null references accounts (id),
    until_at bigint,
    ${record}
  )`,
  `create index person_holds_by_person on person_holds (person_id, id)`,

  `create table site_holds (
    ${id},
    until_at bigint not null,
    ${record}
  )`,
  `create unique index site_holds_in_force on site_holds ((ended_at is null)) where ended_at is null`,
])
