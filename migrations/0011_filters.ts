// Filters with what each caught, rehearsals, and the classifier.
import { id, migration, record } from './dialect.ts'

export const statements = [
  `create table filters (
    ${id},
    first_version_id bigint references filters (id),
    name text not null,
    kind text not null check (kind in ('word', 'pattern', 'host', 'links', 'newcomer', 'repeat')),
    match_text text not null,
    whole_words integer not null check (whole_words in (0, 1)),
    action text not null check (action in ('hold', 'refuse', 'replace')),
    replacement text not null,
    applies_to text not null check (applies_to in ('everybody', 'newcomers', 'guests')),
    ${record}
  )`,
  `create unique index filters_in_force on filters (coalesce(first_version_id, id)) where ended_at is null`,
  `create index filters_by_origin on filters (coalesce(first_version_id, id), id)`,

  `create table filter_switches (
    ${id},
    filter_id bigint not null references filters (id),
    ${record}
  )`,
  `create unique index filter_switches_in_force on filter_switches (filter_id) where ended_at is null`,

  `create table filter_catches (
    ${id},
    filter_id bigint not null references filters (id),
    comment_id bigint references comments (id),
    action text not null check (action in ('hold', 'refuse', 'replace')),
    matched_text text not null,
    created_at bigint not null
  )`,
  `create index filter_catches_by_filter on filter_catches (filter_id, created_at)`,
  `create index filter_catches_by_comment on filter_catches (comment_id, id) where comment_id is not null`,

  `create table rehearsals (
    ${id},
    filter_id bigint not null references filters (id),
    account_id bigint references accounts (id),
    days integer not null,
    comment_count integer not null,
    match_count integer not null,
    result text not null,
    created_at bigint not null
  )`,
  `create index rehearsals_by_filter on rehearsals (filter_id, id)`,

  `create table classifier_words (
    word text primary key,
    good integer not null,
    weak integer not null,
    bad integer not null
  ) without rowid`,

  `create table classifier_examples (
    comment_id bigint primary key references comments (id),
    label text not null check (label in ('good', 'weak', 'bad')),
    words text not null,
    created_at bigint not null
  )`,
  `create index classifier_examples_by_label on classifier_examples (label, created_at)`,

  `create table classifier_switches (
    ${id},
    threshold integer not null check (threshold between 50 and 99),
    ${record}
  )`,
  `create unique index classifier_switches_in_force on classifier_switches (coalesce(ended_at, 0)) where ended_at is null`,
]

export const { up, down } = migration(statements)
