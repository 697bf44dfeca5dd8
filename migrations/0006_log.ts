// Batches with what each changed, the public log and the private log.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table batches (
    ${id},
    account_id bigint references accounts (id),
    actor text not null,
    act text not null,
    reason text not null,
    created_at bigint not null,
    undoes bigint references batches (id)
  )`,
  `create unique index batches_undone on batches (undoes) where undoes is not null`,
  `create index batches_by_time on batches (created_at)`,

  `create table batch_changes (
    batch_id bigint not null references batches (id),
    number integer not null,
    kind text not null check (kind in ('start', 'end', 'state', 'field')),
    noun text not null,
    noun_id bigint not null,
    field text not null,
    before text,
    after text,
    primary key (batch_id, number)
  ) without rowid`,
  `create index batch_changes_of_texts on batch_changes (noun_id) where noun = 'comments' and kind = 'field'`,
  `create index batch_changes_of_starts on batch_changes (noun_id, noun) where kind = 'start'`,
  `create index batch_changes_of_states on batch_changes (noun_id) where noun = 'comments' and kind = 'state'`,

  `create table log_entries (
    ${id},
    created_at bigint not null,
    actor_id bigint references accounts (id),
    actor text not null,
    act text not null,
    subject text not null,
    subject_id bigint not null,
    article_id bigint references articles (id),
    reason text not null,
    previous_hash text not null,
    hash text not null unique,
    batch_id bigint references batches (id)
  )`,
  `create index log_entries_by_article on log_entries (article_id, id)`,
  `create index log_entries_by_subject on log_entries (subject, subject_id, id)`,
  `create index log_entries_by_batch on log_entries (batch_id) where batch_id is not null`,
  `create index log_entries_by_actor on log_entries (actor, id)`,
  `create index log_entries_by_act on log_entries (act, id)`,

  `create table private_log_entries (
    ${id},
    created_at bigint not null,
    actor_id bigint references accounts (id),
    actor text not null,
    act text not null,
    subject text not null,
    subject_id bigint not null,
    reason text not null,
    previous_hash text not null,
    hash text not null unique
  )`,
]

export const { up, down } = migration(statements)
