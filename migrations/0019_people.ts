// Keeping order among people: notes, warnings, silences and bans; from which address a comment came; and the log of what is private.
import { type Kysely, sql } from 'kysely'

/** What every act about a person is stored as: who, when, why, and how it ended. */
const act = `
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer not null references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text`

const tables = [
  `create table person_notes (
    id integer primary key,
    person_id integer not null references accounts (id),
    first_id integer references person_notes (id),
    account_id integer not null references accounts (id),
    body text not null,
    created_at integer not null
  ) strict`,
  'create index person_notes_by_person on person_notes (person_id, id)',

  `create table warnings (
    id integer primary key,
    person_id integer not null references accounts (id),
    acknowledged_at integer,${act}
  ) strict`,
  'create index warnings_by_person on warnings (person_id, id)',

  `create table silencings (
    id integer primary key,
    person_id integer not null references accounts (id),
    until_at integer,${act}
  ) strict`,
  'create index silencings_by_person on silencings (person_id, id)',

  `create table bans (
    id integer primary key,
    person_id integer references accounts (id),
    email text,
    address_from text,
    address_to text,
    until_at integer,${act},
    check ((person_id is not null) + (email is not null) + (address_from is not null) = 1),
    check ((address_from is null) = (address_to is null))
  ) strict`,
  'create index bans_by_person on bans (person_id, id) where person_id is not null',
  'create index bans_by_email on bans (email) where email is not null',
  'create index bans_by_address on bans (address_from, address_to) where address_from is not null and ended_at is null',

  `create table comment_addresses (
    comment_id integer primary key references comments (id) on delete cascade,
    address text not null,
    created_at integer not null
  ) strict`,
  'create index comment_addresses_by_address on comment_addresses (address, comment_id)',
  'create index comment_addresses_by_age on comment_addresses (created_at)',

  `create table private_entries (
    id integer primary key,
    created_at integer not null,
    actor_id integer references accounts (id),
    actor text not null,
    act text not null,
    subject text not null,
    subject_id integer not null,
    reason text not null,
    previous_hash text not null,
    hash text not null unique
  ) strict`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['private_entries', 'comment_addresses', 'bans', 'silencings', 'warnings', 'person_notes'])
    await sql.raw(`drop table ${table}`).execute(db)
}
