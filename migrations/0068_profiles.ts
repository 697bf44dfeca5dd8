// What members say about themselves on their page, with a picture, and what a moderator has removed from it.
import { id, migration, record } from './dialect.ts'

export const { up, down } = migration([
  `create table profiles (
    account_id bigint primary key references accounts (id),
    website text not null default '',
    about text not null default '',
    picture text,
    picture_hash text,
    changed_at bigint not null
  )`,
  `create index profiles_by_picture on profiles (picture_hash) where picture_hash is not null`,

  `create table profile_removals (
    ${id},
    person_id bigint not null references accounts (id),
    field text not null check (field in ('website', 'about', 'picture')),
    value text not null,
    ${record}
  )`,
  `create index profile_removals_by_person on profile_removals (person_id, id)`,
])
