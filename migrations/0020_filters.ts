// Filters with what each caught, their rehearsals, and the counts of a classifier that learns from decisions.
import { type Kysely, sql } from 'kysely'

/** Who, when, why, and how it ended: rows are ended, never deleted. */
const lasting = `
    account_id integer references accounts (id),
    reason text not null,
    log_entry_id integer not null references log_entries (id),
    created_at integer not null,
    ended_at integer,
    ended_by integer references accounts (id),
    end_reason text
  ) strict`

const tables = [
  `create table filters (
    id integer primary key,
    origin integer references filters (id),
    name text not null,
    kind text not null check (kind in ('word', 'pattern', 'host', 'links', 'newcomer', 'repeat')),
    looks_for text not null,
    whole integer not null check (whole in (0, 1)),
    does text not null check (does in ('hold', 'refuse', 'replace')),
    replacement text not null,
    whom text not null check (whom in ('everybody', 'newcomers', 'guests')),${lasting}`,
  'create unique index filters_in_force on filters (coalesce(origin, id)) where ended_at is null',
  'create index filters_by_origin on filters (coalesce(origin, id), id)',

  `create table filter_switches (
    id integer primary key,
    filter_id integer not null references filters (id),${lasting}`,
  'create unique index filter_switches_in_force on filter_switches (filter_id) where ended_at is null',

  `create table filter_catches (
    id integer primary key,
    filter_id integer not null references filters (id),
    comment_id integer references comments (id),
    did text not null check (did in ('hold', 'refuse', 'replace')),
    words text not null,
    created_at integer not null
  ) strict`,
  'create index filter_catches_by_filter on filter_catches (filter_id, created_at)',
  'create index filter_catches_by_comment on filter_catches (comment_id, id) where comment_id is not null',

  `create table rehearsals (
    id integer primary key,
    filter_id integer not null references filters (id),
    account_id integer references accounts (id),
    days integer not null,
    looked_at integer not null,
    caught integer not null,
    result text not null,
    created_at integer not null
  ) strict`,
  'create index rehearsals_by_filter on rehearsals (filter_id, id)',

  `create table classifier_words (
    word text primary key,
    good integer not null,
    weak integer not null,
    bad integer not null
  ) strict, without rowid`,

  `create table classifier_lessons (
    comment_id integer primary key references comments (id),
    verdict text not null check (verdict in ('good', 'weak', 'bad')),
    words text not null,
    created_at integer not null
  ) strict`,
  'create index classifier_lessons_by_verdict on classifier_lessons (verdict, created_at)',

  `create table classifier_switches (
    id integer primary key,
    threshold integer not null check (threshold between 50 and 99),${lasting}`,
  'create unique index classifier_switches_in_force on classifier_switches (coalesce(ended_at, 0)) where ended_at is null',

  // What was written lately, whatever became of it: a filter is rehearsed on that.
  'create index comments_by_age on comments (created_at, id)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop index comments_by_age').execute(db)
  for (const table of [
    'classifier_switches',
    'classifier_lessons',
    'classifier_words',
    'rehearsals',
    'filter_catches',
    'filter_switches',
    'filters',
  ])
    await sql.raw(`drop table ${table}`).execute(db)
}
